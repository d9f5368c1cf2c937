"""When the next treatment may be, when it usually is, and when somebody looks.

Dates come from the course of the protocol and from the ledger of the product; the later
one stands. A number that is only recalled proposes nothing, see `core.course`.
"""

from collections.abc import Sequence
from datetime import date

import attrs

from glabella.clinic.people.cards import Person
from glabella.clinic.planning import queries as planning
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Session
from glabella.core.course import Course, Place, course
from glabella.core.errors import UnknownNameError
from glabella.core.intervals import DateWindow
from glabella.core.ledger import Ledger
from glabella.core.product import substance_names


@attrs.frozen
class NextDate:
    """What the last session means for the next date.

    Args:
        protocol: Of the last session; "" if none is on record here.
        earliest: The first day that neither course nor ledger forbids; None if nobody
            can say, see `is_known`.
        later: The later day by the calendar, where a source prints months.
        usual: The usual window, from the earliest day on.
        review: When somebody looks at the effect.
        is_known: Whether somebody can say from when more is allowed; also true for
            those who were never treated.
    """

    protocol: str = ""
    earliest: date | None = None
    later: date | None = None
    usual: DateWindow | None = None
    review: DateWindow | None = None
    is_known: bool = True

    @property
    def proposed(self) -> date | None:
        """The first day to look for a free slot."""
        return self.usual.from_ if self.usual else self.earliest


def next_date(who: Person, *, place: Outlet, on: date, protocol: str = "") -> NextDate:
    """Return what is known of the next date of a person.

    Args:
        on: The day of the question.
        protocol: For which condition; "" for the one treated last.
    """
    sessions = [row for row in record.sessions(who) if row.on <= on]
    mine = [row for row in sessions if protocol in {"", row.protocol}]
    last = max(mine, key=lambda row: row.on, default=None)
    try:
        book = record.ledger_of(
            who, on=on, library=library(), profile=place.profile, given=sessions
        )
    except UnknownNameError:  # a product that nobody knows: nobody can say
        return NextDate(protocol=last.protocol if last else "", is_known=False)
    found = _course(last, place)
    earliest = earliest_day(found, book)
    return NextDate(
        protocol=last.protocol if last else "",
        earliest=earliest,
        later=later_day(found, earliest),
        usual=usual_window(found, earliest),
        review=found.window("review") if found else None,
        is_known=book is None or book.earliest is not None,
    )


def again(last: Session, place: Outlet) -> tuple[date, date | None] | None:
    """Return from when somebody may come again after a session, by its course alone.

    Returns:
        The first usual day and the day the usual time is over; where no usual time is
        printed, the first day that is allowed and None. None if nobody can say.
    """
    found = _course(last, place)
    if found is None:
        return None
    if found.usual_repeat is not None:
        return found.usual_repeat.from_, found.usual_repeat.to
    earliest = found.earliest_repeat
    return (earliest.day, None) if earliest is not None else None


def _course(last: Session | None, place: Outlet) -> Course | None:
    known = library()
    if last is None or last.protocol not in known.protocols:
        return None
    where = Place(_substance(last.product), place.profile, known.sources)
    return course(known.protocols[last.protocol], last.on, place=where)


def earliest_day(found: Course | None, book: Ledger | None) -> date | None:
    """Return the later of both dates; None if the ledger knows none."""
    if book is not None and book.earliest is None:
        return None
    repeat = found.earliest_repeat if found else None
    days: Sequence[date] = [
        day
        for day in (repeat.day if repeat else None, book.earliest if book else None)
        if day is not None
    ]
    return max(days, default=None)


def later_day(found: Course | None, earliest: date | None) -> date | None:
    """Return the later day by the calendar, if it is later than the earliest."""
    repeat = found.earliest_repeat if found else None
    day = repeat.later_caution if repeat else None
    return day if day and earliest and day > earliest else None


def usual_window(found: Course | None, earliest: date | None) -> DateWindow | None:
    """Return the usual window as far as it is allowed."""
    usual = found.usual_repeat if found else None
    if usual is None or earliest is None or usual.to <= earliest:
        return None
    return DateWindow(max(usual.from_, earliest), usual.to)


def repeat_after(
    who: Person, treated: date, *, place: Outlet, protocol: str
) -> date | None:
    """Return from when a treatment may follow one that is booked for a day.

    None if nobody can say: no course is known, or its interval was only recalled.
    """
    name, product = condition_of(who, protocol=protocol)
    if name not in library().protocols:
        return None
    where = Place(product, place.profile, library().sources)
    repeat = course(library().protocols[name], treated, place=where).earliest_repeat
    return repeat.day if repeat is not None else None


def condition_of(who: Person, *, protocol: str) -> tuple[str, str]:
    """Return protocol and substance: of the last session, else of the approved plan."""
    sessions = [row for row in record.sessions(who) if row.protocol == protocol]
    last = max(sessions, key=lambda row: row.on, default=None)
    plan = planning.approved(who)
    if last is not None and protocol:
        return protocol, _substance(last.product)
    if plan is not None and plan.orders:
        return str(plan.orders[0].get("protocol", "")), _substance(plan.product)
    return "", ""


def _substance(product: str) -> str:
    names = substance_names(library().products.values())
    return names.get(product.lower(), product)
