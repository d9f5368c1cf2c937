"""A proposed series: the next treatments and the look at each, as the course has them.

Each treatment stands in the usual window after the one before, or from the day on which
it is allowed where no source prints a usual one; each review stands in its own window.
A number that is only recalled proposes nothing, see `core.course`; where the course
ends, the series ends too, and says so.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs

from glabella.clinic.booking.models import Service
from glabella.clinic.booking.next_date import condition_of, next_date
from glabella.clinic.booking.slots import Asked, Slot, free_slots
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at
from glabella.core.course import Course, Place, course
from glabella.core.intervals import DateWindow

MOST = 4  # treatments in one proposal
NEAREST = 4  # free times shown for each step
LOOK = 42  # days looked through where a window has no end
DAY = timedelta(days=1)


@attrs.frozen
class Step:
    """One appointment of a series.

    Args:
        number: Of the treatment it belongs to, from one on.
        window: In which it usually is; half-open.
        slots: The nearest free times in the window, the first one proposed; after it
            where nothing is free in it.
        is_late: Whether the free times lie after the window.
    """

    number: int
    service: Service
    window: DateWindow
    slots: tuple[Slot, ...]
    is_late: bool = False

    @property
    def key(self) -> str:
        """Name it in a form: "treatment1", "review2"."""
        return f"{self.service.kind}{self.number}"


@attrs.frozen
class Series:
    """A proposal, or why there is none.

    Args:
        lacks: "course", "interval", "product", "service" or "" if nothing lacks.
    """

    protocol: str
    steps: tuple[Step, ...]
    lacks: str = ""


@attrs.frozen
class Wish:
    """What a series is asked for.

    Args:
        count: How many treatments, up to `MOST`.
        clinician: None for anybody who may.
    """

    place: Outlet
    count: int
    clinician: UUID | None = None


def propose(who: Person, wish: Wish, *, at: datetime) -> Series:
    """Return the next treatments and reviews of a person with free times for each."""
    today = today_at(wish.place, at=at)
    known = next_date(who, place=wish.place, on=today)
    protocol, product = condition_of(who, protocol=known.protocol)
    if not known.is_known:
        return Series(protocol, (), "interval")
    if protocol not in library().protocols:
        return Series(protocol, (), "course")
    treatment = Service.objects.filter(kind="treatment").order_by("name_en").first()
    if treatment is None:
        return Series(protocol, (), "service")
    review = Service.objects.filter(kind="review").order_by("name_en").first()
    first = max(today, known.proposed or today)
    end = (
        known.usual.to if known.usual and known.usual.to > first else first + LOOK * DAY
    )
    line = _Line(wish, treatment, review, protocol, product, at)
    steps = tuple(line.steps(DateWindow(first, end)))
    asked = min(max(wish.count, 1), MOST)
    got = sum(one.service == treatment for one in steps)
    return Series(protocol, steps, "" if got == asked else "interval")


@attrs.frozen
class _Line:
    wish: Wish
    treatment: Service
    review: Service | None
    protocol: str
    product: str
    at: datetime

    def steps(self, window: DateWindow) -> Iterator[Step]:
        """Yield treatment and review in turn, each after the one before."""
        for number in range(1, min(max(self.wish.count, 1), MOST) + 1):
            step = self._step(self.treatment, number, window)
            yield step
            found = self._after(self._day(step))
            looked = found.window("review")
            if self.review is not None and looked is not None:
                yield self._step(self.review, number, looked)
            following = _following(found)
            if following is None:
                return
            window = following

    def _after(self, treated: date) -> Course:
        where = Place(self.product, self.wish.place.profile, library().sources)
        return course(library().protocols[self.protocol], treated, place=where)

    def _day(self, step: Step) -> date:
        if not step.slots:
            return step.window.from_
        zone = ZoneInfo(self.wish.place.time_zone)
        return step.slots[0].starts_at.astimezone(zone).date()

    def _step(self, service: Service, number: int, window: DateWindow) -> Step:
        days = max(1, (window.to - window.from_).days)
        inside = self._free(service, window.from_, days)
        if inside:
            return Step(number, service, window, inside)
        late = self._free(service, window.to, LOOK)
        return Step(number, service, window, late, is_late=bool(late))

    def _free(self, service: Service, first: date, days: int) -> tuple[Slot, ...]:
        asked = Asked(
            service=service,
            first=first,
            days=days,
            now=self.at,
            outlet=self.wish.place.id,
            clinician=self.wish.clinician,
        )
        return tuple(_one_a_day(free_slots(asked), self.wish.place))[:NEAREST]


def _following(found: Course) -> DateWindow | None:
    """Return when the next treatment is proposed: as usual, else once it is allowed."""
    usual, least = found.usual_repeat, found.earliest_repeat
    if usual is not None and (least is None or least.day < usual.to):
        first = max(usual.from_, least.day) if least else usual.from_
        return DateWindow(first, usual.to)
    return DateWindow(least.day, least.day + LOOK * DAY) if least else None


def _one_a_day(slots: list[Slot], place: Outlet) -> Iterator[Slot]:
    """Yield the first slot of each day: a choice of days helps more than of minutes."""
    zone = ZoneInfo(place.time_zone)
    seen: set[date] = set()
    for slot in slots:
        day = slot.starts_at.astimezone(zone).date()
        if day not in seen:
            seen.add(day)
            yield slot
