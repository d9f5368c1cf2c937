"""The rows of a forest plot, in order, and the text in each of their columns.

Picture and table are both made from these rows, so that they cannot differ.
"""

from collections.abc import Iterator, Sequence
from enum import Enum

import attrs

from glabella.charts.checks import ChartError, Number
from glabella.charts.forest_parts import (
    EffectAxis,
    Estimate,
    Interval,
    Study,
    Subgroup,
    Summary,
)
from glabella.charts.table import Table
from glabella.charts.words import Words

_LARGE = 1000


class RowKind(Enum):
    """What a row shows."""

    STUDY = "study"
    STEP = "step"
    HEADING = "heading"
    NOTE = "note"
    SUBTOTAL = "subtotal"
    SUMMARY = "summary"
    PREDICTION = "prediction"


@attrs.frozen
class Row:
    """One row; what a kind does not have is empty."""

    kind: RowKind
    label: str
    estimate: Estimate | None = None
    interval: Interval | None = None
    weight: Number | None = None
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


@attrs.frozen
class Columns:
    """What the columns are called, and how numbers in them are written."""

    measure: str
    axis: EffectAxis
    left: tuple[str, ...]
    right: tuple[str, ...]
    words: Words

    @property
    def effect(self) -> str:
        """The heading over estimates and intervals."""
        return self.words.interval.format(self.measure, self.axis.level)

    def estimate(self, row: Row) -> str:
        """Return the estimate in text."""
        if row.estimate is None:
            return ""
        return self._effect(row.estimate.value)

    def interval(self, row: Row) -> str:
        """Return the interval of a row in brackets; a study without one says so."""
        ends = row.interval or row.estimate
        if ends is not None:
            both = self._effect(ends.low), self._effect(ends.high)
            return f"[{self.words.interval_to.format(*both)}]"
        is_study = row.kind in {RowKind.STUDY, RowKind.STEP}
        return self.words.not_estimable if is_study else ""

    def _effect(self, value: Number) -> str:
        """Return an effect; ratios never read as zero, large ones have no decimals."""
        least = 10.0**-self.axis.places
        if self.axis.log and float(value) < least / 2:
            return f"<{self.words.number(least, self.axis.places)}"
        return self.words.number(
            value, self.axis.places if abs(float(value)) < _LARGE else 0
        )

    def weight(self, row: Row) -> str:
        """Return the weight in text."""
        return "" if row.weight is None else self.words.percent(row.weight)


def study_rows(studies: Sequence[Study], *, kind: RowKind) -> Iterator[Row]:
    """Return one row for each study."""
    for one in studies:
        yield Row(
            kind,
            one.label,
            estimate=one.estimate,
            weight=one.weight,
            left=one.left,
            right=one.right,
        )


def subgroup_rows(subgroups: Sequence[Subgroup], words: Words) -> Iterator[Row]:
    """Return heading, studies, diamond and note of each subgroup."""
    for one in subgroups:
        yield Row(RowKind.HEADING, one.title)
        yield from study_rows(one.studies, kind=RowKind.STUDY)
        if one.summary is not None:
            yield from summary_rows([one.summary], words, kind=RowKind.SUBTOTAL)
        if one.note:
            yield Row(RowKind.NOTE, one.note)


def summary_rows(
    summaries: Sequence[Summary], words: Words, *, kind: RowKind
) -> Iterator[Row]:
    """Return each diamond, with its prediction interval in a row under it."""
    for one in summaries:
        yield Row(
            kind,
            one.label,
            estimate=one.estimate,
            weight=one.weight,
            left=one.left,
            right=one.right,
        )
        if one.prediction is not None:
            yield Row(RowKind.PREDICTION, words.prediction, interval=one.prediction)


def must_fit(rows: Sequence[Row], columns: Columns) -> None:
    """Refuse rows with more text than headings, and ratios at or below zero.

    Raises:
        ChartError: If a row cannot be placed.
    """
    for row in rows:
        if len(row.left) > len(columns.left) or len(row.right) > len(columns.right):
            raise ChartError(
                "more columns of text than headings.",
                where=f'row "{row.label}"',
                mending="Name each column in `left` or `right`.",
            )
        ends = row.interval or row.estimate
        if columns.axis.log and ends is not None and ends.low <= 0:
            raise ChartError(
                f"{ends.low} has no place on a logarithmic axis.",
                where=f'row "{row.label}"',
                mending="Give ratios above zero, or log=False.",
            )


def table_of(rows: Sequence[Row], columns: Columns, title: str) -> Table:
    """Return the rows as plain text."""
    header = (
        columns.words.study,
        *columns.left,
        columns.effect,
        columns.words.weight,
        *columns.right,
    )
    return Table(title, header, tuple(_cells(row, columns) for row in rows))


def padded(cells: tuple[str, ...], headings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cells, with empty ones up to the number of headings."""
    return cells + ("",) * (len(headings) - len(cells))


def _cells(row: Row, columns: Columns) -> tuple[str, ...]:
    effect = f"{columns.estimate(row)} {columns.interval(row)}".strip()
    return (
        row.label,
        *padded(row.left, columns.left),
        effect,
        columns.weight(row),
        *padded(row.right, columns.right),
    )
