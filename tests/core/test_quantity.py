from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.quantity import (
    Concentration,
    Dose,
    DrawableVolume,
    QuantityError,
    Syringe,
    UnlikeUnitsError,
    Volume,
    plain_number,
    round_to_drawable_volume,
    total_dose,
    total_volume,
)

ONABOT = "onabotulinumtoxinA"
ABOBOT = "abobotulinumtoxinA"
BOUNDS = "Give at most 12 decimal places and less than 1000000000."

UNITS = st.decimals(min_value=0, max_value=100_000, places=3)


def dose(units: str, product: str = ONABOT) -> Dose:
    return Dose(Decimal(units), product)


@given(units=st.lists(UNITS, max_size=40))
def test_total_is_the_exact_sum_in_any_order(units: list[Decimal]) -> None:
    doses = [Dose(each, ONABOT) for each in units]

    total = total_dose(doses, product=ONABOT)

    assert Fraction(total.units) == sum(map(Fraction, units))
    assert total == total_dose(reversed(doses), product=ONABOT)


@given(first=UNITS, second=UNITS)
def test_adding_then_subtracting_gives_the_dose_back(
    first: Decimal, second: Decimal
) -> None:
    assert Dose(first, ONABOT) + Dose(second, ONABOT) - Dose(second, ONABOT) == Dose(
        first, ONABOT
    )


@given(first=UNITS, second=UNITS)
def test_order_of_doses_is_the_order_of_units(first: Decimal, second: Decimal) -> None:
    left, right = Dose(first, ONABOT), Dose(second, ONABOT)

    assert (left < right, left <= right, left > right, left >= right) == (
        first < second,
        first <= second,
        first > second,
        first >= second,
    )


@given(first=UNITS, second=UNITS)
def test_doses_of_two_products_never_meet(first: Decimal, second: Decimal) -> None:
    left, right = Dose(first, ONABOT), Dose(second, ABOBOT)
    strength = Concentration(50, ABOBOT)

    for meeting in (
        lambda: left + right,
        lambda: left - right,
        lambda: left < right,
        lambda: left <= right,
        lambda: left > right,
        lambda: left >= right,
        lambda: total_dose([left, right], product=ONABOT),
        lambda: strength.volume_of(left),
    ):
        with pytest.raises(UnlikeUnitsError):
            meeting()
    assert left != right


def test_unlike_units_error_names_both_values_and_products() -> None:
    with pytest.raises(UnlikeUnitsError) as caught:
        dose("155") + dose("500", ABOBOT)

    assert str(caught.value) == (
        "Cannot add 155 U onabotulinumtoxinA and 500 U abobotulinumtoxinA: "
        "units of one botulinum toxin are not units of another. "
        "Keep a separate total for each product."
    )


def test_total_of_nothing_is_zero_of_the_product() -> None:
    assert total_dose([], product=ONABOT) == dose("0")


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (Decimal("-0.1"), "A number of units is -0.1. It cannot be below zero."),
        (Decimal("NaN"), "A number of units is NaN. Give a number."),
        (Decimal("sNaN"), "A number of units is sNaN. Give a number."),
        (Decimal("Infinity"), "A number of units is Infinity. Give a number."),
        (Decimal("1e-13"), f"A number of units is 1E-13. {BOUNDS}"),
        (Decimal(10**9), f"A number of units is 1000000000. {BOUNDS}"),
    ],
)
def test_dose_refuses_what_is_no_amount(units: Decimal, said: str) -> None:
    with pytest.raises(QuantityError) as caught:
        Dose(units, ONABOT)

    assert str(caught.value) == said


@pytest.mark.parametrize("units", [0.1, "5", True, None, Fraction(1, 3)])
def test_dose_refuses_numbers_that_are_not_decimals(units: object) -> None:
    with pytest.raises(QuantityError, match="Give an exact decimal"):
        Dose(units, ONABOT)  # type: ignore[arg-type]  # the mistake under test


@pytest.mark.parametrize("product", ["", "Botox Cosmetic", None])
def test_dose_refuses_a_product_without_a_name(product: object) -> None:
    with pytest.raises(QuantityError, match="names no product"):
        Dose(Decimal(5), product)  # type: ignore[arg-type]  # the mistake under test


def test_minus_zero_is_zero() -> None:
    assert str(dose("-0")) == "0 U onabotulinumtoxinA"


def test_difference_below_zero_is_refused() -> None:
    with pytest.raises(QuantityError, match="cannot be below zero"):
        dose("5") - dose("6")


def test_dose_times_a_count() -> None:
    assert dose("5") * 31 == dose("155")
    assert 4 * dose("2.5") == dose("10")
    assert dose("5") * Decimal("0.5") == dose("2.5")


def test_product_without_an_exact_decimal_is_refused() -> None:
    with pytest.raises(QuantityError, match="Round at a named place first"):
        dose("0.000000000001") * Decimal("0.5")


@pytest.mark.parametrize("count", [-1, 1.5])
def test_dose_times_what_is_no_count_is_refused(count: float) -> None:
    with pytest.raises(QuantityError):
        dose("5") * count  # type: ignore[operator]  # the mistake under test


def test_dose_says_its_product_and_its_unit_on_the_wire() -> None:
    assert str(dose("1E+2")) == "100 U onabotulinumtoxinA"
    assert dose("2.50").ucum == "[arb'U]{onabotulinumtoxinA}"


