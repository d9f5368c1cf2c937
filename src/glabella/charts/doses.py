"""Dose by muscle over sessions: bars, one block with its own axis for each product.

Units of two products are not one measure, so they never share an axis or a block.
"""

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import attrs

from glabella.charts import marks
from glabella.charts.checks import must_be_finite, must_be_ordered
from glabella.charts.lettering import width_of, wrapped, write
from glabella.charts.markup import Element
from glabella.charts.sheet import NARROW_BELOW, Sheet, legend, unrecorded_entry
from glabella.charts.table import Table
from glabella.charts.words import ENGLISH, Words

_BAR_HEIGHT = 26
_ROW = 46
_LINE = 14
_ABOVE = 20
_HEADING = 24
_DAYS = 34
_LABEL_SHARE = 0.3
_WIDEST_CELL = 84


@attrs.frozen
class MuscleDose:
    """What one muscle received in one session.

    Args:
        on: The day of the session.
        muscle: As it shall be read, with its side where there is one.
        product: What the units are units of.
        units: None if nobody knows them.
    """

    on: date
    muscle: str
    product: str
    units: Decimal | None

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        where = f"{self.muscle} on {self.on}"
        must_be_finite(self.units, where=where)
        must_be_ordered(0, self.units, where=where)


@attrs.frozen
class _Block:
    """The doses of one product on a sheet."""

    product: str
    doses: tuple[MuscleDose, ...]
    left: float
    width: float
    words: Words

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({dose.on for dose in self.doses}))

    @property
    def muscles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(dose.muscle for dose in self.doses))

    @property
    def most(self) -> float:
        known = (float(dose.units) for dose in self.doses if dose.units is not None)
        return max(known, default=0.0) or 1.0

    @property
    def cell(self) -> float:
        return min((self.width - self.left) / len(self.days), _WIDEST_CELL)

    @property
    def height(self) -> float:
        return _HEADING + self.row * len(self.muscles) + _DAYS

    @property
    def row(self) -> float:
        return _ROW if self.left else _ROW + _ABOVE

    def held(self, x: float, text: str) -> float:
        """Return the middle of a text, moved so that the text stays on the sheet."""
        half = width_of(text, "tick") / 2
        return min(max(x, half), self.width - half)

    def x_of(self, day: date) -> float:
        return self.left + self.days.index(day) * self.cell


@attrs.frozen(kw_only=True)
class DosesByMuscle:
    """Bars of units: rows are muscles, columns are sessions, blocks are products.

    Args:
        title: What is shown; drawn, and the name of the picture.
        doses: In the order in which muscles shall stand; one for each muscle,
            product and day. A muscle without a dose on a day was not injected.
        muscles: The order of the rows; muscles not named follow as they come.
        description: For those who listen; made from the data if empty.
        words: The language.
    """

    title: str
    doses: tuple[MuscleDose, ...]
    muscles: tuple[str, ...] = ()
    description: str = ""
    words: Words = ENGLISH

    def svg(self, *, width: float = 760) -> str:
        """Return the drawing; on narrow sheets muscles stand above their bars."""
        sheet = Sheet("doses", self.title, self._described(), self.words, width)
        heading, top = sheet.heading()
        drawn = list(heading)
        for block in self._blocks(width):
            drawn += _drawn(block, top)
            top += block.height + 10
        if any(dose.units is None for dose in self.doses):
            entry = attrs.evolve(
                unrecorded_entry(self.words), label=self.words.units_unknown
            )
            key, top = legend([entry], left=0, top=top, right=width)
            drawn += key
        return sheet.closed(drawn, top + 2)

    def table(self) -> Table:
        """Return every dose as a row, with its product."""
        words = self.words
        ordered = sorted(self.doses, key=lambda dose: (dose.product, dose.on))
        rows = tuple(
            (words.date_text(d.on), d.muscle, words.units(d.units), d.product)
            for d in ordered
        )
        header = (words.session, words.muscle, words.dose_heading, words.product)
        return Table(self.title, header, rows)

    def _blocks(self, width: float) -> Iterator[_Block]:
        widest = max((width_of(d.muscle, "label") for d in self.doses), default=0)
        left = 0.0
        if width >= NARROW_BELOW:
            left = min(widest + 12, width * _LABEL_SHARE)
        for product in dict.fromkeys(dose.product for dose in self.doses):
            of_it = tuple(dose for dose in self._ordered() if dose.product == product)
            yield _Block(product, of_it, left, width, self.words)

    def _ordered(self) -> list[MuscleDose]:
        named = (*self.muscles, *(dose.muscle for dose in self.doses))
        order = list(dict.fromkeys(named))
        return sorted(self.doses, key=lambda dose: order.index(dose.muscle))

    def _described(self) -> str:
        said = (
            f"{self.words.date_text(d.on)}: {d.muscle} "
            f"{self.words.dose(d.units, d.product)}"
            for d in self.doses
        )
        return self.description or "; ".join(said)


def _drawn(block: _Block, top: float) -> Iterator[Element]:
    words = block.words
    title = f"{block.product}, {words.unit}"
    yield write(title, (0, top + 14), "heading")
    top += _HEADING
    for muscle in block.muscles:
        yield from _row(block, muscle, top)
        top += block.row
    step = _days_step(block)
    for day in block.days[::step]:
        short = words.day_and_month(day)
        x = block.held(block.x_of(day) + block.cell / 2 - 3, short)
        yield write(short, (x, top + 14), "tick", anchor="middle")
        yield write(str(day.year), (x, top + 28), "tick", anchor="middle")


def _row(block: _Block, muscle: str, top: float) -> Iterator[Element]:
    base = top + block.row - 6
    if block.left:
        lines = wrapped(muscle, "label", block.left - 10, lines=2)
        start = base - 4 - _LINE * (len(lines) - 1)
    else:
        lines, start = (muscle,), top + 11
    for n, text in enumerate(lines):
        yield write(text, (0, start + _LINE * n), "label")
    right = block.x_of(block.days[-1]) + block.cell
    yield marks.line((block.left, base), (right, base), "grid")
    for dose in block.doses:
        if dose.muscle == muscle:
            yield from _bar(block, dose, base)


def _bar(block: _Block, dose: MuscleDose, base: float) -> Iterator[Element]:
    x, width = block.x_of(dose.on), block.cell - 6
    middle = x + width / 2
    if dose.units is None:
        yield marks.hatch(x, base - _BAR_HEIGHT, width, _BAR_HEIGHT)
        return
    height = _BAR_HEIGHT * float(dose.units) / block.most
    yield marks.box(x, base - height, width, height, look="column")
    text = block.words.number(dose.units)
    look = "number" if width_of(text, "number") <= block.cell else "tick"
    # Where not even small numbers fit side by side, the table has them.
    if width_of(text, look) <= block.cell:
        at = (block.held(middle, text), base - height - 3)
        yield write(text, at, look, anchor="middle")


def _days_step(block: _Block) -> int:
    widest: float = max(
        width_of(block.words.day_and_month(day), "tick") for day in block.days
    )
    return max(math.ceil((widest + 6) / block.cell), 1)
