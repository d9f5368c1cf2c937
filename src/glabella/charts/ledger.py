"""Ledger and stock as bars: before, after, and the limit between.

Each bar has a scale of its own, because units of two products are not one measure.
What nobody knows is hatched and said; it never looks like an empty ledger.
"""

from collections.abc import Iterator
from decimal import Decimal

import attrs

from glabella.charts import marks
from glabella.charts.checks import must_be_finite, must_be_ordered
from glabella.charts.lettering import width_of, wrapped, write, write_over
from glabella.charts.markup import Element
from glabella.charts.scale import Scale
from glabella.charts.sheet import LegendEntry, Sheet, legend, unrecorded_entry
from glabella.charts.table import Table
from glabella.charts.words import ENGLISH, Words

_BAR = 18
_ACCOUNT = 82
_LINE = 15
_NOTE_LINES = 2


@attrs.frozen
class Account:
    """One bar: what there was, what changes, and the limit.

    Args:
        product: What the units are units of, or what is in stock.
        before: None if nobody knows.
        change: What a plan adds, or a session takes (below zero); None if unknown.
        limit: Where the limit stands; None if there is none.
        limit_label: What the limit is: "limit within 12 weeks".
        unit: Of the numbers; empty is units of the product.
        is_floor: The limit is the least, as in a stock, not the most.
        note: A line under the bar.
    """

    product: str
    before: Decimal | None
    change: Decimal | None
    limit: Decimal | None = None
    limit_label: str = ""
    unit: str = ""
    is_floor: bool = False
    note: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        where = f'account "{self.product}"'
        must_be_finite(self.before, self.change, self.limit, where=where)
        must_be_ordered(0, self.before, where=where)
        must_be_ordered(0, self.limit, where=where)
        must_be_ordered(0, self.after, where=where)

    @property
    def after(self) -> Decimal | None:
        """What there will be; unknown as soon as one part is."""
        if self.before is None or self.change is None:
            return None
        return self.before + self.change

    @property
    def breach(self) -> Decimal | None:
        """How far the limit is passed, above zero; None if unknown or no limit."""
        if self.after is None or self.limit is None:
            return None
        return self.limit - self.after if self.is_floor else self.after - self.limit


