"""From points to a plan: limits, the ledger, and what must be asked."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from glabella.core.administrations import Administration
from glabella.core.criteria import Is
from glabella.core.eligibility import assess
from glabella.core.ledger import LedgerRule, ledger
from glabella.core.plan import Desk, Needed, Order, Plan, PlanStatus, plan
from glabella.core.practice import NO_PRACTICE, Confirmation, Practice
from glabella.core.product import Preparation
from glabella.core.protocol import (
    Kind,
    Limit,
    Protocol,
)
from glabella.core.quantity import Concentration
from glabella.core.schemes import (
    Bench,
    Choice,
)
from tests import build

ONA = "onabotulinumtoxinA"

PART_OF = {"corrugator_medial": "corrugator_supercilii"}

BENCH = Bench(ONA, "UK", build.SOURCES)


def five(number: int = 5) -> Decimal:
    return Decimal(number)


# ---- the plan -----------------------------------------------------------------------


def order(
    protocol: Protocol,
    facts: Mapping[str, bool] | None = None,
) -> Order:
    answer = assess(protocol, build.stated(facts or {}), setting=build.setting())
    return Order(protocol, Choice(), answer)


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

    made = plan([order(protocol, facts)], desk=desk())

    assert (made.status, made.total_units) == (status, None)
    is_shown = status is PlanStatus.NEEDS_CONFIRMATION
    assert made.arithmetic_units == (five(10) if is_shown else 0)
    assert bool(made.sites) == is_shown


def test_an_open_suicide_item_waits_for_a_clinician() -> None:
    rule = build.criterion("suicide_item_unacknowledged", Kind.CAUTION, Is("a"))
    protocol = build.protocol(rule, schemes=SIMPLE.schemes)

    made = plan([order(protocol, {"a": True})], desk=desk())

    assert made.status is PlanStatus.NEEDS_CONFIRMATION
    assert [w.id for w in made.warnings] == ["suicide_item_unacknowledged"]


def test_a_caution_is_said_and_stops_nothing() -> None:
    rule = build.criterion("weigh", Kind.CAUTION, Is("a"))
    protocol = build.protocol(rule, schemes=SIMPLE.schemes)

    made = plan([order(protocol, {"a": True})], desk=desk())

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


def test_units_entered_by_hand_need_a_name() -> None:
    asked = order(SIMPLE)
    printed = attrs.evolve(asked, choice=Choice(units={"frontalis": five()}))
    other = attrs.evolve(asked, choice=Choice(units={"frontalis": five(6)}))

    made = [plan([one], desk=desk()) for one in (printed, other)]

    assert [m.status for m in made] == [
        PlanStatus.PROPOSED,
        PlanStatus.NEEDS_CONFIRMATION,
    ]
    assert [need.what for need in made[1].needed] == ["condition/x"]


def test_a_recalled_landmark_waits_for_a_name() -> None:
    doubtful = build.site("m", landmark=build.text(), landmark_basis=build.RECALLED)
    read = build.site("n", landmark=build.text(), landmark_basis=build.SEEN)
    protocol = build.protocol(schemes=(build.scheme("x", doubtful, read),))
    vouched = Practice(
        confirmations=(Confirmation("condition/landmarks", "Dr. Test", build.ON),)
    )

    kept = [
        {s.muscle for s in plan([order(protocol)], desk=each).sites if s.landmark}
        for each in (desk(), desk(practice=vouched))
    ]

    assert kept == [{"n"}, {"m", "n"}]


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


def test_a_combination_that_a_label_prints_needs_no_name() -> None:
    made = both(studied_with=("condition",))

    assert (made.status, made.needed) == (PlanStatus.PROPOSED, ())


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
    scheme = build.scheme(
        "x", build.site("frontalis", points=2), build.site("procerus")
    )
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
    elsewhere = attrs.evolve(limit, **silent)  # type: ignore[arg-type]  # by name
    protocol = build.protocol(schemes=SIMPLE.schemes, limits=(elsewhere,))

    assert plan([order(protocol)], desk=desk()).warnings == ()


def test_joint_strength_of_neighbours_is_shown() -> None:
    scheme = build.scheme(
        "x",
        build.site("frontalis"),
        build.site("procerus", "midline"),
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
