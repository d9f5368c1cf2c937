from decimal import Decimal
from fractions import Fraction
from itertools import product as all_choices

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.quantity import Concentration, Dose, Syringe, UnlikeUnitsError
from glabella.core.syringe import (
    FillError,
    SiteDose,
    VialCount,
    fill_plan,
    site_volume,
    total_drawn_ml,
    vials_to_open,
)

ONABOT = "onabotulinumtoxinA"
MIGRAINE_STRENGTH = Concentration(50, ONABOT)


def units(number: str | int) -> Dose:
    return Dose(Decimal(number), ONABOT)


def sites(*numbers: str) -> list[SiteDose]:
    return [
        SiteDose(f"site {place}", units(number))
        for place, number in enumerate(numbers, start=1)
    ]


def sizes(*numbers: int) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


def test_thirty_one_sites_of_five_units_fill_four_syringes() -> None:
    """PREEMPT: 155 U at 5 U in 0.1 ml."""
    plan = fill_plan(sites(*["5"] * 31), concentration=MIGRAINE_STRENGTH)

    assert [(draw.dose.units, draw.volume.ml) for draw in plan.draws] == [
        (Decimal(50), Decimal(1)),
        (Decimal(50), Decimal(1)),
        (Decimal(50), Decimal(1)),
        (Decimal(5), Decimal("0.1")),
    ]
    assert plan.draws[3].sites == (SiteDose("site 31", units(5)),)
    assert total_drawn_ml(plan) == Decimal("3.1")
    assert plan.divided_sites == ()


def test_site_that_does_not_fit_waits_for_the_next_syringe() -> None:
    plan = fill_plan(sites("30", "30", "20"), concentration=MIGRAINE_STRENGTH)

    assert [[each.site for each in draw.sites] for draw in plan.draws] == [
        ["site 1"],
        ["site 2", "site 3"],
    ]


def test_site_larger_than_a_syringe_is_divided_and_named() -> None:
    plan = fill_plan(sites("10", "120"), concentration=MIGRAINE_STRENGTH)

    assert [draw.as_json() for draw in plan.draws] == [
        {"syringe": 1, "volume_ml": Decimal("0.2"), "units": 10, "sites": ["site 1"]},
        {"syringe": 2, "volume_ml": Decimal(1), "units": 50, "sites": ["site 2"]},
        {"syringe": 3, "volume_ml": Decimal(1), "units": 50, "sites": ["site 2"]},
        {"syringe": 4, "volume_ml": Decimal("0.4"), "units": 20, "sites": ["site 2"]},
    ]
    assert plan.divided_sites == ("site 2",)


def test_strength_without_a_decimal_divides_in_hundredths_of_a_unit() -> None:
    strength = Concentration(Fraction(1000, 12), ONABOT)

    plan = fill_plan(sites("100"), concentration=strength)

    assert [draw.dose.units for draw in plan.draws] == [
        Decimal("83.33"),
        Decimal("16.67"),
    ]


def test_site_without_units_takes_no_part() -> None:
    assert fill_plan(sites("0"), concentration=MIGRAINE_STRENGTH).draws == ()


def test_draw_is_rounded_once_as_a_whole() -> None:
    """Four sites of 0.0625 ml: 0.25 ml together, not four times 0.06 ml."""
    strength = Concentration(40, ONABOT)

    plan = fill_plan(sites(*["2.5"] * 4), concentration=strength)

    assert plan.draws[0].volume.ml == Decimal("0.25")
    assert site_volume(units("2.5"), concentration=strength).ml == Decimal("0.06")


def test_dose_of_another_product_is_not_drawn_up() -> None:
    stray = SiteDose("site 1", Dose(5, "abobotulinumtoxinA"))

    with pytest.raises(UnlikeUnitsError):
        fill_plan([stray], concentration=MIGRAINE_STRENGTH)


def test_syringe_that_holds_next_to_nothing_is_refused() -> None:
    weak = Concentration(Fraction(1, 1000), ONABOT)

    with pytest.raises(FillError, match="stronger dilution or a larger syringe"):
        fill_plan(sites("5"), concentration=weak)


