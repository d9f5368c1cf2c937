"""Nobody is reminded to come on a closed day or in leave; near ones are told of it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from glabella.clinic.booking.actions import book
from glabella.clinic.booking.closures import announce, hits_ahead
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.reminders import not_reminded, write_reminders
from glabella.clinic.messages.models import Message
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Closure, Leave, Practice
from glabella.clinic.practice.values import NewClosure
from glabella.clinic.record.models import Task
from tests import world
from tests.clinic.booking.build import MONDAY, NINE, open_house, service, wanted
from tests.clinic.booking.telling import LONG_AGO, booked, reachable, written
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

DUE = NINE - timedelta(hours=48)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
        yield


@pytest.fixture
def here() -> Scene:
    found = open_house()
    reachable(found)
    return found


def close(here: Scene, first: date, days: int = 1) -> Closure:
    """Close the outlet of a scene from a day on."""
    new = NewClosure(first, first + days * DAY)
    return announce(here.outlet.id, new, by=here.by, at=world.AT)


def leave(here: Scene, first: date = MONDAY) -> Leave:
    """Send the clinician of a scene away for a day."""
    return Leave.objects.create(
        staff=here.user.staff,
        starts_on=first,
        ends_before=first + DAY,
        entered_at=world.AT,
        entered_by=here.user,
    )


def test_closed_day_opens_a_task_in_place_of_a_reminder(here: Scene) -> None:
    row = booked(here)
    close(here, MONDAY)

    first, again = write_reminders(at=DUE), write_reminders(at=DUE)

    assert (first, again, Message.objects.count()) == (0, 0, 0)
    task = Task.objects.get(about=row.id)
    assert (task.kind, task.is_urgent, task.patient) == ("closure", True, here.card)
    assert "Closed on the day of an appointment (2026-11-09 09:00)" in task.title


def test_leave_of_the_clinician_opens_a_task_in_place_of_a_reminder(
    here: Scene,
) -> None:
    row = booked(here)
    leave(here)

    assert write_reminders(at=DUE) == 0

    assert "Leave on the day" in Task.objects.get(about=row.id).title


def test_nothing_is_opened_before_the_reminder_would_be_due(here: Scene) -> None:
    row = booked(here)
    leave(here)

    write_reminders(at=DUE - timedelta(minutes=1))

    assert not Task.objects.filter(about=row.id).exists()


def test_task_is_written_in_the_language_of_the_outlet(here: Scene) -> None:
    here.outlet.language = "de"
    here.outlet.save()
    row = booked(here)
    leave(here)

    write_reminders(at=DUE)

    assert "Abwesenheit am Tag eines Termins" in Task.objects.get(about=row.id).title


def test_day_that_was_closed_knowingly_is_reminded_of(here: Scene) -> None:
    close(here, MONDAY)
    new = wanted(here, service(), despite="a clinician asks")
    book(new, by=here.by, at=world.AT + timedelta(hours=1))

    assert write_reminders(at=DUE) == 1


@pytest.mark.parametrize("ended", ["closure", "leave"])
def test_what_was_taken_back_hits_nobody(here: Scene, ended: str) -> None:
    booked(here)
    closure, away = close(here, MONDAY), leave(here)
    if ended == "closure":
        away.delete()
        Closure.objects.filter(id=closure.id).update(
            ended_at=world.AT, ended_by=here.user
        )
    else:
        closure.delete()
        Leave.objects.update(cancelled_at=world.AT, cancelled_by=here.user)

    assert hits_ahead(here.outlet.id, at=world.AT) == []
    assert write_reminders(at=DUE) == 1


def test_leave_of_another_or_another_day_hits_nobody(here: Scene) -> None:
    booked(here)
    leave(here, MONDAY + DAY)
    leave(here, MONDAY - DAY)
    close(here, MONDAY + DAY)

    assert hits_ahead(here.outlet.id, at=world.AT) == []
    assert write_reminders(at=DUE) == 1


def test_list_and_board_name_whom_to_call(here: Scene) -> None:
    row = booked(here)
    leave(here)
    client = client_of(here.user)

    listed = get(client, "booking:not_reminded")
    board = said(get(client, "desk:today"))

    assert [one.id for one, _why in shown_by(listed)["in_vain"]] == [row.id]
    assert "The clinician is away on that day" in said(listed)
    assert "1 appointment stands on a closed day or in leave" in board
    assert not_reminded(here.outlet.id, at=world.AT) == []
    assert Task.objects.count() == 0


def test_leave_that_is_entered_opens_a_task_at_each_outlet_it_hits(
    here: Scene,
) -> None:
    booked(here)
    booked(here, starts_at=NINE + timedelta(hours=2))
    days = {"starts_on": MONDAY.isoformat(), "ends_before": "2026-11-10"}

    post(client_of(here.user), "desk:take_leave", here.user.staff.id, **days)

    task = Task.objects.get()
    assert (task.title, task.about, task.outlet) == (
        "Leave: 2 appointments stand in it",
        Leave.objects.get().id,
        here.outlet,
    )


def test_leave_without_appointments_opens_nothing(here: Scene) -> None:
    booked(here)
    days = {"starts_on": "2026-11-10", "ends_before": "2026-11-12"}

    post(client_of(here.user), "desk:take_leave", here.user.staff.id, **days)

    assert (Leave.objects.count(), Task.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("language", "channel", "words"),
    [
        ("en", "email", "\n\nClosed 12 to 13 November, open again on the 16th.\n\n"),
        ("de", "email", "Geschlossen vom 12. bis 13. November, wieder geöffnet am 16."),
        ("en", "sms", "call us. Closed 12 to 13 November, open again on the 16th."),
    ],
)
def test_reminder_near_closed_days_tells_of_them(
    here: Scene, language: str, channel: str, words: str
) -> None:
    Patient.objects.update(language=language)
    if channel == "sms":
        here.card.contacts.all().delete()
        reachable(here, kind="phone", value="+41791234567")
    booked(here)
    close(here, MONDAY + 3 * DAY, days=2)

    assert write_reminders(at=DUE) == 1

    assert words in written("reminder")[0].text


@pytest.mark.parametrize("days", [-9, 8])
def test_reminder_far_from_closed_days_says_nothing_of_them(
    here: Scene, days: int
) -> None:
    booked(here)
    Closure.objects.create(
        outlet=here.outlet,
        starts_on=MONDAY + days * DAY,
        ends_before=MONDAY + (days + 1) * DAY,
        announced_at=world.AT,
    )

    write_reminders(at=DUE)

    text = written("reminder")[0].text
    assert "losed" not in text
    assert "\n\n\n" not in text


def test_reason_of_a_closure_goes_into_no_message(here: Scene) -> None:
    booked(here)
    Closure.objects.create(
        outlet=here.outlet,
        starts_on=MONDAY + DAY,
        ends_before=MONDAY + 2 * DAY,
        words_en="Botox training",
        words_de="Botox-Schulung",
        announced_at=world.AT,
    )

    write_reminders(at=DUE)

    text = written("reminder")[0].text
    assert ("Closed on 10 November" in text, "Botox" in text) == (True, False)
    assert Appointment.objects.get().booked_at == LONG_AGO
