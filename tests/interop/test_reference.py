"""The reference page names what the reader knows, so that it cannot drift."""

import re

from glabella.core.fact_types import Catalogue
from glabella.core.facts import INCOMPLETE_LIST
from glabella.interop.facts_file import FileKind, read_facts_file
from glabella.interop.fhir.codebook import codebook
from glabella.interop.notes import NoteKind
from glabella.interop.strict_text import SIZE_LIMIT
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "reference" / "fhir.md").read_text("utf-8")
NAMED = set(re.findall(r"`([^`\n]+)`", PAGE))
CODES = codebook()


def test_the_page_names_every_fact_that_a_code_gives() -> None:
    told = set(CODES.roles)
    told = told.union(*(group.facts for group in CODES.groups.values()))
    items = {f"phq9_item{number}" for number in range(2, 9)}
    told |= {measure.fact for measure in CODES.measures.values() if measure.fact}

    assert sorted(told - items - NAMED) == []


def test_the_page_names_every_kind_of_note() -> None:
    assert sorted({kind.value for kind in NoteKind} - NAMED) == []


def test_the_page_names_the_addresses_of_this_project() -> None:
    own = {uri for uri in CODES.systems if uri.startswith("urn:x-glabella")}

    assert sorted(own - NAMED) == []
    assert INCOMPLETE_LIST in NAMED
    assert f"{SIZE_LIMIT // 2**20} MiB" in PAGE


def test_the_facts_file_of_the_page_is_read(catalogue: Catalogue) -> None:
    (text,) = re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)
    file = read_facts_file(text, kind=FileKind.TOML, catalogue=catalogue)

    assert [fact.id for fact in file.facts] == [
        "birth_date",
        "headache_days_per_month",
        "phq9_total",
        "phq9_total",
        "toxin_sessions",
    ]
    assert file.baseline is not None
