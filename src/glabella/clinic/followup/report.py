"""What a report to an authority says, and its pages.

A clinic reports by the form of the authority; these pages hold everything that form
asks, so that it is copied and not looked up. Of the patient only initials, birth year,
sex and the number of the outlet leave the house. No dose is compared, no cause judged
beyond what the record says.
"""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.folder.paper import typeset
from glabella.clinic.followup.queries.reviews import Owed
from glabella.clinic.followup.rules.triage import triage
from glabella.clinic.followup.shown import answered, sites
from glabella.clinic.followup.words import BECAUSE, CAUSALITY, LABELS, OUTCOME, SEVERITY
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.models import SideEffect, Therapy
from glabella.core.labels import label_answer
from glabella.core.practice import Practice
from glabella.core.protocol import Label
from glabella.core.quantity import plain_number
from glabella.protocols.loader import Library


@attrs.frozen(kw_only=True)
class Known:
    """What a report is made of.

    Args:
        owed: The effect, the duty and its clock.
        typed: What the reporter adds: brand, lots, because, outcome, story.
        therapies: The other medicines of the person.
        reporter: Name of who reports.
        number: The patient's number at the outlet.
    """

    owed: Owed
    outlet: Outlet
    patient: Patient
    typed: Mapping[str, Any]
    therapies: tuple[Therapy, ...]
    practice: Practice
    reporter: str
    number: str = ""


def label_word(row: SideEffect, known: Practice, *, library: Library) -> str:
    """Return whether the use was on or off label in the outlet's country, in a word."""
    session = row.session
    if session is None or session.protocol not in library.protocols:
        return str(LABELS[Label.UNVERIFIED.value])
    found = label_answer(
        library.protocols[session.protocol],
        known,
        product=session.product,
        profile=session.outlet.profile,
    )
    return str(LABELS[found.status.value])


def content(known: Known, *, library: Library, language: str) -> dict[str, object]:
    """Return what the report says, part by part, as rows of a name and a value."""
    row, duty = known.owed.effect, known.owed.duty
    return {
        "schema": "glabella.safety_report/1",
        "language": language,
        "country": known.outlet.profile,
        "authority": duty.to,
        "form": duty.form,
        "duty": duty.id,
        "duty_status": duty.basis.status.value,
        "learned_on": known.typed["learned_on"].isoformat(),
        "due_on": known.owed.clock.day.isoformat(),
        "is_legal_clock": known.owed.clock.is_legal,
        "parts": [
            [_("Duty"), _duty(known, language)],
            [_("Reporter"), _reporter(known)],
            [_("Patient"), _patient(known)],
            [_("Suspected medicine"), _medicine(known, library, language)],
            [_("Reaction"), _reaction(row, known.typed)],
            [_("Questions about distant spread"), _spread(row, language)],
            [_("Other medicines and therapies"), _others(known)],
        ],
        "story": known.typed["story"],
    }


def _duty(known: Known, language: str) -> list[list[str]]:
    clock = known.owed.clock
    words = _("to be sent by") if clock.is_legal else _("reminder, no legal clock")
    return [
        [_("To"), " · ".join(filter(None, (known.owed.duty.to, known.owed.duty.form)))],
        [_("What is reported"), known.owed.duty.what.in_language(language)],
        [_("The practice learned of it on"), known.typed["learned_on"].isoformat()],
        [words, clock.day.isoformat()],
    ]


def _reporter(known: Known) -> list[list[str]]:
    place = known.outlet
    return [
        [_("Name"), known.reporter],
        [_("Practice"), ", ".join(filter(None, (place.name, place.address)))],
        [_("Reachable at"), ", ".join(filter(None, (place.phone, place.email)))],
    ]


def _patient(known: Known) -> list[list[str]]:
    row = known.patient
    initials = f"{row.given_names[:1]}. {row.family_name[:1]}."
    born = str(row.birth_date.year) if row.birth_date else _("not known")
    return [
        [_("Initials"), initials],
        [_("Year of birth"), born],
        [_("Sex"), _sex(row.sex)],
        [_("Number here"), known.number],
    ]


def _sex(code: str) -> str:
    words = {"female": _("female"), "male": _("male")}
    return words.get(code, _("not stated"))


def _medicine(known: Known, library: Library, language: str) -> list[list[str]]:
    row = known.owed.effect
    session = row.session
    rows = [
        [_("Brand"), known.typed["brand"]],
        [_("Lot"), known.typed["lots"]],
        [_("Label"), label_word(row, known.practice, library=library)],
    ]
    if session is None:
        return [*rows, [_("Session"), _("not known")]]
    protocol = library.protocols.get(session.protocol)
    name = protocol.name.in_language(language) if protocol else session.protocol
    dose = _("%(units)s U %(product)s") % {
        "units": plain_number(session.units),
        "product": session.product,
    }
    given = [
        f"{each['muscle']}, {each['side']}: {each['units']} U"
        for each in sites(session, library=library, language=language)
    ]
    return [
        *rows,
        [_("Substance and units"), dose],
        [_("Injected on"), session.on.isoformat()],
        [_("Treated condition"), name],
        [_("Places and units"), "\n".join(given) or _("not recorded")],
    ]


def _reaction(row: SideEffect, typed: Mapping[str, Any]) -> list[list[str]]:
    because = [str(dict(BECAUSE)[each]) for each in typed["because"]]
    serious = {True: _("serious"), False: _("not serious"), None: _("not judged yet")}
    return [
        [_("Effect"), row.label],
        [_("Where"), row.place or _("not known")],
        [_("Began on"), _said(row.onset_on)],
        [_("Days after the injection"), _days(row)],
        [_("Ended on"), _said(row.ended_on)],
        [_("Severity"), str(dict(SEVERITY)[row.severity])],
        [_("Seriousness"), ", ".join([serious[row.is_serious], *because])],
        [_("Causality"), str(dict(CAUSALITY)[row.causality])],
        [_("Outcome"), str(dict(OUTCOME)[typed["outcome"]])],
    ]


def _said(day: date | None) -> str:
    return day.isoformat() if day else _("not known")


def _days(row: SideEffect) -> str:
    if row.onset_on is None or row.session is None:
        return _("not known")
    return str((row.onset_on - row.session.on).days)


def _spread(row: SideEffect, language: str) -> list[list[str]]:
    checks = list(row.spread_checks.all())
    if not checks:
        return [[_("Asked"), _("not asked")]]
    last = answered(checks[-1].answers, triage(), language=language)
    return [[text, str(word)] for text, word, _code in last]


def _others(known: Known) -> list[list[str]]:
    rows = [
        [row.name, " · ".join(filter(None, (row.dose, _span(row))))]
        for row in known.therapies
    ]
    return rows or [
        [_("On the list"), _("none on record; that is not the same as none")]
    ]


def _span(row: Therapy) -> str:
    start = row.started_on.isoformat() if row.started_on else _("start not known")
    if row.stopped_on is None:
        return start
    return _("%(start)s to %(end)s") % {
        "start": start,
        "end": row.stopped_on.isoformat(),
    }


def pdf(found: Mapping[str, object], *, on: date) -> bytes:
    """Return the pages of a report."""
    data = {
        **found,
        "on": on.isoformat(),
        "words": {
            "title": _("Report of a suspected side effect"),
            "story": _("What happened"),
            "page": _("Page"),
            "foot": _("For the authority; confidential. Copy it into its own form."),
            "made": _("Prepared on"),
        },
    }
    template = files("glabella.clinic.followup") / "typst" / "report.typ"
    return typeset(template, data)
