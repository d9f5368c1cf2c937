"""The ledger: what a person has had of a product lately, and when more is allowed.

Vocabulary: the *window* is the days in which administrations count towards the cap;
the *cap* is the most units of one product in a window; the *interval* is the least
distance between two sessions.

The laws:

- A session counts on day 0 (its own day) to day 83; on day 84 it has left the window.
  The same edge holds for the interval: day 83 is too early, day 84 is allowed.
- It counts wherever it was given and whatever for. The cap belongs to the product.
- Units of another toxin never enter the sum. Such a toxin inside the window makes what
  remains unknown, even if its amount is known; so does a session of unknown product or
  of unknown units. An override lifts the block, never the ignorance.
- The interval runs from the last injection of any toxin.
- Sessions after the day of the question are ignored, and counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

import attrs

from glabella.core.administrations import Administration, LedgerOverride
from glabella.core.intervals import add_days, add_months, days_between
from glabella.core.ledger_notes import (
    LedgerBlock,
    LedgerNote,
    NoteKind,
    block_text,
    booster_note,
    external_note,
    future_note,
    months_note,
    no_limit_note,
    over_limit_note,
    recalled_limit_note,
    short_interval_note,
)
from glabella.core.quantity import Dose, UnlikeUnitsError, plain_number
from glabella.core.sources import Basis, Status

__all__ = [
    "DEFAULT_WINDOW_DAYS",
    "Administration",
    "Booster",
    "Ledger",
    "LedgerBlock",
    "LedgerNote",
    "LedgerOverride",
    "LedgerRule",
    "NoteKind",
    "ledger",
]

# DERIVED: 12 weeks in days, the window that the UK text prints as 12 weeks (RXR-PAH,
# RXR-NDO) and payers use for "3 months" (LEXI-BOTOX). A project default elsewhere.
DEFAULT_WINDOW_DAYS = 84

_DEFAULT_BASIS = Basis(Status.DERIVED, note="default of this project")


@attrs.frozen(kw_only=True)
class LedgerRule:
    """What a profile says of a product: window, cap and interval, with their basis.

    A source that prints months gives `window_months` or `min_interval_months`: the days
    decide, and the later date by the calendar is said as a caution.
    `conditions` narrows the rule to sessions given for them, such as "100 U in 84 days
    for blepharospasm"; sessions of unknown condition count all the same.
    """

    product: str
    window_days: int = DEFAULT_WINDOW_DAYS
    window_months: int | None = None
    cap_units: Decimal | None = None
    session_cap_units: Decimal | None = None
    min_interval_days: int = DEFAULT_WINDOW_DAYS
    min_interval_months: int | None = None
    other_toxin_days: int = DEFAULT_WINDOW_DAYS
    conditions: tuple[str, ...] = ()
    profile: str = ""
    basis: Basis = _DEFAULT_BASIS

    def with_interval(self, days: int, *, months: int | None = None) -> "LedgerRule":
        """Return the rule with a condition's own interval; cap and window stay."""
        return attrs.evolve(self, min_interval_days=days, min_interval_months=months)

    def covers(self, one: Administration) -> bool:
        """Return whether a session was given for what the rule is about."""
        return not self.conditions or one.condition in {None, *self.conditions}

    @property
    def usable_cap(self) -> Decimal | None:
        """The cap, unless it is only recalled: such a number never permits."""
        return None if self.basis.is_recalled else self.cap_units

    @property
    def usable_session_cap(self) -> Decimal | None:
        """The cap of one session, unless it is only recalled."""
        return None if self.basis.is_recalled else self.session_cap_units


@attrs.frozen
class Booster:
    """A session that came too soon after the one before it."""

    on: date
    days_after: int


