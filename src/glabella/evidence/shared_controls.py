"""Rows of a file that share one control group, so that nobody is counted twice.

A file says which group a row is compared with in its column `control`. Without the
column, rows of one study with the same numbers of control are taken for one group.
"""

from collections.abc import Sequence
from math import sqrt

import attrs

from glabella.core.errors import InputError
from glabella.evidence.effects.arms import count_arm, mean_arm
from glabella.evidence.effects_file import COUNTS, MEANS, Columns, StudyTable

CONTROL_OF_COUNTS = ("events2", "n2")
CONTROL_OF_MEANS = ("n2", "mean2", "sd2")


def control_counted_once(table: StudyTable, *, combine: bool = False) -> StudyTable:
    """Return a table in which no control group stands twice.

    Args:
        table: The rows of a file.
        combine: Make one row of those that share a control.

    Raises:
        InputError: If rows share a control and may not, or cannot, be combined.
    """
    shared = _shared(table)
    if not shared:
        return table
    if not combine:
        raise _twice(table, shared[0], "Give --arms combine, or choose one row")
    if not table.has(*COUNTS) and not table.has(*MEANS):
        raise _twice(table, shared[0], "Effects cannot be combined: choose one row")
    _must_be_arms(table)
    for places in shared:
        _must_be_one_group(table, places)
    return _together(table, shared)


def _shared(table: StudyTable) -> list[list[int]]:
    """Return the places of rows that share a control, group by group."""
    places: dict[tuple[object, ...], list[int]] = {}
    for at, label in enumerate(table.labels):
        control = _control(table, at)
        if label and control:
            places.setdefault((label, *control), []).append(at)
    return [each for each in places.values() if len(each) > 1]


def _control(table: StudyTable, at: int) -> tuple[object, ...]:
    """Return what tells the control of a row apart; empty if nothing does."""
    return (table.controls[at],) if table.controls else _numbers(table, at)


def _numbers(table: StudyTable, at: int) -> tuple[float, ...]:
    for names, whole in ((CONTROL_OF_COUNTS, COUNTS), (CONTROL_OF_MEANS, MEANS)):
        if table.has(*whole):
            return tuple(table.columns[name][at] for name in names)
    return ()


def _twice(table: StudyTable, places: Sequence[int], way: str) -> InputError:
    label = table.labels[places[0]]
    return InputError(
        f"{len(places)} rows of {label} share one control group, whose people would "
        "be counted more than once.",
        where=table.name,
        mending=f"{way}; name groups that differ in a column `control`.",
    )


def _must_be_arms(table: StudyTable) -> None:
    """Raise InputError if a treated arm has numbers that no arm has."""
    column = table.columns
    if table.has(*COUNTS):
        count_arm(column["events1"], column["n1"])
    else:
        mean_arm(column["n1"], column["mean1"], column["sd1"])


def _must_be_one_group(table: StudyTable, places: Sequence[int]) -> None:
    """Raise InputError unless rows agree on the control, and on the subgroup."""
    numbers = {_numbers(table, at) for at in places}
    groups = {table.groups[at] for at in places} if table.groups else {""}
    if len(numbers) == len(groups) == 1:
        return
    what = "of the control" if len(numbers) > 1 else "of a subgroup"
    raise InputError(
        f"rows of {table.labels[places[0]]} share one control group, and differ in "
        f"what they say {what}.",
        where=table.name,
        mending="Correct the rows, or choose one of them.",
    )


def _together(table: StudyTable, shared: list[list[int]]) -> StudyTable:
    """Return the table with the first of each group of rows standing for all."""
    columns = {name: list(column) for name, column in table.columns.items()}
    join = _join_counts if table.has(*COUNTS) else _join_means
    for first, *others in shared:
        for other in others:
            join(columns, first, other)
    gone = {at for _, *others in shared for at in others}
    kept = [at for at in range(len(table.labels)) if at not in gone]
    return attrs.evolve(
        table,
        labels=tuple(table.labels[at] for at in kept),
        columns={name: [column[at] for at in kept] for name, column in columns.items()},
        groups=tuple(table.groups[at] for at in kept if table.groups),
        controls=tuple(table.controls[at] for at in kept if table.controls),
    )


def _join_counts(columns: Columns, first: int, other: int) -> None:
    """Add the treated arm of one row to that of another."""
    for name in ("events1", "n1"):
        columns[name][first] += columns[name][other]


def _join_means(columns: Columns, first: int, other: int) -> None:
    """Make the treated arms of two rows one: its people, its mean, its spread."""
    n, mean, sd = (columns[name] for name in ("n1", "mean1", "sd1"))
    one, two = n[first], n[other]
    away = mean[first] - mean[other]
    squares = (one - 1) * sd[first] ** 2 + (two - 1) * sd[other] ** 2
    squares += away**2 * one * two / (one + two)
    mean[first] = (one * mean[first] + two * mean[other]) / (one + two)
    sd[first] = sqrt(squares / (one + two - 1))
    n[first] = one + two
