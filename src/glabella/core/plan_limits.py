"""Limits of a protocol against the points of a plan.

A limit over a window of days belongs to the ledger and is not looked at here.
A limit that is only recalled warns and stops nothing: of two limits the stricter warns.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from glabella.core.merge import muscle_totals, total
from glabella.core.plan_text import over_limit
from glabella.core.protocol import Limit, Protocol
from glabella.core.schemes import Bench, PlannedSite
from glabella.core.sources import Text

LimitWarning = tuple[str, Text, bool]


def limit_warnings(
    protocol: Protocol,
    sites: Sequence[PlannedSite],
    *,
    bench: Bench,
    part_of: Mapping[str, str],
) -> list[LimitWarning]:
    """Return the limits that the points pass: id, sentence, and whether it stops."""
    found: list[LimitWarning] = []
    for limit in protocol.limits:
        if not _speaks(limit, bench):
            continue
        units = max(_measured(limit, protocol.id, sites, part_of), default=Decimal(0))
        if units > limit.units:
            stops = limit.enforced and not limit.basis.is_recalled
            text = over_limit(limit.text, units, limit.units)
            found.append((f"{protocol.id}/{limit.id}", text, stops))
    return found


def _speaks(limit: Limit, bench: Bench) -> bool:
    here = not limit.profiles or bench.profile in limit.profiles
    return here and limit.product == bench.product and limit.scope != "window"


def _measured(
    limit: Limit,
    owner: str,
    sites: Sequence[PlannedSite],
    part_of: Mapping[str, str],
) -> Iterator[Decimal]:
    """Yield what the limit counts: units of each point, muscle, side, or the session.

    A point or session limit of a protocol speaks of that protocol's own points; a
    muscle limit speaks of the muscle, whoever asked for it.
    """
    own = [site for site in sites if owner in site.protocols]
    if limit.scope == "point":
        yield from (s.units for s in own if limit.muscle in {None, s.muscle})
    elif limit.scope == "session":
        yield total(own)
    elif limit.scope == "side":
        for side in {site.side for site in own}:
            yield total(
                [s for s in own if s.side == side and limit.muscle in {None, s.muscle}]
            )
    else:
        yield from _by_muscle(limit, sites, part_of)


def _by_muscle(
    limit: Limit, sites: Sequence[PlannedSite], part_of: Mapping[str, str]
) -> Iterator[Decimal]:
    for muscle, units in muscle_totals(sites, part_of=part_of).items():
        if limit.muscle in {None, muscle}:
            yield units
