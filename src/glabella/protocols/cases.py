"""Worked cases beside each protocol: facts in, expected answer out.

A case is written by hand from its source and never made from our own output.
Tests run the cases; the docs print them.
"""

from collections.abc import Mapping
from datetime import date

import attrs

from glabella.core.errors import Finding, InputError
from glabella.core.fact_types import Catalogue
from glabella.core.facts import Fact, FactSet
from glabella.core.sources import Text
from glabella.core.tables import Table
from glabella.protocols.raw_data import RawData, version_key

Values = Mapping[str, object]

QUESTIONS = ("plan", "course", "response")


@attrs.frozen
class Case:
    """One worked case of a protocol.

    `question` is "assess", "plan", "course" or "response"; `details` are its values.
    `facts` are raw values by fact id, the base and the changes already merged.
    """

    protocol: str
    id: str
    text: Text
    source: str
    place: str | None
    on: date
    profile: str
    facts: Values
    question: str
    details: Values
    expect: Values
    phase: str | None = None
    product: str | None = None
    baseline: Values | None = None
    confirm: tuple[str, ...] = ()


def read_cases(raw: RawData) -> tuple[list[Case], list[Finding]]:
    """Return the cases of all protocols, and the mistakes in their files.

    Of several versions of a protocol only the newest speaks, as in the library.
    """
    findings: list[Finding] = []
    cases: dict[str, list[Case]] = {}
    every = [each for each in raw.below("conditions/") if _is_cases(each[0])]
    for file, tables in sorted(every, key=lambda each: version_key(each[0])):
        table = Table(tables, file=file, place="file", findings=findings)
        protocol = file.split("/")[1]
        cases[protocol] = _cases_of(table, protocol)
        table.done()
    return [case for name in sorted(cases) for case in cases[name]], findings


def _is_cases(file: str) -> bool:
    return file.endswith("/cases.toml")


def _cases_of(table: Table, protocol: str) -> list[Case]:
    base = table.table("base")
    if not table.has("base"):
        table.blame("has no base.", "Add [base] with on, profile and [base.facts].")
    if base is None:
        return []
    start: dict[str, object] = dict(base.values("facts"))
    on, profile = base.string("on"), base.string("profile")
    base.done()
    return [
        _case(part, protocol=protocol, start=start, on=on, profile=profile)
        for part in table.tables("case")
    ]


def _case(table: Table, *, protocol: str, start: Values, on: str, profile: str) -> Case:
    facts = {**start, **dict(table.values("change"))}
    for name in table.strings("forget"):
        if name not in facts:
            table.blame(f'forgets "{name}", which it never knew.', "Correct the name.")
        facts.pop(name, None)
    asked = [name for name in QUESTIONS if table.has(name)]
    question = asked[0] if asked else "assess"
    case = Case(
        protocol=protocol,
        id=table.string("id"),
        text=table.text("text"),
        source=table.string("source"),
        place=table.optional_string("place"),
        on=_day(table, table.string("on", default=on)),
        profile=table.string("profile", default=profile),
        facts=facts,
        question=question,
        details=dict(table.values(question)),
        expect=dict(table.values("expect")),
        phase=table.optional_string("phase"),
        product=table.optional_string("product"),
        baseline=dict(table.values("baseline")) if table.has("baseline") else None,
        confirm=table.strings("confirm"),
    )
    if not case.expect:
        table.blame("expects nothing.", "Add [case.expect].")
    table.done()
    return case


def _day(table: Table, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        table.blame(f'"{text}" is no date.', "Write 2026-03-31.")
        return date.min


def fact_set(catalogue: Catalogue, *, on: date, facts: Values) -> FactSet:
    """Return the facts of a case as a fact set.

    A value stands alone, as {value, as_of, source, certainty}, or as a list of such
    tables with `as_of` when a fact has a history.

    Raises:
        InputError: If a value does not fit its fact.
    """
    found = [
        _fact(catalogue, name, row, on)
        for name, value in facts.items()
        for row in _rows(value)
    ]
    return FactSet(catalogue, on=on, facts=found)


def _rows(value: object) -> list[object]:
    if isinstance(value, list) and value and all(map(_is_dated, value)):
        return list(value)
    return [value]


def _is_dated(value: object) -> bool:
    return isinstance(value, Mapping) and "value" in value


def _fact(catalogue: Catalogue, name: str, row: object, on: date) -> Fact:
    if not isinstance(row, Mapping) or "value" not in row:
        return Fact(name, catalogue.normalise(name, row), on)
    strange = set(row) - {"value", "as_of", "source", "certainty"}
    if strange:
        raise InputError(f"has unknown keys {sorted(strange)}.", where=f'fact "{name}"')
    return Fact(
        name,
        catalogue.normalise(name, row["value"]),
        _as_of(name, row.get("as_of", on.isoformat())),
        str(row.get("source", "stated")),
        str(row.get("certainty", "recorded")),
    )


def _as_of(name: str, text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        law = f'"{text}" is no date.'
        mending = "Write 2026-03-31."
        raise InputError(law, where=f'fact "{name}"', mending=mending) from None
