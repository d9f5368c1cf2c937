"""No method without two references, and no reference without a method."""

import importlib
import re
from collections import Counter

import pytest

from glabella.evidence.methods import NEAR, Method, methods
from tests.evidence.statistics import agreement
from tests.evidence.statistics.references import ROOT, references
from tests.evidence.statistics.test_references import RUNNERS

LEAST_REFERENCES = 2

# Its data are real people's and stay outside; test_people.py runs it.
ELSEWHERE = {"individual"}


def test_the_grid_of_methods_and_references_is_complete() -> None:
    offered = {method.id for method in methods()}

    assert offered == {reference.method for reference in references()}
    assert offered == set(RUNNERS) | ELSEWHERE


def test_each_method_has_references_on_two_data_sets_or_choices() -> None:
    counted = Counter(reference.method for reference in references())

    few = {name: n for name, n in counted.items() if n < LEAST_REFERENCES}

    assert few == {}


@pytest.mark.parametrize("method", methods(), ids=lambda method: method.id)
def test_a_method_stands_where_the_table_says(method: Method) -> None:
    module, _, name = method.place.partition(":")

    assert callable(getattr(importlib.import_module(module), name))


def test_looser_agreement_has_its_reason() -> None:
    assert [m.id for m in methods() if (m.near > NEAR) != bool(m.reason)] == []


def test_names_and_families_are_unlike() -> None:
    ids = [method.id for method in methods()]
    names = [method.name.en for method in methods()]

    assert (len(set(ids)), len(set(names))) == (len(ids), len(ids))


def test_the_page_of_agreement_lists_every_method_with_its_references() -> None:
    page = (ROOT / "docs" / "reference" / "statistics-agreement.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+) \| (\d+) \| below 1e-\d+ \|$", page, re.MULTILINE)

    expected = [agreement.row(method) for method in methods()]

    assert sorted((name, int(count)) for name, count in rows) == sorted(expected)
    assert {method.family for method in methods()} == set(agreement.FAMILIES)
