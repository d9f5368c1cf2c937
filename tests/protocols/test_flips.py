"""On the worked cases, each flip point holds when somebody asserts it."""

from functools import cache

from glabella.core.derived import with_derived
from glabella.core.eligibility import Verdict, assess
from glabella.core.facts import Fact
from glabella.core.interview import Flip, flips
from glabella.protocols.cases import Case, fact_set
from tests.protocols import case_runner


@cache
def some_cases() -> tuple[Case, ...]:
    """Return every tenth case: all of them have some 10 000 flip points."""
    cases = [case for case in case_runner.all_cases() if case.question == "assess"]
    return tuple(cases[::10])


def verdict_after(case: Case, flip: Flip) -> Verdict:
    """Return the verdict if the fact had been recorded so on that day."""
    library = case_runner.library()
    facts = fact_set(library.catalogue, on=case.on, facts=case.facts)
    older = [fact for fact in facts.history(flip.fact) if fact.as_of < case.on]
    asserted = facts.with_facts([*older, Fact(flip.fact, flip.then, case.on)])
    return assess(
        library.protocol(case.protocol),
        with_derived(asserted),
        setting=case_runner.setting_of(case),
        phase=case_runner.assessment_of(case).phase,
        baseline=case_runner.baseline_of(case),
    ).verdict


def test_a_flip_of_a_worked_case_gives_its_verdict_when_asserted() -> None:
    found = [
        (case, flip)
        for case in some_cases()
        for flip in flips(
            case_runner.assessment_of(case), setting=case_runner.setting_of(case)
        )
    ]

    wrong = [
        (case.protocol, case.id, flip)
        for case, flip in found
        if verdict_after(case, flip) is not flip.verdict
    ]

    assert wrong == []
    assert len(found) > len(some_cases())
