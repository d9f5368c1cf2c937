"""Who is next on the waiting list: one documented order, the same for everybody.

1. urgency, set by a clinician with a reason;
2. days since the sensible window ended (none if nobody knows of a window);
3. those who said that they need it again before those who did not;
4. those who wait longer, by day;
5. those who were entered earlier, by the moment; then by their opaque id.

Nothing else counts: not how often somebody calls, nor who is easy to reach.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import attrs


@attrs.frozen
class Need:
    """What is known of somebody who waits, as far as it ranks them.

    Args:
        entry: Opaque id of their place on the list.
        urgency: 0 for usual, 1 for soon, 2 for urgent.
        overdue: Whole days since the sensible window ended; 0 within or without one.
        is_needed_again: Whether they said so.
        since: The day from which they wait.
        entered_at: When they were put on the list.
    """

    entry: UUID
    urgency: int
    overdue: int
    is_needed_again: bool
    since: date
    entered_at: datetime


def ranked(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return those who wait in the order in which times are offered."""
    return tuple(sorted(needs, key=_order))


def _order(need: Need) -> tuple[int, int, bool, date, datetime, str]:
    return (
        -need.urgency,
        -need.overdue,
        not need.is_needed_again,
        need.since,
        need.entered_at,
        str(need.entry),
    )


def overdue_days(last_day: date | None, *, on: date) -> int:
    """Return how many days ago the last day of the sensible window was; never below 0.

    Args:
        last_day: None if nobody knows of a window.
    """
    return max(0, (on - last_day).days) if last_day is not None else 0
