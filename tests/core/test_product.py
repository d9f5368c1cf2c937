"""What stands on the shelf: names, vials, and how a product is made ready."""

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from glabella.core.dilution import Dilution, reconstituted
from glabella.core.muscles import Muscle, wholes
from glabella.core.product import (
    Brand,
    Preparation,
    Product,
    VialSizes,
    preparation_for,
    substance_names,
)
from glabella.core.protocol import Scheme
from glabella.core.quantity import Concentration, Dose, Volume
from glabella.core.sources import Basis
from tests import build

ONA = "onabotulinumtoxinA"


def powder(units: int, ml: str, **others: object) -> Dilution:
    made = reconstituted(
        f"{units} in {ml}",
        build.SEEN,
        vial=Dose(Decimal(units), ONA),
        diluent=Volume(Decimal(ml)),
    )
    return attrs.evolve(made, **others)  # type: ignore[arg-type]  # by name


def ready(units_per_ml: int, **others: object) -> Dilution:
    made = Dilution("ready", Concentration(Fraction(units_per_ml), ONA), build.SEEN)
    return attrs.evolve(made, **others)  # type: ignore[arg-type]  # by name


def sizes(
    *units: int, brands: tuple[str, ...] = (), basis: Basis = build.SEEN
) -> VialSizes:
    return VialSizes(tuple(map(Decimal, units)), brands, basis)


def product(*dilutions: Dilution, vials: tuple[VialSizes, ...] = ()) -> Product:
    return Product(ONA, build.text(), dilutions=dilutions, vials=vials)


def printing(units: int, ml: str | None) -> Scheme:
    """Return a scheme that prints its own dilution."""
    return build.scheme(
        f"{units} in {ml}",
        vial_units=Decimal(units),
        dilution_ml=None if ml is None else Decimal(ml),
    )


# ---- names --------------------------------------------------------------------------


def test_a_substance_answers_to_every_name() -> None:
    brands = tuple(Brand(name, ("UK",), build.SEEN) for name in ("Botox", "BOTOX 50"))
    named = attrs.evolve(product(), brands=brands)

    assert substance_names([named]) == {
        "onabotulinumtoxina": ONA,
        "botox": ONA,
        "botox 50": ONA,
    }


def test_a_part_of_a_muscle_belongs_to_its_whole() -> None:
    part = Muscle("corrugator_medial", build.text(), "face", "part", "corrugator")
    whole = Muscle("corrugator", build.text(), "face", "muscle")

    assert wholes({m.id: m for m in (part, whole)}) == {
        "corrugator_medial": "corrugator"
    }


# ---- vials --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vials", "brands", "fitting"),
    [
        ((sizes(200, 100),), (), (100, 200)),
        ((sizes(200, 100), sizes(100, 50)), (), (50, 100, 200)),
        ((sizes(100, brands=("A",)),), ("A", "B"), (100,)),
        ((sizes(100, brands=("A",)),), ("B",), ()),
        ((sizes(100, brands=("A",)),), (), (100,)),
        ((sizes(100),), ("B",), (100,)),
        ((sizes(100, basis=build.RECALLED),), (), ()),
    ],
)
def test_only_vials_of_the_brands_that_somebody_read_are_opened(
    vials: tuple[VialSizes, ...], brands: tuple[str, ...], fitting: tuple[int, ...]
) -> None:
    dilution = powder(100, "2", brands=brands)

    found = product(dilution, vials=vials).sizes(dilution)

    assert found == tuple(map(Decimal, fitting))


# ---- how it is made ready -----------------------------------------------------------

WEAK, STRONG = powder(100, "4"), powder(100, "2")

FOR_MIGRAINE = powder(200, "4", uses=("chronic_migraine",))


def strength_for(
    stock: Product, *schemes: Scheme, conditions: tuple[str, ...] = ()
) -> Fraction | None:
    made = preparation_for(stock, schemes=schemes, conditions=conditions)
    return made.concentration.units_per_ml if made else None


def test_a_preparation_is_strength_and_vials() -> None:
    stock = product(STRONG, vials=(sizes(100),))

    made = preparation_for(stock, schemes=[printing(100, "2")], conditions=())

    assert made == Preparation(Concentration(Fraction(50), ONA), (Decimal(100),))


def test_the_dilution_that_the_scheme_prints_comes_first() -> None:
    stock = product(FOR_MIGRAINE, WEAK, STRONG)
    asked = ("chronic_migraine",)

    assert strength_for(stock, printing(100, "2"), conditions=asked) == 50
    assert strength_for(stock, printing(100, "4"), conditions=asked) == 25


def test_the_first_scheme_speaks_before_the_second() -> None:
    stock = product(WEAK, STRONG)

    assert strength_for(stock, printing(100, "2"), printing(100, "4")) == 50
    assert strength_for(stock, printing(100, "4"), printing(100, "2")) == 25


def test_then_comes_the_dilution_printed_for_the_condition() -> None:
    stock = product(WEAK, FOR_MIGRAINE)

    assert strength_for(stock, conditions=("chronic_migraine",)) == 50
    assert strength_for(stock, printing(100, "9"), conditions=("x",)) is None


def test_a_scheme_without_dilution_chooses_none() -> None:
    assert strength_for(product(STRONG), printing(100, None)) is None


def test_a_recalled_dilution_is_never_chosen() -> None:
    recalled = attrs.evolve(FOR_MIGRAINE, basis=build.RECALLED)
    stock = product(recalled)

    found = strength_for(stock, printing(200, "4"), conditions=("chronic_migraine",))

    assert found is None


def test_a_product_that_is_ready_to_use_has_one_strength() -> None:
    stock = product(ready(100))

    assert strength_for(stock, printing(100, "2"), conditions=("anything",)) == 100


def test_a_ready_brand_beside_a_powder_is_not_chosen_for_another_use() -> None:
    """The 200 U/ml of the ready brand for frown lines say nothing of the powder."""
    stock = product(STRONG, ready(200, uses=("glabellar_lines",)))

    assert strength_for(stock, conditions=("cervical_dystonia",)) is None
    assert strength_for(stock, conditions=("glabellar_lines",)) == 200


def test_an_empty_shelf_gives_no_preparation() -> None:
    assert strength_for(product()) is None
