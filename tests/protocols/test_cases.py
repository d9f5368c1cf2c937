"""Every worked case of every protocol gives the answer its author wrote by hand."""

import pytest

from glabella.protocols.cases import Case
from tests.protocols.case_runner import all_cases, answers, expected


def names(case: Case) -> str:
    return f"{case.protocol}-{case.id}"


@pytest.mark.parametrize("case", all_cases(), ids=names)
def test_case_gives_its_expected_answer(case: Case) -> None:
    assert answers(case) == expected(case)


def test_each_case_has_a_name_of_its_own() -> None:
    ids = [names(case) for case in all_cases()]

    assert sorted(set(ids)) == sorted(ids)
