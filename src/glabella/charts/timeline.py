"""The clinical timeline: injections as marks, scores and headache days under them.

Time runs from left to right, once, for all panels. What nobody recorded is hatched.
"""

from collections.abc import Iterator
from datetime import date

import attrs

from glabella.charts import flags, time_axis, timeline_panel, window_strip
from glabella.charts.checks import must_follow
from glabella.charts.flags import Flag, FlagKind, PlacedFlag
from glabella.charts.lettering import write_over
from glabella.charts.markup import Element
from glabella.charts.sheet import Sheet, legend, unrecorded_entry
from glabella.charts.table import Table
from glabella.charts.time_axis import TimeFrame
from glabella.charts.timeline_panel import PanelPlace
from glabella.charts.timeline_parts import Change, Injection, Panel, Reading, Window
from glabella.charts.window_strip import PlacedWindow
from glabella.charts.words import ENGLISH, Words

PANEL_HEIGHT = 112
PANEL_HEIGHT_NARROW = 104
_LEFT = 34
_HEADING = 16
_RIGHT = 10
# With more lanes than this, words would stand far above their stems; then each
# product gets a row of its own that names it once beside all its units.
_MOST_LANES = 3


@attrs.frozen
class FlagRow:
    """A block of flags under an optional heading."""

    heading: str
    flags: tuple[PlacedFlag, ...]

    @property
    def height(self) -> float:
        """How high the block is, in px."""
        heading = _HEADING + 6 if self.heading else 0
        return heading + flags.lanes_of(self.flags) * flags.LANE


