"""A new link by message: to safe contacts on file alone, and nobody learns anything."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.messages.models import Message
from glabella.clinic.people import actions as people
from glabella.clinic.people.values import NewContact
from glabella.clinic.portal import actions
from glabella.clinic.portal.models import Ask, Link
from tests import world
from tests.clinic.pages import client_of, post, said
from tests.clinic.portal.doors import (
    BORN,
    BY,
    STRANGER,
    contact,
    opened,
    opened_online,
)
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

MAIL = "qqanary@example.org"


def ask(typed: str = MAIL, *, born: str = "1980-05-01") -> Client:
    phone = Client()
    phone.post("/me/ask/", {"contact": typed, "born": born})
    return phone


def answered() -> int:
    return actions.answer_asks(by=BY, at=world.AT)


def test_link_goes_to_a_safe_contact_and_opens(here: Scene) -> None:
    opened(here)
    contact(here.card, MAIL)
    ask(MAIL.upper())

    count = answered()

    message = Message.objects.get()
    found = re.search(r"http://localhost(/me/link/\S+)", message.text)
    assert found is not None
    assert (count, message.address, message.kind) == (1, MAIL, "link")
    assert Client().post(found[1], BORN).headers["Location"] == "/me/"
    assert world.FAMILY not in message.text + message.subject


def test_mobile_number_is_found_as_people_type_it(here: Scene) -> None:
    opened(here)
    contact(here.card, "+41791234567", kind="phone")
    ask("079 123 45 67")

    assert (answered(), Message.objects.get().channel) == (1, "sms")


@pytest.mark.parametrize(
    ("is_safe", "may_remind", "typed", "born"),
    [
        (None, True, MAIL, "1980-05-01"),
        (False, True, MAIL, "1980-05-01"),
        (True, False, MAIL, "1980-05-01"),
        (True, True, "other@example.org", "1980-05-01"),
        (True, True, MAIL, "1980-05-02"),
    ],
)
def test_nothing_goes_out_where_something_does_not_fit(
    here: Scene, *, is_safe: bool | None, may_remind: bool, typed: str, born: str
) -> None:
    opened(here)
    contact(here.card, MAIL, is_safe=is_safe, may_remind=may_remind)
    ask(typed, born=born)

    assert (answered(), Link.objects.count()) == (0, 0)


def test_shut_and_absent_doors_get_no_link(here: Scene) -> None:
    contact(here.card, MAIL)
    ask()
    absent = answered()
    door = opened_online(here)
    type(here.card).objects.filter(id=here.card.id).update(
        merged_into=world.patient(here.outlet)
    )
    ask()

    assert (absent, answered()) == (0, 0)
    assert door.patient_id == here.card.id


def test_stranger_whose_card_is_merged_gets_no_link_to_the_record(here: Scene) -> None:
    opened(here)
    stranger = world.patient(here.outlet)
    people.add_contact(
        stranger.id,
        NewContact("email", "stranger@example.org", is_safe=True, may_remind=True),
        by=STRANGER,
        at=world.AT,
    )
    people.merge_cards(
        here.card.id, stranger.id, reason="same", by=here.by, at=world.AT
    )
    ask("stranger@example.org")

    assert (answered(), Link.objects.count()) == (0, 0)


def test_what_was_typed_is_emptied() -> None:
    ask()

    answered()

    row = Ask.objects.get()
    assert (row.contact, row.born, row.answered_at) == ("", None, world.AT)
    assert answered() == 0


def test_old_asks_are_emptied_unanswered(here: Scene) -> None:
    opened(here)
    contact(here.card, MAIL)
    ask()

    late = world.AT + timedelta(hours=2)

    assert actions.answer_asks(by=BY, at=late) == 0
    assert Ask.objects.get().contact == ""


def test_many_asks_to_one_contact_are_not_answered(here: Scene) -> None:
    opened(here)
    contact(here.card, MAIL)
    for _ in range(5):
        ask()

    assert answered() == 3


def test_who_knows_a_contact_alone_shuts_nobody_out(here: Scene) -> None:
    opened(here)
    contact(here.card, MAIL)
    for _ in range(4):
        ask(born="1981-01-01")

    ask()

    assert answered() == 1


def test_links_lead_to_the_address_of_the_practice(
    here: Scene, settings: Settings
) -> None:
    settings.GLABELLA_ADDRESS = "https://practice.example"
    opened(here)
    contact(here.card, MAIL)
    desk = client_of(here.user)
    ask()
    answered()
    post(desk, "portal:send_link", here.card.id)
    post(desk, "portal:answers", here.card.id, text="Call us")

    page = said(post(desk, "portal:hand_out", here.card.id))

    found = re.findall(r"\S+(?=/me/)", " ".join(one.text for one in texts()))
    assert set(found) == {"https://practice.example"}
    assert len(texts()) == 3
    assert "<code>https://practice.example/me/link/" in page


def texts() -> list[Message]:
    return list(Message.objects.all())


def test_staff_sends_a_link(here: Scene) -> None:
    opened(here)
    contact(here.card, MAIL)

    answer = post(client_of(here.user), "portal:send_link", here.card.id)

    assert answer.status_code == 302
    assert Message.objects.get().address == MAIL


def test_staff_reads_why_no_link_was_sent(here: Scene) -> None:
    door = opened(here)
    contact(here.card, MAIL, is_safe=None)

    page = said(post(client_of(here.user), "portal:send_link", here.card.id))

    assert "no safe e-mail address" in page
    with pytest.raises(DeedRefusedError, match="no safe"):
        actions.send_link(door.id, by=here.by, at=world.AT)
