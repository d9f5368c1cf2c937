"""A stranger's time is kept, proven by a code, booked once; nobody learns anything."""

from datetime import timedelta
from typing import Any

import pytest

from glabella.clinic.audit.actor import system
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.choices import Wish, slot_at
from glabella.clinic.booking.models import Appointment, Cell, Hold
from glabella.clinic.messages.models import Message
from glabella.clinic.online import actions
from glabella.clinic.online.models import Asking
from glabella.clinic.online.values import HELD_FOR, WRONG_CODES, Contact
from glabella.clinic.people.models import Contact as ContactRow
from glabella.clinic.people.models import Patient
from glabella.clinic.portal.models import Door
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.values import NewClosure
from glabella.clinic.public.actions import find, hand_over
from glabella.clinic.public.models import Handover
from glabella.clinic.record.models import Task
from tests import world
from tests.clinic.booking import build as booked
from tests.clinic.online.build import (
    AT,
    STRANGER,
    open_online,
    sent_code,
    wanted,
)
from tests.clinic.scene import last_event

pytestmark = pytest.mark.django_db


def test_code_books_what_was_kept_and_erases_the_request() -> None:
    place = open_online()
    asking = actions.ask(wanted(place), by=STRANGER, at=AT)
    assert Cell.objects.filter(hold=asking.hold).count() == 6

    done = actions.confirm(asking.id, sent_code(), link="", by=STRANGER, at=AT)

    card = Patient.objects.get(family_name="Wvutsrq")
    contact = ContactRow.objects.get(patient=card)
    assert (done.appointment.patient, done.appointment.starts_at) == (card, booked.NINE)
    assert (contact.is_safe, contact.may_remind, contact.asked_by) == (True, True, None)
    assert (Asking.objects.count(), Hold.objects.count()) == (0, 0)
    assert Cell.objects.filter(appointment=done.appointment).count() == 6
    assert last_event() == (
        "online.confirm",
        None,
        card.id,
        [str(done.appointment.id)],
    )


def test_code_opens_a_door_that_nobody_has_checked() -> None:
    place = open_online()
    asking = actions.ask(wanted(place), by=STRANGER, at=AT)
    done = actions.confirm(asking.id, sent_code(), link="", by=STRANGER, at=AT)
    assert done.entry is not None
    door = Door.objects.get(id=done.entry.door)

    assert (door.is_self_opened, door.identity_checked_at) == (True, None)


def test_without_the_wish_no_door_is_opened_and_nobody_reminded() -> None:
    place = open_online()
    new = wanted(place, wants_portal=False, may_write=False)
    asking = actions.ask(new, by=STRANGER, at=AT)
    done = actions.confirm(asking.id, sent_code(), link="x", by=STRANGER, at=AT)
    contact = ContactRow.objects.get(patient=done.appointment.patient)

    assert (done.entry, Door.objects.count()) == (None, 0)
    assert (contact.is_safe, contact.may_remind) == (None, False)


def test_message_says_outlet_and_time_and_leads_to_the_entrance() -> None:
    place = open_online()
    asking = actions.ask(wanted(place), by=STRANGER, at=AT)
    link = "https://example.org/me/enter/"
    actions.confirm(asking.id, sent_code(), link=link, by=STRANGER, at=AT)
    row = Message.objects.get(kind="booked")

    assert link in row.text
    assert "Wvutsrq" not in row.text + row.subject + row.attachment
    assert row.attachment.count("BEGIN:VEVENT") == 1


def test_kept_time_is_nobody_elses_until_it_lapses() -> None:
    place = open_online()
    actions.ask(wanted(place), by=STRANGER, at=AT)
    outlet = place.here.outlet
    late = AT + HELD_FOR

    with pytest.raises(DeedRefusedError, match="not free any more"):
        actions.ask(wanted(place), by=STRANGER, at=AT)
    new = booked.wanted(place.here, place.service)
    with pytest.raises(DeedRefusedError, match="taken"):
        booking.book(new, by=place.here.by, at=AT)

    assert slot_at(Wish(place.service, outlet, AT), booked.NINE) is None
    assert slot_at(Wish(place.service, outlet, late), booked.NINE) is not None
    assert actions.ask(wanted(place), by=STRANGER, at=late).hold.starts_at == (
        booked.NINE
    )
    assert Asking.objects.count() == 1


def test_staff_book_a_time_whose_hold_has_lapsed() -> None:
    place = open_online()
    actions.ask(wanted(place), by=STRANGER, at=AT)
    new = booked.wanted(place.here, place.service)

    row = booking.book(new, by=place.here.by, at=AT + HELD_FOR)

    assert row.cells.count() == 6


