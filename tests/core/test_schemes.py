"""From published schemes to points, and several maps merged into one."""

from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.errors import InputError, UnknownNameError
from glabella.core.merge import Replacement, merge
from glabella.core.protocol import (
    ExtraSites,
    Scheme,
    SchemeOption,
)
from glabella.core.schemes import (
    WHICH_SIDE,
    Bench,
    Choice,
    Pattern,
    pattern_of,
    schemes_for,
    split_equally,
)
from tests import build

ONA = "onabotulinumtoxinA"

PART_OF = {"corrugator_medial": "corrugator_supercilii"}

BENCH = Bench(ONA, "UK", build.SOURCES)


def five(number: int = 5) -> Decimal:
    return Decimal(number)


def pattern(scheme: Scheme, choice: Choice | None = None, **others: object) -> Pattern:
    owner = build.protocol(schemes=(scheme,), **others)
    return pattern_of(owner, choice or Choice(), bench=BENCH)


def points(found: Pattern) -> list[tuple[str, str, int, Decimal]]:
    return [(s.muscle, s.side, s.point, s.units) for s in found.sites]


def test_a_bilateral_pattern_has_its_points_on_each_side() -> None:
    made = pattern(build.scheme("x", build.site("frontalis", points=2)))

    assert points(made) == [
        ("frontalis", "left", 1, five()),
        ("frontalis", "left", 2, five()),
        ("frontalis", "right", 1, five()),
        ("frontalis", "right", 2, five()),
    ]


@pytest.mark.parametrize(
    ("side", "asked", "sides"),
    [
        ("bilateral", "left", ["left"]),
        ("midline", "left", ["midline"]),
        ("affected", "right", ["right"]),
        ("affected", "both", ["left", "right"]),
        ("left", "both", ["left"]),
        ("left", "right", []),
    ],
)
def test_one_side_only(side: str, asked: str, sides: list[str]) -> None:
    made = pattern(build.scheme("x", build.site("m", side)), Choice(sides=asked))

    assert [s.side for s in made.sites] == sides


def test_an_affected_side_must_be_said() -> None:
    made = pattern(build.scheme("x", build.site("m", "affected")))

    assert (made.sites, made.reason) == ((), WHICH_SIDE)


def test_nothing_is_chosen_among_several_published_schemes() -> None:
    owner = build.protocol(
        schemes=(
            build.scheme("women", build.site("m"), choice="named"),
            build.scheme("men", build.site("m"), choice="named"),
        )
    )

    made = pattern_of(owner, Choice(), bench=BENCH)

    assert (made.scheme, made.sites) == (None, ())
    assert made.reason is not None
    assert made.reason.en == (
        "No dose is proposed: pick a published scheme by name (women, men)."
    )


def test_a_scheme_is_picked_by_name() -> None:
    scheme = build.scheme("women", build.site("m"), choice="named")

    assert len(pattern(scheme, Choice(scheme="women")).sites) == 2


def test_a_scheme_of_another_product_or_country_does_not_exist_here() -> None:
    owner = build.protocol(
        schemes=(
            build.scheme("other", product="abobotulinumtoxinA"),
            build.scheme("there", profiles=("US",)),
        )
    )

    with pytest.raises(UnknownNameError, match=r'no scheme "other" for onabot.*none'):
        pattern_of(owner, Choice(scheme="other"), bench=BENCH)
    assert schemes_for(owner, BENCH) == ()


def test_no_scheme_for_a_product_is_said() -> None:
    made = pattern(build.scheme("x", product="abobotulinumtoxinA"))

    assert made.reason is not None
    assert (
        made.reason.en == "No scheme for onabotulinumtoxinA is on file for Condition."
    )


RANGE = build.scheme(
    "range",
    build.site(
        "masseter",
        points=None,
        units_per_point=None,
        units_range=(five(10), five(60)),
        points_range=(3, 4),
    ),
    choice="range",
)


def test_a_range_proposes_nothing() -> None:
    made = pattern(RANGE, Choice(scheme="range"))

    assert made.sites == ()
    assert made.reason is not None
    assert made.reason.en == (
        "No dose is proposed. Published per side: masseter 10-60 U. Enter the units."
    )


def test_units_a_clinician_enters_are_split_over_the_points() -> None:
    made = pattern(RANGE, Choice(scheme="range", units={"masseter": five(25)}))

    left = [s.units for s in made.sites if s.side == "left"]
    assert left == [Decimal("8.34"), Decimal("8.33"), Decimal("8.33")]


def test_units_are_split_over_the_points_a_clinician_asks_for() -> None:
    asked = Choice(scheme="range", units={"masseter": five(30)}, points={"masseter": 4})

    left = [s.units for s in pattern(RANGE, asked).sites if s.side == "left"]

    assert left == [Decimal("7.5")] * 4


@pytest.mark.parametrize("points", [2, 5, 0])
def test_points_outside_the_published_range_are_refused(points: int) -> None:
    asked = Choice(
        scheme="range", units={"masseter": five(30)}, points={"masseter": points}
    )

    with pytest.raises(InputError, match="outside the published 3 to 4"):
        pattern(RANGE, asked)


@pytest.mark.parametrize("units", [9, 61])
def test_units_outside_the_published_range_are_refused(units: int) -> None:
    with pytest.raises(InputError, match="outside the published 10 to 60 U"):
        pattern(RANGE, Choice(scheme="range", units={"masseter": five(units)}))


def test_a_recalled_range_shows_no_number() -> None:
    made = pattern(attrs.evolve(RANGE, basis=build.RECALLED), Choice(scheme="range"))

    assert made.reason is not None
    assert "masseter" not in made.reason.en


