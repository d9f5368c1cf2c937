"""The reference leaves nothing out: each thing in the data has its place on a page."""

from functools import cache
from pathlib import Path

import pytest

from docs._ext.reference_pages import reference_pages, write_pages
from glabella.protocols.document import escaped
from glabella.protocols.instruments_loader import load_instruments
from tests.protocols.case_runner import all_cases, library

PROTOCOLS = sorted(library().protocols)


@cache
def pages() -> dict[str, str]:
    return reference_pages(library())


def left_out(names: list[str], page: str) -> list[str]:
    return [name for name in names if name not in pages()[page]]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_page_has_every_part_of_its_protocol(protocol: str) -> None:
    found = library().protocol(protocol)
    rules = [f"| `{rule.id}` |" for rule in found.criteria]
    texts = [escaped(rule.text.en) for rule in found.criteria]
    schemes = [escaped(scheme.id) for scheme in found.schemes]
    limits = [escaped(limit.id) for limit in found.limits]
    effects = [escaped(effect.name.en) for effect in found.side_effects]
    remarks = [escaped(remark.text.en) for remark in found.remarks]
    labels = [escaped(item.label) for item in found.labels if item.label]

    wanted = [*rules, *texts, *schemes, *limits, *effects, *remarks, *labels]

    assert left_out(wanted, f"protocols/{protocol}.md") == []


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_page_has_every_worked_case(protocol: str) -> None:
    cases = [case for case in all_cases() if case.protocol == protocol]

    wanted = [f"`{case.id}`; expected by {escaped(case.source)}" for case in cases]

    assert cases
    assert left_out(wanted, f"protocols/{protocol}.md") == []


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_german_page_has_every_sentence(protocol: str) -> None:
    found = library().protocol(protocol)

    wanted = [escaped(rule.text.de) for rule in found.criteria]
    wanted += [escaped(remark.text.de) for remark in found.remarks]

    assert left_out(wanted, f"protokolle/{protocol}.md") == []


def test_every_fact_has_its_question_in_both_languages() -> None:
    facts = library().catalogue.definitions.values()

    wanted = [f"| `{fact.id}` |" for fact in facts]
    wanted += [escaped(text) for f in facts for text in (f.question.en, f.question.de)]

    assert left_out(wanted, "facts.md") == []


def test_every_source_has_an_anchor() -> None:
    wanted = [f"(source-{key.lower()})=" for key in library().sources]

    assert left_out(wanted, "sources.md") == []


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("instruments.md", [f"`{key}`" for key in load_instruments().instruments]),
        ("products.md", [escaped(p.name.en) for p in library().products.values()]),
        ("profiles.md", [f"## {key}:" for key in library().profiles]),
        ("muscles.md", [f"| `{key}` |" for key in library().muscles]),
        ("urgent.md", [f"`{rule.id}`" for rule in library().urgent]),
    ],
)
def test_a_page_lists_all_of_its_kind(page: str, names: list[str]) -> None:
    assert names
    assert left_out(names, page) == []


def test_pages_of_what_is_gone_are_removed(tmp_path: Path) -> None:
    gone = tmp_path / "protocols" / "gone.md"
    gone.parent.mkdir()
    gone.write_text("# Gone\n", "utf-8")

    write_pages(tmp_path)

    assert not gone.exists()
    assert {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")
    } == (set(pages()))
