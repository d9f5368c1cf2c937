"""A plan beside the session before it: what changes, and what went wrong then.

Only sums of a muscle and side are compared: points are numbered anew each time.
Units of another product say nothing about these, and are not compared.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

import attrs

from glabella.clinic.people.cards import Person
from glabella.clinic.planning.values import NewSite
from glabella.clinic.practice.knowledge import figures
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Session, SideEffect, Site


@attrs.frozen
class Change:
    """A muscle and side whose units differ: None where it has none at all."""

    muscle: str
    side: str
    before: Decimal | None
    now: Decimal | None

    @property
    def more(self) -> Decimal:
        """How many units more; below zero, fewer."""
        return (self.now or Decimal(0)) - (self.before or Decimal(0))


@attrs.frozen
class Comparison:
    """What a plan changes against an earlier session.

    Args:
        places: Every muscle and side of either, also where nothing changes.
        effects: Unwanted effects of that session, as they were noted.
    """

    session: Session
    is_same_product: bool
    places: tuple[Change, ...]
    effects: tuple[SideEffect, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Where units differ; none between two products."""
        if not self.is_same_product:
            return ()
        return tuple(one for one in self.places if one.before != one.now)


def last_session(who: Person, *, on: date, key: UUID | None = None) -> Session | None:
    """Return the session to compare with: that of `key`, else the last one with sites.

    The day itself counts as earlier only for a session that was named.
    """
    if key is not None:
        return record.session(who, key)
    rows = Session.objects.filter(
        patient_id__in=who.ids, on__lt=on, sites__isnull=False
    )
    found = rows.order_by("-on", "-recorded_at").values_list("id", flat=True).first()
    return None if found is None else record.session(who, found)


def compared(sites: Iterable[NewSite], session: Session, *, product: str) -> Comparison:
    """Return what these sites change against a session."""
    before = sums(session.sites.all())
    now = sums(sites)
    places = tuple(_changes(before, now))
    effects = session.side_effects.order_by("onset_on", "noted_at", "id")
    return Comparison(session, session.product == product, places, tuple(effects))


def sums(sites: Iterable[NewSite | Site]) -> dict[tuple[str, str], Decimal]:
    """Return the units of each muscle and side."""
    found: dict[tuple[str, str], Decimal] = {}
    for site in sites:
        key = (site.muscle, site.side)
        found[key] = found.get(key, Decimal(0)) + site.units
    return found


def _changes(
    before: dict[tuple[str, str], Decimal], now: dict[tuple[str, str], Decimal]
) -> Iterator[Change]:
    for key in dict.fromkeys([*now, *before]):
        yield Change(*key, before.get(key), now.get(key))


def sites_of(session: Session) -> list[NewSite]:
    """Return the sites of a session, numbered within muscle and side.

    A place on a drawing that has changed since is left out: it says nothing any more.
    """
    numbers: dict[tuple[str, str], int] = {}
    found = []
    for site in session.sites.all():
        key = (site.muscle, site.side)
        numbers[key] = numbers.get(key, 0) + 1
        drawn = figures().get(site.figure)
        stands = drawn is not None and drawn.version == site.figure_version
        found.append(
            NewSite(
                muscle=site.muscle,
                side=site.side,
                point=numbers[key],
                units=site.units,
                figure=site.figure if stands else "",
                figure_version=site.figure_version if stands else "",
                x=site.x if stands else None,
                y=site.y if stands else None,
                depth=site.depth,
            )
        )
    return found