def test_a_fixed_total_per_side_is_split_over_its_points() -> None:
    fixed = build.site(
        "masseter", points=4, units_per_point=None, units_range=(five(30), five(30))
    )

    made = pattern(build.scheme("x", fixed))

    assert [s.units for s in made.sites] == [Decimal("7.5")] * 8


def test_a_muscle_without_known_points_gets_one() -> None:
    loose = build.site(
        "m", points=None, units_per_point=None, units_range=(five(1), five(9))
    )

    made = pattern(build.scheme("x", loose), Choice(units={"m": five(4)}))

    assert [s.units for s in made.sites] == [four := five(4), four]


def test_a_total_without_a_split_gives_no_points() -> None:
    made = pattern(build.scheme("total", total_units=five(30)))

    assert made.reason is not None
    assert made.reason.en == (
        'The scheme "total" prints no points: only its total is known.'
    )


@given(
    st.decimals(min_value=0, max_value=400, places=2, allow_nan=False),
    st.integers(1, 40),
)
def test_split_doses_add_up_to_the_whole(units: Decimal, count: int) -> None:
    doses = split_equally(units, points=count)

    assert (sum(doses), len(doses)) == (units, count)
    assert max(doses) - min(doses) <= Decimal("0.01")


FOLLOW = SchemeOption(
    id="follow",
    scheme="map",
    name=build.text(),
    extras=(
        ExtraSites("temporalis", five(10), five()),
        ExtraSites("trapezius", five(20), five()),
    ),
    max_extra_units=five(30),
    max_extra_points=6,
    basis=build.SEEN,
)

MAP = build.scheme(
    "map", build.site("temporalis", points=4), build.site("trapezius", points=3)
)


def extras(choice: Choice) -> list[tuple[str, str, int, Decimal]]:
    owner = build.protocol(schemes=(MAP,), options=(FOLLOW,))
    return points(pattern_of(owner, choice, bench=BENCH))[14:]


def test_an_option_adds_its_printed_points_left_and_right() -> None:
    assert extras(Choice(options=("follow",))) == [
        ("temporalis", "left", 5, five()),
        ("temporalis", "right", 5, five()),
        ("trapezius", "left", 4, five()),
        ("trapezius", "right", 4, five()),
        ("trapezius", "left", 5, five()),
        ("trapezius", "right", 5, five()),
    ]


def test_an_option_adds_only_what_was_asked() -> None:
    asked = Choice(options=("follow",), extra_points={"trapezius": 1})

    assert extras(asked) == [("trapezius", "left", 4, five())]


def test_an_option_stays_inside_its_limits() -> None:
    with pytest.raises(InputError, match="3 extra points are more than the 2 printed"):
        extras(Choice(options=("follow",), extra_points={"temporalis": 3}))


def test_an_option_that_adds_too_much_in_all_is_refused() -> None:
    tight = attrs.evolve(FOLLOW, max_extra_points=5)
    owner = build.protocol(schemes=(MAP,), options=(tight,))

    with pytest.raises(InputError, match="follow: adds 30 U at 6 points"):
        pattern_of(owner, Choice(options=("follow",)), bench=BENCH)


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(UnknownNameError, match=r'no option "double".*none'):
        pattern(MAP, Choice(options=("double",)))


def test_doubts_travel_with_the_points() -> None:
    made = pattern(
        build.scheme(
            "x",
            build.site("m", landmark=build.text(), landmark_basis=build.RECALLED),
            basis=build.SEEN_IN_COPY,
            split_basis=build.RECALLED,
        )
    )

    assert made.sites[0].unverified == (
        "read only in a tier C source; recalled, not read in a source"
    )
    assert made.sites[0].landmark_unverified == "recalled, not read in a source"


# ---- merging ------------------------------------------------------------------------


def merged(*patterns: Pattern) -> tuple[dict[tuple[str, str], Decimal], list[object]]:
    made = merge(patterns, part_of=PART_OF)
    units: dict[tuple[str, str], Decimal] = {}
    for s in made.sites:
        units[s.muscle, s.side] = units.get((s.muscle, s.side), Decimal(0)) + s.units
    return units, list(made.replacements)


def named(name: str, *sites: object) -> Pattern:
    scheme = build.scheme("x", *sites)  # type: ignore[arg-type]  # site patterns
    return pattern(scheme, id=name)


def test_the_larger_map_of_a_muscle_replaces_the_other() -> None:
    migraine = named(
        "migraine", build.site("corrugator_supercilii"), build.site("frontalis")
    )
    frown = named("frown", build.site("corrugator_medial", units_per_point=five(6)))

    units, replaced = merged(migraine, frown)

    assert units == {
        ("corrugator_medial", "left"): five(6),
        ("corrugator_medial", "right"): five(6),
        ("frontalis", "left"): five(),
        ("frontalis", "right"): five(),
    }
    assert replaced == [
        Replacement("corrugator_supercilii", side, "frown", five(6), "migraine", five())
        for side in ("left", "right")
    ]


def test_on_equal_totals_the_first_map_stays() -> None:
    made = merge(
        [named("first", build.site("m")), named("second", build.site("m"))],
        part_of={},
    )

    assert {s.protocols for s in made.sites} == {("first",)}


def test_a_row_across_the_midline_meets_the_points_of_both_sides() -> None:
    migraine = named("migraine", build.site("frontalis", points=2))
    row = build.site("frontalis", side="midline", points=5, units_per_point=five(3))

    units, replaced = merged(migraine, named("forehead", row))

    assert units == {
        ("frontalis", "left"): five(10),
        ("frontalis", "right"): five(10),
    }
    assert replaced == [
        Replacement("frontalis", "whole", "migraine", five(20), "forehead", five(15))
    ]
