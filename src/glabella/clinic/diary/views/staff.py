"""The diaries of a patient, for staff: what was written, by whom, and how late."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.roles import CLINICAL
from glabella.clinic.diary import actions, queries, when, words
from glabella.clinic.diary.forms import ChoiceForm
from glabella.clinic.diary.models import Sending
from glabella.clinic.diary.queries import Cell
from glabella.clinic.diary.values import DIARIES
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.record.models import DiaryDay


def diary(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 the middleware has opened the record
    """Show one month of one diary; a blank day is shown as blank."""
    kept = queries.kept(request.person)
    first_kept = kept[0] if kept else "headache"
    name = request.GET.get("diary", first_kept)
    name = name if name in DIARIES else first_kept
    now = day_here(request)
    first = when.month_in(request.GET.get("month", ""), today=now)
    span = (first, when.last_of(first))
    cells = queries.cells(request.person, name, span=span, on=now)
    count, past = queries.written(cells)
    some, known = queries.counted(cells)
    ways = queries.ways(cell.row for cell in cells if cell.row)
    following = when.after(first)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "diary"),
        "diary": name,
        "diaries": _diaries(request, name),
        "kept": [DIARIES[one] for one in kept],
        "first": first,
        "rows": [_line(cell, ways) for cell in cells if not cell.is_ahead],
        "some": some,
        "known": known,
        "written": count,
        "past": past,
        "before": f"{when.before(first):%Y-%m}",
        "after": f"{following:%Y-%m}" if following <= now else "",
        "may_write": bool(request.roles & CLINICAL),
    }
    return render(request, "diary/staff.html", context)


def choose(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 the middleware has opened the record
    """Choose which diaries a patient is offered."""
    kept = queries.kept(request.person)
    form = ChoiceForm(sent(request), initial={"diaries": kept})

    def deed(cleaned: dict[str, Any]) -> None:
        for name in DIARIES:
            if (name in cleaned["diaries"]) != (name in kept):
                actions.choose(
                    request.person,
                    name,
                    is_kept=name in cleaned["diaries"],
                    by=request.actor,
                    at=request.at,
                )

    page = FormPage(
        title=_("Diaries of the patient"),
        button=_("Save"),
        back=reverse("diary:staff", args=[request.person.id]),
        done=_("The diaries were chosen."),
        lead=_("What was written stays, also in a diary that is offered no more."),
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


def _diaries(request: PatientRequest, current: str) -> list[dict[str, Any]]:
    url = reverse("diary:staff", args=[request.person.id])
    return [
        {"label": label, "url": f"{url}?diary={name}", "current": name == current}
        for name, label in DIARIES.items()
    ]


def _line(cell: Cell, ways: dict[Any, Sending]) -> dict[str, Any]:
    row = cell.row
    if row is None:
        return {"on": cell.on, "row": None}
    return {
        "on": cell.on,
        "row": row,
        "kind": cell.kind,
        "pieces": words.pieces(row)[1:],
        "headline": words.headline(row),
        "origin": _origin(row, ways.get(row.id)),
    }


def _origin(row: DiaryDay, sending: Sending | None) -> str:
    """Return who wrote an entry, and how it came in."""
    if sending is None:
        return _("practice") if row.entered_by_id else _("out of a file")
    who = _("for the patient") if sending.is_by_proxy else _("patient")
    if sending.way == "offline":
        return _("%(who)s, written offline") % {"who": who}
    if sending.way == "file":
        return _("out of a file")
    return who