@attrs.frozen(kw_only=True)
class Ledger:
    """The answer of the ledger for one product on one day.

    `used` is the known units inside the window: a floor where a session's units are not
    known. `remaining` is what window and session still leave on that day; None means
    that nobody can say. `earliest` is the first day, from `on`, without an open block,
    with the interval over and something left under the cap; None means never.
    `others` are the administrations that cannot be added up.
    """

    on: date
    rule: LedgerRule
    used: Decimal
    remaining: Decimal | None
    earliest: date | None
    last: date | None
    interval_ends: date | None
    history: tuple[Administration, ...]
    blocks: tuple[LedgerBlock, ...]
    cautions: tuple[LedgerNote, ...]
    boosters: tuple[Booster, ...]
    ignored_future: int

    @property
    def product(self) -> str:
        """The active substance the ledger is about."""
        return self.rule.product

    @property
    def window_days(self) -> int:
        """Length of the window in days."""
        return self.rule.window_days

    @property
    def limit(self) -> Decimal | None:
        """The cap of the window in units, if one is known and not only recalled."""
        return self.rule.usable_cap

    @property
    def others(self) -> tuple[Administration, ...]:
        """Administrations inside the window that cannot be added up."""
        return tuple(block.administration for block in self.blocks)

    @property
    def is_blocked(self) -> bool:
        """Whether an administration blocks and nobody has overridden it by name."""
        return any(block.is_open for block in self.blocks)

    @property
    def is_interval_over(self) -> bool:
        """Whether enough days have passed since the last injection of any toxin."""
        return self.interval_ends is None or self.interval_ends <= self.on

    def earliest_for(self, dose: Dose) -> date | None:
        """Return the first day on which a dose is allowed, or None if it never is.

        Raises:
            UnlikeUnitsError: If the dose is of another product.
        """
        if dose.product != self.product:
            raise UnlikeUnitsError("allow", first=dose, second=self.product)
        return _earliest(self, wanted=dose.units)

    def allows(self, dose: Dose) -> bool:
        """Return whether a dose may be given on the day itself."""
        return self.earliest_for(dose) == self.on

    def as_json(self) -> dict[str, object]:
        """Return the published shape, with exact decimals and ISO dates."""
        return {
            "window_days": self.window_days,
            "used": self.used,
            "limit": self.limit,
            "remaining": self.remaining,
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "others": [each.as_json() for each in self.others],
        }


def ledger(
    on: date,
    administrations: Iterable[Administration],
    *,
    rule: LedgerRule,
    overrides: Sequence[LedgerOverride] = (),
) -> Ledger:
    """Return what is used, what remains and when more is allowed, as of a day.

    Args:
        on: The day of the question; later administrations are ignored and counted.
        administrations: Of every toxin, for every condition, at every place of care.
        rule: What the profile says of the product.
        overrides: Blocks that a clinician has lifted by name.
    """
    given = tuple(administrations)
    history = tuple(sorted((x for x in given if x.on <= on), key=lambda one: one.on))
    blocks = tuple(_blocks(history, on=on, rule=rule, overrides=overrides))
    last = history[-1].on if history else None
    used = _used(history, on=on, rule=rule)
    draft = Ledger(
        on=on,
        rule=rule,
        used=used,
        remaining=None if blocks else _remaining(history, on=on, rule=rule),
        earliest=None,
        last=last,
        interval_ends=add_days(last, rule.min_interval_days) if last else None,
        history=history,
        blocks=blocks,
        cautions=(),
        boosters=_boosters(history, interval_days=rule.min_interval_days),
        ignored_future=len(given) - len(history),
    )
    dated = attrs.evolve(draft, earliest=_earliest(draft, wanted=None))
    return attrs.evolve(dated, cautions=tuple(_cautions(dated)))


def _counts(one: Administration, *, on: date, rule: LedgerRule) -> bool:
    """Return whether units of a session enter the sum of the window on a day."""
    if one.product != rule.product or not rule.covers(one):
        return False
    return 0 <= days_between(one.on, on) < rule.window_days


def _used(history: Iterable[Administration], *, on: date, rule: LedgerRule) -> Decimal:
    counted = (one.units for one in history if _counts(one, on=on, rule=rule))
    return sum((units for units in counted if units is not None), Decimal(0))


def _left(
    history: Sequence[Administration], *, on: date, rule: LedgerRule
) -> list[Decimal]:
    """Return what each known cap leaves on a day; below zero where it is passed."""
    same_day = [one for one in history if one.on == on]
    left: list[Decimal] = []
    if rule.usable_cap is not None:
        left.append(rule.usable_cap - _used(history, on=on, rule=rule))
    if rule.usable_session_cap is not None:
        left.append(rule.usable_session_cap - _used(same_day, on=on, rule=rule))
    return left


def _remaining(
    history: Sequence[Administration], *, on: date, rule: LedgerRule
) -> Decimal | None:
    left = _left(history, on=on, rule=rule)
    return max(min(left), Decimal(0)) if left else None


