"""Protocols as pages: nothing is left out, in either language, on paper or screen."""

from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from glabella.core.criteria import (
    All,
    AnyOf,
    Arithmetic,
    AtLeast,
    Compare,
    Count,
    DaysSince,
    Is,
    Known,
    Months,
    Node,
    Not,
    OneOf,
)
from glabella.core.sources import Basis, Status
from glabella.protocols.citing import basis_words, doubt
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
    Table,
    as_markdown,
    as_text,
    escaped,
)
from glabella.protocols.facts_page import facts_page
from glabella.protocols.formula import formula
from glabella.protocols.loader import load
from glabella.protocols.protocol_page import protocol_page
from tests import build
from tests.protocols import tiny
from tests.protocols.case_runner import library

PAGES = Path(__file__).parent.parent / "data" / "pages"

EN, DE = Language(), Language("de")

A, B, C = Is("a"), Is("b"), Is("c")


@pytest.mark.parametrize(
    ("node", "line"),
    [
        (A, "a"),
        (Known("a"), "known(a)"),
        (OneOf("side", ("left", "right")), "side in [left, right]"),
        (Compare("age", ">=", Decimal(18)), "age >= 18"),
        (
            Months("days", "every", 3, ">=", Decimal(15)),
            "each of the last 3 days >= 15",
        ),
        (Months("days", "any", 3, "<", Decimal(15)), "any of the last 3 days < 15"),
        (DaysSince("day", "<", Decimal(84)), "days since day < 84"),
        (
            Count("drugs", (("outcome", ("failed", "bad")),), ">=", Decimal(3)),
            "count(drugs where outcome in [failed, bad]) >= 3",
        ),
        (
            Arithmetic("percent_fall", ("x", "y"), "<", Decimal(30)),
            "percent_fall(x, y) < 30",
        ),
        (All((A, AnyOf((B, C)))), "a and (b or c)"),
        (AnyOf((All((A, B)), C)), "(a and b) or c"),
        (Not(All((A, B))), "not (a and b)"),
        (Not(A), "not a"),
        (AtLeast(2, (A, B, C)), "at least 2 of (a; b; c)"),
        (AnyOf(()), "nothing"),
    ],
)
def test_a_rule_is_one_line_a_person_can_check(node: Node, line: str) -> None:
    assert formula(node) == line


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_page_of_a_small_protocol(code: str) -> None:
    small = load(tiny.SOUND)

    page = as_text(protocol_page(small, small.protocol("spasm"), Language(code)))

    assert page == (PAGES / f"spasm.{code}.txt").read_text("utf-8")


def test_the_page_of_a_protocol_that_says_little() -> None:
    bare = build.protocol(
        build.criterion(basis=build.SEEN),
        labels=(),
        schemes=(build.scheme("x", build.site("m", points=None)),),
        new_start_basis=build.SEEN,
    )
    small = attrs.evolve(load(tiny.SOUND), sources=build.SOURCES)

    page = as_text(protocol_page(small, bare, EN)).splitlines()

    assert [line for line in page if line and not line.startswith(" ")] == [
        "Condition",
        "=========",
        "condition 2026-1, therapeutic",
        "SHA-256 digest",
        "Rules",
        "inclusion",
        "Scheme x",
        "Sources",
    ]
    assert "  m       bilateral  ?       5 a point" in page


@pytest.mark.parametrize("say", [EN, DE], ids=["en", "de"])
@pytest.mark.parametrize("name", library().protocols)
def test_every_rule_and_scheme_stands_on_the_page(name: str, say: Language) -> None:
    protocol = library().protocol(name)

    page = as_markdown(protocol_page(library(), protocol, say))

    told = [say.of(rule.text) for rule in protocol.criteria]
    told += [say.of(scheme.name) for scheme in protocol.schemes]
    told += [say.of(remark.text) for remark in protocol.remarks]
    assert [text for text in told if escaped(text) not in page] == []


@pytest.mark.parametrize("say", [EN, DE], ids=["en", "de"])
def test_every_fact_stands_on_the_page_of_facts(say: Language) -> None:
    page = as_text(facts_page(library(), say), width=10_000)

    definitions = library().catalogue.definitions.values()
    assert [d.id for d in definitions if f"{d.id}: {d.type.value}" not in page] == []
    assert [d.id for d in definitions if say.of(d.question) not in page] == []


def test_one_fact_alone() -> None:
    page = as_text(facts_page(load(tiny.SOUND), EN, names=["age"]))

    assert page == (
        "Facts\n=====\n\nperson\n  - age: integer years from 0 to 120\n"
        "    age?\n    Alter?\n    counts for life\n    follows from birth_date\n"
    )


BLOCKS: list[Block] = [
    Heading("Title *one*", level=1),
    Paragraph("Words that are wrapped at the width of the page."),
    Entries((Entry("first", mark="yes", below=("under it",)), Entry("second", "no"))),
    Table(("a", "b"), (("1", "two words that wrap"),)),
]


def test_a_page_for_paper_keeps_its_width() -> None:
    assert as_text(BLOCKS, width=24) == (
        "Title *one*\n===========\nWords that are wrapped\nat the width of the\npage.\n"
        "  yes first\n      under it\n  no  second\n"
        "  a  b\n  1  two words that wrap\n"
    )


def test_a_page_for_the_documents_is_markdown() -> None:
    assert as_markdown(BLOCKS) == (
        "# Title \\*one\\*\n\nWords that are wrapped at the width of the page.\n\n"
        "- **yes** first\n  - under it\n- **no** second\n\n"
        "| a | b |\n| --- | --- |\n| 1 | two words that wrap |\n"
    )


def test_an_empty_text_leaves_its_mark() -> None:
    assert as_text([Entries((Entry("", mark="-"),))]) == "  -\n"


@pytest.mark.parametrize(
    ("reason", "german"),
    [
        ("recalled, not read in a source", "erinnert, in keiner Quelle gelesen"),
        ("derived by this project", "von diesem Projekt abgeleitet"),
        ("read only in a tier C source", "nur in einer Quelle vom Rang C gelesen"),
    ],
)
def test_a_doubt_is_said_in_both_languages(reason: str, german: str) -> None:
    assert (doubt(reason, EN), doubt(reason, DE)) == (reason, german)


def test_a_recalled_statement_says_what_to_open() -> None:
    vague = Basis(Status.RECALLED, confidence="low")

    assert [basis_words(vague, say) for say in (EN, DE)] == [
        "recalled (confidence: low; to check: nothing named)",
        "erinnert (Zuverlässigkeit: low; zu prüfen: nichts genannt)",
    ]
