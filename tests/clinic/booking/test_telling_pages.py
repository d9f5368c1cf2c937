"""Pages of reminders and closed days: what they set, whom they list."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking.closures import announce
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.rules import Rules, rules_of
from glabella.clinic.practice.models import Closure
from glabella.clinic.practice.values import NewClosure
from glabella.clinic.record.models import Task
from tests import world
from tests.clinic.booking.build import MONDAY, open_house
from tests.clinic.booking.telling import booked
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db


def ahead(days: int) -> datetime:
    """Return ten o'clock at the outlet, some days from the real now of the pages."""
    now = timezone.localtime(timezone=ZoneInfo("Europe/Zurich"))
    day = now + timedelta(days=days)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def test_defaults_are_called_defaults_until_somebody_sets_them() -> None:
    here = open_house()
    client = client_of(here.user)

    before = said(get(client, "booking:reminding"))
    answer = post(
        client, "booking:reminding", hours_before=["168", "24"], sends_recalls="on"
    )
    after = said(get(client, "booking:reminding"))

    assert "defaults of this software, no rule of medicine" in before
    assert "two days before" in before
    assert answer.status_code == 302
    assert "defaults of this software" not in after
    assert rules_of(here.outlet.id) == Rules(
        (168, 24), sends_invitations=False, sends_recalls=True
    )


def test_too_many_reminders_are_refused_on_the_page() -> None:
    here = open_house()
    hours = ["336", "168", "72", "24"]

    answer = post(client_of(here.user), "booking:reminding", hours_before=hours)

    assert answer.status_code == 422
    assert "at most 3 of the times" in said(answer)


def test_who_is_not_reminded_is_listed_for_the_front_desk() -> None:
    here = open_house()
    booked(here, starts_at=ahead(2))

    page = get(
        client_of(world.member(Role.FRONT_DESK, here.outlet)), "booking:not_reminded"
    )

    assert world.FAMILY in said(page)
    assert "Neither e-mail nor phone is on file" in said(page)


def test_closed_days_open_a_task_and_cancel_nothing() -> None:
    here = open_house()
    row = booked(here)
    new = NewClosure(MONDAY, MONDAY + timedelta(days=2), ("", ""))

    closure = announce(here.outlet.id, new, by=here.by, at=world.AT)

    task = Task.objects.get()
    assert (task.kind, task.about, task.patient_id) == ("closure", closure.id, None)
    assert task.title == "Closed days: 1 appointment stands in them"
    assert Appointment.objects.get(id=row.id).state == "booked"


def test_closed_days_without_appointments_open_none() -> None:
    here = open_house()
    booked(here)
    new = NewClosure(date(2026, 11, 10), date(2026, 11, 12), ("", ""))

    announce(here.outlet.id, new, by=here.by, at=world.AT)

    assert Task.objects.count() == 0


def test_page_of_closed_days_lists_whom_to_call() -> None:
    here = open_house()
    start = ahead(9)
    booked(here, starts_at=start)
    client = client_of(here.user)
    first = start.date()

    post(
        client,
        "booking:announce_closure",
        starts_on=first.isoformat(),
        ends_before=(first + timedelta(days=1)).isoformat(),
        words_en="",
        words_de="",
    )
    closure = Closure.objects.get()

    assert "1 appointment to call about" in said(get(client, "booking:hours"))
    assert world.FAMILY in said(get(client, "booking:closure_hits", closure.id))
