"""Links and codes: their words are forgotten, the fact that they went out is kept."""

from datetime import timedelta

import pytest

from glabella.clinic.messages import steps
from glabella.clinic.messages.actions import settle, withdraw
from glabella.clinic.messages.jobs import deliver
from glabella.clinic.messages.models import Message
from glabella.clinic.people.models import Patient
from tests import world
from tests.clinic.messages.posted import MORNING, TO, desk, in_doubt, message

pytestmark = pytest.mark.django_db

LATER = MORNING + timedelta(hours=1)


def kept(row: Message) -> tuple[str, str]:
    row.refresh_from_db()
    return row.text, row.address


def test_link_is_forgotten_once_it_is_out() -> None:
    outlet = world.outlet()
    row = message(outlet, world.patient(outlet), kind="link", expires_at=LATER)

    said = deliver(row.id, worker="one", at=MORNING)

    assert (said, kept(row)) == ("handed_over", ("", TO))
    assert row.handed_over_at == MORNING


def test_code_of_a_stranger_leaves_no_address() -> None:
    row = message(world.outlet(), kind="code", expires_at=LATER)

    deliver(row.id, worker="one", at=MORNING)

    assert kept(row) == ("", "")


def test_words_that_open_nothing_are_kept() -> None:
    row = message(world.outlet())

    deliver(row.id, worker="one", at=MORNING)
    steps.forget_secrets(at=LATER)

    assert kept(row) == (row.text, TO)
    assert row.text.startswith("Monday")


def test_secret_waits_and_is_in_doubt_as_long_as_it_is_of_use() -> None:
    outlet = world.outlet()
    rows = [
        message(outlet, kind="code", key="1", expires_at=LATER),
        in_doubt(outlet, kind="link", key="2", expires_at=LATER),
    ]

    counts = [steps.forget_secrets(at=at) for at in (MORNING, LATER)]

    assert counts == [0, 2]
    assert [kept(row) for row in rows] == [("", "")] * 2


def test_secret_that_nobody_needs_any_more_is_forgotten() -> None:
    outlet = world.outlet()
    card = world.patient(outlet)
    gone = message(outlet, card, kind="link", key="1", about=card.id, expires_at=LATER)
    withdraw(card.id, by=desk(outlet), at=MORNING)
    lost = in_doubt(outlet, card, kind="link", key="2", expires_at=LATER)
    settle(lost.id, as_="lost", by=desk(outlet), at=MORNING)

    steps.forget_secrets(at=MORNING)

    assert [kept(row) for row in (gone, lost)] == [("", TO)] * 2


def test_forgotten_secret_is_never_sent_again() -> None:
    outlet = world.outlet()
    row = in_doubt(outlet, world.patient(outlet), kind="link", expires_at=LATER)
    steps.forget_secrets(at=LATER)

    again = settle(row.id, as_="sent_again", by=desk(outlet), at=LATER)

    assert again is not None
    assert deliver(again.id, worker="one", at=LATER) == "cancelled"


def test_erased_person_is_named_by_no_message() -> None:
    outlet = world.outlet()
    gone, other = world.patient(outlet), world.patient(outlet)
    rows = [
        message(outlet, one, key=str(one.id), attachment=f"ATTENDEE:mailto:{TO}")
        for one in (gone, other)
    ]
    by = desk(outlet).user
    Patient.objects.filter(id=gone.id).update(erased_at=LATER, erased_by_id=by)

    counts = [steps.forget_erased(at=at) for at in (MORNING, LATER, LATER)]

    left = [Message.objects.get(id=row.id) for row in rows]
    assert counts == [0, 1, 0]
    assert [(row.address, bool(row.attachment)) for row in left] == [
        ("", False),
        (TO, True),
    ]
    assert left[0].state == "waiting"