@given(
    numbers=st.lists(st.decimals(min_value=0, max_value=120, places=2), max_size=30),
    strength=st.fractions(min_value=1, max_value=500),
    capacity=st.sampled_from(["0.5", "1", "3"]),
)
def test_fill_plan_injects_every_dose_and_overfills_no_syringe(
    numbers: list[Decimal], strength: Fraction, capacity: str
) -> None:
    syringe = Syringe(Decimal(capacity), Decimal("0.01"))
    wanted = sites(*map(str, numbers))

    plan = fill_plan(
        wanted, concentration=Concentration(strength, ONABOT), syringe=syringe
    )

    given_units = {each.site: Decimal(0) for each in wanted}
    for draw in plan.draws:
        assert draw.volume.exact.ml <= Fraction(capacity)
        assert draw.volume.ml <= Decimal(capacity)
        for each in draw.sites:
            given_units[each.site] += each.dose.units
    assert given_units == {each.site: each.dose.units for each in wanted}
    visits = [each.site for draw in plan.draws for each in draw.sites]
    assert {site for site in visits if visits.count(site) > 1} == set(
        plan.divided_sites
    )


@pytest.mark.parametrize(
    ("dose", "available", "opened", "waste"),
    [
        (155, sizes(200), [(200, 1)], 45),
        (155, sizes(100), [(100, 2)], 45),
        (155, sizes(50, 100, 200), [(200, 1)], 45),
        (195, sizes(50, 100, 200), [(200, 1)], 5),
        (240, sizes(50, 100, 200), [(200, 1), (50, 1)], 10),
        (400, sizes(50, 100, 200), [(200, 2)], 0),
        (600, sizes(300, 500), [(300, 2)], 0),
        (0, sizes(50), [], 0),
    ],
)
def test_vials_waste_least_and_then_are_fewest(
    dose: int, available: list[Decimal], opened: list[tuple[int, int]], waste: int
) -> None:
    """The first two are the billing example: 155 U leave 45 U either way."""
    choice = vials_to_open(units(dose), sizes=available)

    assert choice.vials == tuple(VialCount(units(s), n) for s, n in opened)
    assert choice.waste == units(waste)


def test_equal_choices_take_the_largest_vial() -> None:
    choice = vials_to_open(units(200), sizes=sizes(50, 100, 150))

    assert choice.vials == (VialCount(units(150), 1), VialCount(units(50), 1))


def test_vial_sizes_may_be_decimals() -> None:
    choice = vials_to_open(units("3"), sizes=[Decimal("2.5"), Decimal("0.75")])

    assert choice.vials == (VialCount(units("0.75"), 4),)
    assert choice.count == 4


@pytest.mark.parametrize("available", [[], sizes(0, 100)])
def test_vials_need_a_size(available: list[Decimal]) -> None:
    with pytest.raises(FillError, match="at least one vial size above 0 U"):
        vials_to_open(units(5), sizes=available)


def test_dose_of_countless_vials_is_refused() -> None:
    with pytest.raises(FillError, match="too many to search"):
        vials_to_open(units(999_999), sizes=[Decimal("0.01")])


@given(
    dose=st.integers(1, 600),
    available=st.sets(st.sampled_from([50, 75, 100, 125, 200, 300, 500]), min_size=1),
)
def test_vials_are_as_good_as_trying_everything(dose: int, available: set[int]) -> None:
    ladder = sorted(available)
    counts = (range(dose // size + 2) for size in ladder)
    tried = (
        (sum(n * size for n, size in zip(choice, ladder, strict=True)), sum(choice))
        for choice in all_choices(*counts)
    )
    best = min(outcome for outcome in tried if outcome[0] >= dose)

    choice = vials_to_open(units(dose), sizes=sizes(*ladder))

    assert (choice.opened, choice.count) == (units(best[0]), best[1])


@given(
    dose=st.integers(0, 600),
    available=st.sets(st.sampled_from([50, 100, 200, 300, 500]), min_size=1),
    more=st.sampled_from([50, 100, 200, 300, 500]),
)
def test_more_sizes_never_waste_more(dose: int, available: set[int], more: int) -> None:
    few = vials_to_open(units(dose), sizes=sizes(*available))
    many = vials_to_open(units(dose), sizes=sizes(*available, more))

    assert many.waste <= few.waste
