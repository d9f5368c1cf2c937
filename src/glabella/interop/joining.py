"""Statements of several inputs about one patient, put side by side.

Lists that several inputs give are joined row by row: a file that names one session does
not make the sessions of the bundle disappear. Where two rows contradict each other the
field is left empty and the contradiction is noted.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

import attrs

from glabella.core.facts import INCOMPLETE_LIST, Fact
from glabella.interop.notes import Notebook, NoteKind

Row = Mapping[str, object]

# By which fields two rows are the same event, and which field then must agree.
_LISTS = {
    "toxin_sessions": (("date", "product"), "units"),
    "preventives": (("drug",), "outcome"),
}

# What a person has had since birth: two values always contradict, whatever their days.
_LIFELONG = ("birth_date", "sex")


def join_facts(
    sources: Sequence[Iterable[Fact]], *, on: date, notebook: Notebook
) -> tuple[Fact, ...]:
    """Return the facts of all sources; later sources complete earlier ones."""
    groups = [list(source) for source in sources]
    joined = []
    for fact_id in _LISTS:
        newest = [_take_newest(group, fact_id, on=on) for group in groups]
        given = [fact for fact in newest if fact is not None]
        if given:
            joined.append(_joined(given, notebook))
    facts = _aligned([*chain.from_iterable(groups)], on=on)
    _note_conflicts(facts, notebook)
    return (*facts, *joined)


def _take_newest(group: list[Fact], fact_id: str, *, on: date) -> Fact | None:
    """Take the newest statement of a list out of a source."""
    found = [fact for fact in group if fact.id == fact_id and fact.as_of <= on]
    if not found:
        return None
    newest = max(found, key=lambda fact: fact.as_of)
    if len([fact for fact in found if fact.as_of == newest.as_of]) > 1:
        return None  # the source contradicts itself: the fact set states it
    group.remove(newest)
    return newest


def _joined(given: list[Fact], notebook: Notebook) -> Fact:
    """Return one list out of several; whole if one of them is."""
    if len(given) == 1:
        return given[0]
    rows: list[Row] = []
    for fact in given:
        items = fact.value if isinstance(fact.value, tuple) else ()
        rows = _matched(
            rows,
            [row for row in items if isinstance(row, Mapping)],
            fact_id=fact.id,
            notebook=notebook,
        )
    whole = [f.certainty for f in given if f.certainty != INCOMPLETE_LIST]
    return Fact(
        given[0].id,
        tuple(rows),
        max(fact.as_of for fact in given),
        ", ".join(fact.source for fact in given),
        whole[-1] if whole else INCOMPLETE_LIST,
    )


def _matched(
    known: list[Row], more: list[Row], *, fact_id: str, notebook: Notebook
) -> list[Row]:
    """Return both lists, each row that stands in both once.

    A row meets at most one row of the other list: two sessions of one day stay two.
    """
    left = list(known)
    result: list[Row] = []
    for row in more:
        name = _name(row, fact_id)
        twin = next((r for r in left if name and _name(r, fact_id) == name), None)
        if twin is None:
            result.append(row)
        else:
            left.remove(twin)
            result.append(_row(twin, row, fact_id=fact_id, notebook=notebook))
    return [*left, *result]


def _name(row: Row, fact_id: str) -> tuple[object, ...]:
    """Return by what a row is known; nothing if a part of it is empty."""
    values = [row.get(field) for field in _LISTS[fact_id][0]]
    if None in values:
        return ()
    return tuple(v.casefold() if isinstance(v, str) else v for v in values)


def _row(first: Row, second: Row, *, fact_id: str, notebook: Notebook) -> Row:
    """Return one row of two; the later source fills and corrects, but for one field."""
    row = {
        key: first.get(key) if value is None else value for key, value in second.items()
    }
    field = _LISTS[fact_id][1]
    stated = [r.get(field) for r in (first, second) if r.get(field) is not None]
    if len(stated) > 1 and stated[0] != stated[1]:
        rivals = f"{field} {stated[0]} or {stated[1]}"
        text = f'"{fact_id}", {_label(second, fact_id)}: {rivals}'
        notebook.add(NoteKind.CONFLICT, text)
        row[field] = None
    return row


def _label(row: Row, fact_id: str) -> str:
    return " ".join(str(part) for part in _name(row, fact_id))


def _aligned(facts: list[Fact], *, on: date) -> list[Fact]:
    """Return the facts; lifelong ones that contradict become statements of one day."""
    for fact_id in _LIFELONG:
        if len({fact.value for fact in facts if fact.id == fact_id}) > 1:
            facts = [attrs.evolve(f, as_of=on) if f.id == fact_id else f for f in facts]
    return facts


def _note_conflicts(facts: list[Fact], notebook: Notebook) -> None:
    rivals: dict[tuple[str, date], list[Fact]] = {}
    for fact in facts:
        rivals.setdefault((fact.id, fact.as_of), []).append(fact)
    for (fact_id, day), same in rivals.items():
        if any(fact.value != same[0].value for fact in same):
            told = ", ".join(f"{fact.value} ({fact.source})" for fact in same)
            notebook.add(NoteKind.CONFLICT, f'"{fact_id}" of {day}: {told}')
