"""How the vials of a treatment are made ready: strength, diluent, which to open."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import attrs

from glabella.clinic.planning.counting import content_of
from glabella.clinic.planning.values import wishes
from glabella.clinic.practice.knowledge import library
from glabella.clinic.stock import queries as shelf
from glabella.clinic.stock.models import Vial
from glabella.clinic.treatment.models import Treatment, TreatmentVial
from glabella.clinic.treatment.values import HUNDREDTH, NewVial
from glabella.core.dilution import diluent_to_add
from glabella.core.product import Preparation, preparation_for
from glabella.core.quantity import Dose
from glabella.core.schemes import Bench, chosen_scheme
from glabella.core.vial_choice import Pick, VialChoice

TENTH_ML = Fraction(1, 10)


@attrs.frozen
class Proposal:
    """Which vials to open for what is still wanted, and how to dissolve them.

    Args:
        choice: Least waste of what the outlet holds.
        diluent: As it was used last at this outlet for this product; "" if never.
        diluent_ml: By lot; None where no source that was read says how much.
        is_ready: The product needs no diluent.
    """

    choice: VialChoice
    diluent: str
    diluent_ml: dict[str, Decimal | None]
    is_ready: bool

    @property
    def lines(self) -> list[tuple[Pick, Decimal | None]]:
        """Each lot with the diluent for one vial of it."""
        return [(one, self.diluent_ml[one.shelved.key]) for one in self.choice.picks]

    @property
    def is_complete(self) -> bool:
        """Whether the vials can be opened in one step."""
        known = all(one is not None for one in self.diluent_ml.values())
        return bool(self.choice.picks) and (self.is_ready or known)


def proposal(row: Treatment, wanted: Decimal) -> Proposal | None:
    """Return which vials to open; None if nothing is wanted any more."""
    if wanted <= 0:
        return None
    choice = shelf.best_vials(row.outlet_id, row.product, wanted, on=row.on)
    ready = preparation(row)
    return Proposal(
        choice=choice,
        diluent=last_diluent(row.outlet_id, row.product),
        diluent_ml={
            pick.shelved.key: diluent_ml(ready, row.product, pick.shelved.size)
            for pick in choice.picks
        },
        is_ready=is_ready_to_use(row.product),
    )


def new_vials(found: Proposal, *, at: datetime) -> list[NewVial]:
    """Return the vials of a proposal, one by one, dissolved now."""
    return [
        NewVial(
            lot=UUID(pick.shelved.key),
            diluent="" if found.is_ready else found.diluent,
            diluent_ml=found.diluent_ml[pick.shelved.key],
            reconstituted_at=None if found.is_ready else at,
        )
        for pick in found.choice.picks
        for _each in range(pick.vials)
    ]


def preparation(row: Treatment) -> Preparation | None:
    """Return the strength that a source prints for this use; never a recalled one."""
    books = library()
    product = books.products.get(row.product)
    if product is None or row.plan is None:
        return None
    content = content_of(row.plan)
    bench = Bench(row.product, row.plan.profile, books.sources)
    asked = wishes(content.orders, books)
    schemes = [chosen_scheme(one.protocol, one.choice, bench=bench) for one in asked]
    return preparation_for(
        product,
        schemes=[one for one in schemes if one is not None],
        conditions=[one.protocol.id for one in asked],
    )


def diluent_ml(
    ready: Preparation | None, product: str, vial_units: Decimal
) -> Decimal | None:
    """Return the millilitres that bring a vial to a strength; None if nobody says."""
    if ready is None or is_ready_to_use(product):
        return None
    ml = diluent_to_add(Dose(vial_units, product), to_reach=ready.concentration).ml
    exact = Decimal(ml.numerator) / Decimal(ml.denominator)
    # A volume that no syringe shows is no instruction.
    return exact if exact == exact.quantize(HUNDREDTH) else None


def is_ready_to_use(product: str) -> bool:
    """Return whether a product comes dissolved."""
    found = library().products.get(product)
    return (
        found is not None
        and bool(found.dilutions)
        and all(one.is_ready_to_use for one in found.dilutions)
    )


def last_diluent(outlet: UUID, product: str) -> str:
    """Return the diluent that an outlet used last for a product; "" if never."""
    rows = Vial.objects.filter(outlet_id=outlet, lot__product=product)
    used = rows.exclude(diluent="").order_by("-opened_at")
    return used.values_list("diluent", flat=True).first() or ""


def units_per_tenth_ml(one: TreatmentVial) -> Decimal | None:
    """Return the units in 0.1 ml of a vial, to two places; None if nobody knows."""
    if not one.diluent_ml:
        return None
    exact = Fraction(one.vial_units) / Fraction(one.diluent_ml) * TENTH_ML
    rounded = round(exact / Fraction(HUNDREDTH))
    return Decimal(rounded) * HUNDREDTH
