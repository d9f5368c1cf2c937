"""Every rule that can refuse or stop has a case on each side of its edge.

The proof is a set of wrong versions: a rule inverted, an edge moved by one step. If all
cases stay green under a wrong version, nobody would notice the mistake.
"""

import pytest

from glabella.core.protocol import Criterion, Kind, Protocol
from glabella.core.truth import Truth
from glabella.protocols.cases import Case
from tests.protocols.case_runner import (
    all_cases,
    answers,
    assessment_of,
    expected,
    library,
)
from tests.protocols.mutation import with_criterion, wrong_versions

EDGED = frozenset(Kind) - {Kind.CAUTION, Kind.TRIAL_POPULATION}

BOTH = {Truth.YES, Truth.NO}


def rules() -> list[tuple[str, Criterion]]:
    """Return each own rule of each protocol, and each shared rule once."""
    shared = library().shared_rules
    own = [
        (protocol.id, criterion)
        for protocol in library().protocols.values()
        for criterion in protocol.criteria
        if criterion.kind in EDGED and shared.get(criterion.id) is not criterion
    ]
    used = {c.id for p in library().protocols.values() for c in p.criteria}
    return own + [
        ("*", rule)
        for rule in shared.values()
        if rule.kind in EDGED and rule.id in used
    ]


def name(rule: tuple[str, Criterion]) -> str:
    profiles = "".join(rule[1].profiles)
    return f"{rule[0]}-{rule[1].id}{'@' if profiles else ''}{profiles}"


def cases_for(owner: str, rule: Criterion) -> list[tuple[Case, Protocol]]:
    found = []
    for case in all_cases():
        protocol = library().protocol(case.protocol)
        if owner in {"*", case.protocol} and rule in protocol.criteria:
            found.append((case, protocol))
    return found


@pytest.mark.parametrize("rule", rules(), ids=name)
def test_rule_has_a_case_on_each_side(rule: tuple[str, Criterion]) -> None:
    owner, criterion = rule
    truths = {
        judgement.truth
        for case, _ in cases_for(owner, criterion)
        if case.question == "assess"
        for judgement in assessment_of(case).judgements
        if judgement.criterion is criterion
    }

    assert BOTH - truths == set()


@pytest.mark.parametrize("rule", rules(), ids=name)
def test_a_wrong_version_of_a_rule_is_noticed(rule: tuple[str, Criterion]) -> None:
    owner, criterion = rule
    pairs = cases_for(owner, criterion)
    unnoticed = [
        version
        for version, wrong in wrong_versions(criterion)
        if all(
            answers(case, with_criterion(protocol, wrong)) == expected(case)
            for case, protocol in pairs
        )
    ]

    assert unnoticed == []
