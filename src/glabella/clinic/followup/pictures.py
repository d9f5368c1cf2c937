"""Pictures of a person's treatments: dose by muscle over sessions, and the ledger."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import attrs
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from glabella.charts.doses import DosesByMuscle, MuscleDose
from glabella.charts.ledger import Account, LedgerBars
from glabella.charts.table import Table
from glabella.charts.words import words_in
from glabella.clinic.followup.drafts import muscle_words, side_words
from glabella.clinic.record.models import Session
from glabella.core.ledger import Ledger
from glabella.protocols.loader import Library

WIDE, NARROW = 760, 360
NEWEST = 6  # sessions drawn side by side; older ones stand in the record


@attrs.frozen
class Picture:
    """A chart as a page shows it: wide, narrow, and as a table."""

    wide: SafeString
    narrow: SafeString
    table: Table


def picture_of(chart: Any) -> Picture | None:  # noqa: ANN401 any chart of the room
    """Return a chart as a page shows it; None for none."""
    if chart is None:
        return None
    return Picture(
        mark_safe(chart.svg(width=WIDE)),  # noqa: S308 drawn by our own room, every text escaped
        mark_safe(chart.svg(width=NARROW)),  # noqa: S308 as above
        chart.table(),
    )


def doses_chart(
    sessions: Sequence[Session], *, library: Library, language: str
) -> DosesByMuscle | None:
    """Return the doses of the newest sessions by muscle; None without any site.

    Args:
        sessions: Newest first, with their sites fetched.
    """
    doses = [
        MuscleDose(on=row.on, muscle=muscle, product=row.product, units=units)
        for row in reversed(sessions[:NEWEST])
        for muscle, units in _sums(row, library=library, language=language).items()
    ]
    if not doses:
        return None
    return DosesByMuscle(
        title=_("Dose by muscle over sessions"),
        doses=tuple(doses),
        words=words_in(language),
    )


def _sums(row: Session, *, library: Library, language: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for site in row.sites.all():
        name = muscle_words(site.muscle, library=library, language=language)
        label = f"{name}, {side_words(site.side)}"
        sums[label] = sums.get(label, Decimal(0)) + site.units
    return sums


def ledger_chart(books: Iterable[Ledger], *, language: str) -> LedgerBars | None:
    """Return what is used of each product against its limit; None without a ledger."""
    newest = {book.product: book for book in books if book.used or book.blocks}
    accounts = [
        Account(
            product=book.product,
            before=None if book.blocks else book.used,
            change=Decimal(0),
            limit=book.limit,
            limit_label=_("limit in %(days)d days") % {"days": book.window_days},
        )
        for book in newest.values()
    ]
    if not accounts:
        return None
    return LedgerBars(
        title=_("Ledger"), accounts=tuple(accounts), words=words_in(language)
    )
