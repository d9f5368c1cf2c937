"""What the front desk of the demo has on its hands: who waits, what is free again.

Everything is a deed that the screens do; what follows from it, such as an offer or a
reminder, is left to the worker of the demo.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.closures import announce
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.values import NewWaiting, Urgency
from glabella.clinic.demo.house import House
from glabella.clinic.demo.telling import Act, Deed, Story, book_free
from glabella.clinic.practice.values import NewClosure

WAITING = 3  # people on the list of each outlet
FRIDAY = 4


def front_desk(stories: list[Story], house: House, *, at: datetime) -> Iterator[Deed]:
    """Yield the deeds of the desk in the last days, after the stories have begun."""
    known = [s for s in stories if s.who.first_on is not None]
    for place in range(len(house.outlets)):
        mine = [s for s in known if s.who.outlet == place]
        if len(mine) <= WAITING:
            continue
        for number, story in enumerate(mine[-WAITING:]):
            yield at - timedelta(hours=30 - number), _wait(story, is_urgent=number == 1)
        yield at - timedelta(hours=3), _cancel_one(house, place)
        yield from _no_show(mine[0], at=at)
    yield at - timedelta(hours=2), _close(house)


def _wait(story: Story, *, is_urgent: bool) -> Act:
    def act(at: datetime) -> None:
        new = NewWaiting(
            story.id,
            story.house.services["review"].id,
            protocol=story.who.condition,
            since=story.on - timedelta(days=story.who.number % 20 + 1),
        )
        row = booking.join(new, by=story.by(Role.FRONT_DESK), at=at)
        if is_urgent:
            why = Urgency(1, "Asks for an earlier visit (demo)")
            by = story.by(Role.CLINICIAN)
            booking.set_urgency(row.id, why, version=row.version, by=by, at=at)

    return act


def _cancel_one(house: House, place: int) -> Act:
    """Give the next time back that is not today, so that it can be offered."""

    def act(at: datetime) -> None:
        rows = Appointment.objects.filter(
            outlet=house.outlets[place],
            state="booked",
            starts_at__gt=at + timedelta(days=1),
        )
        row = rows.order_by("starts_at", "id").first()
        if row is not None:
            booking.cancel(
                row.id,
                reason="Called: cannot come (demo)",
                version=row.version,
                by=house.actor(Role.FRONT_DESK, place),
                at=at,
            )

    return act


def _no_show(story: Story, *, at: datetime) -> Iterator[Deed]:
    """Yield an appointment of the last working day to which somebody did not come."""
    day = _working_day_before(story.on)
    rows: list[Appointment] = []

    def book(when: datetime) -> None:
        row = book_free(story, day, "review", at=when)
        if row is not None:
            rows.append(row)

    def note(when: datetime) -> None:
        for row in rows:
            booking.set_state(
                row.id,
                "no_show",
                version=row.version,
                by=story.by(Role.FRONT_DESK),
                at=when,
            )

    yield story.at(day, 7) - timedelta(days=7), book
    yield at - timedelta(hours=6), note


def _working_day_before(day: date) -> date:
    found = day - timedelta(days=1)
    while found.weekday() > FRIDAY:
        found -= timedelta(days=1)
    return found


def _close(house: House) -> Act:
    """Announce two closed days in two or three weeks, as people read them."""

    def act(at: datetime) -> None:
        first = at.date() + timedelta(days=14)
        first += timedelta(days=(-first.weekday()) % 7)  # a Monday
        new = NewClosure(
            first,
            first + timedelta(days=2),
            words=(
                "The team is at a training (demo)",
                "Das Team ist in einer Fortbildung (Demo)",
            ),
        )
        by = house.actor(Role.LEAD_CLINICIAN, 0)
        announce(house.outlets[0].id, new, by=by, at=at)

    return act
