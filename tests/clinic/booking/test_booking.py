from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from django.db import IntegrityError, transaction

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.booking import actions, queries
from glabella.clinic.booking.models import Cell
from glabella.clinic.booking.values import NewAppointment, NewTime
from glabella.clinic.practice.models import Outlet, Staff
from tests import world

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


@pytest.fixture
def place() -> Outlet:
    return world.outlet()


@pytest.fixture
def by(place: Outlet) -> Actor:
    return world.actor(world.member(Role.FRONT_DESK, place), place)


@pytest.fixture
def new(place: Outlet, by: Actor) -> NewAppointment:
    service = actions.add_service(
        "treatment", ("Treatment", "Behandlung"), minutes=30, by=by, at=world.AT
    )
    doctor = Staff.objects.get(user=world.member(Role.CLINICIAN, place))
    return NewAppointment(
        patient=world.patient(place).id,
        outlet=place.id,
        service=service.id,
        starts_at=START,
        clinician=doctor.id,
    )


def test_booking_takes_every_cell_of_its_length(new: NewAppointment, by: Actor) -> None:
    row = actions.book(new, by=by, at=world.AT)

    assert row.ends_at == START + timedelta(minutes=30)
    cells = Cell.objects.filter(appointment=row).order_by("starts_at")
    assert [cell.starts_at - START for cell in cells] == [
        timedelta(minutes=5 * n) for n in range(6)
    ]


@pytest.mark.parametrize(
    ("minutes", "is_free"), [(-30, True), (-25, False), (30, True)]
)
def test_clinician_is_taken_only_while_the_times_overlap(
    new: NewAppointment, by: Actor, *, minutes: int, is_free: bool
) -> None:
    actions.book(new, by=by, at=world.AT)
    other = attrs.evolve(new, starts_at=START + timedelta(minutes=minutes))

    if is_free:
        assert actions.book(other, by=by, at=world.AT).state == "booked"
        return
    with pytest.raises(DeedRefusedError, match="are taken at that time"):
        actions.book(other, by=by, at=world.AT)


def test_database_itself_refuses_a_taken_cell(new: NewAppointment, by: Actor) -> None:
    row = actions.book(new, by=by, at=world.AT)
    cell = row.cells.first()
    assert cell is not None

    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(
            appointment=row, resource=cell.resource, starts_at=cell.starts_at
        )


def test_start_is_on_five_minutes(new: NewAppointment, by: Actor) -> None:
    odd = attrs.evolve(new, starts_at=START + timedelta(minutes=2))

    with pytest.raises(DeedRefusedError, match="09:02:00"):
        actions.book(odd, by=by, at=world.AT)


def test_cancelled_time_is_free_again(new: NewAppointment, by: Actor) -> None:
    row = actions.book(new, by=by, at=world.AT)

    actions.cancel(row.id, reason="ill", version=row.version, by=by, at=world.AT)

    assert actions.book(new, by=by, at=world.AT).id != row.id
    with pytest.raises(StaleError):
        actions.set_state(row.id, "arrived", version=2, by=by, at=world.AT)


def test_move_takes_the_new_time_and_frees_the_old(
    new: NewAppointment, by: Actor
) -> None:
    row = actions.book(new, by=by, at=world.AT)

    later = START + timedelta(minutes=15)
    moved = actions.move(row.id, NewTime(later), version=1, by=by, at=world.AT)

    assert (moved.starts_at, moved.ends_at) == (later, later + timedelta(minutes=30))
    assert Cell.objects.count() == 6
    with pytest.raises(StaleError) as caught:
        actions.move(row.id, NewTime(START), version=1, by=by, at=world.AT)
    assert caught.value.theirs == {"state": "booked", "starts_at": later.isoformat()}


def test_state_follows_the_visit(new: NewAppointment, by: Actor) -> None:
    row = actions.book(new, by=by, at=world.AT)

    assert (
        actions.set_state(row.id, "arrived", version=1, by=by, at=world.AT).version == 2
    )
    with pytest.raises(DeedRefusedError, match='cannot be "cancelled"'):
        actions.set_state(row.id, "cancelled", version=2, by=by, at=world.AT)


def test_day_is_that_of_the_outlet(new: NewAppointment, by: Actor) -> None:
    late = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)  # half past midnight in Zurich
    row = actions.book(attrs.evolve(new, starts_at=late), by=by, at=world.AT)
    place, zone = new.outlet, "Europe/Zurich"

    assert queries.day_of(place, on=date(2026, 11, 9), zone=zone) == [row]
    assert queries.day_of(place, on=date(2026, 11, 8), zone=zone) == []
    assert queries.visits_of([new.patient]) == [row]


@pytest.mark.parametrize(
    ("on", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)]
)
def test_days_of_the_clock_change_have_their_own_length(on: date, hours: int) -> None:
    start, end = queries.day_in_utc(on, zone="Europe/Zurich")

    assert end - start == timedelta(hours=hours)
