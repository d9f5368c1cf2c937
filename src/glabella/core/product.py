"""A product as stock and syringe know it: vials, dilutions, how long it keeps."""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from glabella.core.dilution import Dilution
from glabella.core.keeping import AfterReconstitution, Storage
from glabella.core.protocol import Scheme
from glabella.core.quantity import Concentration
from glabella.core.sources import Basis, Text


@attrs.frozen
class Brand:
    """A trade name, and the profiles in which sources say it is sold."""

    name: str
    profiles: tuple[str, ...]
    basis: Basis


@attrs.frozen
class VialSizes:
    """Sizes in units; `brands` empty means that the source does not say whose."""

    units: tuple[Decimal, ...]
    brands: tuple[str, ...]
    basis: Basis


@attrs.frozen
class Product:
    """One active substance. Its units are its own."""

    id: str
    name: Text
    brands: tuple[Brand, ...] = ()
    vials: tuple[VialSizes, ...] = ()
    dilutions: tuple[Dilution, ...] = ()
    storage: Storage | None = None
    after_reconstitution: AfterReconstitution | None = None

    def sizes(self, dilution: Dilution) -> tuple[Decimal, ...]:
        """Return the vial sizes that go with a dilution: those of its brands."""
        fitting = [
            sizes
            for sizes in self.vials
            if not sizes.basis.is_recalled
            and (not sizes.brands or not dilution.brands or _meet(sizes, dilution))
        ]
        return tuple(sorted({units for sizes in fitting for units in sizes.units}))


def _meet(sizes: VialSizes, dilution: Dilution) -> bool:
    return bool(set(sizes.brands) & set(dilution.brands))


def substance_names(products: Iterable[Product]) -> dict[str, str]:
    """Return the substance by every name of a product, in lower case."""
    names: dict[str, str] = {}
    for product in products:
        names[product.id.lower()] = product.id
        names.update((brand.name.lower(), product.id) for brand in product.brands)
    return names


@attrs.frozen
class Preparation:
    """How the product is made ready: strength and the vial sizes on file."""

    concentration: Concentration
    vial_sizes: tuple[Decimal, ...]


def preparation_for(
    product: Product, *, schemes: Iterable[Scheme], conditions: Iterable[str]
) -> Preparation | None:
    """Return how to make the product ready, or None if no source says for this use.

    A dilution that a scheme prints comes first, that of the first scheme before others;
    then one printed for the condition.
    A recalled dilution is never chosen. A product that only comes ready to use has one
    strength for every use; where one brand is ready and another a powder, nobody can
    say which stands on the shelf.
    """
    readable = [each for each in product.dilutions if each.may_be_proposed]
    printed = [
        each
        for scheme in schemes
        for each in readable
        if scheme.dilution_ml is not None and _is_printed_by(scheme, each)
    ]
    named = set(conditions)
    for_use = [each for each in readable if named & set(each.uses)]
    is_ready = all(each.is_ready_to_use for each in product.dilutions)
    for dilution in [*printed, *for_use, *(readable if is_ready else ())]:
        return Preparation(dilution.strength, product.sizes(dilution))
    return None


def _is_printed_by(scheme: Scheme, dilution: Dilution) -> bool:
    printed = (scheme.vial_units, scheme.dilution_ml)
    return (_vial(dilution), _diluent(dilution)) == printed


def _vial(dilution: Dilution) -> Decimal | None:
    return dilution.vial.units if dilution.vial else None


def _diluent(dilution: Dilution) -> Decimal | None:
    if dilution.diluent is None:
        return None
    ml = dilution.diluent.ml
    return Decimal(ml.numerator) / Decimal(ml.denominator)
