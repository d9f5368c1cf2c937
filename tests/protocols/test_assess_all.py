"""All protocols at once answer for worked cases as each does alone."""

import pytest

from glabella.core.eligibility import assess, assess_all
from glabella.protocols.cases import Case
from tests.protocols import case_runner

# A sample, as each case asks every protocol twice.
SAMPLE = case_runner.all_cases()[::7]


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: f"{case.protocol}-{case.id}")
def test_sharing_rules_changes_no_answer(case: Case) -> None:
    protocols = case_runner.library().protocols.values()
    facts, setting = case_runner.facts_of(case), case_runner.setting_of(case)

    alone = tuple(assess(each, facts, setting=setting) for each in protocols)

    assert assess_all(protocols, facts, setting=setting) == alone
