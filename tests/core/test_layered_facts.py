"""A set that changes a few facts of another asks the other for the rest."""

from glabella.core.facts import Absence, Missing
from tests import build


def test_what_did_not_change_is_found_once_for_both() -> None:
    old = build.fact("a", True, as_of=build.days_before(2))
    facts = build.fact_set(old, build.fact("b", True))

    changed = facts.with_facts([build.fact("b", False)])

    assert changed.lookup("a") is facts.lookup("a") is old
    assert changed.lookup("b") == build.fact("b", False)
    assert facts.lookup("b") == build.fact("b", True)


def test_a_fact_replaced_by_a_later_one_is_gone() -> None:
    """The statement counts from its day on; until then nothing is left of the name."""
    facts = build.fact_set(build.fact("a", True))

    changed = facts.with_facts([build.fact("a", False, as_of=build.days_before(-1))])

    assert changed.lookup("a") == Missing("a", Absence.NOT_RECORDED)
    assert changed.history("a") == ()


def test_facts_set_aside_stay_counted() -> None:
    later = build.fact("a", True, as_of=build.days_before(-1))

    facts = build.fact_set(later).with_facts([build.fact("b", True), later])

    assert facts.ignored_future == 2


def test_a_set_names_what_it_changed() -> None:
    facts = build.fact_set(a=True)
    changed = facts.with_facts([build.fact("b", True)])

    assert changed.changed_since(facts) == frozenset({"b"})
    assert facts.changed_since(facts) == frozenset()
    assert facts.changed_since(changed) is None
    assert changed.without(["a"]).changed_since(facts) is None
