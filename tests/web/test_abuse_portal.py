"""Abuse of the portal: guessing, replaying, other people's ids, hostile words."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from glabella.clinic.portal import actions
from glabella.clinic.portal.models import Ask, Device, Door, Line
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
