"""One table of a file: each mistake is said with its place and its mending."""

import tomllib
from collections.abc import Callable
from decimal import Decimal

import pytest

from glabella.core.errors import Finding
from glabella.core.protocol import Label
from glabella.core.sources import Basis, Status, Text
from glabella.core.tables import Table, named_tables
from glabella.protocols.reader import parse_toml

Read = Callable[[Table], object]


def read(toml: str, ask: Read) -> tuple[object, list[Finding]]:
    """Return the answer of an accessor, and the findings."""
    findings: list[Finding] = []
    values = parse_toml(toml, file="a.toml", findings=findings)
    table = Table(values, file="a.toml", place="place", findings=findings)
    return ask(table), findings


def blamed(law: str, mending: str, place: str = "place") -> list[Finding]:
    return [Finding("a.toml", place, law, mending)]


ACCESSORS: dict[str, Read] = {
    "string": lambda table: table.string("x"),
    "string or y": lambda table: table.string("x", default="y"),
    "optional string": lambda table: table.optional_string("x"),
    "strings": lambda table: table.strings("x"),
    "decimal": lambda table: table.decimal("x"),
    "optional decimal": lambda table: table.optional_decimal("x"),
    "decimals": lambda table: table.decimals("x"),
    "integer": lambda table: table.integer("x"),
    "optional integer": lambda table: table.optional_integer("x"),
    "flag": lambda table: table.flag("x", default=True),
    "choice": lambda table: table.choice("x", Label, Label.CONFLICT),
    "text": lambda table: table.text("x"),
    "optional text": lambda table: table.optional_text("x"),
    "table": lambda table: table.table("x"),
    "tables": lambda table: table.tables("x"),
    "values": lambda table: table.values("x"),
    "origin": lambda table: table.origin(),
}


# ---- sound values -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accessor", "toml", "value"),
    [
        ("string", 'x = "a"', "a"),
        ("string or y", 'x = "a"', "a"),
        ("string or y", "", "y"),
        ("optional string", 'x = "a"', "a"),
        ("optional string", "", None),
        ("strings", 'x = ["a", "b"]', ("a", "b")),
        ("strings", "", ()),
        ("decimal", "x = 0.10", Decimal("0.10")),
        ("decimal", "x = 3", Decimal(3)),
        ("optional decimal", "x = 1.5", Decimal("1.5")),
        ("optional decimal", "", None),
        ("decimals", "x = [1, 2.5]", (Decimal(1), Decimal("2.5"))),
        ("decimals", "", ()),
        ("integer", "x = 3.0", 3),
        ("optional integer", "x = 3", 3),
        ("optional integer", "", None),
        ("flag", "x = false", False),
        ("flag", "", True),
        ("choice", 'x = "off_label"', Label.OFF_LABEL),
        ("text", 'x = { en = "a", de = "b" }', Text("a", "b")),
        ("optional text", "", None),
        ("table", "", None),
        ("tables", "", []),
        ("values", "x = { b = 1, a = 2 }", (("b", 1), ("a", 2))),
        ("values", "", ()),
        ("origin", 'origin = "a.b"', ("a.b",)),
        ("origin", 'origin = ["a", "b"]', ("a", "b")),
        ("origin", "", ()),
    ],
)
def test_a_sound_value_has_its_type(accessor: str, toml: str, value: object) -> None:
    assert read(toml, ACCESSORS[accessor]) == (value, [])


def test_a_number_is_exact() -> None:
    value, _ = read("x = 0.10", ACCESSORS["decimal"])

    assert str(value) == "0.10"


# ---- mistakes -----------------------------------------------------------------------

NUMBER = "Write digits only."
CHOICES = "Use one of on_label, off_label, unverified, conflict."


