"""Telling about a side effect: the signs of danger first, then what, since when, where.

The answers to the first page travel in a signed hidden field to the second; nothing is
kept of them before something is told, unless one of them is a yes.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.checkin import actions
from glabella.clinic.checkin.actions.effects import NO_COMPLAINT
from glabella.clinic.checkin.forms import EffectForm, SignsForm
from glabella.clinic.checkin.values import NewEffect
from glabella.clinic.checkin.views.shown import (
    UNPROCESSABLE,
    call,
    done_once,
    home_outlet,
    language_now,
)
from glabella.clinic.checkin.watch import reading, watch
from glabella.clinic.followup.queries import reviews
from glabella.clinic.followup.rules.triage import triage
from glabella.clinic.photos.queries import is_allowed
from glabella.clinic.portal.request import PortalRequest

SALT = "glabella.checkin.effects"
LASTS = 2 * 60 * 60  # seconds


@never_cache
def effects(request: PortalRequest) -> HttpResponse:
    """Ask the signs of danger; a yes leads to help before anything else."""
    language = language_now()
    questions = [(one.id, one.text.in_language(language)) for one in triage().questions]
    form = SignsForm(request.POST or None, questions=questions)
    if form.is_bound and form.is_valid():
        answers = form.answers
        if "yes" in answers.values():
            return _help_first(request, answers)
        state = signing.dumps(answers, salt=SALT)
        return _tell_page(request, _effect_form(request), state=state)
    context = {"form": form, "ticket": new_ticket(), **call(request)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "checkin/effects.html", context, status=status)


@never_cache
def tell(request: PortalRequest) -> HttpResponse:
    """Take what is told, and say who reads it, and when."""
    if request.method != "POST":
        return redirect("checkin:effects")
    state = request.POST.get("state", "")
    answers = _carried(state)
    if answers is None:
        return redirect("checkin:effects")
    form = _effect_form(request, is_sent=True)
    if form.is_valid():
        try:
            return _report(request, form.cleaned_data, answers)
        except AlreadyDoneError:
            return _told_before(request)
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
    return _tell_page(request, form, state=state)


@never_cache
def told(request: PortalRequest, contact: UUID) -> HttpResponse:
    """Say what to do now and who reads it; never that it is harmless."""
    row = reviews.contact(request.person, contact)
    if row is None or row.taken_by_id is not None:
        raise Http404("nothing of this kind was told")
    outlet = home_outlet(request)
    wanted = [one.id for one in triage().words(row.spread)]
    context = {
        "row": row,
        "is_emergency": row.level == "emergency",
        "advice": wanted,
        "is_open": watch(outlet, at=request.at) is not None,
        "reading": reading(outlet, at=request.at),
        "signs": _signs(),
        **call(request),
    }
    return render(request, "checkin/told.html", context)


def _help_first(request: PortalRequest, answers: Mapping[str, str]) -> HttpResponse:
    """Keep a yes at once, with its urgent task, and show whom to call."""
    new = NewEffect(
        answers=answers,
        complaint="other",
        words=_("A sign of danger was answered with yes; nothing more was asked."),
    )
    try:
        with done_once(request):
            row = actions.report_effect(
                request.person, new, by=request.actor, at=request.at
            )
    except AlreadyDoneError:
        return _told_before(request)
    return redirect("checkin:told", row.id)


def _told_before(request: PortalRequest) -> HttpResponse:
    """Lead to what was sent a moment ago: on a bad line a form is sent twice."""
    every = reviews.contacts(request.person)
    newest = next((row for row in every if row.taken_by_id is None), None)
    if newest is None:
        return redirect("checkin:home")
    return redirect("checkin:told", newest.id)


def _carried(state: str) -> dict[str, str] | None:
    """Return the answers to the first page; None if they are not ours.

    After a while a "no" counts no longer: it becomes "not sure", which a clinician
    looks at today. What was typed meanwhile is not lost for that.
    """
    try:
        answers: dict[str, str] = signing.loads(state, salt=SALT)
    except signing.BadSignature:
        return None
    try:
        signing.loads(state, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        return dict.fromkeys(answers, "unknown")
    return answers


def _report(
    request: PortalRequest, data: Mapping[str, Any], answers: Mapping[str, str]
) -> HttpResponse:
    photo = data.get("photo")
    new = NewEffect(
        answers=answers,
        complaint=data["complaint"],
        words=data["words"],
        since=data["since"],
        place=data["place"],
        severity=data["severity"],
    )
    with done_once(request):
        row = actions.report_effect(
            request.person,
            new,
            by=request.actor,
            at=request.at,
            photo=photo.read() if photo else b"",
        )
    return redirect("checkin:told", row.id)


def _effect_form(request: PortalRequest, *, is_sent: bool = False) -> EffectForm:
    language = language_now()
    return EffectForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        complaints=[
            (one.id, one.text.in_language(language))
            for one in triage().complaints
            if one.id != NO_COMPLAINT
        ],
        may_send_photo=is_allowed(request.person),
    )


def _tell_page(request: PortalRequest, form: EffectForm, *, state: str) -> HttpResponse:
    context = {"form": form, "state": state, "ticket": new_ticket(), **call(request)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "checkin/tell.html", context, status=status)


def _signs() -> list[str]:
    language = language_now()
    return [one.text.in_language(language) for one in triage().spread]
