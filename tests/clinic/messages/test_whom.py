"""Whom a message may go to: a way called safe, agreed to, of somebody alive."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from glabella.clinic.booking.reminders import why_not
from glabella.clinic.messages.actions import opt_out
from glabella.clinic.messages.jobs import deliver
from glabella.clinic.messages.models import Message
from glabella.clinic.messages.whom import Contact, contact_for
from glabella.clinic.people.cards import Person, person
from glabella.clinic.people.models import Contact as Row
from glabella.clinic.people.models import Patient
from tests import world
from tests.clinic.messages.posted import MORNING, TO, desk, message, way

pytestmark = pytest.mark.django_db

MOBILE, LANDLINE = "+41791234567", "+41443211234"


def who(card: Patient) -> Person:
    found = person(card.id)
    assert found is not None
    return found


def card() -> Patient:
    return world.patient(world.outlet())


@pytest.mark.parametrize(
    ("more", "reminder", "link"),
    [
        ({}, True, True),
        ({"is_safe": None}, False, False),
        ({"is_safe": False}, False, False),
        ({"may_remind": None}, False, True),
        ({"may_remind": False}, False, False),
        ({"ended_at": world.AT}, False, False),
        ({"kind": "post"}, False, False),
        ({"kind": "phone", "search_value": MOBILE}, True, True),
        ({"kind": "phone", "search_value": LANDLINE}, False, False),
        ({"kind": "phone", "search_value": "ask at home"}, False, False),
    ],
)
def test_nothing_that_was_not_asked_is_a_yes(
    more: dict[str, Any],
    reminder: bool,  # noqa: FBT001 a column of the table
    link: bool,  # noqa: FBT001 as above
) -> None:
    patient = card()
    ender = desk(world.outlet()).user
    way(patient, **more, **({"ended_by_id": ender} if "ended_at" in more else {}))

    found = [contact_for(who(patient), kind=kind) for kind in ("reminder", "link")]

    assert [one is not None for one in found] == [reminder, link]


def test_email_goes_before_text_and_the_latest_asked_first() -> None:
    patient = card()
    by = desk(world.outlet()).user
    way(patient, kind="phone", search_value=MOBILE)
    way(patient, value="never@example.org")
    for year, value in ((2025, "new@example.org"), (2024, "old@example.org")):
        asked = datetime(year, 1, 1, tzinfo=UTC)
        way(patient, value=value, asked_at=asked, asked_by_id=by)

    assert contact_for(who(patient), kind="reminder") == Contact(
        "email", "new@example.org", "en"
    )


def test_what_a_stranger_typed_is_no_way_to_a_merged_person() -> None:
    kept, other = card(), card()
    way(other, asked_at=MORNING)
    alone = contact_for(who(other), kind="link")
    Patient.objects.filter(id=other.id).update(merged_into=kept)
    merged = contact_for(who(kept), kind="link")
    by = desk(world.outlet()).user
    Row.objects.update(asked_by_id=by)

    confirmed = contact_for(who(kept), kind="link")

    assert [one is not None for one in (alone, merged, confirmed)] == [
        True,
        False,
        True,
    ]


def test_who_wants_no_more_gets_only_what_concerns_an_appointment() -> None:
    patient = card()
    way(patient)
    opt_out(TO, at=MORNING)

    found = [contact_for(who(patient), kind=kind) for kind in ("recall", "moved")]

    assert [one is None for one in found] == [True, False]


@pytest.mark.parametrize("column", ["deceased_on", "erased_at", "restricted_at"])
def test_nobody_writes_to_who_has_died_or_is_closed(column: str) -> None:
    patient = card()
    way(patient)
    row = message(patient.registrations.get().outlet, patient)
    by = desk(world.outlet()).user
    when = {column: date(2026, 11, 1) if column == "deceased_on" else MORNING}
    done = {} if column == "deceased_on" else {column.replace("_at", "_by_id"): by}
    Patient.objects.filter(id=patient.id).update(**when, **done)

    assert contact_for(who(patient), kind="link") is None
    assert deliver(row.id, worker="a", at=MORNING) == "cancelled"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"is_safe": False}, "cancelled"),
        ({"ended_at": MORNING}, "cancelled"),
        ({"hours": "evenings"}, "handed_over"),
    ],
)
def test_way_is_asked_once_more_at_the_door(change: dict[str, Any], state: str) -> None:
    patient = card()
    contact = way(patient, value=TO.upper())
    row = message(patient.registrations.get().outlet, patient)
    by = desk(world.outlet()).user
    ended = {"ended_by_id": by} if "ended_at" in change else {}
    type(contact).objects.filter(id=contact.id).update(**change, **ended)

    assert deliver(row.id, worker="a", at=MORNING) == state


def test_address_that_somebody_typed_in_needs_no_contact() -> None:
    patient = card()
    row = message(patient.registrations.get().outlet, patient, kind="code")

    assert deliver(row.id, worker="a", at=MORNING) == "handed_over"


def test_wish_that_came_between_writing_and_sending_counts() -> None:
    outlet = world.outlet()
    opt_out(TO, at=MORNING)
    row = message(outlet, kind="booked")
    Message.objects.filter(id=row.id).update(kind="reminder")

    assert deliver(row.id, worker="a", at=MORNING) == "cancelled"


def test_who_has_but_a_strangers_way_is_listed_as_not_safe() -> None:
    kept, other = card(), card()
    way(other, asked_at=MORNING)
    Patient.objects.filter(id=other.id).update(merged_into=kept)

    assert why_not(who(kept)) == "not_safe"
