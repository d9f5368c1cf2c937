"""The day, the strip of the last two weeks, and the month."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.diary import actions, overuse, queries, when, words
from glabella.clinic.diary.errors import DayTakenError
from glabella.clinic.diary.forms import FORMS, DayForm, is_late
from glabella.clinic.diary.month_picture import month_chart
from glabella.clinic.diary.queries import Cell
from glabella.clinic.diary.tags import owner_of
from glabella.clinic.diary.values import DIARIES, Arriving
from glabella.clinic.followup.pictures import Picture, picture_of
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record.models import DiaryDay

UNPROCESSABLE, CONFLICT = 422, 409


def today(request: PortalRequest) -> HttpResponse:
    """Lead to the first diary that is kept; let somebody without one choose."""
    kept = queries.kept(request.person)
    if not kept:
        return redirect("diary:choose")
    return redirect("diary:day", diary=kept[0])


def day(request: PortalRequest, diary: str) -> HttpResponse:
    """Show one day to be written, and store it."""
    _check(diary)
    now = here(request)
    if request.method == "POST":
        return _answer(request, diary, now=now)
    on = when.day_in(request.GET.get("on", ""), today=now)
    row = queries.day_of(request.person, diary, on=on)
    form = FORMS[diary](initial=_initial(row) | {"on": on})
    return _page(request, diary, form, on=on)


def month(request: PortalRequest, diary: str) -> HttpResponse:
    """Show a month: what was written, counted over the written days alone."""
    _check(diary)
    now = here(request)
    first = when.month_in(request.GET.get("month", ""), today=now)
    span = (first, when.last_of(first))
    cells = queries.cells(request.person, diary, span=span, on=now)
    count, past = queries.written(cells)
    some, known = queries.counted(cells)
    following = when.after(first)
    context = _frame(request, diary) | {
        "first": first,
        "weeks": _weeks(cells),
        "some": some,
        "known": known,
        "any": words.kind(diary, "some"),
        "picture": _picture(diary, cells, first=first),
        "written": count,
        "past": past,
        "taken": overuse.taken(cells, library()) if diary == "headache" else [],
        "rows": [_line(cell) for cell in cells if cell.row],
        "before": f"{when.before(first):%Y-%m}",
        "after": f"{following:%Y-%m}" if following <= now else "",
    }
    return render(request, "diary/month.html", context)


def _picture(diary: str, cells: list[Cell], *, first: date) -> Picture | None:
    title = f"{DIARIES[diary]}, {date_format(first, 'F Y')}"
    language = get_language() or "en"
    return picture_of(month_chart(diary, cells, title=title, language=language))


def here(request: PortalRequest) -> date:
    """Return which day it is at the outlet of the portal."""
    return today_at(request.door.outlet, at=request.at)


def _check(diary: str) -> None:
    if diary not in DIARIES:
        raise Http404("there is no such diary")


def _frame(request: PortalRequest, diary: str) -> dict[str, Any]:
    kept = queries.kept(request.person)
    every = kept if diary in kept else (*kept, diary)
    places = [
        {
            "label": DIARIES[one],
            "url": reverse("diary:day", args=[one]),
            "current": one == diary,
        }
        for one in every
    ]
    return {
        "diary": diary,
        "day_key": words.key(diary),
        "label": DIARIES[diary],
        "diaries": places if len(places) > 1 else [],
        "kept": " ".join(every),
        "owner": owner_of(request),
        "today": here(request),
    }


def _page(
    request: PortalRequest,
    diary: str,
    form: DayForm,
    *,
    on: date,
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    now = here(request)
    span = (now - timedelta(days=queries.STRIP - 1), now)
    strip = queries.cells(request.person, diary, span=span, on=now)
    row = queries.day_of(request.person, diary, on=on)
    count, past = queries.written(strip)
    context = _frame(request, diary) | {
        "form": form,
        "more_form": _second(form),
        "on": on,
        "is_today": on == now,
        "is_late": is_late(on, today=now),
        "row": row,
        "pieces": words.pieces(row) if row else [],
        "earlier": queries.earlier(request.person, diary, on=on),
        "strip": strip,
        "written": count,
        "past": past,
        "key": uuid4(),
        "base": row.id if row else "",
        "conflict": conflict,
        "is_open": bool(form.errors) or "more" in request.GET,
    }
    status = CONFLICT if conflict else UNPROCESSABLE if form.errors else 200
    return render(request, "diary/day.html", context, status=status)


def _second(form: DayForm) -> DayForm:
    """Return the same form for a second place on the page, with ids of its own."""
    data = form.data if form.is_bound else None
    return type(form)(data, initial=form.initial, auto_id="more-%s")


def _answer(request: PortalRequest, diary: str, *, now: date) -> HttpResponse:
    form = FORMS[diary](request.POST)
    on = when.day_in(request.POST.get("on", ""), today=now)
    if not form.is_valid():
        return _page(request, diary, form, on=on)
    new = Arriving(
        form.day(today=now),
        key=uuid_in(request.POST.get("key", "")) or uuid4(),
        base=uuid_in(request.POST.get("base", "")),
        is_by_proxy=request.proxy is not None,
    )
    try:
        row = actions.keep_day(request.person, new, by=request.actor, at=request.at)
    except DayTakenError as taken:
        both = {
            "theirs": words.pieces(taken.theirs),
            "mine": words.pieces(new.day),
            "base": taken.theirs.id,
            "sent": _sent(request),
        }
        return _page(request, diary, form, on=on, conflict=both)
    except DeedRefusedError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, diary, form, on=on)
    messages.success(request, _("Written."))
    return redirect(f"{reverse('diary:day', args=[diary])}?on={row.on.isoformat()}")


def _sent(request: PortalRequest) -> list[tuple[str, str]]:
    """Return what was sent, to be sent once more; another key and base go with it."""
    left_out = {"csrfmiddlewaretoken", "key", "base"}
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in left_out
    ]


def uuid_in(text: object) -> UUID | None:
    """Return an id out of a form; None for what is none."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _initial(row: DiaryDay | None) -> dict[str, Any]:
    """Return what stands, as the form shows it for a correction."""
    if row is None:
        return {}
    yes_no = {True: "yes", False: "no"}
    details = {
        name: yes_no.get(value, value) if isinstance(value, bool) else value
        for name, value in row.details.items()
    }
    lasted = "" if row.hours is None else f"{row.hours.normalize() + 0:f}"
    known = {"pain": row.severity, "lasted": lasted, "medicines": row.medicines}
    return details | known


def _line(cell: Cell) -> dict[str, Any]:
    row = cell.row
    return {"on": cell.on, "row": row, "pieces": words.pieces(row) if row else []}


def _weeks(cells: list[Cell]) -> list[list[Cell | None]]:
    """Return a month in weeks from Monday to Sunday, with gaps at both ends."""
    padded: list[Cell | None] = [None] * cells[0].on.weekday() + [*cells]
    padded += [None] * (-len(padded) % 7)
    return [padded[start : start + 7] for start in range(0, len(padded), 7)]
