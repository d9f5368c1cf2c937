"""Forest plots: each study with its weight, and what the studies say together."""

from collections.abc import Sequence

import attrs

from glabella.charts import forest_drawing, forest_layout, forest_rows
from glabella.charts.forest_drawing import Drawing
from glabella.charts.forest_parts import (
    PLAIN_AXIS,
    EffectAxis,
    Study,
    Subgroup,
    Summary,
)
from glabella.charts.forest_rows import Columns, Row, RowKind
from glabella.charts.markup import Element
from glabella.charts.sheet import Sheet
from glabella.charts.table import Table
from glabella.charts.words import ENGLISH, Words


@attrs.frozen(kw_only=True)
class ForestPlot:
    """Studies, subgroups and pooled effects.

    The columns of effect and weight are made; `left` and `right` name further columns
    whose text each row brings with it.

    Args:
        title: What is shown; drawn, and the name of the picture.
        measure: Of the effect: "Odds ratio".
        studies: Rows without a subgroup.
        subgroups: Each with its own diamond.
        summaries: The diamonds over all; the first has the dashed line.
        axis: Of the effects.
        left: Headings left of the plot.
        right: Headings right of the weights.
        notes: Heterogeneity, model, source: lines under the plot.
        description: For those who listen; made from the data if empty.
        words: The language.
    """

    title: str
    measure: str
    studies: tuple[Study, ...] = ()
    subgroups: tuple[Subgroup, ...] = ()
    summaries: tuple[Summary, ...] = ()
    axis: EffectAxis = PLAIN_AXIS
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    description: str = ""
    words: Words = ENGLISH

    def __attrs_post_init__(self) -> None:
        """Refuse rows that cannot be placed."""
        forest_rows.must_fit(self._rows(), self._columns())

    def svg(self, *, width: float = 760) -> str:
        """Return the drawing; where columns do not fit, rows are stacked."""
        rows, columns = self._rows(), self._columns()
        said = forest_drawing.described(rows, columns, self.words)
        description = self.description or said
        sheet = Sheet("forest", self.title, description, self.words, width)
        return _drawn(sheet, rows, columns, notes=self.notes)

    def table(self) -> Table:
        """Return the rows of the plot as plain text."""
        return forest_rows.table_of(self._rows(), self._columns(), self.title)

    def _columns(self) -> Columns:
        return Columns(self.measure, self.axis, self.left, self.right, self.words)

    def _rows(self) -> tuple[Row, ...]:
        return (
            *forest_rows.study_rows(self.studies, kind=RowKind.STUDY),
            *forest_rows.subgroup_rows(self.subgroups, self.words),
            *forest_rows.summary_rows(self.summaries, self.words, kind=RowKind.SUMMARY),
        )


@attrs.frozen(kw_only=True)
class CumulativeForest:
    """The pooled effect after each further study, or with each study left out.

    Args:
        title: What is shown; drawn, and the name of the picture.
        measure: Of the effect: "Odds ratio".
        steps: Each labelled with the study added; its estimate is the pooled one.
        heading: Over the names; empty says that each study was added.
        axis: Of the effects.
        left: Headings left of the plot.
        right: Headings right of the plot.
        notes: Lines under the plot.
        description: For those who listen; made from the data if empty.
        words: The language.
    """

    title: str
    measure: str
    steps: tuple[Study, ...]
    heading: str = ""
    axis: EffectAxis = PLAIN_AXIS
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    description: str = ""
    words: Words = ENGLISH

    def __attrs_post_init__(self) -> None:
        """Refuse rows that cannot be placed."""
        forest_rows.must_fit(self._rows(), self._columns())

    def svg(self, *, width: float = 760) -> str:
        """Return the drawing; where columns do not fit, rows are stacked."""
        rows, columns = self._rows(), self._columns()
        said = forest_drawing.described(rows, columns, self.words)
        description = self.description or said
        sheet = Sheet("forest", self.title, description, self.words, width)
        return _drawn(sheet, rows, columns, notes=self.notes)

    def table(self) -> Table:
        """Return the rows of the plot as plain text."""
        return forest_rows.table_of(self._rows(), self._columns(), self.title)

    def _columns(self) -> Columns:
        words = attrs.evolve(self.words, study=self.heading or self.words.step)
        return Columns(self.measure, self.axis, self.left, self.right, words)

    def _rows(self) -> tuple[Row, ...]:
        return tuple(forest_rows.study_rows(self.steps, kind=RowKind.STEP))


def _drawn(
    sheet: Sheet, rows: Sequence[Row], columns: Columns, *, notes: Sequence[str]
) -> str:
    title, top = sheet.heading()
    layout = forest_layout.layout_of(rows, columns, sheet.width)
    scale = forest_layout.scale_of(rows, columns, layout.plot)
    drawing = Drawing(layout, scale, columns, _heaviest(rows))
    heading, top = forest_drawing.heading(drawing, top)
    placed = forest_layout.placed(rows, layout, top)
    bottom = forest_drawing.bottom_of(placed, top)
    lines: list[Element] = []
    axis: list[Element] = []
    if any(one.has_mark for one in placed):
        lines = list(forest_drawing.reference_lines(placed, drawing, top))
        axis, bottom = forest_drawing.axis(drawing, bottom)
    texts, end = forest_drawing.notes(notes, sheet.width, bottom)
    body: list[Element] = [
        part for one in placed for part in forest_drawing.row(one, drawing)
    ]
    return sheet.closed((*title, *heading, *lines, *body, *axis, *texts), end + 4)


def _heaviest(rows: Sequence[Row]) -> float:
    weights = (
        float(row.weight)
        for row in rows
        if row.kind is RowKind.STUDY and row.weight is not None
    )
    return max(weights, default=0.0)
