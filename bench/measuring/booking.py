"""A practice to book in for a benchmark: filled, asked for slots, booked at once."""

import itertools
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from time import perf_counter

import attrs
from django.db import OperationalError, connections, transaction

from glabella.clinic.accounts.models import User
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions
from glabella.clinic.booking.models import Appointment, Cell, Service, WorkingHours
from glabella.clinic.booking.slots import Asked, free_slots
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import OpeningHours, Outlet, Practice, Staff

OPENS, CLOSES, MINUTES, CELL = time(8), time(18), 15, timedelta(minutes=5)
QUARTERS = 40  # of a day from eight to six
Row = tuple[int, int, int, int]  # clinician, day, hour, minute


@attrs.frozen
class Bench:
    """Outlets with clinicians who work there every day, and what is taken."""

    outlets: list[Outlet]
    staff: list[Staff]
    service: Service
    patient: Patient
    by: Actor
    first: date
    days: int
    taken: list[Row]

    @classmethod
    def made(
        cls, *, outlets: int, clinicians: int, days: int, appointments: int
    ) -> "Bench":
        """Return a practice in which so many appointments are taken, evenly."""
        at = datetime(2026, 1, 1, tzinfo=UTC)
        Practice.objects.create(id=1, name="Bench", demo=True, created_at=at)
        places = [_outlet(number, at) for number in range(outlets)]
        staff = [_clinician(number, places, at) for number in range(clinicians)]
        found = cls(
            outlets=places,
            staff=staff,
            service=Service.objects.create(
                kind="other", name_en="Talk", name_de="Gespräch", minutes=MINUTES
            ),
            patient=Patient.objects.create(
                family_name="Bench", given_names="", search_name="bench", created_at=at
            ),
            by=Actor(user=staff[0].user_id, origin="bench"),
            first=date(2030, 1, 7),
            days=days,
            taken=_taken(clinicians, days, appointments),
        )
        found._fill()
        return found

    @property
    def now(self) -> datetime:
        """The moment of every question and deed."""
        return datetime.combine(self.first, time(), UTC)

    def _fill(self) -> None:
        rows = [self._row(*one) for one in self.taken]
        Appointment.objects.bulk_create(rows, batch_size=2000)
        Cell.objects.bulk_create(
            (cell for row in rows for cell in _cells(row)), batch_size=5000
        )

    def _row(self, number: int, day: int, hour: int, minute: int) -> Appointment:
        on = self.first + timedelta(days=day)
        return self._at(number, datetime.combine(on, time(hour, minute), UTC))

    def _at(self, number: int, start: datetime) -> Appointment:
        return Appointment(
            patient=self.patient,
            outlet=self.outlets[number % len(self.outlets)],
            clinician=self.staff[number],
            service=self.service,
            starts_at=start,
            ends_at=start + timedelta(minutes=MINUTES),
            booked_at=self.now,
            booked_by_id=self.by.user,
        )

    def slots(self, _run: int = 0) -> int:
        """Return how many slots are free, at every outlet and with everybody."""
        return len(free_slots(Asked(self.service, self.first, self.days, self.now)))

    def free_starts(self) -> Iterator[tuple[int, datetime]]:
        """Yield free times after the filled span, each with its clinician."""
        begin = datetime.combine(self.first + timedelta(days=self.days), OPENS, UTC)
        for day, quarter in itertools.product(range(365), range(QUARTERS)):
            start = begin + timedelta(days=day, minutes=quarter * MINUTES)
            for number in range(len(self.staff)):
                yield number, start

    def book(self, wanted: tuple[int, datetime]) -> None:
        """Book through the deed: laws, cells, trail."""
        actions.book(self._new(*wanted), by=self.by, at=self.now)

    def insert(self, wanted: tuple[int, datetime]) -> None:
        """Insert the same rows with the same constraint and nothing else."""
        with transaction.atomic():
            row = self._at(*wanted)
            row.save(force_insert=True)
            Cell.objects.bulk_create(_cells(row))

    def race(self, clients: int, start: datetime) -> float:
        """Let so many clients want one time or an overlapping one; return seconds."""
        together = Barrier(clients)

        def run(number: int) -> None:
            later = start + timedelta(minutes=5 * (number % 3))
            together.wait()
            try:
                self.book((0, later))
            except (DeedRefusedError, OperationalError):
                pass
            finally:
                connections.close_all()

        begin = perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(run, range(clients)))
        return perf_counter() - begin

    def doubles(self) -> int:
        """Return how many pairs of appointments of a clinician overlap."""
        rows = Appointment.objects.exclude(state="cancelled").order_by(
            "clinician", "starts_at"
        )
        kept = rows.values_list("clinician", "starts_at", "ends_at")
        return sum(
            one[0] == two[0] and two[1] < one[2]
            for one, two in itertools.pairwise(kept.iterator())
        )

    def _new(self, number: int, start: datetime) -> NewAppointment:
        return NewAppointment(
            patient=self.patient.id,
            outlet=self.outlets[number % len(self.outlets)].id,
            service=self.service.id,
            starts_at=start,
            clinician=self.staff[number].id,
        )


def _taken(clinicians: int, days: int, appointments: int) -> list[Row]:
    every = [
        (number, day, 8 + quarter // 4, quarter % 4 * MINUTES)
        for number in range(clinicians)
        for day in range(days)
        for quarter in range(QUARTERS)
    ]
    chosen = random.Random(1)  # noqa: S311 the same rows in each run
    return sorted(chosen.sample(every, min(appointments, len(every))))


def _outlet(number: int, at: datetime) -> Outlet:
    row = Outlet.objects.create(
        name=f"Bench {number}",
        profile="UK",
        time_zone="UTC",
        keeps_holidays=False,
        created_at=at,
    )
    for day in range(7):
        OpeningHours.objects.create(outlet=row, weekday=day, opens=OPENS, closes=CLOSES)
    return row


def _clinician(number: int, places: list[Outlet], at: datetime) -> Staff:
    user = User.objects.create(
        email=f"c{number}@example.org", name=f"Clinician {number}", created_at=at
    )
    row = Staff.objects.create(user=user)
    for day in range(7):
        WorkingHours.objects.create(
            staff=row,
            outlet=places[number % len(places)],
            weekday=day,
            starts=OPENS,
            ends=CLOSES,
            from_on=at.date(),
        )
    return row


def _cells(row: Appointment) -> list[Cell]:
    resource = row.clinician_id
    return [
        Cell(appointment=row, resource=resource, starts_at=row.starts_at + CELL * place)
        for place in range(MINUTES // 5)
    ]
