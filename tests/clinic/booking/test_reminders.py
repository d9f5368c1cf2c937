"""Reminders: written when due, once each, never to who is out of reach."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.actions import cancel, move, set_state
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.reminders import not_reminded, write_reminders
from glabella.clinic.booking.rules import Rules, rules_of, set_rules
from glabella.clinic.booking.values import NewTime
from glabella.clinic.messages.actions import opt_out
from glabella.clinic.messages.models import Message
from glabella.clinic.people.models import Patient
from tests import world
from tests.clinic.booking.build import NINE, open_house
from tests.clinic.booking.telling import (
    LONG_AGO,
    MAIL,
    booked,
    hand_over,
    reachable,
    written,
)
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

DUE = NINE - timedelta(hours=48)  # Saturday at nine by the clock of the outlet


def remind(here: Scene, *hours: int) -> None:
    rules = Rules(hours_before=hours)
    set_rules(here.outlet.id, rules, by=here.by, at=LONG_AGO)


def moved(row: Appointment, here: Scene, *, by_days: int) -> Appointment:
    now = Appointment.objects.get(id=row.id)
    to = NewTime(now.starts_at + timedelta(days=by_days))
    return move(row.id, to, version=now.version, by=here.by, at=DUE)


def test_reminder_is_written_once_when_its_moment_has_come() -> None:
    here = open_house()
    reachable(here)
    row = booked(here)

    early = write_reminders(at=DUE - timedelta(minutes=1))
    first, second = write_reminders(at=DUE), write_reminders(at=DUE)

    assert (early, first, second) == (0, 1, 0)
    message = Message.objects.get()
    assert (message.kind, message.channel, message.address) == (
        "reminder",
        "email",
        MAIL,
    )
    assert (message.about, message.expires_at) == (row.id, NINE)
    assert "Monday 9 November 2026, at 09:00" in message.text


def test_reminder_speaks_the_language_of_the_person() -> None:
    here = open_house()
    reachable(here)
    Patient.objects.update(language="de")
    booked(here)

    write_reminders(at=DUE)

    assert "Montag, 9. November 2026, um 09:00 Uhr" in written("reminder")[0].text


def test_after_a_standstill_the_nearest_reminder_goes_alone() -> None:
    here = open_house()
    reachable(here)
    remind(here, 168, 48, 24)
    booked(here)

    count = write_reminders(at=NINE - timedelta(hours=30))

    assert count == 1
    assert written("reminder")[0].expires_at == NINE - timedelta(hours=24)


def test_each_rule_reminds_once() -> None:
    here = open_house()
    reachable(here)
    remind(here, 168, 24)
    booked(here)

    for hours in (200, 168, 100, 24, 20):
        write_reminders(at=NINE - timedelta(hours=hours))

    assert len(written("reminder")) == 2


def test_who_has_just_booked_is_not_reminded() -> None:
    here = open_house()
    reachable(here)
    booked(here, at=DUE + timedelta(minutes=1))

    assert write_reminders(at=DUE + timedelta(hours=1)) == 0


def test_outlet_that_wants_none_sends_none() -> None:
    here = open_house()
    reachable(here)
    remind(here)
    booked(here)

    assert write_reminders(at=DUE) == 0


@pytest.mark.parametrize("state", ["arrived", "done"])
def test_only_booked_appointments_are_reminded_of(state: str) -> None:
    here = open_house()
    reachable(here)
    row = booked(here)
    set_state(row.id, state, version=1, by=here.by, at=LONG_AGO)

    assert write_reminders(at=DUE) == 0


def test_moved_appointment_takes_a_waiting_reminder_back_and_reminds_anew() -> None:
    here = open_house()
    reachable(here)
    row = booked(here)
    write_reminders(at=DUE)

    moved(row, here, by_days=7)
    write_reminders(at=DUE + timedelta(days=7))

    states = [one.state for one in written("reminder")]
    assert states == ["cancelled", "waiting"]
    assert written("moved") == []


def test_appointment_that_comes_back_to_its_time_is_reminded_of_again() -> None:
    here = open_house()
    reachable(here)
    row = booked(here)
    write_reminders(at=DUE)
    moved(row, here, by_days=7)
    moved(row, here, by_days=-7)

    assert write_reminders(at=DUE) == 1


def test_moved_appointment_tells_who_knew_the_old_time() -> None:
    here = open_house()
    reachable(here)
    row = booked(here)
    write_reminders(at=DUE)
    hand_over(written("reminder")[0], at=DUE)

    moved(row, here, by_days=7)

    (message,) = written("moved")
    assert "Monday 16 November 2026, at 09:00" in message.text
    assert "Monday 9 November 2026, at 09:00" in message.text
    assert message.method == "REQUEST"


def test_appointment_moved_twice_names_the_time_that_was_told() -> None:
    here = open_house()
    reachable(here)
    row = booked(here)
    write_reminders(at=DUE)
    hand_over(written("reminder")[0], at=DUE)

    moved(row, here, by_days=7)
    moved(row, here, by_days=1)

    first, last = sorted(written("moved"), key=lambda one: one.state)
    assert (first.state, last.state) == ("cancelled", "waiting")
    assert "Tuesday 17 November 2026" in last.text
    assert "The time of Monday 9 November 2026" in last.text


def test_appointment_moved_there_and_back_says_nothing_more() -> None:
    here = open_house()
    reachable(here)
    row = booked(here)
    write_reminders(at=DUE)
    hand_over(written("reminder")[0], at=DUE)

    moved(row, here, by_days=7)
    moved(row, here, by_days=-7)

    assert [one.state for one in written("moved")] == ["cancelled"]


def test_cancelled_appointment_is_silent_to_who_knew_nothing() -> None:
    here = open_house()
    reachable(here)
    row = booked(here)
    write_reminders(at=DUE)

    cancel(row.id, reason="rain", version=1, by=here.by, at=DUE)

    assert [one.state for one in Message.objects.all()] == ["cancelled"]


def test_cancelled_appointment_tells_who_knew_of_it_without_the_reason() -> None:
    here = open_house()
    reachable(here)
    row = booked(here)
    write_reminders(at=DUE)
    hand_over(written("reminder")[0], at=DUE)

    cancel(row.id, reason="rain", version=1, by=here.by, at=DUE)

    (message,) = written("cancelled")
    assert "Monday 9 November 2026, at 09:00 is cancelled" in message.text
    assert "rain" not in message.text


def test_past_appointment_tells_nobody() -> None:
    here = open_house()
    reachable(here)
    row = booked(here)
    write_reminders(at=DUE)
    hand_over(written("reminder")[0], at=DUE)

    cancel(row.id, reason="", version=1, by=here.by, at=NINE + timedelta(hours=1))

    assert written("cancelled") == []


def not_safe(here: Scene) -> None:
    reachable(here, is_safe=None)


def not_agreed(here: Scene) -> None:
    reachable(here, may_remind=None)


def opted_out(here: Scene) -> None:
    reachable(here)
    opt_out(MAIL, at=world.AT)


def cannot_text(here: Scene) -> None:
    reachable(here, kind="phone", value="+41442345678")


def no_way(here: Scene) -> None:
    assert here.card.contacts.count() == 0


def deceased(here: Scene) -> None:
    reachable(here)
    Patient.objects.update(deceased_on=world.TODAY)


def restricted(here: Scene) -> None:
    reachable(here)
    Patient.objects.update(restricted_at=world.AT, restricted_by=here.user)


def erased(here: Scene) -> None:
    reachable(here)
    Patient.objects.update(erased_at=world.AT, erased_by=here.user)


@pytest.mark.parametrize(
    "case",
    [
        not_safe,
        not_agreed,
        opted_out,
        cannot_text,
        no_way,
        deceased,
        restricted,
        erased,
    ],
)
def test_who_is_out_of_reach_is_listed_and_not_written_to(
    case: Callable[[Scene], None],
) -> None:
    here = open_house()
    case(here)
    row = booked(here)

    assert write_reminders(at=DUE) == 0
    found = [(one.row.id, one.why) for one in not_reminded(here.outlet.id, at=DUE)]
    assert found == [(row.id, case.__name__)]


def test_who_is_reminded_is_not_listed() -> None:
    here = open_house()
    reachable(here)
    booked(here)

    assert not_reminded(here.outlet.id, at=DUE) == []


def test_outlet_without_reminders_lists_nobody() -> None:
    here = open_house()
    remind(here)
    booked(here)

    assert not_reminded(here.outlet.id, at=DUE) == []


def test_rules_are_the_defaults_until_somebody_sets_them() -> None:
    here = open_house()

    before = rules_of(here.outlet.id)
    remind(here, 24, 168, 24)

    assert before == Rules((48,), is_default=True)
    assert rules_of(here.outlet.id) == Rules((168, 24))


@pytest.mark.parametrize("hours", [(336, 168, 48, 24), (1,)])
def test_too_many_or_odd_reminders_are_refused(hours: tuple[int, ...]) -> None:
    here = open_house()

    with pytest.raises(DeedRefusedError, match="not how people can be reminded"):
        remind(here, *hours)
