"""From a vial and its diluent to a strength, as arithmetic and as the label prints it.

Vocabulary: a *dilution* is one printed way to prepare a product: a vial with a volume
of diluent, or a product that is ready to use and needs none.
Its *strength* is what arithmetic gives; *label says* is what the label prints where it
rounds ("8 U in 0.1 ml" for 8.33). Volumes are worked out from the arithmetic, and both
figures are shown: choosing silently would hide four percent of a dose.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from glabella.core.errors import InputError
from glabella.core.quantity import (
    Concentration,
    Dose,
    UnlikeUnitsError,
    Volume,
    plain_number,
)
from glabella.core.sources import Basis, Text

TENTH_ML = Decimal("0.1")
SHOWN_PLACES = Decimal("0.01")


class DilutionError(InputError):
    """A vial and a strength that do not belong together."""


def strength(vial: Dose, *, diluent: Volume) -> Concentration:
    """Return the strength of a vial dissolved in a volume.

    Labelled units are taken as exact and the powder as without volume, as labels do.

    Raises:
        DilutionError: If there is nothing to dissolve or nothing to dissolve it in.
    """
    if not vial.units or not diluent.ml:
        raise DilutionError(
            f"{vial} in {diluent} has no strength.",
            mending="Give a vial with units and a volume above 0 ml.",
        )
    return Concentration(Fraction(vial.units) / diluent.ml, vial.product)


def diluent_to_add(vial: Dose, *, to_reach: Concentration) -> Volume:
    """Return the diluent that brings a vial to a strength.

    It answers "the same strength from the larger vial": 200 U need 4 ml where 100 U
    need 2 ml.

    Raises:
        UnlikeUnitsError: If the strength is of another product.
    """
    if vial.product != to_reach.product:
        raise UnlikeUnitsError("dissolve", first=vial, second=to_reach)
    return to_reach.volume_of(vial)


@attrs.frozen
class LabelStrength:
    """Units in a volume, in the figures of the label: "10 U in 0.05 ml"."""

    units: Decimal
    ml: Decimal

    @property
    def units_per_ml(self) -> Fraction:
        """The printed strength as an exact fraction."""
        return Fraction(self.units) / Fraction(self.ml)

    def __str__(self) -> str:
        return f"{plain_number(self.units)} U/{plain_number(self.ml)} ml"


@attrs.frozen
class Dilution:
    """One printed way to prepare a product, with the source that prints it.

    `diluent` is None where the product is ready to use; `vial` is None where only its
    strength is printed. `uses` names the conditions the source prints it for; empty
    means that the source does not say.
    """

    id: str
    strength: Concentration
    basis: Basis
    vial: Dose | None = None
    diluent: Volume | None = None
    label_says: LabelStrength | None = None
    brands: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()

    @property
    def product(self) -> str:
        """The active substance."""
        return self.strength.product

    @property
    def is_ready_to_use(self) -> bool:
        """Whether nothing has to be dissolved."""
        return self.diluent is None

    @property
    def may_be_proposed(self) -> bool:
        """Whether somebody read it: a recalled dilution gives no number by itself."""
        return not self.basis.is_recalled

    @property
    def label_rounds(self) -> bool:
        """Whether the label prints another strength than arithmetic gives."""
        said = self.label_says
        return said is not None and said.units_per_ml != self.strength.units_per_ml

    @property
    def words(self) -> Text:
        """The strength for a person; both figures where the label rounds."""
        ml = self.label_says.ml if self.label_says else TENTH_ML
        exact = self.strength.units_per_ml * Fraction(ml)
        figure = f"{_shown(exact)} U/{plain_number(ml)} ml"
        if self.label_says is None or not self.label_rounds:
            return Text(en=figure, de=figure)
        said = self.label_says
        return Text(
            en=f"{figure} by arithmetic; the label says {said}",
            de=f"rechnerisch {figure}; die Fachinformation nennt {said}",
        )


def reconstituted(
    key: str,
    basis: Basis,
    *,
    vial: Dose,
    diluent: Volume,
    label_says: LabelStrength | None = None,
) -> Dilution:
    """Return a dilution whose strength is worked out from vial and diluent."""
    return Dilution(
        id=key,
        strength=strength(vial, diluent=diluent),
        basis=basis,
        vial=vial,
        diluent=diluent,
        label_says=label_says,
    )


def _shown(units: Fraction) -> str:
    """Return two decimal places at most, for reading only; half way goes up."""
    hundredths = (units / Fraction(SHOWN_PLACES) + Fraction(1, 2)).__floor__()
    return plain_number(hundredths * SHOWN_PLACES)


def dilutions_for(
    dilutions: Iterable[Dilution],
    *,
    use: str | None = None,
    vial_units: Decimal | None = None,
) -> tuple[Dilution, ...]:
    """Return the dilutions that fit, the best grounded first.

    Those printed for the use come before those printed without any, those that were
    read before those that are recalled; otherwise the order of the data stands.
    A dilution printed only for other uses does not fit.
    """
    fitting = [
        dilution
        for dilution in dilutions
        if _fits(dilution, use=use, vial_units=vial_units)
    ]
    return tuple(
        sorted(
            fitting,
            key=lambda one: (not one.may_be_proposed, use not in one.uses),
        )
    )


def _fits(dilution: Dilution, *, use: str | None, vial_units: Decimal | None) -> bool:
    if use is not None and dilution.uses and use not in dilution.uses:
        return False
    if vial_units is None:
        return True
    return dilution.vial is not None and dilution.vial.units == vial_units
