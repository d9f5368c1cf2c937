"""Several protocols in one session: one muscle and side is injected by one map only.

Points of two protocols are never united within a muscle and sums are never taken:
forehead lines on top of the migraine map would double the frontalis and drop the brow.
Per muscle and side the map with the larger total replaces the other. A muscle that one
map injects in the midline and another on the sides is taken whole: a row of points
across the forehead meets the points of both sides.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import attrs

from glabella.core.schemes import Pattern, PlannedSite

Place = tuple[str, str]

WHOLE = "whole"
"""The side of a muscle that is compared as one place."""


@attrs.frozen
class Replacement:
    """A muscle and side on which one protocol's map gave way to another's."""

    muscle: str
    side: str
    kept: str
    kept_units: Decimal
    dropped: str
    dropped_units: Decimal


@attrs.frozen
class Merged:
    """The points of a session, and what gave way."""

    sites: tuple[PlannedSite, ...]
    replacements: tuple[Replacement, ...]


def merge(patterns: Sequence[Pattern], *, part_of: Mapping[str, str]) -> Merged:
    """Return the points of one session out of several maps.

    Args:
        patterns: The maps, the main one first; on equal totals the earlier one stays.
        part_of: The whole muscle that a part belongs to (corrugator_medial is part of
            corrugator_supercilii); a muscle that is no part stands for itself.
    """
    whole = _taken_whole(patterns, part_of)
    maps = [
        (pattern.protocol, _by_place(pattern.sites, part_of, whole))
        for pattern in patterns
    ]
    places = dict.fromkeys(place for _, sites in maps for place in sites)
    kept: list[PlannedSite] = []
    replacements: list[Replacement] = []
    for place in places:
        rivals = [(owner, sites[place]) for owner, sites in maps if place in sites]
        winner = max(rivals, key=lambda rival: total(rival[1]))
        kept += winner[1]
        replacements += [
            _replacement(place, winner, rival)
            for rival in rivals
            if rival is not winner
        ]
    return Merged(tuple(kept), tuple(replacements))


def _taken_whole(
    patterns: Sequence[Pattern], part_of: Mapping[str, str]
) -> frozenset[str]:
    """Return the muscles that are injected in the midline here and on a side there."""
    sides: dict[str, set[str]] = {}
    for site in (site for pattern in patterns for site in pattern.sites):
        muscle = part_of.get(site.muscle, site.muscle)
        sides.setdefault(muscle, set()).add(site.side)
    return frozenset(
        muscle
        for muscle, found in sides.items()
        if "midline" in found and len(found) > 1
    )


def _by_place(
    sites: Sequence[PlannedSite], part_of: Mapping[str, str], whole: frozenset[str]
) -> dict[Place, list[PlannedSite]]:
    found: dict[Place, list[PlannedSite]] = {}
    for site in sites:
        muscle = part_of.get(site.muscle, site.muscle)
        place = (muscle, WHOLE if muscle in whole else site.side)
        found.setdefault(place, []).append(site)
    return found


def _replacement(
    place: Place,
    winner: tuple[str, list[PlannedSite]],
    loser: tuple[str, list[PlannedSite]],
) -> Replacement:
    return Replacement(
        muscle=place[0],
        side=place[1],
        kept=winner[0],
        kept_units=total(winner[1]),
        dropped=loser[0],
        dropped_units=total(loser[1]),
    )


def total(sites: Sequence[PlannedSite]) -> Decimal:
    """Return the units of these points; they all belong to one product."""
    return sum((site.units for site in sites), Decimal(0))


def muscle_totals(
    sites: Sequence[PlannedSite], *, part_of: Mapping[str, str]
) -> dict[str, Decimal]:
    """Return the units by whole muscle, both sides together."""
    totals: dict[str, Decimal] = {}
    for site in sites:
        muscle = part_of.get(site.muscle, site.muscle)
        totals[muscle] = totals.get(muscle, Decimal(0)) + site.units
    return totals
