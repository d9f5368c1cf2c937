"""What to draw and what to open for the points of a plan."""

from collections.abc import Sequence
from decimal import Decimal

from glabella.core.product import Preparation
from glabella.core.quantity import Dose
from glabella.core.schemes import PlannedSite
from glabella.core.syringe import (
    FillPlan,
    SiteDose,
    VialsToOpen,
    fill_plan,
    vials_to_open,
)


def fill_of(
    sites: Sequence[PlannedSite], product: str, preparation: Preparation | None
) -> FillPlan | None:
    """Return the syringes to fill; None without points or a known strength."""
    if preparation is None or not sites:
        return None
    doses = [
        SiteDose(f"{s.muscle}/{s.side}/{s.point}", Dose(s.units, product))
        for s in sites
    ]
    return fill_plan(doses, concentration=preparation.concentration)


def vials_of(
    fill: FillPlan | None, preparation: Preparation | None
) -> VialsToOpen | None:
    """Return the vials that cover a fill plan; None where no size is on file."""
    if fill is None or preparation is None or not preparation.vial_sizes:
        return None
    units = sum((draw.dose.units for draw in fill.draws), Decimal(0))
    dose = Dose(units, preparation.concentration.product)
    return vials_to_open(dose, sizes=preparation.vial_sizes)
