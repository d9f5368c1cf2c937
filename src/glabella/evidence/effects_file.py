"""A table of studies as a text file: which columns it has says what it holds.

Columns, in any order, commas or semicolons between them (then decimal commas too):
`study`, `group` if there are subgroups, `control` if a study has several control
groups, and one of these sets: `effect` with `se`, `variance` or `low` and `high`;
`events1 n1 events2 n2`; `n1 mean1 sd1 n2 mean2 sd2`. Arm 1 is treated, 2 control.
"""

import csv
from math import inf

import attrs

from glabella.core.errors import InputError
from glabella.evidence.effects.arms import MeanArm, count_arm, mean_arm
from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.effects.means import (
    mean_difference,
    standardised_mean_difference,
)
from glabella.evidence.effects.reported import from_interval
from glabella.evidence.effects.scales import pooled_scale
from glabella.evidence.effects.zero_cells import Tables, tables
from glabella.evidence.numeric.arrays import floats, require
from glabella.evidence.synthesis import (
    Choices,
    Synthesis,
    synthesise,
    synthesise_counts,
)

MOST_ROWS = 100_000
"""More rows than any file of studies has."""

COUNTS = ("events1", "n1", "events2", "n2")
MEANS = ("n1", "mean1", "sd1", "n2", "mean2", "sd2")
OF_COUNTS = frozenset(
    {
        Measure.LOG_ODDS_RATIO,
        Measure.LOG_RISK_RATIO,
        Measure.RISK_DIFFERENCE,
        Measure.PETO_LOG_ODDS_RATIO,
    }
)
OF_MEANS = frozenset({Measure.MEAN_DIFFERENCE, Measure.STANDARDISED_MEAN_DIFFERENCE})

Columns = dict[str, list[float]]
Rows = list[tuple[int, list[str]]]


@attrs.frozen(eq=False)
class StudyTable:
    """The rows of a file, by column; numbers are finite or absent.

    Args:
        name: Of the file, for messages.
        labels: Names of the studies.
        columns: Numbers by the name of their column.
        groups: The group of each study; empty if the file has none.
        controls: The name of the control group of each row; empty if the file has none.
    """

    name: str
    labels: tuple[str, ...]
    columns: Columns
    groups: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()

    def of_group(self, group: str) -> "StudyTable":
        """Return the rows of one group."""
        places = [at for at, name in enumerate(self.groups) if name == group]
        columns = {
            name: [column[at] for at in places] for name, column in self.columns.items()
        }
        return StudyTable(
            self.name, tuple(self.labels[at] for at in places), columns, ()
        )

    def has(self, *names: str) -> bool:
        """Return whether the file has all these columns."""
        return all(name in self.columns for name in names)


