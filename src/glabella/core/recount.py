"""A plan counted on the points that really stand in it, after a clinician's hand.

Vocabulary: the *proposed* points are those of the published schemes; the *entered*
points are what a clinician left: moved, changed, added, or without some.

The laws:

- The proposed points, entered as they are, give the very same plan.
- What a verdict, a merge or the ledger refuses stays refused, whatever is entered.
- Limits and ledger count what was entered, and nothing else.
- Units that no scheme gives that point need a name, and so does a point left out. A
  confirmation of the scheme does not cover them: they are asked for as `BY_HAND`.
- Where a protocol gives no points, points entered for it are by hand; a name may lift
  that, but no protocol without any point is proposed.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import attrs

from glabella.core.errors import InputError
from glabella.core.merge import merge
from glabella.core.plan import (
    REFUSED,
    Desk,
    Maps,
    Needed,
    Order,
    Plan,
    Warned,
    counted,
    patterns_of,
)
from glabella.core.plan_text import changed_by_hand, outside_range
from glabella.core.schemes import Pattern, PlannedSite

BY_HAND = "by_hand"
"""What a clinician confirms by name where points differ from the schemes."""

SIDES = ("left", "right", "midline")

Key = tuple[str, str, int]


@attrs.frozen
class EnteredSite:
    """One point as a clinician left it.

    `protocols` empty means the main one. Side is "left", "right" or "midline".
    """

    muscle: str
    side: str
    point: int
    units: Decimal
    protocols: tuple[str, ...] = ()
    depth: str | None = None

    @property
    def key(self) -> Key:
        """What names the point within a plan."""
        return (self.muscle, self.side, self.point)


@attrs.frozen
class Difference:
    """A point whose units are not those of the schemes.

    `proposed` is None for an added point, `units` for one that was left out.
    """

    muscle: str
    side: str
    point: int
    proposed: Decimal | None
    units: Decimal | None


@attrs.frozen
class Recount:
    """A plan counted on the entered points, and what differs from the schemes.

    `proposed` are the points of the schemes after the merge.
    """

    plan: Plan
    proposed: tuple[PlannedSite, ...]
    differences: tuple[Difference, ...]

    @property
    def units_left(self) -> Decimal | None:
        """What the ledger leaves after this session; None if nobody can say."""
        book = self.plan.ledger
        if book is None or book.remaining is None:
            return None
        return book.remaining - self.plan.arithmetic_units


def recount(
    orders: Sequence[Order], sites: Sequence[EnteredSite], *, desk: Desk
) -> Recount:
    """Return the plan counted on the entered points.

    Args:
        orders: The protocols of the session, the main one first; each assessed already.
        sites: The points as they stand, in the order injected.
        desk: Product, country, sources, muscles, practice, preparation and ledger.

    Raises:
        UnknownNameError: If a scheme or an option does not exist.
        InputError: If a point is named twice, has no units, or is of no protocol of the
            session; or if units of a choice lie outside a published range.
    """
    _check(orders, sites)
    patterns = patterns_of(orders, desk=desk)
    merged = merge(patterns, part_of=desk.part_of)
    actual = _planned(orders, sites, merged.sites)
    differences = tuple(_differences(merged.sites, actual, _by_hand(patterns)))
    refused = {o.protocol.id for o in orders if o.assessment.verdict in REFUSED}
    shown = tuple(site for site in actual if not set(site.protocols) <= refused)
    maps = Maps(
        orders=tuple(orders),
        patterns=_without_reasons(patterns, actual),
        full=actual,
        shown=shown,
        replacements=tuple(
            one for one in merged.replacements if not {one.kept, one.dropped} & refused
        ),
        asked=_asked(differences) if shown else (),
        said=tuple(_outside(patterns, actual)),
    )
    return Recount(counted(maps, desk=desk), merged.sites, differences)


def _check(orders: Sequence[Order], sites: Sequence[EnteredSite]) -> None:
    known = {order.protocol.id for order in orders}
    seen: set[Key] = set()
    for site in sites:
        where = f"{site.muscle} {site.side} {site.point}"
        if site.key in seen:
            raise InputError(
                "this point stands twice in the plan.",
                where=where,
                mending="Give each point of a muscle and side its own number.",
            )
        seen.add(site.key)
        if not site.units.is_finite() or site.units <= 0:
            raise InputError(
                f"{site.units} U is no dose.",
                where=where,
                mending="Enter units above 0, or leave the point out.",
            )
        if site.side not in SIDES or not set(site.protocols) <= known:
            raise InputError(
                "the side, or a protocol of this point, is not of this plan.",
                where=where,
                mending=f"Sides are {', '.join(SIDES)}; protocols {sorted(known)}.",
            )


def _planned(
    orders: Sequence[Order],
    sites: Sequence[EnteredSite],
    proposed: Sequence[PlannedSite],
) -> tuple[PlannedSite, ...]:
    """Return the entered points, with the sources of those that keep their units."""
    printed = {(one.muscle, one.side, one.point): one for one in proposed}
    main = (orders[0].protocol.id,) if orders else ()
    found = []
    for site in sites:
        own = printed.get(site.key)
        if own is not None and own.units == site.units:
            found.append(attrs.evolve(own, depth=site.depth or own.depth))
            continue
        found.append(
            PlannedSite(
                muscle=site.muscle,
                side=site.side,
                point=site.point,
                units=site.units,
                protocols=own.protocols if own else site.protocols or main,
                sources=(),
                unverified="entered by hand",
                depth=site.depth or (own.depth if own else None),
            )
        )
    return tuple(found)


def _by_hand(patterns: Sequence[Pattern]) -> frozenset[tuple[str, str]]:
    """Return protocol and muscle where a choice itself departs from the print."""
    return frozenset(
        (one.protocol, muscle) for one in patterns for muscle in one.by_hand
    )


def _differences(
    proposed: Sequence[PlannedSite],
    actual: Sequence[PlannedSite],
    by_hand: frozenset[tuple[str, str]],
) -> Iterator[Difference]:
    """Yield what was added or changed, in order, then what was left out."""
    printed = {(one.muscle, one.side, one.point): one.units for one in proposed}
    stands = set()
    for site in actual:
        key = (site.muscle, site.side, site.point)
        stands.add(key)
        is_chosen = any((owner, site.muscle) in by_hand for owner in site.protocols)
        before = None if is_chosen else printed.get(key)
        if before != site.units:
            yield Difference(*key, before, site.units)
    for key, units in printed.items():
        if key not in stands:
            yield Difference(*key, units, None)


def _asked(differences: Sequence[Difference]) -> tuple[Needed, ...]:
    if not differences:
        return ()
    muscles = dict.fromkeys(one.muscle for one in differences)
    return (Needed(BY_HAND, changed_by_hand(", ".join(muscles))),)


def _without_reasons(
    patterns: Sequence[Pattern], actual: Sequence[PlannedSite]
) -> tuple[Pattern, ...]:
    """Return the maps; one without points says so only while none were entered."""
    owners = {owner for site in actual for owner in site.protocols}
    return tuple(
        attrs.evolve(pattern, reason=None) if pattern.protocol in owners else pattern
        for pattern in patterns
    )


def _outside(
    patterns: Sequence[Pattern], actual: Sequence[PlannedSite]
) -> Iterator[Warned]:
    """Yield the muscles and sides that left the range which their scheme prints."""
    for pattern in patterns:
        for muscle, (low, high) in _ranges(pattern).items():
            for side in SIDES:
                units = [
                    site.units
                    for site in actual
                    if (site.muscle, site.side) == (muscle, side)
                    and pattern.protocol in site.protocols
                ]
                given = sum(units, Decimal(0))
                if units and not low <= given <= high:
                    text = outside_range(f"{muscle} {side}", given, (low, high))
                    yield Warned(f"{pattern.protocol}/{muscle}/{side}/range", text)


def _ranges(pattern: Pattern) -> Mapping[str, tuple[Decimal, Decimal]]:
    """Return the printed units per side by muscle; a recalled range is none."""
    scheme = pattern.scheme
    if scheme is None or scheme.basis.is_recalled:
        return {}
    return {
        site.muscle: site.units_range
        for site in scheme.sites
        if site.units_range is not None
    }