@pytest.mark.parametrize(
    ("accessor", "toml", "value", "law", "mending"),
    [
        ("string", "", "", 'lacks "x".', 'Add x = "...".'),
        ("string", "x = 3", "", '"x" is 3, not a text.', "Put it in quotes."),
        ("optional string", "x = 3", "-", '"x" is 3, not a text.', "Put it in quotes."),
        (
            "strings",
            'x = "a"',
            (),
            "\"x\" is 'a', not a list of texts.",
            'Write ["a", "b"].',
        ),
        (
            "strings",
            "x = [3]",
            (),
            '"x" is [3], not a list of texts.',
            'Write ["a", "b"].',
        ),
        ("decimal", "", 0, 'lacks "x".', "Add x = a number."),
        ("decimal", 'x = "3"', 0, "\"x\" is '3', not a number.", NUMBER),
        ("decimal", "x = true", 0, '"x" is True, not a number.', NUMBER),
        ("decimal", "x = nan", 0, "\"x\" is Decimal('NaN'), not a number.", NUMBER),
        (
            "integer",
            "x = -inf",
            0,
            "\"x\" is Decimal('-Infinity'), not a number.",
            NUMBER,
        ),
        ("integer", "x = 2.5", 2, '"x" is 2.5, not whole.', "Write a whole number."),
        ("decimals", "x = 3", (), '"x" is 3.', "Write a list of numbers."),
        ("decimals", "x = []", (), '"x" is [].', "Write a list of numbers."),
        (
            "decimals",
            'x = [1, "b"]',
            (Decimal(1),),
            "\"x\" is [1, 'b'].",
            "Write a list of numbers.",
        ),
        ("flag", "x = 1", True, '"x" is 1.', "Write true or false."),
        ("choice", "", Label.CONFLICT, 'lacks "x".', 'Add x = "...".'),
        ("choice", 'x = "maybe"', Label.CONFLICT, "\"x\" is 'maybe'.", CHOICES),
        (
            "text",
            "",
            Text("", ""),
            'lacks "x".',
            'Add x.en = "..." and x.de = "...".',
        ),
        ("text", "x = 3", Text("", ""), '"x" is 3, not a table.', "Write [x]."),
        ("table", "x = 3", None, '"x" is 3, not a table.', "Write [x]."),
        ("tables", "x = 3", [], '"x" is no list of tables.', "Write [[x]]."),
        ("tables", "x = [3]", [], '"x" is no list of tables.', "Write [[x]]."),
        ("values", "x = 3", (), '"x" is no table.', "Write x = { ... }."),
        (
            "origin",
            "origin = 3",
            (),
            '"origin" is 3, not a list of texts.',
            'Write ["a", "b"].',
        ),
    ],
)
def test_a_mistake_is_said_and_something_harmless_stands_in(
    accessor: str, toml: str, value: object, law: str, mending: str
) -> None:
    assert read(toml, ACCESSORS[accessor]) == (value, blamed(law, mending))


@pytest.mark.parametrize(
    ("toml", "law", "mending"),
    [
        ('x = { en = "a" }', 'lacks "de".', 'Add de = "...".'),
        ('x = { de = "a" }', 'lacks "en".', 'Add en = "...".'),
        (
            'x = { en = "a", de = "b", fr = "c" }',
            'has an unknown key "fr".',
            "Correct or remove it.",
        ),
    ],
)
def test_a_text_has_both_languages(toml: str, law: str, mending: str) -> None:
    _, findings = read(toml, ACCESSORS["text"])

    assert findings == blamed(law, mending, place="place.x")


def test_a_text_that_is_no_toml_is_found_with_its_line() -> None:
    text = "a = 1\nb = ?"
    findings: list[Finding] = []
    with pytest.raises(tomllib.TOMLDecodeError, match="line 2, column 5") as error:
        tomllib.loads(text)

    tables = parse_toml(text, file="a.toml", findings=findings)

    law = f"is no TOML: {error.value}."
    assert tables == {}
    assert findings == [Finding("a.toml", "file", law, "Correct the line.")]


# ---- places -------------------------------------------------------------------------


def places(place: str) -> list[str]:
    values = {"rule": [{"id": "a"}, {}], "part": {"inner": {"x": 1}}}
    table = Table(values, file="a.toml", place=place, findings=[])
    inner = table.table("part")
    assert inner is not None
    deep = inner.table("inner")
    assert deep is not None
    return [*(each.place for each in table.tables("rule")), deep.place]


def test_a_place_is_how_a_person_finds_it() -> None:
    assert places("file") == ['rule "a"', 'rule "2"', "file.part.inner"]
    assert places("[x]") == ['[x].rule "a"', '[x].rule "2"', "[x].part.inner"]


def test_a_key_that_nothing_reads_is_found() -> None:
    def ask(table: Table) -> None:
        table.string("x")
        table.done()

    assert read('x = "a"\ny = 1', ask) == (
        None,
        blamed('has an unknown key "y".', "Correct or remove it."),
    )


def test_a_file_of_ids_holds_tables_only() -> None:
    findings: list[Finding] = []

    found = named_tables({"a": {"x": 1}, "b": 3}, file="a.toml", findings=findings)

    assert [(key, table.place) for key, table in found.items()] == [
        ("a", "[a]"),
        ("b", "[b]"),
    ]
    assert findings == blamed("is no table.", "Write [b].", place="[b]")


# ---- where a number comes from ------------------------------------------------------


def basis(toml: str) -> tuple[object, list[Finding]]:
    return read(toml, Table.basis)


def test_a_basis_is_read_whole() -> None:
    toml = """
basis = "SEEN"
sources = ["LABEL"]
place = "section 4"
confidence = "high"
check = "the label"
note = "as printed"
"""
    whole = Basis(
        Status.SEEN, ("LABEL",), "section 4", "high", "the label", "as printed"
    )

    assert basis(toml) == (whole, [])
    assert basis('basis = "DERIVED"') == (Basis(Status.DERIVED), [])


@pytest.mark.parametrize(
    ("toml", "law", "mending"),
    [
        (
            'basis = "SEEN"',
            "is SEEN but names no source.",
            'Add sources = ["..."].',
        ),
        (
            'basis = "RECALLED"',
            "is RECALLED without confidence.",
            "Add confidence and check.",
        ),
        (
            'basis = "HEARD"',
            "\"basis\" is 'HEARD'.",
            "Use one of SEEN, RECALLED, DERIVED.",
        ),
    ],
)
def test_a_basis_without_ground_is_found(toml: str, law: str, mending: str) -> None:
    assert basis(toml)[1] == blamed(law, mending)
