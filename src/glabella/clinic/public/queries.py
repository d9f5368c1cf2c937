"""Reads of the public door: outlets and their hours, help lines, opened answers."""

from collections.abc import Iterable
from uuid import UUID

import attrs

from glabella.clinic.booking.models import Service
from glabella.clinic.practice.lexicon import forbidden
from glabella.clinic.practice.models import OpeningHours, Outlet
from glabella.clinic.public.content import (
    Country,
    Line,
    Words,
    conditions,
    countries,
    speech,
)
from glabella.clinic.public.models import FullRelease, Handover, HelpLine


def open_outlets() -> list[Outlet]:
    """Return the outlets that see patients, by name."""
    return list(Outlet.objects.filter(closed_at__isnull=True))


def open_outlet(key: UUID) -> Outlet | None:
    """Return an outlet that sees patients."""
    return Outlet.objects.filter(id=key, closed_at__isnull=True).first()


def week_of(outlet: UUID) -> list[OpeningHours]:
    """Return when an outlet is open, Monday first."""
    return list(OpeningHours.objects.filter(outlet_id=outlet))


def may_speak_fully(place: Outlet) -> bool:
    """Return whether law and set-up let an outlet show full texts at all."""
    law = speech().get(place.profile)
    return law is not None and law.is_full and place.public_text_profile == "full"


def releases(place: Outlet) -> list[FullRelease]:
    """Return the full texts that strangers may read at an outlet now.

    All three have to hold: the law of the country, the set-up of the outlet, and a
    release by name that was made under this country.
    """
    if place.closed_at is not None or not may_speak_fully(place):
        return []
    rows = FullRelease.objects.filter(
        outlet=place, country=place.profile, ended_at__isnull=True
    )
    return list(rows.order_by("condition"))


def own_lines() -> list[HelpLine]:
    """Return the numbers that the practice has entered itself."""
    rows = HelpLine.objects.filter(ended_at__isnull=True)
    return list(rows.order_by("country", "entered_at"))


def help_in(country: str) -> Country | None:
    """Return whom to call in a country; what the practice entered comes first."""
    found = countries().get(country)
    return _with(found, own_lines()) if found else None


def help_everywhere() -> list[Country]:
    """Return whom to call, country by country."""
    own = own_lines()
    return [_with(one, own) for one in countries().values()]


def unspeakable() -> list[Service]:
    """Return services for people online whose names strangers may not read.

    They are not offered online until somebody gives them a plainer name.
    """
    rows = Service.objects.filter(is_online=True).order_by("name_en")
    return [one for one in rows if forbidden(f"{one.name_en} {one.name_de}")]


def without_crisis_line() -> list[str]:
    """Return the countries of open outlets for which no crisis line is known."""
    used = {one.profile for one in open_outlets()}
    known = {one.id: one for one in help_everywhere()}
    return sorted(one for one in used if one not in known or not known[one].lines)


def handed_over(patients: tuple[UUID, ...]) -> list[Handover]:
    """Return the answers that a person handed over, the latest first."""
    rows = Handover.objects.filter(patient_id__in=patients)
    return list(rows.order_by("-used_at"))


def _with(country: Country, own: Iterable[HelpLine]) -> Country:
    mine = tuple(_line(one) for one in own if one.country == country.id)
    return attrs.evolve(country, lines=mine + country.lines)


def _line(row: HelpLine) -> Line:
    return Line(
        name=Words(en=row.name, de=row.name),
        number=row.number,
        hours=Words(en=row.hours, de=row.hours),
        source=row.source,
        publisher="",
        read_on=row.read_on,
    )


def protocols_asked_about(patients: tuple[UUID, ...]) -> tuple[str, ...]:
    """Return the protocols of what somebody named in the self-check last."""
    last = next(iter(handed_over(patients)), None)
    topics = last.answers.get("topic", []) if last else []
    pages = [one for one in conditions().values() if one.topic in topics]
    return tuple(dict.fromkeys(name for one in pages for name in one.protocols))
