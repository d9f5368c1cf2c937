"""From the truth of each rule to the verdict of a protocol."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import attrs
import pytest

from glabella.core.criteria import DaysSince, Is
from glabella.core.eligibility import (
    OUTCOMES,
    Assessment,
    Outcome,
    Until,
    Verdict,
    assess,
)
from glabella.core.fact_types import FactValue
from glabella.core.facts import FactSet
from glabella.core.overrides import Override
from glabella.core.practice import (
    Confirmation,
    LabelDecision,
    Practice,
    Signature,
)
from glabella.core.protocol import Criterion, Ending, Kind, Label, Phase
from glabella.core.truth import Truth
from tests import build

HEALED = Ending(build.text("healed"))

FACTS: dict[Truth, dict[str, FactValue]] = {
    Truth.YES: {"a": True},
    Truth.NO: {"a": False},
    Truth.UNKNOWN: {},
}


def rule(
    kind: Kind, name: str = "rule", fact: str = "a", **others: object
) -> Criterion:
    ending = HEALED if kind is Kind.DEFERRAL else None
    return build.criterion(name, kind, Is(fact), **{"ending": ending, **others})


def verdict(*criteria: Criterion, **values: FactValue) -> Assessment:
    facts = build.stated(values)
    return assess(build.protocol(*criteria), facts, setting=build.setting())


TABLE = {
    Kind.REQUIREMENT: ("indicated", "blocked", "needs_facts"),
    Kind.CONTRAINDICATION: ("blocked", "indicated", "needs_facts"),
    Kind.DEFERRAL: ("deferred", "indicated", "needs_facts"),
    Kind.INCLUSION: ("indicated", "not_indicated", "needs_facts"),
    Kind.EXCLUSION: ("not_indicated", "indicated", "needs_facts"),
    Kind.TRIAL_POPULATION: ("indicated", "indicated", "indicated"),
    Kind.CAUTION: ("indicated", "indicated", "indicated"),
    Kind.STOP: ("indicated", "indicated", "indicated"),
}

CAUTIONS = {
    (Kind.TRIAL_POPULATION, Truth.NO),
    (Kind.CAUTION, Truth.YES),
    (Kind.STOP, Truth.YES),
}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_turns_each_truth_into_its_verdict(kind: Kind) -> None:
    answers = [verdict(rule(kind), **FACTS[truth]) for truth in Truth]

    assert tuple(a.verdict.value for a in answers) == TABLE[kind]
    assert [bool(a.cautions) for a in answers] == [(kind, t) in CAUTIONS for t in Truth]


def test_every_kind_and_truth_has_an_outcome() -> None:
    assert set(OUTCOMES) == set(product(Kind, Truth))


def test_the_gravest_outcome_decides() -> None:
    rules = [
        rule(Kind.CONTRAINDICATION, "danger", "a"),
        rule(Kind.DEFERRAL, "wait", "b"),
        rule(Kind.INCLUSION, "fits", "c"),
        rule(Kind.REQUIREMENT, "asked", "d"),
    ]

    stair = [
        verdict(*rules, a=True, b=True, c=False).verdict,
        verdict(*rules, a=False, b=True, c=False).verdict,
        verdict(*rules, a=False, b=False, c=False).verdict,
        verdict(*rules, a=False, b=False, c=True).verdict,
        verdict(*rules, a=False, b=False, c=True, d=True).verdict,
    ]

    assert stair == [
        Verdict.BLOCKED,
        Verdict.DEFERRED,
        Verdict.NOT_INDICATED,
        Verdict.NEEDS_FACTS,
        Verdict.INDICATED,
    ]


@pytest.mark.parametrize("kind", [Kind.CONTRAINDICATION, Kind.DEFERRAL, Kind.EXCLUSION])
def test_an_unread_rule_that_fires_asks_instead_of_refusing(kind: Kind) -> None:
    answer = verdict(rule(kind, basis=build.RECALLED), a=True)

    assert answer.verdict is Verdict.NEEDS_FACTS
    assert [j.needs_confirmation for j in answer.judgements] == [True]


def test_a_confirmed_rule_decides_and_names_who_vouched() -> None:
    practice = Practice(
        confirmations=(Confirmation("condition/rule", "Dr. Test", build.ON),)
    )
    unread = rule(Kind.CONTRAINDICATION, basis=build.RECALLED)

    answer = assess(
        build.protocol(unread),
        build.fact_set(a=True),
        setting=build.setting(practice=practice),
    )

    assert answer.verdict is Verdict.BLOCKED
    assert answer.judgements[0].confirmed_by == "Dr. Test"


@pytest.mark.parametrize(
    ("basis", "reason"),
    [
        (build.SEEN, None),
        (build.SEEN_IN_COPY, "read only in a tier C source"),
        (build.DERIVED, "derived by this project"),
        (build.RECALLED, "recalled, not read in a source"),
    ],
)
def test_a_judgement_says_why_its_rule_is_unverified(
    basis: object, reason: str | None
) -> None:
    answer = verdict(rule(Kind.CAUTION, basis=basis), a=False)

    assert answer.judgements[0].unverified == reason


@pytest.mark.parametrize(
    ("labels", "status", "expected"),
    [
        ((build.label(),), Label.ON_LABEL, Verdict.INDICATED),
        ((), Label.OFF_LABEL, Verdict.CRITERIA_MET_OFF_LABEL),
        (
            (build.label(date_of_label=None),),
            Label.UNVERIFIED,
            Verdict.CRITERIA_MET_OFF_LABEL,
        ),
        (
            (build.label(basis=build.RECALLED),),
            Label.UNVERIFIED,
            Verdict.CRITERIA_MET_OFF_LABEL,
        ),
        (
            (build.label(basis=build.SEEN_IN_COPY),),
            Label.ON_LABEL,
            Verdict.CRITERIA_MET_OFF_LABEL,
        ),
        (
            (build.label(), build.label(Label.OFF_LABEL)),
            Label.CONFLICT,
            Verdict.CRITERIA_MET_OFF_LABEL,
        ),
        (
            (build.label(profile="US"),),
            Label.OFF_LABEL,
            Verdict.CRITERIA_MET_OFF_LABEL,
        ),
        (
            (build.label(), build.label(Label.OFF_LABEL, profile="*")),
            Label.ON_LABEL,
            Verdict.INDICATED,
        ),
    ],
)
def test_only_a_dated_label_that_was_read_makes_an_indication(
    labels: tuple[object, ...], status: Label, expected: Verdict
) -> None:
    protocol = build.protocol(labels=labels)

    answer = assess(protocol, build.fact_set(), setting=build.setting())

    assert (answer.label.status, answer.verdict) == (status, expected)


def test_a_clinician_decides_a_label_conflict_by_name() -> None:
    decision = LabelDecision(
        "condition", "onabotulinumtoxinA", "UK", Label.ON_LABEL, "Dr. Test", build.ON
    )
    protocol = build.protocol(labels=(build.label(), build.label(Label.OFF_LABEL)))

    answer = assess(
        protocol,
        build.fact_set(),
        setting=build.setting(practice=Practice(label_decisions=(decision,))),
    )

    assert (answer.verdict, answer.label.decided_by) == (Verdict.INDICATED, "Dr. Test")


def test_a_deferral_counts_its_last_day() -> None:
    wait = build.criterion(
        "wait",
        Kind.DEFERRAL,
        DaysSince("last_toxin_date", "<", Decimal(84)),
        ending=Ending(build.text("84 days"), 84, "last_toxin_date"),
    )
    last = build.days_before(83)

    answer = verdict(wait, last_toxin_date=last)

    assert answer.until == Until(build.text("84 days"), build.ON + timedelta(days=1))


def test_an_ending_without_a_date_outlasts_every_date() -> None:
    dated = build.criterion(
        "dated",
        Kind.DEFERRAL,
        Is("b"),
        ending=Ending(build.text("later"), 84, "last_toxin_date"),
    )
    rules = [dated, rule(Kind.DEFERRAL)]

    answer = verdict(*rules, a=True, b=True, last_toxin_date=date(2026, 3, 1))

    assert answer.until == Until(build.text("healed"))


OVERRIDE = ({"criterion": "rule", "who": "Dr. Test", "why": "no other option"},)


@pytest.mark.parametrize(
    ("profiles", "rows", "expected"),
    [
        (("UK",), OVERRIDE, Verdict.INDICATED),
        ((), OVERRIDE, Verdict.BLOCKED),
        (("US",), OVERRIDE, Verdict.BLOCKED),
        (("UK",), ({**OVERRIDE[0], "who": None},), Verdict.BLOCKED),
        (("UK",), ({**OVERRIDE[0], "why": ""},), Verdict.BLOCKED),
        (("UK",), ({**OVERRIDE[0], "criterion": "other"},), Verdict.BLOCKED),
        (("UK",), (), Verdict.BLOCKED),
    ],
)
def test_an_override_needs_a_label_a_name_and_a_reason(
    profiles: tuple[str, ...], rows: tuple[dict[str, object], ...], expected: Verdict
) -> None:
    danger = rule(Kind.CONTRAINDICATION, override_profiles=profiles)

    answer = verdict(danger, a=True, overrides=rows)

    assert answer.verdict is expected
    given = (Override("rule", "Dr. Test", "no other option"),)
    assert answer.overrides == (given if expected is Verdict.INDICATED else ())


def test_a_rule_of_another_country_phase_or_product_is_silent() -> None:
    silent = [
        rule(Kind.CONTRAINDICATION, "there", profiles=("US",)),
        rule(Kind.CONTRAINDICATION, "later", phases=(Phase.CONTINUE,)),
        rule(Kind.CONTRAINDICATION, "other", products=("abobotulinumtoxinA",)),
    ]

    assert verdict(*silent, a=True).judgements == ()


def test_another_product_brings_its_own_rules_and_label() -> None:
    setting = attrs.evolve(build.setting(), product="abobotulinumtoxinA")
    milk = rule(Kind.CONTRAINDICATION, products=("abobotulinumtoxinA",))

    answer = assess(build.protocol(milk), build.fact_set(a=True), setting=setting)

    assert (answer.verdict, answer.label.status) == (Verdict.BLOCKED, Label.OFF_LABEL)


def test_a_signature_belongs_to_one_version_and_text() -> None:
    signed = [
        Signature("condition", "2026-1", "Dr. Test", build.ON, digest)
        for digest in ("digest", "older digest", None)
    ]

    names = [
        assess(
            build.protocol(),
            build.fact_set(),
            setting=build.setting(practice=Practice(signatures=(one,))),
        ).signed_by
        for one in signed
    ]

    assert names == ["Dr. Test", None, "Dr. Test"]


# ---- phases and the frozen baseline --------------------------------------------------


def sessions(
    *days: date, condition: str = "condition"
) -> tuple[dict[str, object], ...]:
    product = "onabotulinumtoxinA"
    return tuple(
        {"date": day, "condition": condition, "product": product} for day in days
    )


ENTRY = rule(Kind.INCLUSION, "entry", "a", entry=True)


def phase_and_verdict(facts: FactSet) -> tuple[Phase, Verdict]:
    answer = assess(build.protocol(ENTRY), facts, setting=build.setting())
    return answer.phase, answer.verdict


def test_a_responder_is_judged_by_the_baseline() -> None:
    first = build.days_before(84)
    facts = build.fact_set(
        build.fact("a", True, as_of=first),
        a=False,
        toxin_sessions=sessions(first),
    )

    assert phase_and_verdict(facts) == (Phase.CONTINUE, Verdict.INDICATED)


def test_a_baseline_may_be_given() -> None:
    facts = build.fact_set(a=False, toxin_sessions=sessions(build.days_before(90)))

    answer = assess(
        build.protocol(ENTRY),
        facts,
        setting=build.setting(),
        baseline=build.fact_set(a=True, on=build.days_before(90)),
    )

    assert answer.verdict is Verdict.INDICATED
    assert answer.judgements[0].from_baseline


@pytest.mark.parametrize(
    ("pause", "phase"), [(182, Phase.CONTINUE), (183, Phase.START)]
)
def test_a_long_pause_is_a_new_start(pause: int, phase: Phase) -> None:
    facts = build.fact_set(a=True, toxin_sessions=sessions(build.days_before(pause)))

    assert phase_and_verdict(facts)[0] is phase


def test_sessions_for_another_condition_start_no_course() -> None:
    other = sessions(build.days_before(90), condition="other")

    assert phase_and_verdict(build.fact_set(a=True, toxin_sessions=other)) == (
        Phase.START,
        Verdict.INDICATED,
    )


def test_the_course_begins_after_the_last_long_pause() -> None:
    days = [build.days_before(n) for n in (800, 200, 100)]
    early = build.fact("a", False, as_of=days[0])
    later = build.fact("a", True, as_of=days[1])

    facts = build.fact_set(early, later, a=False, toxin_sessions=sessions(*days))

    assert phase_and_verdict(facts) == (Phase.CONTINUE, Verdict.INDICATED)


def test_outcomes_of_cautions_change_no_verdict() -> None:
    assert {OUTCOMES[kind, truth] for kind, truth in CAUTIONS} == {Outcome.CAUTION}
