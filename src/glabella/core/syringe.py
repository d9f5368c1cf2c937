"""From site doses to syringes and vials: what to draw, what to open, what is left.

Vocabulary: a *draw* is one filled syringe; a *fill plan* is all draws of a session.
*Waste* is what was opened and not injected; for one patient nothing else is counted.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, lcm

import attrs

from glabella.core.errors import InputError
from glabella.core.quantity import (
    ONE_ML_SYRINGE,
    Concentration,
    Dose,
    DrawableVolume,
    Syringe,
    checked_amount,
    round_to_drawable_volume,
    total_dose,
)

# A site that no syringe holds is divided in steps of a hundredth of a unit: finer than
# any graduation shows, and still exact decimals.
SMALLEST_PART_UNITS = Decimal("0.01")

# A bound of this project: the search over vials walks through every reachable sum.
LARGEST_SEARCH = 200_000


class FillError(InputError):
    """Sites, syringes or vials from which no plan can be made."""


@attrs.frozen
class SiteDose:
    """What one site gets; `site` is whatever names it on the plan."""

    site: str
    dose: Dose


@attrs.frozen
class Draw:
    """One filled syringe, counted from 1, with the sites it serves in order."""

    syringe: int
    sites: tuple[SiteDose, ...]
    dose: Dose
    volume: DrawableVolume

    def as_json(self) -> dict[str, object]:
        """Return `{syringe, volume_ml, units, sites}` with exact decimals."""
        return {
            "syringe": self.syringe,
            "volume_ml": self.volume.ml,
            "units": self.dose.units,
            "sites": [each.site for each in self.sites],
        }


@attrs.frozen
class FillPlan:
    """All draws of a session, and the sites that had to be divided among syringes."""

    draws: tuple[Draw, ...]
    divided_sites: tuple[str, ...] = ()


def fill_plan(
    sites: Sequence[SiteDose],
    *,
    concentration: Concentration,
    syringe: Syringe = ONE_ML_SYRINGE,
) -> FillPlan:
    """Return the syringes to fill, in the order in which the sites are injected.

    A syringe takes the next sites while they fit; the order is kept, because a person
    walks over the face in it. A site is divided only if no single syringe holds it.
    The volume of a draw is rounded once, as a whole. A site of 0 U takes no part.

    Raises:
        UnlikeUnitsError: If a dose is of another product than the strength.
        FillError: If a full syringe holds less than the smallest part of a dose.
    """
    capacity = Fraction(syringe.capacity_ml) * concentration.units_per_ml
    divided = tuple(
        each.site
        for each in sites
        if concentration.volume_of(each.dose).ml > Fraction(syringe.capacity_ml)
    )
    loads: list[list[SiteDose]] = []
    free = Fraction(0)
    for part in _parts(sites, capacity_units=capacity):
        units = Fraction(part.dose.units)
        if units > free:
            loads.append([])
            free = capacity
        loads[-1].append(part)
        free -= units
    draws = tuple(
        _draw(number, load, concentration=concentration, syringe=syringe)
        for number, load in enumerate(loads, start=1)
    )
    return FillPlan(draws, divided)


def _parts(
    sites: Iterable[SiteDose], *, capacity_units: Fraction
) -> Iterable[SiteDose]:
    """Yield each site whole, or in full syringes and a rest if none holds it."""
    for each in sites:
        rest = each.dose.units
        if Fraction(rest) > capacity_units:
            full = _largest_part(capacity_units)
            while Fraction(rest) > capacity_units:
                yield SiteDose(each.site, Dose(full, each.dose.product))
                rest -= full
        if rest:
            yield SiteDose(each.site, Dose(rest, each.dose.product))


def _largest_part(capacity_units: Fraction) -> Decimal:
    steps = capacity_units // Fraction(SMALLEST_PART_UNITS)
    if steps < 1:
        raise FillError(
            f"A full syringe would hold {capacity_units} U only.",
            mending="Choose a stronger dilution or a larger syringe.",
        )
    return steps * SMALLEST_PART_UNITS


def _draw(
    number: int,
    load: Sequence[SiteDose],
    *,
    concentration: Concentration,
    syringe: Syringe,
) -> Draw:
    dose = total_dose((each.dose for each in load), product=concentration.product)
    volume = concentration.volume_of(dose)
    return Draw(
        syringe=number,
        sites=tuple(load),
        dose=dose,
        volume=round_to_drawable_volume(volume, syringe=syringe),
    )


def total_drawn_ml(plan: FillPlan) -> Decimal:
    """Return the millilitres in all syringes together, as they can be drawn."""
    return sum((draw.volume.ml for draw in plan.draws), Decimal(0))


def site_volume(
    dose: Dose, *, concentration: Concentration, syringe: Syringe = ONE_ML_SYRINGE
) -> DrawableVolume:
    """Return what one site gets, as a mark of the syringe."""
    return round_to_drawable_volume(concentration.volume_of(dose), syringe=syringe)


@attrs.frozen
class VialCount:
    """So many vials of one size."""

    size: Dose
    count: int


@attrs.frozen
class VialsToOpen:
    """The vials that cover a dose, the largest first, and what stays in them."""

    vials: tuple[VialCount, ...]
    opened: Dose
    injected: Dose

    @property
    def waste(self) -> Dose:
        """What was opened and is not injected."""
        return self.opened - self.injected

    @property
    def count(self) -> int:
        """How many vials are opened."""
        return sum(each.count for each in self.vials)


def vials_to_open(injected: Dose, *, sizes: Iterable[Decimal]) -> VialsToOpen:
    """Return the vials that cover a dose: least waste, then fewest, then largest.

    The search is exact. Give the sizes of one brand: two brands are never mixed.

    Raises:
        FillError: If there is no vial, a size is no amount above zero, or the sizes are
            so small beside the dose that no practice would open that many.
    """
    ladder = sorted({checked_amount(size, what="A vial") for size in sizes})
    if not ladder or not ladder[0]:
        raise FillError(
            f"No vials to choose from for {injected}.",
            mending="Give at least one vial size above 0 U.",
        )
    steps, step = _whole_steps(ladder)
    need = ceil(Fraction(injected.units) / step)
    if need + steps[-1] > LARGEST_SEARCH:
        raise FillError(
            f"{injected} in vials of {ladder[0]} U are too many to search.",
            mending="Check the dose and the vial sizes.",
        )
    chosen = _fewest(need, steps)
    sizes_opened = [ladder[steps.index(each)] for each in chosen]
    product = injected.product
    return VialsToOpen(
        vials=tuple(
            VialCount(Dose(size, product), sizes_opened.count(size))
            for size in reversed(ladder)
            if size in sizes_opened
        ),
        opened=Dose(sum(sizes_opened, Decimal(0)), product),
        injected=injected,
    )


def _whole_steps(sizes: Sequence[Decimal]) -> tuple[list[int], Fraction]:
    """Return the sizes as whole multiples of their smallest common step."""
    fractions = [Fraction(size) for size in sizes]
    step = Fraction(1, lcm(*(each.denominator for each in fractions)))
    return [int(each / step) for each in fractions], step


def _fewest(need: int, steps: Sequence[int]) -> list[int]:
    """Return the vials for the smallest reachable sum not below the need.

    `fewest[total]` is the smallest number of vials that make exactly that total; the
    walk back takes the largest vial that keeps to it.
    """
    top = need + steps[-1]
    unreachable = top + 1
    fewest = [0] + [unreachable] * top
    for total in range(1, top + 1):
        fewest[total] = 1 + min(
            (fewest[total - each] for each in steps if each <= total),
            default=unreachable,
        )
    total = next(each for each in range(need, top + 1) if fewest[each] < unreachable)
    chosen: list[int] = []
    while total:
        largest = max(
            each
            for each in steps
            if each <= total and fewest[total - each] == fewest[total] - 1
        )
        chosen.append(largest)
        total -= largest
    return chosen
