"""The auditor's page: the events of the trail, filtered, in plain words.

The trail itself holds opaque ids. Names of staff are looked up for reading; a patient
is shown by number and never by name.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.queries import EventFilter, events, names_of
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.words import (
    PURPOSES,
    deed_in_words,
    purpose_in_words,
    role_in_words,
)
from glabella.clinic.audit.anchors import anchor_file, read_anchors
from glabella.clinic.audit.models import Event
from glabella.clinic.audit.verification import verify
from glabella.clinic.people.models import Registration
from glabella.clinic.practice.models import Outlet

PAGE = 50  # events on one page
UTC_NAME = "UTC"
ANY = gettext_lazy("any")
# Beyond these the clock of an outlet runs over the end of all dates.
IN_THE_CALENDAR = (
    MinValueValidator(date(1900, 1, 1)),
    MaxValueValidator(date(2199, 12, 31)),
)
KINDS = (
    ("read ", gettext_lazy("opened a page of a patient")),
    ("list ", gettext_lazy("looked through a list")),
    ("refused ", gettext_lazy("was refused a page")),
    ("accounts.", gettext_lazy("accounts and sign-in")),
    ("people.", gettext_lazy("patients")),
    ("record.", gettext_lazy("the record")),
    ("booking.", gettext_lazy("appointments")),
    ("stock.", gettext_lazy("stock")),
    ("practice.", gettext_lazy("the practice")),
    ("imports.", gettext_lazy("import")),
)
# What `audit.verification` can find, for the page; `glabella verify` says it in full.
FINDINGS = {
    "changed": gettext_lazy("events changed after they were written"),
    "removed": gettext_lazy("events removed"),
    "inserted": gettext_lazy("events put in that were never written by the program"),
    "cut_off": gettext_lazy("events cut off from the end"),
    "recomputed": gettext_lazy("chain made anew without the key, from this event on"),
    "head_missing": gettext_lazy("the head of the chain is missing"),
    "head_wrong": gettext_lazy("the head of the chain is wrong"),
    "no_seal_fits": gettext_lazy("no seal fits: another key, or all was made anew"),
    "key_missing": gettext_lazy("the key cannot be read, so no seal was looked at"),
    "anchor_missing": gettext_lazy(
        "no anchor outside the database vouches for the trail"
    ),
    "anchor_wrong": gettext_lazy("anchors do not fit, by line of their file"),
    "anchor_unreadable": gettext_lazy("anchors cannot be read, by line of their file"),
    "guard_missing": gettext_lazy("a guard of the database does not stand"),
    "too_many": gettext_lazy("too much is wrong; the rest was not looked at"),
}


class TrailForm(forms.Form):
    """What the auditor looks for; every part may stay empty."""

    patient = forms.CharField(
        label=gettext_lazy("Patient"),
        required=False,
        help_text=gettext_lazy("Number, or opaque id."),
    )
    actor = forms.ModelChoiceField(
        User.objects.order_by("name"),
        label=gettext_lazy("Who"),
        required=False,
        empty_label=ANY,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What"), required=False, choices=[("", ANY), *KINDS]
    )
    since = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        validators=IN_THE_CALENDAR,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        validators=IN_THE_CALENDAR,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    outlet = forms.ModelChoiceField(
        Outlet.objects.all(),
        label=gettext_lazy("Outlet"),
        required=False,
        empty_label=ANY,
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("What for"),
        required=False,
        choices=[("", ANY), *PURPOSES.items()],
    )

    def clean_patient(self) -> UUID | None:
        """Return the person behind a number or an opaque id."""
        text = str(self.cleaned_data["patient"]).strip()
        if not text:
            return None
        found = Registration.objects.filter(number__iexact=text).values_list(
            "patient_id", flat=True
        )
        known = list(found[:2])
        if len(known) > 1:
            raise forms.ValidationError(
                _("Several outlets give this number; use the opaque id.")
            )
        return known[0] if known else _opaque(text)

    def wanted(self, zone: ZoneInfo) -> EventFilter:
        """Return the filter; days begin at midnight in the zone of the outlet."""
        given = self.cleaned_data
        until = given["until"]
        before = until + timedelta(days=1) if until else None
        return EventFilter(
            patient=given["patient"],
            actor=given["actor"].id if given["actor"] else None,
            deed=given["kind"],
            since=_midnight(given["since"], zone),
            before=_midnight(before, zone),
            outlet=given["outlet"].id if given["outlet"] else None,
            purpose=given["purpose"],
        )


def trail(request: StaffRequest) -> HttpResponse:
    """Show events, newest first."""
    zone = _zone(request)
    form = TrailForm(request.GET)
    wanted = form.wanted(zone) if form.is_valid() else None
    rows = events(wanted) if wanted else Event.objects.none()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    shown(request, sorted({row.patient for row in found if row.patient}))
    values = {
        "form": form,
        "page": page,
        "rows": _rows(found, zone),
        "zone": zone.key,
        "total": page.paginator.count,
        "check": _check() if "check" in request.GET else None,
    }
    return render(request, "accounts/trail.html", values)


def _check() -> dict[str, Any]:
    """Read the whole trail and say whether it is whole."""
    report = verify(read_anchors(anchor_file()))
    findings = [
        {
            "what": FINDINGS.get(one.kind, one.kind),
            "first": one.first,
            "last": one.last if one.last != one.first else None,
        }
        for one in report.findings
    ]
    return {
        "is_whole": report.is_whole,
        # A fresh practice: the chain holds, and its first anchor is yet to be written.
        "is_unanchored": {one.kind for one in report.findings} == {"anchor_missing"},
        "events": report.events,
        "anchors": report.anchors,
        "findings": findings,
    }


def _rows(found: Iterable[Event], zone: ZoneInfo) -> list[dict[str, Any]]:
    found = list(found)
    names = names_of(row.actor for row in found if row.actor)
    numbers = _numbers({row.patient for row in found if row.patient})
    outlets = dict(Outlet.objects.values_list("id", "name"))
    return [
        {
            "sequence": row.sequence,
            "at": row.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            "who": _who(row, names),
            "role": role_in_words(row.role),
            "deed": deed_in_words(row.deed),
            "purpose": purpose_in_words(row.purpose),
            "patient": row.patient,
            "number": numbers.get(row.patient) if row.patient else None,
            "outlet": outlets.get(row.outlet, "") if row.outlet else "",
            "origin": row.origin,
            "count": len(row.ids),
        }
        for row in found
    ]


def _who(row: Event, names: dict[UUID, str]) -> str:
    if row.actor is not None:
        return names.get(row.actor, str(row.actor))
    if row.actor_kind == "system":
        return _("the machine")
    return _("nobody who was signed in")


def _numbers(patients: set[UUID]) -> dict[UUID, str]:
    rows = Registration.objects.filter(patient_id__in=patients).order_by("number")
    numbers: dict[UUID, list[str]] = {}
    for patient, number in rows.values_list("patient_id", "number"):
        numbers.setdefault(patient, []).append(number)
    return {patient: ", ".join(those) for patient, those in numbers.items()}


def _zone(request: StaffRequest) -> ZoneInfo:
    rows: list[Outlet] = request.outlet_rows  # type: ignore[attr-defined]  # set by the middleware
    here = [row.time_zone for row in rows if row.id == request.outlet]
    return ZoneInfo(here[0] if here else UTC_NAME)


def _midnight(day: Any, zone: ZoneInfo) -> datetime | None:  # noqa: ANN401 a date of a form, or None
    return datetime.combine(day, time(), zone) if day else None


def _opaque(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise forms.ValidationError(_("Nobody has this number.")) from None
