"""From a person's facts to one plan: assessed, counted, and made ready."""

from collections.abc import Mapping
from decimal import Decimal

import attrs
import pytest

from glabella.core.criteria import Is
from glabella.core.dilution import Dilution, reconstituted
from glabella.core.errors import UnknownNameError
from glabella.core.fact_types import FactValue
from glabella.core.ledger import LedgerRule
from glabella.core.muscles import Muscle
from glabella.core.plan import Plan, PlanStatus
from glabella.core.planning import Patient, Room, Wish, ledgers, plan_session
from glabella.core.product import Product, VialSizes
from glabella.core.profile import Profile
from glabella.core.protocol import (
    ExtraSites,
    Kind,
    Limit,
    Phase,
    Protocol,
    SchemeOption,
)
from glabella.core.quantity import Dose, Volume
from glabella.core.schemes import Choice
from tests import build

ONA, ABO = "onabotulinumtoxinA", "abobotulinumtoxinA"


def powder(ml: int, **others: object) -> Dilution:
    made = reconstituted(
        f"100 in {ml}",
        build.SEEN,
        vial=Dose(Decimal(100), ONA),
        diluent=Volume(Decimal(ml)),
    )
    return attrs.evolve(made, **others)  # type: ignore[arg-type]  # by name


STOCK = Product(
    ONA,
    build.text(),
    vials=(VialSizes((Decimal(100), Decimal(50)), (), build.SEEN),),
    dilutions=(powder(4), powder(2)),
)

PART = Muscle("corrugator_medial", build.text(), "face", "part", "corrugator")

ROOM = Room(
    profile=Profile("UK", build.text(), "NICE", (), (LedgerRule(product=ONA),), ()),
    product=STOCK,
    setting=build.setting(),
    muscles={PART.id: PART},
)


def printing(name: str, ml: int | None, **others: object) -> Protocol:
    """Return a protocol whose default scheme prints a dilution of 100 U."""
    scheme = build.scheme(
        "own",
        build.site("frontalis"),
        vial_units=Decimal(100),
        dilution_ml=None if ml is None else Decimal(ml),
    )
    return build.protocol(id=name, **{"schemes": (scheme,), **others})


SIMPLE = printing("condition", 2)


def planned(*protocols: Protocol, room: Room = ROOM, **values: FactValue) -> Plan:
    patient = Patient(build.stated(values))
    return plan_session([Wish(protocol) for protocol in protocols], patient, room=room)


def strength(plan: Plan) -> Decimal | None:
    """Return the units per millilitre that the syringe holds."""
    return plan.arithmetic_units / plan.volume_ml if plan.volume_ml else None


# ---- the way through ----------------------------------------------------------------


def test_a_session_is_assessed_planned_and_made_ready() -> None:
    made = planned(SIMPLE)

    assert (made.status, made.product, made.total_units, made.volume_ml) == (
        PlanStatus.PROPOSED,
        ONA,
        Decimal(10),
        Decimal("0.2"),
    )
    assert made.vials is not None
    assert [(v.size.units, v.count) for v in made.vials.vials] == [(Decimal(50), 1)]
    assert made.ledger is not None
    assert made.ledger.rule == LedgerRule(product=ONA)


def test_a_protocol_that_refuses_gives_no_units() -> None:
    rule = build.criterion("danger", Kind.CONTRAINDICATION, Is("a"))
    protocol = attrs.evolve(SIMPLE, criteria=(rule,))

    assert planned(protocol, a=False).total_units == 10
    assert planned(protocol, a=True).status is PlanStatus.BLOCKED
    assert planned(protocol).status is PlanStatus.NEEDS_CONFIRMATION


def test_the_product_at_hand_is_the_one_that_is_assessed() -> None:
    rule = build.criterion("danger", Kind.CONTRAINDICATION, Is("a"), products=(ABO,))
    protocol = attrs.evolve(SIMPLE, criteria=(rule,))
    other = attrs.evolve(ROOM, product=Product(ABO, build.text()))

    assert planned(protocol, a=True).status is PlanStatus.PROPOSED
    assert planned(protocol, a=True, room=other).status is PlanStatus.BLOCKED


def test_baseline_and_phase_are_those_of_the_patient() -> None:
    entry = build.criterion("entry", Kind.INCLUSION, Is("a"), entry=True)
    start = build.criterion(
        "start", Kind.CONTRAINDICATION, Is("b"), phases=(Phase.START,)
    )
    protocol = attrs.evolve(SIMPLE, criteria=(entry, start))
    facts, baseline = build.fact_set(a=False, b=True), build.fact_set(a=True)

    going_on = Patient(facts, baseline, Phase.CONTINUE)

    made = plan_session([Wish(protocol)], going_on, room=ROOM)

    assert made.status is PlanStatus.PROPOSED


def test_a_part_counts_towards_its_whole_muscle() -> None:
    limit = Limit("limit", "muscle", Decimal(9), ONA, build.SEEN, build.text())
    scheme = build.scheme("own", build.site("corrugator_medial"))
    protocol = build.protocol(
        schemes=(scheme,), limits=(attrs.evolve(limit, muscle="corrugator"),)
    )

    made = planned(protocol)

    assert made.muscle_units == {"corrugator": Decimal(10)}
    assert made.status is PlanStatus.BLOCKED


