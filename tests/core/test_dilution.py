from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.dilution import (
    Dilution,
    DilutionError,
    LabelStrength,
    diluent_to_add,
    dilutions_for,
    reconstituted,
    strength,
)
from glabella.core.quantity import Concentration, Dose, UnlikeUnitsError, Volume
from glabella.core.sources import Basis, Status

ONABOT = "onabotulinumtoxinA"
DAXI = "daxibotulinumtoxinA"
SEEN = Basis(Status.SEEN, ("PDR-BOTOX",))
RECALLED = Basis(Status.RECALLED, confidence="high", check="USPI 2.2")


def vial(units: str, product: str = ONABOT) -> Dose:
    return Dose(Decimal(units), product)


def ml(volume: str) -> Volume:
    return Volume(Decimal(volume))


def dilution(
    key: str, *, uses: tuple[str, ...] = (), basis: Basis = SEEN, units: str = "100"
) -> Dilution:
    made = reconstituted(key, basis, vial=vial(units), diluent=ml("2"))
    return attrs.evolve(made, uses=uses)


@pytest.mark.parametrize(
    ("units", "diluent", "per_tenth"),
    [
        ("50", "1.25", "4"),
        ("100", "1", "10"),
        ("100", "2", "5"),
        ("100", "8", "1.25"),
        ("100", "10", "1"),
    ],
)
def test_strength_of_a_vial(units: str, diluent: str, per_tenth: str) -> None:
    """Printed in PDR-BOTOX."""
    made = strength(vial(units), diluent=ml(diluent))

    assert made.units_per_0_1_ml == Fraction(per_tenth)


@pytest.mark.parametrize(("units", "diluent"), [("0", "1"), ("100", "0")])
def test_nothing_to_dissolve_has_no_strength(units: str, diluent: str) -> None:
    with pytest.raises(DilutionError, match="has no strength"):
        strength(vial(units), diluent=ml(diluent))


def test_larger_vial_at_the_same_strength() -> None:
    migraine = strength(vial("100"), diluent=ml("2"))

    assert diluent_to_add(vial("200"), to_reach=migraine) == ml("4")


def test_vial_of_one_product_has_no_strength_of_another() -> None:
    with pytest.raises(UnlikeUnitsError, match="Cannot dissolve 200 U onabotulinum"):
        diluent_to_add(vial("200"), to_reach=Concentration(50, DAXI))


@given(
    units=st.integers(1, 10_000),
    volume=st.fractions(min_value=Fraction(1, 100), max_value=100),
)
def test_diluent_and_strength_are_inverse(units: int, volume: Fraction) -> None:
    made = strength(Dose(units, ONABOT), diluent=Volume(volume))

    assert diluent_to_add(Dose(units, ONABOT), to_reach=made) == Volume(volume)


def test_label_that_rounds_shows_both_figures() -> None:
    """Daxxify: 100 U in 1.2 ml, printed as 8 U in 0.1 ml."""
    made = reconstituted(
        "daxi",
        SEEN,
        vial=vial("100", DAXI),
        diluent=ml("1.2"),
        label_says=LabelStrength(Decimal(8), Decimal("0.1")),
    )

    assert made.label_rounds
    assert made.words.en == "8.33 U/0.1 ml by arithmetic; the label says 8 U/0.1 ml"
    assert made.words.de == (
        "rechnerisch 8.33 U/0.1 ml; die Fachinformation nennt 8 U/0.1 ml"
    )
    assert made.strength.volume_of(vial("40", DAXI)) == ml("0.48")


def test_label_that_agrees_shows_one_figure_in_its_own_volume() -> None:
    """Dysport: 300 U in 1.5 ml, printed as 10 U in 0.05 ml."""
    made = reconstituted(
        "dysport",
        SEEN,
        vial=vial("300"),
        diluent=ml("1.5"),
        label_says=LabelStrength(Decimal(10), Decimal("0.05")),
    )

    assert not made.label_rounds
    assert made.words.en == made.words.de == "10 U/0.05 ml"


def test_dilution_without_a_printed_figure_shows_tenths_of_a_millilitre() -> None:
    assert dilution("plain").words.en == "5 U/0.1 ml"


def test_ready_to_use_product_needs_no_diluent() -> None:
    made = Dilution("ready", strength=Concentration(200, ONABOT), basis=SEEN)

    assert made.is_ready_to_use
    assert made.product == ONABOT
    assert not dilution("powder").is_ready_to_use


def test_dilutions_printed_for_the_use_come_first_and_recalled_ones_last() -> None:
    recalled = dilution("recalled", uses=("chronic_migraine",), basis=RECALLED)
    any_use = dilution("any")
    own = dilution("own", uses=("chronic_migraine",))
    other = dilution("other", uses=("cosmetic",))

    found = dilutions_for([recalled, any_use, other, own], use="chronic_migraine")

    assert found == (own, any_use, recalled)
    assert [each.may_be_proposed for each in found] == [True, True, False]


def test_dilutions_without_a_use_keep_their_order() -> None:
    first, second = dilution("a", uses=("cosmetic",)), dilution("b")

    assert dilutions_for([first, second]) == (first, second)


def test_dilutions_of_one_vial_size() -> None:
    small, large = dilution("a", units="50"), dilution("b", units="200")
    ready = Dilution("ready", strength=Concentration(200, ONABOT), basis=SEEN)

    assert dilutions_for([small, large, ready], vial_units=Decimal(200)) == (large,)
