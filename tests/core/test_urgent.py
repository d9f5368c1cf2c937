"""Urgent findings stand apart, and silence is no reassurance."""

from glabella.core.criteria import AnyOf, Is, Node
from glabella.core.facts import Evaluation
from glabella.core.truth import Truth
from glabella.core.urgent import (
    Urgency,
    UrgentFinding,
    UrgentRule,
    unasked,
    urgent_findings,
)
from tests import build

NOW, TODAY = Urgency.EMERGENCY_NOW, Urgency.CLINICIAN_TODAY


def rule(name: str, when: Node, urgency: Urgency = NOW) -> UrgentRule:
    words = build.text(name)
    return UrgentRule(name, "family", urgency, when, words, words, build.SEEN)


def test_what_cannot_wait_comes_first() -> None:
    today = rule("today", Is("a"), TODAY)
    first, second = rule("first", Is("b")), rule("second", Is("a"))
    facts = build.fact_set(a=True, b=True)

    found = urgent_findings((today, first, second), facts)

    assert [item.rule.id for item in found] == ["first", "second", "today"]


def test_a_finding_shows_the_facts_that_say_so() -> None:
    spread = rule("spread", AnyOf((Is("a"), Is("b"))))

    found = urgent_findings((spread,), build.fact_set(a=True))

    evidence = Evaluation(Truth.YES, (build.fact("a", value=True),), ())
    assert found == (UrgentFinding(spread, evidence),)


def test_a_no_and_an_open_question_are_no_finding() -> None:
    rules = (rule("denied", Is("a")), rule("open", Is("b")))

    assert urgent_findings(rules, build.fact_set(a=False)) == ()


def test_what_nobody_asked_is_named() -> None:
    rules = (rule("yes", Is("a")), rule("no", Is("b")), rule("open", Is("c")))

    assert unasked(rules, build.fact_set(a=True, b=False)) == (rules[2],)
