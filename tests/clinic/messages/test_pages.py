"""The board of staff, settling by name, and the way out without signing in."""

from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from glabella.clinic.accounts.roles import Role
from glabella.clinic.messages.jobs import deliver
from glabella.clinic.messages.leaving import leaving_address, token_of
from glabella.clinic.messages.models import Message, OptOut
from glabella.clinic.messages.values import KINDS, SETTLED_AS, STATES
from glabella.clinic.messages.words import KIND, SETTLED, STATE, failure_in_words
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.messages.posted import MORNING, in_doubt, message
from tests.clinic.pages import client_of, get, post, said
from tests.clinic.scene import last_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Outlet:
    return world.outlet("Seeblick")


@pytest.fixture
def patient(place: Outlet) -> Patient:
    return world.patient(place)


@pytest.fixture
def desk(place: Outlet) -> Client:
    return client_of(world.member(Role.FRONT_DESK, place, name="Example Desk"))


def test_every_code_has_words() -> None:
    assert (set(KIND), set(STATE), set(SETTLED)) == (
        set(KINDS),
        set(STATES),
        set(SETTLED_AS),
    )
    assert failure_in_words("too late") == "its time had passed"
    assert failure_in_words("a gateway's own words") == "a gateway's own words"


@time_machine.travel(MORNING, tick=False)
def test_board_shows_doubt_first_and_tells_the_trail(
    desk: Client, place: Outlet, patient: Patient
) -> None:
    message(place, patient, key="2")
    in_doubt(place, patient)
    in_doubt(
        world.outlet(), world.patient(world.outlet(), family_name="Elsewhere"), key="3"
    )

    page = said(get(desk, "messages:board"))

    assert page.index("Somebody must look after these") < page.index("All messages")
    assert page.count("Zyxwvut, Qqanary") == 3
    assert "no answer in time" in page
    assert "No worker has ever been seen" in page
    assert "Elsewhere" not in page
    deed, _, _, ids = last_event()
    assert (deed, ids) == ("list messages:board", [str(patient.id)])


@time_machine.travel(MORNING, tick=False)
def test_empty_board_teaches(desk: Client) -> None:
    page = said(get(desk, "messages:board"))

    assert "No message yet" in page
    assert "Nobody has said so here." in page


@time_machine.travel(MORNING, tick=False)
def test_message_in_doubt_is_settled_under_a_name(
    desk: Client, place: Outlet, patient: Patient
) -> None:
    row = in_doubt(place, patient)
    asked = said(get(desk, "messages:settle", row.id))
    empty = post(desk, "messages:settle", row.id)
    post(desk, "messages:settle", row.id, as_="sent_again")
    page = said(get(desk, "messages:board"))

    assert ("canary@example.org" in asked, empty.status_code) == (True, 422)
    assert "Send it again (Example Desk)" in " ".join(page.split())
    assert "Somebody must look after these" not in page
    assert sorted(Message.objects.values_list("state", flat=True)) == [
        "uncertain",
        "waiting",
    ]


def test_message_of_another_outlet_is_not_there(desk: Client) -> None:
    row = in_doubt(world.outlet())

    assert get(desk, "messages:settle", row.id).status_code == 404


@time_machine.travel(MORNING, tick=False)
def test_auditor_reads_and_settles_nothing(place: Outlet) -> None:
    auditor = client_of(world.member(Role.AUDITOR, None))
    row = in_doubt(place)

    assert get(auditor, "messages:board").status_code == 200
    assert post(auditor, "messages:settle", row.id, as_="lost").status_code == 403


@pytest.mark.usefixtures("place")
@time_machine.travel(MORNING, tick=False)
def test_somebody_without_an_outlet_is_told() -> None:
    Outlet.objects.update(closed_at=MORNING)
    auditor = client_of(world.member(Role.AUDITOR, None))

    assert "No outlet" in said(get(auditor, "messages:board"))


@time_machine.travel(MORNING, tick=False)
def test_reader_ends_reminders_and_the_desk_lifts_it(
    desk: Client, place: Outlet, patient: Patient
) -> None:
    row = message(place, patient)
    stranger, way_out = Client(enforce_csrf_checks=True), leaving_address(row)
    path = way_out.removeprefix("http://localhost")
    asked = said(stranger.get(path))  # type: ignore[arg-type]  # a whole answer
    still_none = OptOut.objects.count()
    # A mail program sends this by itself, without cookie or token (RFC 8058).
    done, _again = (
        stranger.post(path, {"List-Unsubscribe": "One-Click"}) for _ in range(2)
    )
    wish = OptOut.objects.get()
    listed = said(get(desk, "messages:board"))
    sure = said(get(desk, "messages:lift", wish.id))
    post(desk, "messages:lift", wish.id)

    assert ("No more reminders?" in asked, still_none) == (True, 0)
    assert "You get no more reminders" in done.content.decode()
    assert ("Send them again" in listed, "has asked for it" in sure) == (True, True)
    row.refresh_from_db()
    wish.refresh_from_db()
    assert (row.state, wish.lifted_at) == ("cancelled", MORNING)
    assert last_event()[0] in {"messages.lift", "list messages:lift"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_way_out_names_nobody_and_no_message(
    language: str, place: Outlet, patient: Patient
) -> None:
    row = message(place, patient, text="Canary words")
    with translation.override(language):
        page = Client(headers={"accept-language": language}).get(
            reverse("messages:stop", args=[token_of(row.id)])
        )

    text = page.content.decode()
    hidden = ("Zyxwvut", "Canary words", "canary@example.org", str(patient.id))
    assert [word for word in hidden if word in text] == []
    assert (page.status_code, "Seeblick" in text) == (200, True)


@pytest.mark.parametrize("token", ["something", "x" * 300, "..", "%00"])
def test_made_up_way_out_leads_nowhere(token: str) -> None:
    answer = Client().post(reverse("messages:stop", args=[token]))

    assert (answer.status_code, OptOut.objects.count()) == (404, 0)


def test_token_of_a_message_that_is_gone_leads_nowhere() -> None:
    answer = Client().get(reverse("messages:stop", args=[token_of(uuid4())]))

    assert answer.status_code == 404


def test_mail_offers_the_way_out_and_comes_from_the_outlet(place: Outlet) -> None:
    Outlet.objects.filter(id=place.id).update(email="seeblick@example.org")
    rows = [message(place), message(place, kind="moved", key="2")]
    for row in rows:
        deliver(row.id, worker="a", at=MORNING)

    heads = [one.extra_headers.get("List-Unsubscribe") for one in mail.outbox]
    assert heads == [f"<{leaving_address(rows[0])}>", None]
    assert {(one.from_email, *one.reply_to) for one in mail.outbox} == {
        ("Seeblick <practice@glabella.invalid>", "seeblick@example.org")
    }


@time_machine.travel(MORNING, tick=False)
def test_day_names_what_needs_somebody(desk: Client, place: Outlet) -> None:
    in_doubt(place)

    page = " ".join(said(get(desk, "desk:today")).split())

    assert "1 message is uncertain." in page
    assert "Nothing goes out at the moment: no worker is seen." in page