def read_table(text: str, *, name: str) -> StudyTable:
    """Return the rows of a file.

    Raises:
        InputError: If a row is short, a number is none, or there is nothing to read.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if len(lines) > MOST_ROWS:
        raise InputError(
            f"the file has {len(lines):,} lines; {MOST_ROWS:,} is the most.",
            where=name,
            mending="Give one line for each study.",
        )
    separator = ";" if lines and ";" in lines[0] else ","
    head, body = _cells(lines, separator, name)
    if not body or len(set(head)) < len(head):
        raise InputError(
            "the file has no rows of studies, or a column twice.",
            where=name,
            mending="Start with a line of column names, then one line for each study.",
        )
    columns = _columns(head, body, name, decimal_comma=separator == ";")
    labels = _texts(head, body, "study")
    return StudyTable(
        name=name,
        labels=labels or tuple(f"row {number}" for number, _ in body),
        columns=columns,
        groups=_texts(head, body, "group"),
        controls=_texts(head, body, "control"),
    )


def _cells(lines: list[str], separator: str, name: str) -> tuple[list[str], Rows]:
    """Return the head, and each row that is not blank with its line."""
    reader = csv.reader(lines, delimiter=separator)
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        body = [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise InputError(
            f"the text is no table: {error}.",
            where=f"{name}, line {reader.line_num}",
            mending="Save it as comma-separated text.",
        ) from error
    for number, row in body:
        if len(row) != len(head):
            raise InputError(
                f"line {number} has {len(row)} cells, and the head has {len(head)}.",
                where=name,
                mending="Quote texts that hold a comma.",
            )
    return head, body


def _texts(head: list[str], body: Rows, column: str) -> tuple[str, ...]:
    """Return a column of names; empty without it."""
    if column not in head:
        return ()
    at = head.index(column)
    return tuple(row[at].strip() for _, row in body)


def _columns(head: list[str], body: Rows, name: str, *, decimal_comma: bool) -> Columns:
    known = {*COUNTS, *MEANS, "effect", "se", "variance", "low", "high"}
    columns: Columns = {each: [] for each in head if each in known}
    for number, row in body:
        for each, cell in zip(head, row, strict=True):
            if each in columns:
                place = f"{name}, line {number}, column {each}"
                columns[each].append(_number(cell, place, decimal_comma=decimal_comma))
    return columns


def _number(cell: str, place: str, *, decimal_comma: bool) -> float:
    text = cell.strip().replace(",", ".") if decimal_comma else cell.strip()
    try:
        value = float(text)
    except ValueError:
        value = inf
    if abs(value) < inf:
        return value
    raise InputError(
        f'"{cell.strip()}" is no number.' if text else "a number is missing.",
        where=place,
        mending="Give the number as printed, or leave the study out.",
    )


def synthesise_table(
    table: StudyTable, choices: Choices, measure: Measure | None = None
) -> Synthesis:
    """Return the pooled effect of a file.

    Args:
        table: Its rows.
        choices: Model, weighting, rule for empty cells.
        measure: The scale; by default OR for counts, SMD for means, and effects are
            taken as they are.
    """
    if table.has(*COUNTS):
        return synthesise_counts(
            counts_in(table), measure or Measure.LOG_ODDS_RATIO, choices
        )
    return synthesise(effects_in(table, measure), choices)


def counts_in(table: StudyTable) -> Tables:
    """Return the fourfold tables of a file."""
    events1, n1, events2, n2 = (table.columns[name] for name in COUNTS)
    treated, control = count_arm(events1, n1), count_arm(events2, n2)
    return tables(treated, control, labels=table.labels)


def effects_in(table: StudyTable, measure: Measure | None) -> Effects:
    """Return the effects of a file of means or of effects."""
    if table.has(*MEANS):
        return _of_means(table, measure or Measure.STANDARDISED_MEAN_DIFFERENCE)
    if table.has("effect"):
        return _of_effects(table, measure or Measure.GENERIC)
    raise InputError(
        "the columns do not say what the studies found.",
        where=table.name,
        mending="Give effect and se, events1 n1 events2 n2, or n1 mean1 sd1 n2 mean2 "
        "sd2.",
    )


def _of_means(table: StudyTable, measure: Measure) -> Effects:
    if measure not in OF_MEANS:
        raise InputError(
            f"{measure.value} is not computed from means.",
            where="measure",
            mending="Take MD or SMD.",
        )
    treated, control = _arm(table, 1), _arm(table, 2)
    if measure is Measure.MEAN_DIFFERENCE:
        return mean_difference(treated, control, labels=table.labels)
    return standardised_mean_difference(treated, control, labels=table.labels)


def _arm(table: StudyTable, arm: int) -> MeanArm:
    n, mean, sd = (table.columns[f"{name}{arm}"] for name in ("n", "mean", "sd"))
    return mean_arm(n, mean, sd)


def _of_effects(table: StudyTable, measure: Measure) -> Effects:
    columns, labels = table.columns, table.labels
    at = columns["effect"]
    if table.has("low", "high"):
        ends = columns["low"], columns["high"]
        return from_interval(at, ends, measure=measure, labels=labels)
    values = [pooled_scale(value, measure) for value in at]
    if table.has("se"):
        errors = floats(columns["se"], name="standard errors")
        require(errors > 0, name="standard errors", law="must be above zero")
        variances = (errors**2).tolist()
    elif table.has("variance"):
        variances = columns["variance"]
    else:
        raise InputError(
            "effects need se, variance, or low and high beside them.",
            where=table.name,
            mending="Add the column.",
        )
    return effects(values, variances, labels=labels, measure=measure)
