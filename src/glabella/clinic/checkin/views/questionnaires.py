"""Filling in: what is due, one question a page, help before anything else, sending."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.checkin import actions, queries
from glabella.clinic.checkin.forms import AnswerForm
from glabella.clinic.checkin.models import Draft
from glabella.clinic.checkin.queries import Asked, Sheet
from glabella.clinic.checkin.values import READ_ANSWERS, Watch
from glabella.clinic.checkin.views.shown import (
    UNPROCESSABLE,
    call,
    home_outlet,
    language_now,
)
from glabella.clinic.checkin.watch import reading, watch
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record.models import Task


@never_cache
def home(request: PortalRequest) -> HttpResponse:
    """Show what is due and what was begun, and where a side effect is told."""
    language = language_now()
    on = today_at(home_outlet(request), at=request.at)
    begun = queries.open_drafts(request.person, is_by_proxy=_is_proxy(request))
    sheets = [queries.sheet(one.instrument, language=language) for one in begun]
    started = {one.instrument.id for one in sheets if one is not None}
    found = queries.due(request.person, on, language=language)
    context = {
        "begun": [
            (one, len(draft.answers))
            for one, draft in zip(sheets, begun, strict=True)
            if one is not None
        ],
        "due": [
            queries.sheet(one.instrument.id, language=language)
            for one in found
            if one.instrument.id not in started
        ],
        "language": language,
        "is_proxy": _is_proxy(request),
    }
    return render(request, "checkin/home.html", context)


@never_cache
def start(request: PortalRequest, instrument: str) -> HttpResponse:
    """Say what a questionnaire is, then begin it or go on with it."""
    sheet = _sheet(instrument)
    draft = _draft(request, sheet)
    if request.method == "POST":
        try:
            row = actions.begin(
                request.person,
                sheet.instrument.id,
                language=sheet.language,
                by=request.actor,
                at=request.at,
            )
        except DeedRefusedError as refusal:
            raise Http404(str(refusal)) from refusal
        number = _first_open(sheet, row)
        return redirect("checkin:question", sheet.instrument.id, number)
    context = {"sheet": sheet, "draft": draft, "is_proxy": _is_proxy(request)}
    return render(request, "checkin/start.html", context)


@never_cache
def question(request: PortalRequest, instrument: str, number: int) -> HttpResponse:
    """Ask one question; before one that may not wait say who reads it, and when."""
    sheet = _sheet(instrument)
    draft = _draft(request, sheet)
    if draft is None:
        return redirect("checkin:start", sheet.instrument.id)
    asked = sheet.question(number)
    if asked is None:
        return redirect("checkin:send", sheet.instrument.id)
    watched = _watched(request) if asked.is_watched else None
    if request.method == "POST":
        return _take(request, sheet, draft, asked=asked, watched=watched)
    if _is_barred(draft, asked, watched=watched):
        actions.pass_over(draft.id, asked.item.id, by=request.actor, at=request.at)
        return redirect("checkin:question", sheet.instrument.id, number + 1)
    if asked.is_watched and "read" not in request.GET:
        frame = _frame(request, sheet, draft, asked=asked, watched=watched)
        return render(request, "checkin/before.html", frame)
    given = draft.answers.get(asked.item.id)
    form = AnswerForm(None, asked=asked, given=given)
    frame = _frame(request, sheet, draft, asked=asked, watched=watched)
    return render(request, "checkin/question.html", {**frame, "form": form})


@never_cache
def help_now(request: PortalRequest, instrument: str) -> HttpResponse:
    """Show whom to call, before anything else, after an answer that may not wait."""
    sheet = _sheet(instrument)
    draft = _draft(request, sheet)
    if draft is None or draft.urgent_score is None:
        return redirect("checkin:start", sheet.instrument.id)
    outlet = home_outlet(request)
    context = {
        "sheet": sheet,
        "watched": _watched(request),
        "reading": reading(outlet, at=request.at),
        "next": _after_watched(sheet),
        **call(request),
    }
    return render(request, "checkin/help.html", context)


@never_cache
def send(request: PortalRequest, instrument: str) -> HttpResponse:
    """Let the person look once more, and send."""
    sheet = _sheet(instrument)
    draft = _draft(request, sheet)
    if draft is None:
        return redirect("checkin:start", sheet.instrument.id)
    refusal = ""
    if request.method == "POST":
        try:
            actions.finish(draft.id, by=request.actor, at=request.at)
        except DeedRefusedError as error:
            refusal = str(error)
        else:
            return redirect("checkin:sent", draft.id)
    context = {
        "sheet": sheet,
        "rows": [(one, _said(one, draft)) for one in sheet.questions],
        "skipped": draft.skipped,
        "refusal": refusal,
        "back": len(sheet.questions),
    }
    status = UNPROCESSABLE if refusal else 200
    return render(request, "checkin/send.html", context, status=status)


@never_cache
def sent(request: PortalRequest, draft: UUID) -> HttpResponse:
    """Say who reads what was sent, and when; no score, and no word about it."""
    row = queries.sent_draft(request.person, draft)
    if row is None or row.is_by_proxy != _is_proxy(request):
        raise Http404("nothing of this kind was sent")
    tasks = Task.objects.select_related("owner__user")
    task = tasks.filter(about=row.score_id, kind=READ_ANSWERS).first()
    context = {
        "task": task,
        "row": row,
        "day": today_at(home_outlet(request), at=task.due_at) if task else None,
        **call(request),
    }
    return render(request, "checkin/sent.html", context)


def _take(
    request: PortalRequest,
    sheet: Sheet,
    draft: Draft,
    *,
    asked: Asked,
    watched: Watch | None,
) -> HttpResponse:
    """Keep an answer. One to a question that was on the screen is never refused."""
    form = AnswerForm(request.POST, asked=asked, given=None)
    if not form.is_valid():
        frame = _frame(request, sheet, draft, asked=asked, watched=watched)
        status = UNPROCESSABLE
        page = {**frame, "form": form}
        return render(request, "checkin/question.html", page, status=status)
    stored = actions.answer(
        draft.id,
        asked.item.id,
        form.cleaned_data["answer"],
        by=request.actor,
        at=request.at,
    )
    if stored is not None:
        return redirect("checkin:help", sheet.instrument.id)
    return redirect("checkin:question", sheet.instrument.id, asked.number + 1)


def _frame(
    request: PortalRequest,
    sheet: Sheet,
    draft: Draft,
    *,
    asked: Asked,
    watched: Watch | None,
) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "asked": asked,
        "count": len(sheet.questions),
        "back": _before(request, sheet, draft, number=asked.number),
        "next": asked.number + 1,
        "watched": watched,
        **(call(request) if asked.is_watched else {}),
    }


def _sheet(instrument: str) -> Sheet:
    found = queries.sheet(instrument, language=language_now())
    if found is None:
        raise Http404("this questionnaire cannot be filled in here")
    return found


def _draft(request: PortalRequest, sheet: Sheet) -> Draft | None:
    return queries.open_draft(
        request.person, sheet.instrument.id, is_by_proxy=_is_proxy(request)
    )


def _is_proxy(request: PortalRequest) -> bool:
    return request.proxy is not None


def _watched(request: PortalRequest) -> Watch | None:
    """Return who is there to read; nobody answers for another what may not wait."""
    if _is_proxy(request):
        return None
    return watch(home_outlet(request), at=request.at)


def _is_barred(draft: Draft, asked: Asked, *, watched: Watch | None) -> bool:
    return asked.is_watched and watched is None and asked.item.id not in draft.answers


def _before(
    request: PortalRequest, sheet: Sheet, draft: Draft, *, number: int
) -> int | None:
    """Return the question to go back to, passing over what is not offered."""
    for one in reversed(sheet.questions[: number - 1]):
        watched = _watched(request) if one.is_watched else None
        if not _is_barred(draft, one, watched=watched):
            return one.number
    return None


def _first_open(sheet: Sheet, draft: Draft) -> int:
    """Return the first question without an answer, or the number after the last."""
    for one in sheet.questions:
        if one.item.id not in draft.answers and one.item.id not in draft.skipped:
            return one.number
    return len(sheet.questions) + 1


def _after_watched(sheet: Sheet) -> int:
    return max((one.number for one in sheet.questions if one.is_watched), default=0) + 1


def _said(asked: Asked, draft: Draft) -> str:
    """Return an answer in the holder's words; "" if there is none."""
    given = draft.answers.get(asked.item.id)
    words = dict(asked.options)
    return "" if given is None else words.get(str(given)) or str(given)
