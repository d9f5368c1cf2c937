"""From schemes to a plan: points, merging, limits, the ledger and what must be asked."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.core.criteria import Is
from glabella.core.eligibility import assess
from glabella.core.errors import InputError, UnknownNameError
from glabella.core.administrations import Administration
from glabella.core.ledger import LedgerRule, ledger
from glabella.core.merge import Replacement, merge
from glabella.core.plan import Desk, Needed, Order, Plan, PlanStatus, Preparation, plan
from glabella.core.practice import NO_PRACTICE, Confirmation, Practice
from glabella.core.protocol import (
    ExtraSites,
    Kind,
    Limit,
    Protocol,
    Scheme,
    SchemeOption,
)
from glabella.core.quantity import Concentration
from glabella.core.schemes import (
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

    with pytest.raises(UnknownNameError, match='no scheme "other" for onabot.*none'):
        pattern_of(owner, Choice(scheme="other"), bench=BENCH)
    assert schemes_for(owner, BENCH) == ()


def test_no_scheme_for_a_product_is_said() -> None:
    made = pattern(build.scheme("x", product="abobotulinumtoxinA"))

    assert made.reason is not None
    assert made.reason.en == "No scheme for onabotulinumtoxinA is on file for Condition."


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


@pytest.mark.parametrize("units", [9, 61])
def test_units_outside_the_published_range_are_refused(units: int) -> None:
    with pytest.raises(InputError, match="outside the published 10 to 60 U"):
        pattern(RANGE, Choice(scheme="range", units={"masseter": five(units)}))


def test_a_recalled_range_shows_no_number() -> None:
    made = pattern(
        attrs.evolve(RANGE, basis=build.RECALLED), Choice(scheme="range")
    )

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
    with pytest.raises(UnknownNameError, match='no option "double".*none'):
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
    migraine = named("migraine", build.site("corrugator_supercilii"), build.site("frontalis"))
    frown = named("frown", build.site("corrugator_medial", units_per_point=five(6)))

    units, replaced = merged(migraine, frown)

    assert units == {
        ("corrugator_medial", "left"): five(6),
        ("corrugator_medial", "right"): five(6),
        ("frontalis", "left"): five(),
        ("frontalis", "right"): five(),
    }
    assert replaced == [
        Replacement(
            "corrugator_supercilii", side, "frown", five(6), "migraine", five()
        )
        for side in ("left", "right")
    ]


def test_on_equal_totals_the_first_map_stays() -> None:
    made = merge(
        [named("first", build.site("m")), named("second", build.site("m"))],
        part_of={},
    )

    assert {s.protocols for s in made.sites} == {("first",)}


# ---- the plan -----------------------------------------------------------------------


def order(protocol: Protocol, choice: Choice | None = None, **facts: bool) -> Order:
    answer = assess(protocol, build.fact_set(**facts), setting=build.setting())
    return Order(protocol, choice or Choice(), answer)


def desk(**others: object) -> Desk:
    values: dict[str, object] = {
        "bench": BENCH,
        "part_of": PART_OF,
        "practice": NO_PRACTICE,
        **others,
    }
    return Desk(**values)  # type: ignore[arg-type]  # defaults by name


SIMPLE = build.protocol(schemes=(build.scheme("x", build.site("frontalis")),))


def test_a_read_scheme_for_an_eligible_person_is_proposed() -> None:
    made = plan([order(SIMPLE)], desk=desk())

    assert (made.status, made.total_units, made.arithmetic_units) == (
        PlanStatus.PROPOSED,
        five(10),
        five(10),
    )
    assert made.unsigned == ("condition",)
    assert (made.volume_ml, made.volumes, made.vials) == (None, (), None)


def test_a_prepared_plan_says_what_to_draw_and_open() -> None:
    strength = Concentration(Fraction(50), ONA)

    made = plan(
        [order(SIMPLE)],
        desk=desk(preparation=Preparation(strength, (five(50), five(100)))),
    )

    assert made.volume_ml == Decimal("0.2")
    assert [v.ml for v in made.volumes] == [Decimal("0.2")]
    assert made.vials is not None
    assert [(v.size.units, v.count) for v in made.vials.vials] == [(five(50), 1)]


def test_without_vial_sizes_on_file_no_vial_is_named() -> None:
    strength = Concentration(Fraction(50), ONA)

    made = plan([order(SIMPLE)], desk=desk(preparation=Preparation(strength, ())))

    assert made.vials is None


@pytest.mark.parametrize(
    ("kind", "answer", "status"),
    [
        (Kind.CONTRAINDICATION, True, PlanStatus.BLOCKED),
        (Kind.DEFERRAL, True, PlanStatus.DEFERRED),
        (Kind.EXCLUSION, True, PlanStatus.NO_DOSE),
        (Kind.CONTRAINDICATION, None, PlanStatus.NEEDS_CONFIRMATION),
    ],
)
def test_a_verdict_stands_in_the_way_of_a_plan(
    kind: Kind, *, answer: bool | None, status: PlanStatus
) -> None:
    rule = build.criterion("rule", kind, Is("a"))
    protocol = build.protocol(rule, schemes=SIMPLE.schemes)
    facts = {} if answer is None else {"a": answer}

    made = plan([order(protocol, **facts)], desk=desk())

    assert (made.status, made.total_units) == (status, None)


def test_an_open_suicide_item_waits_for_a_clinician() -> None:
    rule = build.criterion("suicide_item_unacknowledged", Kind.CAUTION, Is("a"))
    protocol = build.protocol(rule, schemes=SIMPLE.schemes)

    made = plan([order(protocol, a=True)], desk=desk())

    assert made.status is PlanStatus.NEEDS_CONFIRMATION
    assert [w.id for w in made.warnings] == ["suicide_item_unacknowledged"]


def test_a_caution_is_said_and_stops_nothing() -> None:
    rule = build.criterion("weigh", Kind.CAUTION, Is("a"))
    protocol = build.protocol(rule, schemes=SIMPLE.schemes)

    made = plan([order(protocol, a=True)], desk=desk())

    assert (made.status, [w.id for w in made.warnings]) == (
        PlanStatus.PROPOSED,
        ["weigh"],
    )


def test_a_recalled_split_needs_a_name() -> None:
    scheme = build.scheme("x", build.site("m"), split_basis=build.RECALLED)
    protocol = build.protocol(schemes=(scheme,))
    confirmed = Practice(
        confirmations=(Confirmation("condition/x", "Dr. Test", build.ON),)
    )

    asked = plan([order(protocol)], desk=desk())
    done = plan([order(protocol)], desk=desk(practice=confirmed))

    assert (asked.status, asked.total_units) == (PlanStatus.NEEDS_CONFIRMATION, None)
    assert [need.what for need in asked.needed] == ["condition/x"]
    assert (done.status, done.total_units) == (PlanStatus.PROPOSED, five(10))


def both(*others: Mapping[str, object], **values: object) -> Plan:
    second = build.protocol(id="other", schemes=SIMPLE.schemes, **values)
    return plan([order(SIMPLE), order(second)], desk=desk(**dict(*others)))


def test_a_combination_nobody_studied_needs_a_name() -> None:
    made = both()

    assert (made.status, made.total_units, made.arithmetic_units) == (
        PlanStatus.NEEDS_CONFIRMATION,
        None,
        five(10),
    )
    assert [type(need) for need in made.needed] == [Needed]
    assert made.needed[0].what == "condition+other"


def test_protocols_that_must_not_meet_give_no_dose() -> None:
    made = both(never_merges_with=("condition",))

    assert (made.status, made.warnings[-1].id) == (
        PlanStatus.NO_DOSE,
        "other+condition",
    )


def limited(scope: str, units: int, **others: object) -> Plan:
    limit = Limit(
        id="limit",
        scope=scope,
        units=five(units),
        product=ONA,
        text=build.text(),
        **{"basis": build.SEEN, **others},  # type: ignore[arg-type]  # by name
    )
    scheme = build.scheme("x", build.site("frontalis", points=2), build.site("procerus"))
    protocol = build.protocol(schemes=(scheme,), limits=(limit,))
    return plan([order(protocol)], desk=desk())


@pytest.mark.parametrize(
    ("scope", "inside", "muscle"),
    [
        ("point", 5, None),
        ("point", 5, "frontalis"),
        ("side", 15, None),
        ("side", 10, "frontalis"),
        ("muscle", 20, None),
        ("muscle", 10, "procerus"),
        ("session", 30, None),
    ],
)
def test_limits(scope: str, inside: int, muscle: str | None) -> None:
    kept = limited(scope, inside, muscle=muscle)
    passed = limited(scope, inside - 1, muscle=muscle)

    assert (kept.status, passed.status) == (PlanStatus.PROPOSED, PlanStatus.BLOCKED)
    assert [w.id for w in passed.warnings] == ["condition/limit"]


@pytest.mark.parametrize("soft", [{"enforced": False}, {"basis": build.RECALLED}])
def test_a_soft_limit_warns_and_stops_nothing(soft: dict[str, object]) -> None:
    made = limited("session", 1, **soft)

    assert (made.status, [w.id for w in made.warnings]) == (
        PlanStatus.PROPOSED,
        ["condition/limit"],
    )


@pytest.mark.parametrize(
    "silent",
    [{"profiles": ("US",)}, {"product": "abobotulinumtoxinA"}, {"scope": "window"}],
)
def test_a_limit_of_elsewhere_is_silent(silent: dict[str, object]) -> None:
    limit = Limit("limit", "session", five(1), ONA, build.SEEN, build.text())
    protocol = build.protocol(
        schemes=SIMPLE.schemes, limits=(attrs.evolve(limit, **silent),)
    )

    assert plan([order(protocol)], desk=desk()).warnings == ()


def test_joint_strength_of_neighbours_is_shown() -> None:
    scheme = build.scheme(
        "x", build.site("frontalis"), build.site("procerus", "midline"),
        build.site("trapezius"),
    )  # fmt: skip - one line of sites

    made = plan([order(build.protocol(schemes=(scheme,)))], desk=desk())

    assert made.group_units == {
        "frontalis_with_glabella": five(15),
        "neck_with_shoulder": five(10),
    }


RULE = LedgerRule(product=ONA, cap_units=five(400))


def booked(*given: Administration) -> Plan:
    book = ledger(build.ON, given, rule=RULE)
    return plan([order(SIMPLE)], desk=desk(ledgers=(book,)))


@pytest.mark.parametrize(
    ("given", "status", "warning"),
    [
        (Administration(build.days_before(84), ONA, five(400)), "proposed", None),
        (Administration(build.days_before(83), ONA, five(100)), "deferred", "interval"),
        (
            Administration(build.days_before(83), "abobotulinumtoxinA", five(100)),
            "blocked",
            "other_toxin",
        ),
        (Administration(build.days_before(10), ONA, five(391)), "blocked", "over_cap"),
    ],
)
def test_the_ledger_stands_in_the_way(
    given: Administration, status: str, warning: str | None
) -> None:
    made = booked(given)

    assert made.status.value == status
    stopping = [w.id for w in made.warnings if w.stops]
    assert warning is None or warning in stopping
