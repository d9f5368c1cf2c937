"""What leaves the house names no product, whatever outlet, room and service are called.

Mails with all their heads and calendar entries, text messages, calendars to look into;
in both languages, under the profile of every country, and with full public texts too.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.header import decode_header, make_header
from email.message import Message as Message822
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions, feeds, invitations, recalls, reminders
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.rules import Rules, set_rules
from glabella.clinic.booking.values import NewTime, NewWaiting, ServiceDetails
from glabella.clinic.messages import texts
from glabella.clinic.messages.actions import write
from glabella.clinic.messages.gateways import hand_over
from glabella.clinic.messages.models import Message
from glabella.clinic.messages.values import KINDS, NewMessage
from glabella.clinic.people.models import Contact, Patient
from glabella.clinic.practice import actions as practice
from glabella.clinic.practice.lexicon import (
    forbidden,
    names_a_product,
    outlet_name,
)
from glabella.clinic.practice.models import Outlet, Room
from glabella.clinic.practice.values import NewOutlet
from glabella.clinic.public.content import speech
from tests import world
from tests.clinic.booking import build
from tests.clinic.booking.telling import reachable
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "de")
HOSTILE = {
    "name": "Botox Oase",
    "address": "Xeominweg 1\n8000 Zürich",
    "email": "dysport@example.org",
}
SENT = world.AT


@pytest.fixture
def here() -> Scene:
    """Return a house in which outlet, room and service are called after products."""
    found = build.open_house()
    Outlet.objects.filter(id=found.outlet.id).update(**HOSTILE)
    found.outlet.refresh_from_db()
    reachable(found)
    return found


def speaks(here: Scene, language: str, *, profile: str = "CH") -> None:
    """Let person, staff and outlet speak a language, in a country."""
    Patient.objects.update(language=language)
    type(here.user).objects.update(language=language)
    Outlet.objects.update(
        language=language, profile=profile, public_text_profile="full"
    )


def outside(found: Message822) -> Iterator[str]:
    """Yield all that a mail says: its heads, its text, and what is attached."""
    for name, words in found.items():
        yield f"{name}: {make_header(decode_header(str(words)))}"
    for part in found.walk():
        yield str(part.get_filename() or "")
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            yield content.decode(part.get_content_charset() or "utf-8")


def plain(text: str) -> str:
    """Return a text without what is random: ids, signed links and secrets."""
    return re.sub(
        r"[0-9a-f]{8}[0-9a-f-]{24,28}[\w:.-]*", " ", text.replace("\r\n ", "")
    )


def mails() -> list[Message822]:
    """Hand over what waits, and return it as it went out."""
    for row in Message.objects.filter(state="waiting").select_related("outlet"):
        hand_over(row)
    return [one.message() for one in mail.outbox]


def all_said() -> list[str]:
    """Return all that went out, without what is random."""
    return [plain(text) for one in mails() for text in outside(one)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_appointment_goes_out_without_a_product(here: Scene, language: str) -> None:
    speaks(here, language)
    what = build.service("treatment")
    type(what).objects.update(name_en="Botox 155 units", name_de="Botoxbehandlung")
    room = Room.objects.create(outlet=here.outlet, name="Xeomin")
    new = build.wanted(here, what, room=room.id, note="Dysport", protocol="depression")
    early, due = SENT, build.NINE - timedelta(hours=48)

    row = actions.book(new, by=here.by, at=early)
    assert invitations.write_invitations(at=early) == 1
    assert reminders.write_reminders(at=due) == 1
    first = all_said()
    Message.objects.update(state="handed_over", claimed_at=early)
    to = NewTime(row.starts_at + timedelta(days=7))
    row = actions.move(row.id, to, version=1, by=here.by, at=early)
    actions.cancel(row.id, reason="Botox", version=2, by=here.by, at=early)
    said = [*first, *all_said()]

    kinds = {one.kind for one in Message.objects.all()}
    assert kinds == {"invitation", "reminder", "moved", "cancellation"}
    assert sum("BEGIN:VEVENT" in text for text in said) >= 3
    assert [text for text in said if forbidden(text)] == []
    name = {"en": "Your practice", "de": "Ihre Praxis"}[language]
    assert any(text.startswith(f"Subject: {name}: ") for text in said)
    assert any(text.startswith(f"From: {name} <") for text in said)
    assert [text for text in said if "8000 Zürich" in text] != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_offer_and_recall_go_out_without_a_product(here: Scene, language: str) -> None:
    speaks(here, language)
    what = build.service("first")
    type(what).objects.update(name_en="Xeomin talk", name_de="Xeomingespräch")
    other = world.patient(here.outlet)
    taken = build.wanted(here, what, patient=other.id)
    row = actions.book(taken, by=here.by, at=SENT)
    actions.join(
        NewWaiting(here.card.id, what.id, since=world.TODAY), by=here.by, at=SENT
    )
    actions.cancel(row.id, reason="ill", version=1, by=here.by, at=SENT)
    actions.offer_freed(by=here.by, at=SENT)
    build.treated(here, days_ago=85, protocol="blepharospasm")
    rules = Rules(sends_recalls=True)
    set_rules(here.outlet.id, rules, by=here.by, at=SENT)
    Appointment.objects.all().update(state="cancelled")
    recalls.write_recalls(at=SENT)

    said = all_said()

    assert {one.kind for one in Message.objects.all()} == {"offer", "recall"}
    assert [text for text in said if forbidden(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", sorted(speech()))
def test_every_kind_of_message_is_plain_in_every_country(
    here: Scene, profile: str, language: str
) -> None:
    speaks(here, language, profile=profile)
    here.outlet.refresh_from_db()
    values: dict[str, Any] = {
        "at": build.NINE,
        "until": build.NINE,
        "was": build.NINE,
        "link": "https://glabella.example/me/",
        "code": "314159",
        "notice": "",
    }

    for kind in KINDS:
        words = texts.text_of(kind, language=language, outlet=here.outlet, **values)
        for channel, to in (("email", "x@example.org"), ("sms", "+41791234567")):
            new = NewMessage(
                outlet=here.outlet.id,
                kind=kind,
                channel=channel,
                address=to,
                language=language,
                subject=words.subject,
                text=words.of(channel),
                key=f"{kind}:{channel}",
            )
            write(new, by=here.by, at=SENT)

    short = [plain(row.text) for row in Message.objects.filter(channel="sms")]
    said = all_said()
    assert (len(short), len(mail.outbox)) == (len(KINDS), len(KINDS))
    assert [text for text in (*short, *said) if forbidden(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("of_outlet", [True, False])
def test_calendar_to_look_into_names_no_product(
    here: Scene, language: str, *, of_outlet: bool
) -> None:
    speaks(here, language)
    room = Room.objects.create(outlet=here.outlet, name="Botox-Raum")
    what = build.service("treatment")
    type(what).objects.update(name_en="Botox", name_de="Botox")
    actions.book(build.wanted(here, what, room=room.id), by=here.by, at=SENT)
    _row, secret = feeds.make_feed(
        staff=None if of_outlet else here.user.staff.id,
        outlet=here.outlet.id if of_outlet else None,
        by=here.by,
        at=SENT,
    )

    answer = Client().get(reverse("booking:feed", args=[secret]))

    found = feeds.shown_feed(secret, at=SENT)
    assert found is not None
    said = [str(answer.headers), found.body.decode()]
    assert "BEGIN:VEVENT" in said[1]
    assert {"en": "Your practice", "de": "Ihre Praxis"}[language] in said[1]
    assert [text for text in said if forbidden(plain(text))] == []


def test_room_with_a_plain_name_stays_in_the_calendar(here: Scene) -> None:
    room = Room.objects.create(outlet=here.outlet, name="Room 1")
    new = build.wanted(here, build.service(), room=room.id)
    actions.book(new, by=here.by, at=SENT)
    _row, secret = feeds.make_feed(
        staff=None, outlet=here.outlet.id, by=here.by, at=SENT
    )

    found = feeds.shown_feed(secret, at=SENT)

    assert found is not None
    assert "Room 1" in found.body.decode()


@pytest.mark.parametrize("field", ["name", "address", "email"])
def test_outlet_is_not_named_after_a_product(here: Scene, field: str) -> None:
    said = {field: HOSTILE[field]}
    new: dict[str, Any] = {
        "name": "Plain",
        "profile": "CH",
        "time_zone": "Europe/Zurich",
        "language": "en",
    }

    with pytest.raises(DeedRefusedError, match="names a medicine"):
        practice.change_outlet(here.outlet.id, said, by=here.by, at=SENT)
    Outlet.objects.update(name="Seeblick")
    with pytest.raises(DeedRefusedError, match="names a medicine"):
        practice.open_outlet(
            NewOutlet(**(new | said)), profiles={"CH"}, by=here.by, at=SENT
        )


@pytest.mark.parametrize("names", [("Botox", "Termin"), ("Talk", "45 % besser")])
def test_service_is_not_opened_online_under_a_name_that_says_too_much(
    here: Scene, names: tuple[str, str]
) -> None:
    who: dict[str, Any] = {"by": here.by, "at": SENT}
    row = actions.add_service("treatment", names, minutes=30, **who)

    actions.change_service(row.id, ServiceDetails(30), **who)
    with pytest.raises(DeedRefusedError, match="strangers would read"):
        actions.change_service(row.id, ServiceDetails(30, is_online=True), **who)


@pytest.mark.parametrize("name", ["Praxis Dr. Preis", "Heilpraxis", "Seeblick"])
def test_plain_names_of_outlets_stay(name: str) -> None:
    place = world.outlet(name)

    assert not names_a_product(name)
    assert outlet_name(place, language="de") == name
    assert Contact.objects.count() == 0
