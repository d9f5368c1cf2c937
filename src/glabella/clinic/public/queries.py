"""Reads of the public door: outlets and their hours, help lines, opened answers."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import attrs

from glabella.clinic.practice.models import Closure, OpeningHours, Outlet
from glabella.clinic.public.content import Country, Line, Words, countries
from glabella.clinic.public.models import Handover, HelpLine

AHEAD = timedelta(days=60)  # how long before its start a closure is shown


def open_outlets() -> list[Outlet]:
    """Return the outlets that see patients, by name."""
    return list(Outlet.objects.filter(closed_at__isnull=True))


def open_outlet(key: UUID) -> Outlet | None:
    """Return an outlet that sees patients."""
    return Outlet.objects.filter(id=key, closed_at__isnull=True).first()


def week_of(outlet: UUID) -> list[OpeningHours]:
    """Return when an outlet is open, Monday first."""
    return list(OpeningHours.objects.filter(outlet_id=outlet))


def notices(outlet: UUID, *, on: date) -> list[Closure]:
    """Return the closures to tell about: running, or beginning within 60 days."""
    rows = Closure.objects.filter(
        outlet_id=outlet,
        ended_at__isnull=True,
        ends_before__gt=on,
        starts_on__lte=on + AHEAD,
    )
    return list(rows.order_by("starts_on"))


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
