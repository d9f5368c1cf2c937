"""Which vials to open of those that are really there: the least waste, exactly.

`core.syringe.vials_to_open` answers for any number of vials; here the shelf is bounded,
and vials of one size differ by lot and expiry.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import ceil, prod

import attrs

from glabella.core.quantity import checked_amount
from glabella.core.syringe import LARGEST_SEARCH, FillError


@attrs.frozen
class Shelved:
    """Vials of one lot on the shelf; `key` tells lots apart, `name` is for people."""

    key: str
    size: Decimal
    vials: int
    expires_on: date
    name: str = ""


@attrs.frozen
class Pick:
    """So many vials of one lot."""

    shelved: Shelved
    vials: int

    @property
    def units(self) -> Decimal:
        """What they hold together."""
        return self.shelved.size * self.vials


@attrs.frozen
class VialChoice:
    """The vials to open for a dose: the larger first, the earlier expiry first.

    Args:
        needed: Units.
        short: Units that the shelf lacks; above zero, all of it is picked.
    """

    picks: tuple[Pick, ...]
    needed: Decimal
    short: Decimal = Decimal(0)

    @property
    def opened(self) -> Decimal:
        """Units in all vials picked."""
        return sum((pick.units for pick in self.picks), Decimal(0))

    @property
    def waste(self) -> Decimal:
        """Units opened and not needed."""
        return max(self.opened - self.needed, Decimal(0))

    @property
    def count(self) -> int:
        """How many vials are opened."""
        return sum(pick.vials for pick in self.picks)


def choose_vials(needed: Decimal, shelf: Iterable[Shelved]) -> VialChoice:
    """Return the vials that cover a dose: least waste, then fewest, then earliest.

    Among choices with as little waste and as few vials, the one whose vials expire
    earliest wins. Within one size the lot that expires first is always taken first.
    Give the vials of one substance that may be used; two products are never mixed.

    Args:
        needed: Units, not below zero.
        shelf: Lots with vials on the shelf.

    Raises:
        FillError: If a vial holds nothing, or there are so many ways to combine them
            that no practice holds them.
    """
    checked_amount(needed, what="A dose")
    lots = [each for each in shelf if each.vials > 0]
    for each in lots:
        if each.size <= 0:
            raise FillError(
                f"A vial of {each.size} U holds nothing.",
                where=each.key,
                mending="Correct the size of the vial.",
            )
    sizes = _by_size(lots)
    held = sum((each.size * each.vials for each in lots), Decimal(0))
    if held < needed:
        everything = [sum(lot.vials for lot in group) for group in sizes]
        return VialChoice(_picks(sizes, everything), needed, short=needed - held)
    best = min(_ways(sizes, needed), key=lambda counts: _rank(sizes, counts))
    return VialChoice(_picks(sizes, best), needed)


def _by_size(lots: Iterable[Shelved]) -> list[list[Shelved]]:
    """Return the lots by size, the largest first; in each the earliest expiry."""
    ordered = sorted(lots, key=lambda lot: (-lot.size, lot.expires_on, lot.key))
    return [list(group) for _, group in groupby(ordered, key=lambda lot: lot.size)]


def _ways(sizes: Sequence[list[Shelved]], needed: Decimal) -> Iterator[tuple[int, ...]]:
    """Yield every count by size that covers the dose and wastes no whole vial."""
    most = [
        min(
            sum(lot.vials for lot in group),
            ceil(Fraction(needed) / Fraction(group[0].size)),
        )
        for group in sizes
    ]
    if prod(each + 1 for each in most) > LARGEST_SEARCH:
        raise FillError(
            f"{needed} U can be made up in too many ways to search.",
            mending="Check the dose and the vial sizes.",
        )
    yield from _covering([group[0].size for group in sizes], most, needed)


def _covering(
    sizes: Sequence[Decimal], most: Sequence[int], needed: Decimal
) -> Iterator[tuple[int, ...]]:
    if not sizes:
        if needed <= 0:
            yield ()
        return
    for count in range(most[0] + 1):
        rest = needed - sizes[0] * count
        for below in _covering(sizes[1:], most[1:], rest):
            yield (count, *below)


def _rank(
    sizes: Sequence[list[Shelved]], counts: Sequence[int]
) -> tuple[Decimal, int, list[date]]:
    picks = _picks(sizes, counts)
    opened = sum((pick.units for pick in picks), Decimal(0))
    days = [pick.shelved.expires_on for pick in picks for _ in range(pick.vials)]
    return opened, sum(counts), sorted(days)


def _picks(sizes: Sequence[list[Shelved]], counts: Sequence[int]) -> tuple[Pick, ...]:
    picks = []
    for group, count in zip(sizes, counts, strict=True):
        left = count
        for lot in group:
            taken = min(left, lot.vials)
            left -= taken
            if taken:
                picks.append(Pick(lot, taken))
    return tuple(picks)