def test_code_of_a_lapsed_request_opens_nothing() -> None:
    place = open_online()
    asking = actions.ask(wanted(place), by=STRANGER, at=AT)
    late = AT + HELD_FOR

    with pytest.raises(DeedRefusedError, match="opens nothing"):
        actions.confirm(asking.id, sent_code(), link="", by=STRANGER, at=late)
    assert (actions.sweep(at=late), Asking.objects.count()) == (1, 0)
    assert Appointment.objects.count() == 0


def test_after_five_wrong_codes_the_right_one_opens_nothing() -> None:
    place = open_online()
    asking = actions.ask(wanted(place), by=STRANGER, at=AT)
    code = sent_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _try in range(WRONG_CODES):
        with pytest.raises(DeedRefusedError, match="opens nothing"):
            actions.confirm(asking.id, wrong, link="", by=STRANGER, at=AT)

    with pytest.raises(DeedRefusedError, match="opens nothing"):
        actions.confirm(asking.id, code, link="", by=STRANGER, at=AT)


def test_code_works_once() -> None:
    place = open_online()
    asking = actions.ask(wanted(place), by=STRANGER, at=AT)
    code = sent_code()
    actions.confirm(asking.id, code, link="", by=STRANGER, at=AT)

    with pytest.raises(DeedRefusedError, match="opens nothing"):
        actions.confirm(asking.id, code, link="", by=STRANGER, at=AT)
    assert Appointment.objects.count() == 1


def test_new_code_takes_the_place_of_the_old_one() -> None:
    place = open_online()
    asking = actions.ask(wanted(place), by=STRANGER, at=AT)
    old = sent_code()
    later = AT + timedelta(minutes=1)
    actions.send_again(asking.id, by=STRANGER, at=later)
    new = sent_code()

    if old != new:  # one in a million is the same
        with pytest.raises(DeedRefusedError, match="opens nothing"):
            actions.confirm(asking.id, old, link="", by=STRANGER, at=later)
    assert actions.confirm(asking.id, new, link="", by=STRANGER, at=later).entry
    with pytest.raises(DeedRefusedError, match="opens nothing"):
        actions.send_again(asking.id, by=STRANGER, at=later)


def test_somebody_known_gets_a_card_of_their_own_and_the_desk_a_task() -> None:
    place = open_online()
    known = world.patient(
        place.here.outlet,
        family_name="Wvutsrq",
        given_names="Ppcanary",
        birth_date=wanted(place).who.birth_date,
    )
    asking = actions.ask(wanted(place), by=STRANGER, at=AT)
    done = actions.confirm(asking.id, sent_code(), link="", by=STRANGER, at=AT)
    task = Task.objects.get()

    assert done.appointment.patient_id != known.id
    assert (task.kind, task.patient_id) == (
        "possible_duplicate",
        done.appointment.patient_id,
    )


def test_answers_of_the_self_check_go_to_the_new_card() -> None:
    place = open_online()
    code = hand_over({"topic": ("migraine",)}, language="en", at=AT)
    new = wanted(place, handover=find(code, at=AT))
    asking = actions.ask(new, by=STRANGER, at=AT)
    done = actions.confirm(asking.id, sent_code(), link="", by=STRANGER, at=AT)
    row = Handover.objects.get()

    assert (row.patient, row.used_by) == (done.appointment.patient, None)


def test_closure_announced_meanwhile_refuses_and_leaves_nothing() -> None:
    place = open_online()
    asking = actions.ask(wanted(place), by=STRANGER, at=AT)
    day = booked.MONDAY
    closed = NewClosure(starts_on=day, ends_before=day + timedelta(days=1))
    who: dict[str, Any] = {"by": system("test"), "at": AT}
    practice.announce_closure(place.here.outlet.id, closed, **who)

    with pytest.raises(DeedRefusedError, match="closed"):
        actions.confirm(asking.id, sent_code(), link="", by=STRANGER, at=AT)
    assert not Patient.objects.filter(family_name="Wvutsrq").exists()
    assert Asking.objects.count() == 1


def test_given_up_time_is_free_again_and_erased() -> None:
    place = open_online()
    asking = actions.ask(wanted(place), by=STRANGER, at=AT)
    actions.give_up(asking.id, by=STRANGER, at=AT)

    assert (Asking.objects.count(), Cell.objects.count()) == (0, 0)
    assert last_event()[0] == "online.give_up"


def test_too_many_requests_at_once_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = open_online()
    monkeypatch.setattr(actions, "OPEN_ASKINGS", 1)
    actions.ask(wanted(place), by=STRANGER, at=AT)

    with pytest.raises(DeedRefusedError, match="many people"):
        actions.ask(
            wanted(place, starts_at=booked.NINE + timedelta(hours=1)),
            by=STRANGER,
            at=AT,
        )


def test_phone_gets_the_short_text() -> None:
    place = open_online()
    new = wanted(place, contact=Contact("phone", "+41790000000"))
    actions.ask(new, by=STRANGER, at=AT)
    row = Message.objects.get(kind="code")

    assert (row.channel, "\n" in row.text) == ("sms", False)
