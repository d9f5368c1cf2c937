"""A file of another diary: looked at first, then taken in as a whole.

Between the two steps the file travels with the form: nothing is stored before somebody
has seen what would be.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.diary import reading, taking, words
from glabella.clinic.diary.reading import COLUMNS, MOST_BYTES
from glabella.clinic.diary.taking import Offer
from glabella.clinic.diary.views.days import here
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.imports.reading import sheets
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.portal.request import PortalRequest
from glabella.core.errors import InputError

UNPROCESSABLE = 422


class UploadForm(forms.Form):
    """The file, or its text on the second step."""

    file = forms.FileField(label=gettext_lazy("File (CSV)"), required=False)
    text = forms.CharField(
        required=False, strip=False, max_length=MOST_BYTES, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any] | None:
        """Read the file as text, or ask for one."""
        found = super().clean() or {}
        file = found.get("file")
        if file is not None and file.size > MOST_BYTES:
            self.add_error("file", _("The file is too large; one megabyte at most."))
        elif file is not None:
            found["content"] = file.read()
        elif found.get("text"):
            found["content"] = found["text"].encode()
        else:
            self.add_error("file", _("Choose a file."))
        return found


def mine(request: PortalRequest) -> HttpResponse:
    """Let a patient bring in their own file."""
    back = reverse("diary:today")
    page = {"template": "diary/file.html", "back": back}
    return _steps(request, today=here(request), page=page)


def of_patient(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 the middleware has opened the record
    """Let staff bring in the file of a patient."""
    page = {
        "template": "diary/staff_file.html",
        "back": reverse("diary:staff", args=[request.person.id]),
        "header": header_of(request),
        "tabs": tabs_of(request, "diary"),
    }
    return _steps(request, today=day_here(request), page=page)


def _steps(
    request: PortalRequest | PatientRequest, *, today: date, page: dict[str, Any]
) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if not form.is_bound or not form.is_valid():
        return _show(request, page, {"form": form})
    try:
        sheet = sheets.read(form.cleaned_data["content"], known=reading.is_known)
    except InputError as refusal:
        form.add_error("file", str(refusal))
        return _show(request, page, {"form": form})
    offer = _offer(request, sheet, today=today)
    if request.POST.get("step") == "take":
        try:
            return _take(request, offer, back=page["back"])
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
    return _show(request, page, {"form": form} | _seen(request, offer, sheet))


def _offer(request: HttpRequest, sheet: sheets.Sheet, *, today: date) -> Offer:
    guessed = reading.guess(sheet.header)
    meaning = [
        request.POST.get(f"column-{place}", guessed[place])
        for place in range(len(sheet.header))
    ]
    once = [
        one if one in COLUMNS and one not in meaning[:place] else ""
        for place, one in enumerate(meaning)
    ]
    lines = reading.judge(sheet, once, today=today)
    columns = dict(zip(sheet.header, once, strict=True))
    return Offer(_text_of(sheet), columns, lines)


def _text_of(sheet: sheets.Sheet) -> str:
    """Return a table as tab-separated text, whatever it was read from."""
    rows = [sheet.header, *(map(sheets.as_text, row.cells) for row in sheet.rows)]
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _take(
    request: PortalRequest | PatientRequest, offer: Offer, *, back: str
) -> HttpResponse:
    wanted = request.POST.getlist("replace")
    replacing = frozenset(date.fromisoformat(one) for one in wanted if _is_day(one))
    by, at = request.actor, request.at
    row = taking.take(request.person, offer, replacing=replacing, by=by, at=at)
    said = ngettext(
        "%(number)d day was taken in.", "%(number)d days were taken in.", row.stored
    )
    messages.success(request, said % {"number": row.stored})
    return redirect(back)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _seen(
    request: PortalRequest | PatientRequest, offer: Offer, sheet: sheets.Sheet
) -> dict[str, Any]:
    there = taking.standing(request.person, offer)
    taken = [line for line in offer.lines if line.day]
    columns = [
        {"place": place, "header": name, "meaning": offer.columns[name]}
        for place, name in enumerate(sheet.header)
    ]
    return {
        "offer": offer,
        "columns": columns,
        "meanings": list(COLUMNS.items()),
        "new": [_row(one) for one in taken if one.day and one.day.on not in there],
        "both": [
            _row(one) | {"theirs": words.pieces(there[one.day.on])}
            for one in taken
            if one.day and one.day.on in there
        ],
        "flawed": [line for line in offer.lines if line.day is None],
        "unknown": sorted({name for line in taken for name in line.unknown}),
    }


def _row(line: reading.Line) -> dict[str, Any]:
    day = line.day
    return {
        "line": line.line,
        "on": day.on if day else None,
        "pieces": words.pieces(day) if day else [],
    }


def _show(
    request: HttpRequest, page: dict[str, Any], context: dict[str, Any]
) -> HttpResponse:
    status = UNPROCESSABLE if context["form"].errors else 200
    return render(request, page["template"], page | context, status=status)
