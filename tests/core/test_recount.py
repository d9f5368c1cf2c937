"""The laws of a plan counted on the points that a clinician left."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from glabella.core.criteria import Is
from glabella.core.eligibility import assess
from glabella.core.errors import InputError
from glabella.core.ledger import LedgerRule, ledger
from glabella.core.plan import Desk, Order, PlanStatus, plan
from glabella.core.practice import NO_PRACTICE, Confirmation, Practice
from glabella.core.product import Preparation
from glabella.core.protocol import Kind, Limit, Protocol
from glabella.core.quantity import Concentration
from glabella.core.recount import BY_HAND, Difference, EnteredSite, Recount, recount
from glabella.core.schemes import Bench, Choice, PlannedSite
from tests import build

ONA = "onabotulinumtoxinA"
STRENGTH = Preparation(Concentration(Fraction(50), ONA), (Decimal(50), Decimal(100)))
SIMPLE = build.protocol(
    schemes=(build.scheme("x", build.site("frontalis"), build.site("procerus")),)
)
VOUCHED = Practice(confirmations=(Confirmation(BY_HAND, "Dr. Test", build.ON),))


def order(
    protocol: Protocol = SIMPLE,
    facts: Mapping[str, bool] | None = None,
    choice: Choice | None = None,
) -> Order:
    answer = assess(protocol, build.stated(facts or {}), setting=build.setting())
    return Order(protocol, choice or Choice(), answer)


def desk(**others: object) -> Desk:
    values: dict[str, object] = {
        "bench": Bench(ONA, "UK", build.SOURCES),
        "part_of": {},
        "practice": NO_PRACTICE,
        "preparation": STRENGTH,
        **others,
    }
    return Desk(**values)  # type: ignore[arg-type]  # defaults by name


def entered(sites: Sequence[PlannedSite]) -> list[EnteredSite]:
    return [
        EnteredSite(s.muscle, s.side, s.point, s.units, s.protocols, s.depth)
        for s in sites
    ]


def proposed(*orders: Order) -> list[EnteredSite]:
    return entered(plan(orders, desk=desk()).sites)


def changed(units: int, **others: object) -> Recount:
    """Return a recount whose first point has other units."""
    first, *rest = proposed(order())
    sites = [attrs.evolve(first, units=Decimal(units)), *rest]
    return recount([order()], sites, desk=desk(**others))


# ---- the laws ------------------------------------------------------------------------

OTHER = build.protocol(
    id="other",
    schemes=(build.scheme("y", build.site("frontalis", points=3)),),
)
RECALLED = build.protocol(
    schemes=(build.scheme("x", build.site("m"), split_basis=build.RECALLED),)
)


@pytest.mark.parametrize(
    "orders", [[order()], [order(), order(OTHER)], [order(RECALLED)]]
)
def test_proposed_points_give_the_very_same_plan(orders: list[Order]) -> None:
    made = plan(orders, desk=desk())

    again = recount(orders, entered(made.sites), desk=desk())

    assert again.plan == made
    assert again.differences == ()


def test_what_a_verdict_refuses_stays_refused() -> None:
    rule = build.criterion("danger", Kind.CONTRAINDICATION, Is("a"))
    asked = order(build.protocol(rule, schemes=SIMPLE.schemes), {"a": True})

    made = recount([asked], proposed(order()), desk=desk(practice=VOUCHED))

    assert (made.plan.status, made.plan.sites) == (PlanStatus.BLOCKED, ())
    assert made.plan.needed == ()


def test_protocols_that_must_not_meet_stay_apart() -> None:
    apart = attrs.evolve(OTHER, never_merges_with=("condition",))
    orders = [order(), order(apart)]

    made = recount(orders, proposed(order()), desk=desk())

    assert made.plan.status is PlanStatus.NO_DOSE


def test_ledger_counts_what_was_entered() -> None:
    book = ledger(
        build.ON,
        (),
        rule=LedgerRule(product=ONA, cap_units=Decimal(25), basis=build.SEEN),
    )

    inside = changed(10, ledgers=(book,), practice=VOUCHED)
    over = changed(11, ledgers=(book,), practice=VOUCHED)

    assert (inside.plan.status, inside.units_left) == (PlanStatus.PROPOSED, 0)
    assert (over.plan.status, over.units_left) == (PlanStatus.BLOCKED, -1)


def test_nobody_can_say_what_is_left_without_a_cap() -> None:
    book = ledger(build.ON, (), rule=LedgerRule(product=ONA))

    assert changed(5, ledgers=(book,)).units_left is None
    assert changed(5).units_left is None


def test_limit_counts_what_was_entered() -> None:
    limit = Limit("cap", "session", Decimal(21), ONA, build.SEEN, build.text())
    protocol = attrs.evolve(SIMPLE, limits=(limit,))
    sites = proposed(order())
    more = [attrs.evolve(sites[0], units=Decimal(7)), *sites[1:]]
    vouched = desk(practice=VOUCHED)

    statuses = [
        recount([order(protocol)], each, desk=vouched).plan.status
        for each in (sites, more)
    ]

    assert statuses == [PlanStatus.PROPOSED, PlanStatus.BLOCKED]


# ---- by hand -------------------------------------------------------------------------


def test_changed_units_need_a_name_and_count() -> None:
    asked, done = changed(8), changed(8, practice=VOUCHED)

    assert (asked.plan.status, asked.plan.total_units) == (
        PlanStatus.NEEDS_CONFIRMATION,
        None,
    )
    assert [one.what for one in asked.plan.needed] == [BY_HAND]
    assert (done.plan.status, done.plan.total_units) == (PlanStatus.PROPOSED, 23)
    assert asked.differences == (
        Difference("frontalis", "left", 1, Decimal(5), Decimal(8)),
    )
    first = asked.plan.sites[0]
    assert (first.unverified, first.sources) == ("entered by hand", ())
    assert asked.plan.volume_ml == Decimal("0.46")


def test_point_left_out_needs_a_name() -> None:
    made = recount([order()], proposed(order())[1:], desk=desk())

    assert made.differences == (Difference("frontalis", "left", 1, Decimal(5), None),)
    assert made.plan.needed[0].what == BY_HAND


def test_added_point_needs_a_name_and_belongs_to_the_main_protocol() -> None:
    new = EnteredSite("masseter", "left", 1, Decimal(3), depth="deep")

    made = recount([order()], [*proposed(order()), new], desk=desk())

    assert made.differences == (Difference("masseter", "left", 1, None, Decimal(3)),)
    last = made.plan.sites[-1]
    assert (last.protocols, last.depth) == (("condition",), "deep")


def test_units_of_the_choice_itself_need_a_name_for_this_plan() -> None:
    asked = order(choice=Choice(units={"frontalis": Decimal(6)}))
    confirmed = Confirmation("condition/x", "Dr. Test", build.ON)
    practice = Practice(confirmations=(confirmed,))

    made = recount([asked], proposed(asked), desk=desk(practice=practice))

    assert [one.what for one in made.plan.needed] == [BY_HAND]


def test_points_by_hand_stand_where_a_protocol_gives_none() -> None:
    bare = build.protocol(schemes=(build.scheme("total"),))
    new = EnteredSite("frontalis", "left", 1, Decimal(3), ("condition",))

    without = recount([order(bare)], [], desk=desk())
    by_hand = recount([order(bare)], [new], desk=desk())

    assert without.plan.status is PlanStatus.NO_DOSE
    assert by_hand.plan.status is PlanStatus.NEEDS_CONFIRMATION


def test_units_outside_a_published_range_are_said() -> None:
    span = (Decimal(10), Decimal(20))
    pattern = build.site("m", points=1, units_per_point=None, units_range=span)
    bare = build.site("n")
    ranged = build.protocol(
        schemes=(build.scheme("x", pattern, bare, choice="default"),)
    )
    asked = order(ranged, choice=Choice(units={"m": Decimal(10)}))
    first, *rest = proposed(asked)
    sites = [attrs.evolve(first, units=Decimal(25)), *rest]

    inside = recount([asked], [first, *rest], desk=desk())
    outside = recount([asked], sites, desk=desk())

    assert [one.id for one in inside.plan.warnings] == []
    assert [one.id for one in outside.plan.warnings] == ["condition/m/left/range"]


def test_recalled_range_or_no_scheme_says_nothing() -> None:
    span = (Decimal(10), Decimal(20))
    pattern = build.site("m", points=1, units_per_point=None, units_range=span)
    recalled = build.scheme("x", pattern, basis=build.RECALLED)
    new = EnteredSite("m", "left", 1, Decimal(50))

    found = [
        recount([order(build.protocol(schemes=schemes))], [new], desk=desk())
        for schemes in ((recalled,), ())
    ]

    assert [one.plan.warnings for one in found] == [(), ()]


# ---- input ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "words"),
    [
        (EnteredSite("m", "left", 1, Decimal(0)), "no dose"),
        (EnteredSite("m", "left", 1, Decimal("NaN")), "no dose"),
        (EnteredSite("m", "middle", 1, Decimal(5)), "side"),
        (EnteredSite("m", "left", 1, Decimal(5), ("stranger",)), "protocol"),
        (EnteredSite("frontalis", "left", 1, Decimal(5)), "twice"),
    ],
)
def test_point_that_cannot_be_counted_is_refused(site: EnteredSite, words: str) -> None:
    with pytest.raises(InputError, match=words):
        recount([order()], [*proposed(order()), site], desk=desk())


def test_no_protocols_give_no_plan() -> None:
    made = recount([], [], desk=desk())

    assert made.plan.status is PlanStatus.NO_DOSE
