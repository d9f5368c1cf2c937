"""Abuse of the portal: guessing, replaying, other people's ids, hostile words."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people.models import Patient
from glabella.clinic.portal import actions
from glabella.clinic.portal.models import Ask, Attempt, Device, Door, Line, Link
from glabella.clinic.portal.tries import note_try
from glabella.clinic.portal.values import TRIES_AN_HOUR, Entry
from tests import world
from tests.clinic.portal.doors import BORN, BY, acting, behind, contact, opened
from tests.clinic.scene import Scene, scene
from tests.web import probe

pytestmark = pytest.mark.django_db

MAIL = "qqanary@example.org"
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "template": "{{ request }}{% csrf_token %}",
    "right to left": "\u202egnirts\u202c",
    "null byte": "a\x00b",
    "emoji": "\U0001f9e0" * 50,
    "long": "x" * 100_000,
    "query": "'; DROP TABLE portal_line; --",
    "lone surrogate": "\\ud800",
}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def here() -> Scene:
    return scene()


@pytest.fixture
def door(here: Scene) -> Door:
    return opened(here)


def told(client: Client, address: str, form: dict[str, str]) -> tuple[object, ...]:
    """Return all that an answer tells, without what differs on every page."""
    answer = client.post(address, form)
    lines = answer.content.decode().splitlines()
    page = "\n".join(one for one in lines if "csrf" not in one.casefold())
    heads = {name: words for name, words in answer.items() if name != "Set-Cookie"}
    return answer.status_code, page, heads, sorted(answer.cookies)


def remembered(door: Door) -> str:
    """Return the secret of a device that is remembered."""
    entry = Entry(door=door.id)
    return actions.remember_device(entry, name="phone", by=BY, at=world.AT).secret


@pytest.mark.usefixtures("door")
def test_asking_for_a_link_tells_nothing_about_anybody(here: Scene) -> None:
    contact(here.card, MAIL)
    known = told(Client(), "/me/ask/", {"contact": MAIL, **BORN})
    unknown = told(Client(), "/me/ask/", {"contact": "x@example.org", **BORN})

    assert known == unknown


@pytest.mark.usefixtures("door")
def test_asking_for_a_link_takes_the_same_queries(here: Scene) -> None:
    contact(here.card, MAIL)
    counts = []
    for typed in (MAIL, "x@example.org"):
        with CaptureQueriesContext(connection) as found:
            Client().post("/me/ask/", {"contact": typed, **BORN})
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_asking_too_often_is_stopped() -> None:
    codes = [
        Client().post("/me/ask/", {"contact": f"{one}@example.org", **BORN}).status_code
        for one in range(TRIES_AN_HOUR + 1)
    ]

    assert codes == [302] * TRIES_AN_HOUR + [429]
    assert Ask.objects.count() == TRIES_AN_HOUR


def test_guessed_device_tells_as_much_as_a_known_one(door: Door) -> None:
    token = remembered(door)
    answers = []
    for secret in (token, "x" * len(token)):
        client = Client()
        client.cookies["glabella_device"] = secret
        answers.append(told(client, "/me/enter/", {"born": "1980-05-02"}))

    assert answers[0] == answers[1]


def test_replayed_link_opens_nothing(door: Door) -> None:
    token = actions.make_link(door.id, by=BY, at=world.AT)
    first, second = Client(), Client()
    for one in (first, second):
        one.post(f"/me/link/{token.secret}/", BORN)

    assert [one.get("/me/").status_code for one in (first, second)] == [200, 302]


def test_session_of_before_is_not_the_session_inside(door: Door) -> None:
    client = Client()
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = str(before)
    token = actions.make_link(door.id, by=BY, at=world.AT)

    client.post(f"/me/link/{token.secret}/", BORN)

    assert client.session.session_key != before
    assert "planted" not in client.session


@pytest.mark.parametrize(
    "address", ["/me/messages/", "/me/lock/", "/me/mine/copy/", "/me/forget/"]
)
def test_foreign_forms_are_refused(door: Door, address: str) -> None:
    inside = behind(door)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = inside.cookies

    assert strict.post(address, {"text": "x", **BORN}).status_code == 403
    assert Line.objects.count() == 0


def test_ids_of_somebody_else_are_not_there(here: Scene, door: Door) -> None:
    other = scene(at=here.outlet)
    behind(opened(other), remember="on")
    foreign = Device.objects.get()
    phone = behind(door)

    answers = [
        phone.post(f"/me/devices/{one}/forget/").status_code
        for one in (foreign.id, uuid4())
    ]

    assert answers == [404, 404]
    assert Device.objects.get().revoked_at is None


def test_staff_of_another_person_moves_no_door_of_this_one(
    here: Scene, door: Door
) -> None:
    proxy = acting(here, door)
    other = scene(at=here.outlet)
    opened(other)
    desk = probe.signed_in(here.user)
    address = reverse("portal:end_proxy", args=[other.card.id, proxy.id])

    assert desk.post(address).status_code == 404


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_hostile_words_are_stored_and_shown_harmlessly(door: Door, kind: str) -> None:
    phone = behind(door)
    words = HOSTILE[kind]
    codes = {
        phone.post("/me/messages/", {"text": words}).status_code,
        Client().post("/me/ask/", {"contact": words, "born": words}).status_code,
        Client().post(f"/me/link/{uuid4()}/", {"born": words}).status_code,
        phone.post("/me/mine/copy/", {"born": words}).status_code,
    }

    page = phone.get("/me/messages/").content.decode()
    assert codes <= {302, 422}
    assert "<script>alert" not in page
    assert '" onmouseover="alert' not in page


@pytest.mark.parametrize(
    "address",
    [
        "/me/",
        "/me/more/",
        "/me/messages/",
        "/me/letters/",
        "/me/aftercare/",
        "/me/mine/",
        "/me/mine/looks/",
        "/me/mine/copy/",
        "/me/enter/",
        "/me/ask/",
        "/me/ask/done/",
    ],
)
def test_no_page_is_kept_by_a_browser_or_on_the_way(door: Door, address: str) -> None:
    answer = behind(door).get(address)

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


def test_many_may_come_in_from_one_line(door: Door) -> None:
    phones = [behind(door) for _ in range(TRIES_AN_HOUR + 2)]

    assert {one.get("/me/").status_code for one in phones} == {200}


def test_tries_are_kept_for_an_hour_and_tell_nothing() -> None:
    Client().post("/me/ask/", {"contact": MAIL, **BORN})
    kept = {row.key_hash for row in Attempt.objects.all()}
    plain = {hashlib.sha256(one.encode()).hexdigest() for one in (MAIL, "127.0.0.1")}

    note_try("ask", "later", at=world.AT + timedelta(hours=1))

    assert len(kept) == 2
    assert not kept & plain
    assert Attempt.objects.count() == 1


def test_guess_is_counted_before_it_is_looked_at(door: Door) -> None:
    # Of many that come at once each finds its own number.
    token = actions.make_link(door.id, by=BY, at=world.AT)
    secret = remembered(door)
    guesses = (
        ("portal_link", actions.use_link, token.secret),
        ("portal_device", actions.use_device, secret),
    )
    first = {}
    for table, deed, known in guesses:
        with CaptureQueriesContext(connection) as found, suppress(DeedRefusedError):
            deed(known, born=date(1990, 1, 1), by=BY, at=world.AT)
        said = [one["sql"] for one in found if f'"{table}"' in one["sql"]]
        first[table] = said[0].partition(" ")[0]

    assert first == {"portal_link": "UPDATE", "portal_device": "UPDATE"}


def test_right_date_takes_the_count_back(door: Door) -> None:
    behind(door, remember="on")
    phone = Client()
    phone.cookies["glabella_device"] = remembered(door)
    phone.post("/me/enter/", BORN)

    assert set(Link.objects.values_list("wrong_dates", flat=True)) == {0}
    assert set(Device.objects.values_list("wrong_dates", flat=True)) == {0}


def test_forgetting_a_device_ends_the_session_that_it_was_remembered_in(
    here: Scene, door: Door
) -> None:
    phone = behind(door, remember="on")
    before = phone.get("/me/").status_code
    device = Device.objects.get()

    actions.revoke_device(device.id, door=door.id, by=here.by, at=world.AT)

    assert (before, phone.get("/me/").status_code) == (200, 302)


def test_forgotten_device_opens_nothing_with_a_copied_secret(door: Door) -> None:
    phone = behind(door, remember="on")
    copied = Client()
    copied.cookies["glabella_device"] = phone.cookies["glabella_device"].value

    left = phone.post("/me/forget/")

    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert left.cookies["glabella_device"].value == ""
    assert copied.post("/me/enter/", BORN).status_code == 422


def test_cookie_of_a_device_is_bound_to_the_house(
    door: Door, settings: Settings
) -> None:
    settings.GLABELLA_DEVICE_COOKIE = "__Host-device"
    settings.SESSION_COOKIE_SECURE = True
    phone = behind(door, remember="on")
    cookie = phone.cookies["__Host-device"]

    left = phone.post("/me/forget/").cookies["__Host-device"]

    assert [cookie[one] for one in ("secure", "httponly", "samesite", "path")] == [
        True,
        True,
        "Lax",
        "/",
    ]
    assert (cookie["domain"], bool(left["secure"])) == ("", True)


def test_key_of_forms_is_another_inside(door: Door) -> None:
    token = actions.make_link(door.id, by=BY, at=world.AT)
    phone = Client()
    phone.get(f"/me/link/{token.secret}/")
    before = phone.cookies["csrftoken"].value

    phone.post(f"/me/link/{token.secret}/", BORN)

    assert phone.cookies["csrftoken"].value != before


@pytest.mark.parametrize("address", ["/care/", "/care/check/", "/ask/", "/me/ask/"])
def test_public_page_leaves_nothing_that_outlives_the_visit(
    here: Scene, address: str
) -> None:
    assert here.outlet.closed_at is None
    cookies = Client().get(address).cookies

    assert set(cookies) <= {"csrftoken"}
    assert {cookies[name]["max-age"] for name in cookies} <= {""}
    assert {cookies[name]["expires"] for name in cookies} <= {""}


@pytest.mark.parametrize("column", ["deceased_on", "erased_at"])
def test_nobody_comes_in_for_the_dead(here: Scene, door: Door, column: str) -> None:
    inside, known = behind(door), Client()
    known.cookies["glabella_device"] = remembered(door)
    token = actions.make_link(door.id, by=BY, at=world.AT)
    kept = world.patient(here.outlet)
    more = {"erased_by_id": here.user.id} if column == "erased_at" else {}
    when = world.AT if column == "erased_at" else world.TODAY
    Patient.objects.filter(id=kept.id).update(**{column: when}, **more)
    before = inside.get("/me/").status_code

    # The card that says so may be another one of the same person.
    Patient.objects.filter(id=here.card.id).update(merged_into=kept)

    assert (before, inside.get("/me/").status_code) == (200, 302)
    assert known.post("/me/enter/", BORN).status_code == 422
    assert Client().post(f"/me/link/{token.secret}/", BORN).status_code == 422
    desk = probe.signed_in(here.user)
    page = desk.get(reverse("portal:staff", args=[here.card.id])).content.decode()
    assert "Shut for good" in page


def test_leaving_empties_the_browser(door: Door) -> None:
    left = behind(door).get("/me/leave/")

    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert left.headers["Cache-Control"] == "no-store"


def test_forgotten_device_is_outside_at_the_next_step(here: Scene, door: Door) -> None:
    phone = Client()
    phone.cookies["glabella_device"] = remembered(door)
    phone.post("/me/enter/", BORN)
    before = phone.get("/me/").status_code
    for row in Device.objects.all():
        actions.revoke_device(row.id, door=door.id, by=here.by, at=world.AT)

    assert (before, phone.get("/me/").status_code) == (200, 302)
    assert phone.post("/me/enter/", BORN).status_code == 422


def test_proxy_without_a_grant_is_refused_at_every_address(
    here: Scene, door: Door
) -> None:
    phone = behind(door, proxy=acting(here, door))
    closed = [
        name
        for name, rule in probe.rows().items()
        if rule.scope == "portal" and rule.grant != "appointments"
    ]

    codes = {
        name: phone.get(probe.url_of(name, here.card)).status_code for name in closed
    }

    assert codes == dict.fromkeys(closed, 403)
    assert {"portal:talk", "portal:letters", "portal:export"} < set(closed)