def _blocks(
    history: Iterable[Administration],
    *,
    on: date,
    rule: LedgerRule,
    overrides: Sequence[LedgerOverride],
) -> Iterator[LedgerBlock]:
    lifted = {each.administration: each for each in overrides if each.administration}
    for one in history:
        kind = _uncountable(one, rule=rule)
        if kind is None:
            continue
        own = kind is NoteKind.UNKNOWN_UNITS
        until = add_days(one.on, rule.window_days if own else rule.other_toxin_days)
        if on < until:
            text = block_text(kind, one)
            yield LedgerBlock(kind, one, until, text, lifted.get(one.id))


def _uncountable(one: Administration, *, rule: LedgerRule) -> NoteKind | None:
    if one.product is None:
        return NoteKind.UNKNOWN_PRODUCT
    if one.product != rule.product:
        return NoteKind.OTHER_TOXIN
    if one.units is None and rule.covers(one):
        return NoteKind.UNKNOWN_UNITS
    return None


def _boosters(
    history: Sequence[Administration], *, interval_days: int
) -> tuple[Booster, ...]:
    """Return the sessions closer to the one before than the interval.

    Records of one day are one session.
    """
    days = sorted({one.on for one in history})
    gaps = ((later, days_between(earlier, later)) for earlier, later in pairwise(days))
    return tuple(Booster(day, gap) for day, gap in gaps if gap < interval_days)


def _earliest(book: Ledger, *, wanted: Decimal | None) -> date | None:
    """Return the first day that allows a dose; without one, any dose at all.

    What stands in the way only ever leaves: so the first day is `on`, or a day on which
    a session leaves the window, a block ends or the interval is over.
    """
    rule = book.rule
    leaving = {add_days(one.on, rule.window_days) for one in book.history}
    ends = {block.until for block in book.blocks if block.is_open}
    over = {book.interval_ends} if book.interval_ends else set()
    tomorrow = {add_days(book.on, 1)}  # a session cap counts the day itself only
    days = sorted({book.on} | leaving | ends | over | tomorrow)
    for day in days:
        if day >= book.on and _is_allowed(book, day=day, wanted=wanted):
            return day
    return None


def _is_allowed(book: Ledger, *, day: date, wanted: Decimal | None) -> bool:
    if book.interval_ends is not None and day < book.interval_ends:
        return False
    if any(block.is_open and day < block.until for block in book.blocks):
        return False
    left = _left(book.history, on=day, rule=book.rule)
    if not left:
        return True
    return min(left) > 0 if wanted is None else min(left) >= wanted


def _cautions(book: Ledger) -> Iterator[LedgerNote]:
    if not _left(book.history, on=book.on, rule=book.rule):
        recalled = book.rule.basis.is_recalled
        yield (recalled_limit_note if recalled else no_limit_note)(book.product)
    if book.limit is not None and book.used > book.limit:
        yield over_limit_note(
            used=plain_number(book.used), limit=plain_number(book.limit)
        )
    for one in book.history:
        if one.external and _counts(one, on=book.on, rule=book.rule):
            yield external_note(one)
    yield from _interval_cautions(book)
    yield from _month_cautions(book)
    if book.ignored_future:
        yield future_note(book.ignored_future, book.on)


def _interval_cautions(book: Ledger) -> Iterator[LedgerNote]:
    own_days = book.rule.min_interval_days
    if book.boosters:
        latest = book.boosters[-1]
        yield booster_note(
            latest.on, days_after=latest.days_after, interval_days=own_days
        )
    if book.last is None:
        return
    if not book.is_interval_over:
        gap = days_between(book.last, book.on)
        yield booster_note(book.on, days_after=gap, interval_days=own_days)
        return
    usual_end = add_days(book.last, DEFAULT_WINDOW_DAYS)
    if own_days < DEFAULT_WINDOW_DAYS and book.on < usual_end:
        yield short_interval_note(
            own_days=own_days, usual_days=DEFAULT_WINDOW_DAYS, until=usual_end
        )


def _month_cautions(book: Ledger) -> Iterator[LedgerNote]:
    """Yield the latest date that printed months set later than the days do.

    A session that has left the window by days may still be inside it by the calendar.
    """
    rule = book.rule
    own = [one.on for one in book.history if one.product == rule.product]
    printed: tuple[tuple[int | None, int, list[date]], ...] = (
        (rule.window_months, rule.window_days, own[-1:]),
        (rule.min_interval_months, rule.min_interval_days, [book.last or book.on]),
    )
    later = [
        (add_months(session, months), session, months)
        for months, days, sessions in printed
        for session in sessions
        if months and add_months(session, months) > add_days(session, days)
    ]
    until, session, months = max(later, default=(book.on, book.on, 0))
    if until > book.on and book.last is not None:
        yield months_note(months, session=session, until=until)
