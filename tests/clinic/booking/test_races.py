"""Twenty at the same moment: one has the slot, on either database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import attrs
import pytest
from django.db import IntegrityError, OperationalError, connection, connections
from django.db import transaction as database

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions
from glabella.clinic.booking.models import Appointment, Cell, Service
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.practice.models import Room
from tests import world
from tests.clinic.scene import Scene, scene

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
MANY = 20
# Named for the one database whose law it tests: nothing is left over on the other one.
on_postgresql = pytest.mark.only_on("postgresql")
on_sqlite = pytest.mark.only_on("sqlite")


def wanted(here: Scene) -> NewAppointment:
    service = Service.objects.create(
        kind="other", name_en="Talk", name_de="Gespräch", minutes=30
    )
    return NewAppointment(
        patient=here.card.id,
        outlet=here.outlet.id,
        service=service.id,
        starts_at=START,
        clinician=here.user.staff.id,
        room=Room.objects.create(outlet=here.outlet, name="1").id,
    )


def raw(new: NewAppointment, **other: UUID | None) -> Appointment:
    """Write an appointment past the deeds and without cells."""
    keys = {"clinician_id": new.clinician, "room_id": new.room} | other
    return Appointment.objects.create(
        patient_id=new.patient,
        outlet_id=new.outlet,
        service_id=new.service,
        starts_at=new.starts_at,
        ends_at=new.starts_at + timedelta(minutes=30),
        booked_at=world.AT,
        **keys,
    )


def test_twenty_want_one_slot_and_one_has_it() -> None:
    here = scene()
    new, together = wanted(here), Barrier(MANY)

    def run(number: int) -> str:
        # Some want a little later: an overlap is as bad as the same time.
        later = new.starts_at + timedelta(minutes=5 * (number % 3))
        together.wait()
        try:
            actions.book(attrs.evolve(new, starts_at=later), by=here.by, at=world.AT)
        except (DeedRefusedError, OperationalError):
            return "refused"  # the second: SQLite, while another one writes
        else:
            return "booked"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as pool:
        found = sorted(pool.map(run, range(MANY)))

    assert found == ["booked"] + ["refused"] * (MANY - 1)
    assert (Appointment.objects.count(), Cell.objects.count()) == (1, 12)


@on_postgresql
@pytest.mark.parametrize("kept", ["clinician_id", "room_id"])
def test_postgresql_refuses_an_overlap_that_has_no_cells(kept: str) -> None:
    new = wanted(scene())
    other = {"clinician_id": None, "room_id": None} | {
        kept: new.clinician if kept == "clinician_id" else new.room
    }
    raw(new)

    with pytest.raises(IntegrityError, match="exclusion constraint"):
        raw(attrs.evolve(new, starts_at=START + timedelta(minutes=29)), **other)


@on_postgresql
def test_next_half_hour_and_a_cancelled_one_are_free() -> None:
    here = scene()
    new = wanted(here)
    row = actions.book(new, by=here.by, at=world.AT)
    raw(attrs.evolve(new, starts_at=row.ends_at))
    actions.cancel(row.id, reason="ill", version=1, by=here.by, at=world.AT)

    assert actions.book(new, by=here.by, at=world.AT).state == "booked"


@on_postgresql
def test_without_the_constraint_two_overlap() -> None:
    new = wanted(scene())
    raw(new)

    with database.atomic():
        with connection.cursor() as cursor:
            for law in ("a_clinician_is_in_one_place", "a_room_is_used_once"):
                cursor.execute(f"ALTER TABLE booking_appointment DROP CONSTRAINT {law}")
        raw(new)
        overlapping = Appointment.objects.filter(starts_at=START).count()
        database.set_rollback(True)

    assert overlapping == 2
    assert Appointment.objects.count() == 1


@on_sqlite
def test_without_cells_nothing_else_forbids_a_double_booking_on_sqlite() -> None:
    new = wanted(scene())
    raw(new)

    assert raw(new).state == "booked"