def test_a_scheme_that_does_not_exist_is_said() -> None:
    wish = Wish(SIMPLE, Choice(scheme="lost"))

    with pytest.raises(UnknownNameError, match='has no scheme "lost"'):
        plan_session([wish], Patient(build.fact_set()), room=ROOM)


# ---- the strength -------------------------------------------------------------------


def test_the_scheme_that_is_planned_chooses_the_strength() -> None:
    """The default prints 2 ml: a scheme nobody picked has no say."""
    own, named = (
        build.scheme(
            name,
            build.site("frontalis"),
            choice=choice,
            vial_units=Decimal(100),
            dilution_ml=Decimal(ml),
        )
        for name, choice, ml in (("own", "default", 2), ("other", "named", 4))
    )
    protocol = build.protocol(schemes=(named, own))
    patient = Patient(build.fact_set())

    picked = plan_session([Wish(protocol, Choice(scheme="other"))], patient, room=ROOM)

    assert strength(planned(protocol)) == 50
    assert strength(picked) == 25


def test_the_main_protocol_chooses_the_strength_of_a_joint_session() -> None:
    strong, weak = printing("strong", 2), printing("weak", 4)

    assert strength(planned(strong, weak)) == 50
    assert strength(planned(weak, strong)) == 25


def test_without_a_strength_on_file_nothing_is_drawn() -> None:
    made = planned(printing("condition", 9))

    assert (made.status, made.fill, made.volume_ml) == (PlanStatus.PROPOSED, None, None)


def test_the_condition_chooses_where_the_scheme_prints_nothing() -> None:
    product = attrs.evolve(STOCK, dilutions=(powder(4, uses=("condition",)), powder(2)))
    room = attrs.evolve(ROOM, product=product)

    assert strength(planned(printing("condition", None), room=room)) == 25
    assert strength(planned(printing("other", None), room=room)) is None


def test_a_product_without_a_scheme_gives_no_strength() -> None:
    made = planned(build.protocol())

    assert (made.status, made.fill) == (PlanStatus.NO_DOSE, None)


# ---- the ledger ---------------------------------------------------------------------


def had(days: int, **others: object) -> Mapping[str, object]:
    row = {"date": build.days_before(days), "product": ONA, "units": Decimal(155)}
    return {**row, **others}


@pytest.mark.parametrize(
    ("days", "status"), [(83, PlanStatus.DEFERRED), (84, PlanStatus.PROPOSED)]
)
def test_an_earlier_session_defers_to_day_84(days: int, status: PlanStatus) -> None:
    assert planned(SIMPLE, toxin_sessions=(had(days),)).status is status


@pytest.mark.parametrize(
    ("overrides", "status"),
    [
        ((), PlanStatus.BLOCKED),
        (
            (
                {
                    "criterion": "other_botulinum_toxin_within_84_days",
                    "who": "Dr. Test",
                    "why": "asked the other clinic",
                },
            ),
            PlanStatus.DEFERRED,
        ),
    ],
)
def test_an_override_lifts_the_block_and_not_the_interval(
    overrides: tuple[Mapping[str, str], ...], status: PlanStatus
) -> None:
    sessions = (had(83, product=ABO),)

    made = planned(SIMPLE, toxin_sessions=sessions, overrides=overrides)

    assert made.status is status


def test_each_rule_that_counts_the_session_has_its_ledger() -> None:
    narrow = LedgerRule(product=ONA, cap_units=Decimal(100), conditions=("condition",))
    rules = (narrow, LedgerRule(product=ONA))
    room = attrs.evolve(ROOM, profile=attrs.evolve(ROOM.profile, ledger_rules=rules))
    facts = build.fact_set(toxin_sessions=(had(10, condition="other"),))

    books = ledgers([SIMPLE], facts, room=room)

    assert [(book.rule, book.used) for book in books] == [
        (LedgerRule(product=ONA), Decimal(155)),
        (narrow, Decimal(0)),
    ]


def test_a_session_for_nothing_gives_no_dose() -> None:
    made = planned()

    assert (made.status, made.sites, made.total_units) == (PlanStatus.NO_DOSE, (), None)


def test_of_several_options_the_one_asked_for_is_added() -> None:
    options = tuple(
        SchemeOption(
            name,
            "own",
            build.text(name),
            (ExtraSites("frontalis", Decimal(units), Decimal(5)),),
            Decimal(units),
            points,
            build.SEEN,
        )
        for name, units, points in (("few", 5, 1), ("many", 20, 4))
    )
    protocol = attrs.evolve(SIMPLE, options=options)
    choice = Choice(options=("many",), extra_points={"frontalis": 3})

    made = plan_session([Wish(protocol, choice)], Patient(build.fact_set()), room=ROOM)

    assert made.arithmetic_units == 25


def test_a_protocol_knows_its_schemes_by_name() -> None:
    assert [SIMPLE.scheme(name) for name in ("own", "lost")] == [
        SIMPLE.schemes[0],
        None,
    ]