@attrs.frozen(kw_only=True)
class LedgerBars:
    """Accounts under each other, each with its own scale.

    Args:
        title: What is shown; drawn, and the name of the picture.
        accounts: One for each product.
        description: For those who listen; made from the data if empty.
        words: The language.
    """

    title: str
    accounts: tuple[Account, ...]
    description: str = ""
    words: Words = ENGLISH

    def svg(self, *, width: float = 520) -> str:
        """Return the drawing."""
        sheet = Sheet("ledger", self.title, self._described(), self.words, width)
        heading, top = sheet.heading()
        drawn = list(heading)
        for account in self.accounts:
            drawn += self._account(account, top, width)
            top += _ACCOUNT + _LINE * len(_note(account, width))
        key, top = legend(self._legend(), left=0, top=top, right=width)
        return sheet.closed([*drawn, *key], top + 2)

    def table(self) -> Table:
        """Return the accounts as plain text."""
        words = self.words
        header = (words.product, words.before, words.planned, words.after)
        rows = tuple(
            (
                one.product,
                words.units(one.before, one.unit),
                words.units(one.change, one.unit),
                words.units(one.after, one.unit),
                "" if one.limit is None else words.units(one.limit, one.unit),
                self._verdict(one),
            )
            for one in self.accounts
        )
        return Table(self.title, (*header, words.limit, words.free_heading), rows)

    def _described(self) -> str:
        said = (f"{one.product}: {self._sentence(one)}" for one in self.accounts)
        return self.description or "; ".join(said)

    def _sentence(self, one: Account) -> str:
        """Say before, change and after: "100 U + 155 U = 255 U"."""
        words = self.words
        if one.after is None:
            return words.units_unknown if not one.unit else words.unknown
        before, after = (words.units(n, one.unit) for n in (one.before, one.after))
        change = one.change or Decimal(0)
        sign = "\u2212" if change < 0 else "+"
        return f"{before} {sign} {words.units(abs(change), one.unit)} = {after}"

    def _verdict(self, one: Account) -> str:
        words = self.words
        if one.breach is None:
            return words.unknown if one.limit is not None else ""
        size = words.units(abs(one.breach), one.unit)
        if one.breach > 0:
            return (words.under if one.is_floor else words.over).format(size)
        return (words.spare if one.is_floor else words.free).format(size)

    def _account(self, one: Account, top: float, width: float) -> Iterator[Element]:
        yield write(one.product, (0, top + 13), "heading")
        sentence = self._sentence(one)
        # Beside the product if there is room for both, else the sum alone.
        room = width - width_of(one.product, "heading") - 16
        if width_of(sentence, "number") > room and one.after is not None:
            sentence = self.words.units(one.after, one.unit)
        yield write(sentence, (width, top + 13), "number", anchor="end")
        bar = top + 22
        scale = Scale(0, _most(one), 0, width)
        yield from _bars(one, bar, scale)
        yield from self._limit(one, bar, scale)
        for n, text in enumerate(_note(one, width)):
            yield write(text, (0, top + _ACCOUNT - 8 + _LINE * n), "quiet")

    def _limit(self, one: Account, bar: float, scale: Scale) -> Iterator[Element]:
        if one.limit is None:
            return
        x = min(max(scale.at(one.limit), 1), scale.end - 1)
        yield marks.line((x, bar - 4), (x, bar + _BAR + 4), "limit")
        name = one.limit_label or self.words.limit
        text = f"{name} {self.words.units(one.limit, one.unit)}"
        verdict = self._verdict(one)
        text = f"{text}: {verdict}" if verdict else text
        wide = width_of(text, "label")
        at = (min(max(x - wide / 2, 0), max(scale.end - wide, 0)), bar + _BAR + 18)
        yield write_over(text, at, "label")

    def _legend(self) -> Iterator[LegendEntry]:
        words, changes = self.words, [one.change or 0 for one in self.accounts]
        is_over = any(_is_over(one) for one in self.accounts)
        shown = (
            ("column-before", words.before, True),
            ("column", words.added, any(change > 0 for change in changes)),
            ("taken", words.taken, any(change < 0 for change in changes)),
            ("column-over", words.beyond, is_over),
        )
        for look, label, is_used in shown:
            if is_used:
                yield LegendEntry((marks.box(0, 0, 18, 11, look=look),), label)
        if any(one.after is None for one in self.accounts):
            yield attrs.evolve(unrecorded_entry(self.words), label=self.words.unknown)


def _note(one: Account, width: float) -> tuple[str, ...]:
    return wrapped(one.note, "quiet", width, lines=_NOTE_LINES) if one.note else ()


def _most(one: Account) -> float:
    known = [float(n) for n in (one.before, one.after, one.limit) if n is not None]
    # A change that nobody knows needs room to be seen as such.
    room = 1.4 if one.after is None else 1.08
    return max(known, default=0.0) * room or 1.0


def _is_over(one: Account) -> bool:
    return one.breach is not None and one.breach > 0 and not one.is_floor


def _bars(one: Account, top: float, scale: Scale) -> Iterator[Element]:
    if one.before is None:
        yield marks.hatch(0, top, scale.end, _BAR)
        return
    kept = one.before if one.after is None else min(one.before, one.after)
    x = scale.at(kept)
    yield marks.box(0, top, x, _BAR, look="column-before")
    if one.after is None:
        yield marks.hatch(x, top, scale.end - x, _BAR)
        return
    end = scale.at(max(one.before, one.after))
    if one.after < one.before:
        # What leaves is an outline: it is not there any more.
        yield marks.box(x, top, end - x, _BAR, look="taken")
    elif one.limit is None or not _is_over(one):
        yield marks.box(x, top, end - x, _BAR, look="column")
    else:
        border = scale.at(max(one.limit, one.before))
        yield marks.box(x, top, border - x, _BAR, look="column")
        yield marks.box(border, top, end - border, _BAR, look="column-over")