@pytest.mark.parametrize(
    ("written", "plain"),
    [("100", "100"), ("2.50", "2.5"), ("0.00", "0"), ("1E3", "1000")],
)
def test_plain_number_has_no_idle_zeros(written: str, plain: str) -> None:
    assert plain_number(Decimal(written)) == plain


def test_volume_of_a_dose_is_exact_where_no_decimal_is() -> None:
    """50 U of a 300 U vial in 2.5 ml: five twelfths of a millilitre."""
    strength = Concentration(Fraction(300) / Fraction("2.5"), ABOBOT)

    volume = strength.volume_of(dose("50", ABOBOT))

    assert volume == Volume(Fraction(5, 12))
    assert strength.units_in(volume) == 50


@given(units=UNITS, strength=st.fractions(min_value="0.01", max_value=10_000))
def test_volume_and_units_are_inverse(units: Decimal, strength: Fraction) -> None:
    concentration = Concentration(strength, ONABOT)

    volume = concentration.volume_of(Dose(units, ONABOT))

    assert concentration.units_in(volume) == Fraction(units)


def test_volumes_add_subtract_and_print() -> None:
    half, third = Volume(Decimal("0.5")), Volume(Fraction(1, 3))

    assert half + third == Volume(Fraction(5, 6))
    assert half - third == Volume(Fraction(1, 6))
    assert total_volume([third, third, third]) == Volume(1)
    assert str(third) == "1/3 ml"
    assert third < half


def test_strength_prints_per_tenth_of_a_millilitre() -> None:
    strength = Concentration(Decimal(50), ONABOT)

    assert strength.units_per_0_1_ml == 5
    assert str(strength) == "50 U/ml onabotulinumtoxinA"


@pytest.mark.parametrize("ml", [Decimal(-1), Fraction(-1, 3), 0.5])
def test_volume_refuses_what_is_no_amount(ml: object) -> None:
    with pytest.raises(QuantityError):
        Volume(ml)  # type: ignore[arg-type]  # the mistakes under test


@pytest.mark.parametrize("strength", [Decimal(0), Fraction(-1, 3)])
def test_strength_is_above_zero(strength: Fraction | Decimal) -> None:
    with pytest.raises(QuantityError, match="Give more than 0"):
        Concentration(strength, ONABOT)


@pytest.mark.parametrize(
    ("exact", "drawn"),
    [
        ("0.0625", "0.06"),
        ("0.125", "0.13"),
        ("0.135", "0.14"),
        ("0.1249", "0.12"),
        ("0.1", "0.1"),
        ("0", "0"),
    ],
)
def test_volume_is_rounded_to_the_nearest_mark_and_half_way_up(
    exact: str, drawn: str
) -> None:
    rounded = round_to_drawable_volume(Volume(Decimal(exact)))

    assert rounded.ml == Decimal(drawn)
    assert rounded.exact == Volume(Decimal(exact))


@given(
    ml=st.fractions(min_value=0, max_value=50),
    mark=st.sampled_from(["0.01", "0.02", "0.05", "0.1", "0.2"]),
)
def test_rounding_lands_on_a_mark_at_most_half_a_graduation_away(
    ml: Fraction, mark: str
) -> None:
    syringe = Syringe(Decimal(10), Decimal(mark))

    rounded = round_to_drawable_volume(Volume(ml), syringe=syringe)

    assert Fraction(rounded.ml) % Fraction(mark) == 0
    assert abs(rounded.error_ml) <= Fraction(mark) / 2


def test_rounding_that_keeps_the_dose_is_faithful() -> None:
    rounded = round_to_drawable_volume(Volume(Decimal("0.125")))

    assert rounded.error_ml == Fraction("0.005")
    assert rounded.error_share == Fraction(1, 25)
    assert (rounded.is_faithful, rounded.warning) == (True, None)


def test_rounding_that_changes_the_dose_warns_in_both_languages() -> None:
    """0.0125 ml on a mark every 0.01 ml: a fifth of the dose would be missing."""
    rounded = round_to_drawable_volume(Volume(Decimal("0.0125")))

    assert rounded.warning is not None
    assert rounded.warning.en == (
        "Drawing 0.01 ml changes the dose by 20 %. "
        "Choose another dilution or a finer syringe."
    )
    assert rounded.warning.de == (
        "Mit 0.01 ml ändert sich die Dosis um 20 %. "
        "Andere Verdünnung oder feinere Spritze wählen."
    )


def test_share_allowed_is_the_callers_to_set() -> None:
    strict = round_to_drawable_volume(
        Volume(Decimal("0.125")), share_allowed=Fraction(1, 100)
    )

    assert not strict.is_faithful


def test_nothing_to_draw_has_no_error() -> None:
    assert DrawableVolume(Decimal(0), Volume(0)).error_share == 0


def test_syringe_capacity_is_a_whole_number_of_marks() -> None:
    with pytest.raises(QuantityError, match="as printed on it"):
        Syringe(Decimal(1), Decimal("0.03"))


def test_syringe_without_marks_is_refused() -> None:
    with pytest.raises(QuantityError, match="Give more than 0"):
        Syringe(Decimal(1), Decimal(0))