@attrs.frozen(kw_only=True)
class Timeline:
    """The course of one person on one axis of time.

    Args:
        title: What is shown; drawn, and the name of the picture.
        start: First day of the axis.
        end: Last day of the axis.
        injections: Sessions; each with its product beside its units.
        panels: Curves under the marks, from top to bottom.
        windows: Windows of the course, as soft bands.
        changes: Changes of other treatments, as flags.
        on: The day on which the chart is drawn, marked as today; None marks none.
        description: For those who listen; made from the data if empty.
        words: The language.
    """

    title: str
    start: date
    end: date
    injections: tuple[Injection, ...] = ()
    panels: tuple[Panel, ...] = ()
    windows: tuple[Window, ...] = ()
    changes: tuple[Change, ...] = ()
    on: date | None = None
    description: str = ""
    words: Words = ENGLISH

    def __attrs_post_init__(self) -> None:
        """Refuse an axis that runs backwards."""
        must_follow(self.start, self.end, where=f'timeline "{self.title}"')

    def svg(self, *, width: float = 760) -> str:
        """Return the drawing; below 520 px wide in the layout for phones."""
        sheet = Sheet("timeline", self.title, self._described(), self.words, width)
        frame = TimeFrame(self.start, self.end, _LEFT, width - _RIGHT)
        heading, top = sheet.heading()
        rows = self._rows(frame)
        windows = window_strip.placed(self.windows, frame)
        rows_bottom = top + sum(row.height for row in rows) + 8
        panels_top = rows_bottom + window_strip.strip_height(windows)
        places = self._places(frame, panels_top, is_narrow=sheet.is_narrow)
        bottom = places[-1].bottom if places else panels_top + 6
        entries = window_strip.legend_entries(windows)
        if self._has_gaps():
            entries.append(unrecorded_entry(self.words))
        key_top = bottom + time_axis.HEIGHT
        key, end = legend(entries, left=_LEFT, top=key_top, right=width)
        return sheet.closed(
            (
                *heading,
                *self._ground(places, windows),
                *window_strip.strip(windows, rows_bottom),
                *_stems(rows, top, bottom),
                *self._data(places),
                *_words(rows, top),
                *time_axis.axis(frame, top=bottom, words=self.words),
                *key,
            ),
            end + 2,
        )

    def table(self) -> Table:
        """Return every mark of the drawing as a row, in order of time."""
        words = self.words
        rows = sorted(self._table_rows(), key=lambda row: row[0])
        header = (words.day, words.until, words.kind, words.what, words.value)
        return Table(
            self.title,
            header,
            tuple((words.date_text(on), *rest) for on, rest in rows),
        )

    def _described(self) -> str:
        words = self.words
        ends = words.date_text(self.start), words.date_text(self.end)
        said = (
            words.interval_to.format(*ends),
            *(
                f"{words.date_text(one.on)}: {words.dose(one.units, one.product)}"
                for one in self.injections
            ),
            *(panel.title for panel in self.panels),
        )
        return self.description or "; ".join(said)

    def _has_gaps(self) -> bool:
        return any(r.value is None for panel in self.panels for r in panel.readings)

    def _places(
        self, frame: TimeFrame, top: float, *, is_narrow: bool
    ) -> tuple[PanelPlace, ...]:
        height = PANEL_HEIGHT_NARROW if is_narrow else PANEL_HEIGHT
        tops = (top + n * height for n in range(len(self.panels)))
        return tuple(PanelPlace(frame, one, one + height) for one in tops)

    def _rows(self, frame: TimeFrame) -> tuple[FlagRow, ...]:
        room = {"left": 0.0, "right": frame.right + _RIGHT}
        others = [*self._change_flags(frame), *self._now_flags(frame)]
        above = FlagRow("", flags.placed(others, **room))
        doses = [self._dose_flag(one, frame) for one in self._shown(frame)]
        together = flags.placed(doses, **room)
        is_low = flags.lanes_of(together) <= _MOST_LANES
        if is_low and flags.is_clear(together):
            return above, FlagRow("", together)
        products = dict.fromkeys(one.product for one in self._shown(frame))
        return above, *(self._row_of(product, frame) for product in products)

    def _row_of(self, product: str, frame: TimeFrame) -> FlagRow:
        words = self.words
        doses = [
            Flag(frame.at(one.on), FlagKind.INJECTION, words.short_units(one.units))
            for one in self._shown(frame)
            if one.product == product
        ]
        return FlagRow(
            product, flags.centred(doses, left=0, right=frame.right + _RIGHT)
        )

    def _shown(self, frame: TimeFrame) -> Iterator[Injection]:
        return (one for one in self.injections if frame.shows(one.on))

    def _dose_flag(self, one: Injection, frame: TimeFrame) -> Flag:
        units = self.words.units(one.units)
        return Flag(frame.at(one.on), FlagKind.INJECTION, units, one.product)

    def _change_flags(self, frame: TimeFrame) -> Iterator[Flag]:
        for one in self.changes:
            if frame.shows(one.on):
                yield Flag(frame.at(one.on), FlagKind.CHANGE, "", one.label)

    def _now_flags(self, frame: TimeFrame) -> Iterator[Flag]:
        if self.on is not None and frame.shows(self.on):
            yield Flag(frame.at(self.on), FlagKind.NOW, "", self.words.today)

    def _ground(
        self, places: tuple[PanelPlace, ...], windows: tuple[PlacedWindow, ...]
    ) -> Iterator[Element]:
        for panel, place in zip(self.panels, places, strict=True):
            yield from window_strip.bands(
                windows, top=place.plot_top, bottom=place.bottom
            )
            yield from timeline_panel.ground(panel, place, self.words)

    def _data(self, places: tuple[PanelPlace, ...]) -> Iterator[Element]:
        for panel, place in zip(self.panels, places, strict=True):
            yield from timeline_panel.data(panel, place, self.words)

    def _table_rows(self) -> Iterator[tuple[date, tuple[str, ...]]]:
        words = self.words
        for one in self.injections:
            row = ("", words.session, one.product, words.units(one.units))
            yield one.on, row
        for window in self.windows:
            end = words.date_text(window.end)
            yield window.start, (end, words.window, window.label, "")
        for change in self.changes:
            yield change.on, ("", words.change, change.label, "")
        for panel in self.panels:
            what = timeline_panel.heading_text(panel)
            for reading in panel.readings:
                yield reading.on, self._reading_row(reading, what)

    def _reading_row(self, reading: Reading, what: str) -> tuple[str, ...]:
        words = self.words
        value = words.not_recorded
        if reading.value is not None:
            value = words.number(reading.value)
        until = "" if reading.until is None else words.date_text(reading.until)
        return until, words.curve, what, value


def _stems(rows: tuple[FlagRow, ...], top: float, bottom: float) -> Iterator[Element]:
    for row in rows:
        start = top + (_HEADING if row.heading else 0)
        yield from flags.stems(row.flags, top=start, bottom=bottom)
        top += row.height


def _words(rows: tuple[FlagRow, ...], top: float) -> Iterator[Element]:
    for row in rows:
        start = top + (_HEADING if row.heading else 0)
        if row.heading:
            yield write_over(row.heading, (0, top + 12), "label")
        yield from flags.words(row.flags, top=start)
        top += row.height
