"""The clock of the outlet, not that of the server, says what is today and overdue."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking import actions
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.practice.models import Outlet, Practice
from glabella.clinic.record.models import Task
from tests import world
from tests.clinic.pages import client_of, get, said, shown_by

pytestmark = pytest.mark.django_db

# 00:30 on the third in Singapore; still the second in UTC.
AFTER_MIDNIGHT = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)


@pytest.fixture
def singapore() -> Outlet:
    Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
    return world.outlet("Harbour", profile="SG", time_zone="Asia/Singapore")


def opened(at_outlet: Outlet, title: str, due_at: datetime) -> Task:
    return Task.objects.create(
        outlet=at_outlet,
        patient=world.patient(at_outlet),
        kind="call_back",
        title=title,
        due_at=due_at,
        opened_at=world.AT,
    )


@time_machine.travel(AFTER_MIDNIGHT, tick=False)
def test_task_of_yesterday_is_overdue_at_the_outlet(singapore: Outlet) -> None:
    opened(singapore, "Yesterday there", AFTER_MIDNIGHT - timedelta(hours=2))
    opened(singapore, "Today there", AFTER_MIDNIGHT + timedelta(hours=9))
    opened(singapore, "Tomorrow there", AFTER_MIDNIGHT + timedelta(hours=24))
    doctor = client_of(world.member(Role.CLINICIAN, singapore))

    columns = shown_by(get(doctor, "desk:tasks"))["columns"]

    titles = {key: [row.title for row in rows] for key, rows in columns.items()}
    assert titles == {
        "urgent": [],
        "overdue": ["Yesterday there"],
        "today": ["Today there"],
        "later": ["Tomorrow there"],
    }


@time_machine.travel(AFTER_MIDNIGHT, tick=False)
def test_task_due_when_the_day_ends_belongs_to_that_day(singapore: Outlet) -> None:
    midnight = datetime(2026, 11, 3, 16, 0, tzinfo=UTC)  # the third is over
    opened(singapore, "Before the day is over", midnight)
    doctor = client_of(world.member(Role.CLINICIAN, singapore))

    columns = shown_by(get(doctor, "desk:tasks"))["columns"]

    assert [row.title for row in columns["today"]] == ["Before the day is over"]


@time_machine.travel(AFTER_MIDNIGHT, tick=False)
def test_times_are_those_of_the_outlets_clock(singapore: Outlet) -> None:
    user = world.member(Role.CLINICIAN, singapore)
    patient, by = world.patient(singapore), world.actor(user, singapore)
    service = actions.add_service(
        "review", ("Review", "Kontrolle"), minutes=15, by=by, at=world.AT
    )
    nine = datetime(2026, 11, 4, 1, 0, tzinfo=UTC)
    new = NewAppointment(patient.id, singapore.id, service.id, nine)
    actions.book(new, by=by, at=world.AT)

    page = said(get(client_of(user), "desk:patient", patient.id))

    assert "4 Nov 2026, 09:00" in page
    assert timezone.get_current_timezone_name() == "UTC"  # nothing stays behind


@time_machine.travel(AFTER_MIDNIGHT, tick=False)
def test_board_opens_at_the_outlets_own_day(singapore: Outlet) -> None:
    desk = client_of(world.member(Role.FRONT_DESK, singapore))

    assert shown_by(get(desk, "desk:today"))["on"] == date(2026, 11, 3)
