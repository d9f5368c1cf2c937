"""The portal: opened by staff, entered by a link, left by whoever wants."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import system
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Service
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.people.models import Patient, Relation
from glabella.clinic.portal import actions
from glabella.clinic.portal.models import Device, Door, Link
from glabella.clinic.portal.values import TRIES_AN_HOUR, NewProxy
from tests import world
from tests.clinic.pages import client_of, get, post
from tests.clinic.scene import Scene, scene

pytestmark = pytest.mark.django_db

BY = system("test")
BORN = {"born": "1980-05-01"}
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19 Safari/604"


@pytest.fixture
def here() -> Scene:
    return scene(role=Role.FRONT_DESK)


@pytest.fixture
def desk(here: Scene) -> Client:
    return client_of(here.user)


@pytest.fixture
def door(here: Scene) -> Door:
    return actions.open_door(
        here.card.id,
        outlet=here.outlet.id,
        agreed_on=world.TODAY,
        by=here.by,
        at=world.AT,
    )


def said(answer: Any) -> str:
    """Return what a page says; a client hands its answers out under several names."""
    text: str = answer.content.decode()
    return text


def link_of(page: str) -> str:
    """Return the address of the link that a page shows."""
    found = re.search(r"<code>http://localhost(/me/link/[^<]+)</code>", page)
    assert found is not None
    return found[1]


def ticket_of(page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def inside(door: Door, **form: str) -> Client:
    token = actions.make_link(door.id, by=BY, at=world.AT)
    client = Client(headers={"user-agent": SAFARI})
    answer = client.post(f"/me/link/{token.secret}/", {**BORN, **form})
    assert answer.status_code == 302
    return client


def appointment(here: Scene) -> None:
    service = Service.objects.create(
        kind="treatment", name_en="Secretive", name_de="Geheim", minutes=30
    )
    new = NewAppointment(
        patient=here.card.id,
        outlet=here.outlet.id,
        service=service.id,
        starts_at=world.AT + timedelta(days=7),
    )
    booking.book(new, by=here.by, at=world.AT)


def test_staff_opens_and_person_comes_in(here: Scene, desk: Client) -> None:
    assert "The portal is closed" in said(get(desk, "portal:staff", here.card.id))
    post(desk, "portal:open_door", here.card.id, agreed_on=world.TODAY.isoformat())
    page = said(post(desk, "portal:hand_out", here.card.id))
    phone = Client()

    asked = phone.get(link_of(page))
    entered = phone.post(link_of(page), BORN)

    assert "Your date of birth" in said(asked)
    assert entered.headers["Location"] == "/me/"
    assert "Nothing is booked" in said(phone.get("/me/"))


@pytest.mark.usefixtures("door")
def test_link_is_shown_once_for_one_press(here: Scene, desk: Client) -> None:
    ticket = ticket_of(said(get(desk, "portal:staff", here.card.id)))

    pages = [
        said(post(desk, "portal:hand_out", here.card.id, ticket=ticket))
        for _ in range(2)
    ]

    assert ["<code>" in page for page in pages] == [True, False]
    assert "shown once" in pages[1]
    assert Link.objects.count() == 1
    assert "<code>" not in said(get(desk, "portal:hand_out", here.card.id))


def test_portal_opens_for_nobody_without_a_date_of_birth(
    here: Scene, desk: Client
) -> None:
    Patient.objects.update(birth_date=None)

    answer = post(
        desk, "portal:open_door", here.card.id, agreed_on=world.TODAY.isoformat()
    )

    assert (answer.status_code, Door.objects.count()) == (422, 0)


@pytest.mark.usefixtures("door")
def test_portal_is_opened_once(here: Scene) -> None:
    with pytest.raises(DeedRefusedError, match="open for this person already"):
        actions.open_door(
            here.card.id,
            outlet=here.outlet.id,
            agreed_on=world.TODAY,
            by=here.by,
            at=world.AT,
        )


def test_closed_portal_has_no_pages_and_no_links(
    here: Scene, desk: Client, door: Door
) -> None:
    post(desk, "portal:close_door", here.card.id)

    answer = post(desk, "portal:hand_out", here.card.id)

    assert answer.status_code == 404
    with pytest.raises(DeedRefusedError, match="closed"):
        actions.make_link(door.id, by=BY, at=world.AT)


def test_home_says_when_and_where_and_nothing_more(here: Scene, door: Door) -> None:
    appointment(here)

    page = said(inside(door).get("/me/"))

    assert here.outlet.name in page
    assert "9 Nov 2026" in page
    assert "Secretive" not in page


def test_remembered_device_asks_for_the_date_of_birth_alone(door: Door) -> None:
    phone = inside(door, remember="on")
    phone.cookies.pop("sessionid", None)
    for name in [key for key in phone.cookies if "session" in key]:
        del phone.cookies[name]

    asked = said(phone.get("/me/enter/"))
    wrong = phone.post("/me/enter/", {"born": "1980-05-02"})
    right = phone.post("/me/enter/", BORN)

    assert "This device is remembered" in asked
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert Device.objects.get().name == "Safari, iPhone"
    assert "Safari, iPhone" in said(phone.get("/me/mine/"))


def test_device_is_forgotten_by_the_person_and_by_staff(
    here: Scene, desk: Client, door: Door
) -> None:
    phone = inside(door)
    for _ in range(2):
        inside(door, remember="on")
    mine, lost = Device.objects.order_by("remembered_at", "id")

    phone.get(f"/me/devices/{mine.id}/forget/")
    phone.post(f"/me/devices/{mine.id}/forget/")
    post(desk, "portal:forget_device", here.card.id, lost.id)

    assert Device.objects.filter(revoked_at__isnull=True).count() == 0
    assert phone.post(f"/me/devices/{lost.id}/forget/").status_code == 404
    assert get(desk, "portal:forget_device", here.card.id, lost.id).status_code == 404
    with pytest.raises(DeedRefusedError, match="not remembered"):
        actions.revoke_device(lost.id, door=door.id, by=BY, at=world.AT)


@pytest.mark.usefixtures("door")
def test_device_that_nobody_knows_opens_nothing() -> None:
    phone = Client()
    phone.cookies["glabella_device"] = "nothing"

    assert phone.post("/me/enter/", BORN).status_code == 422
    assert phone.post("/me/forget/").headers["Location"] == "/me/enter/"
    assert phone.get("/me/forget/").status_code == 302


@pytest.mark.usefixtures("door")
def test_stranger_learns_how_to_come_in() -> None:
    page = said(Client().get("/me/enter/"))

    assert "The practice hands the link to you" in page


def test_leaving_closes_the_session_and_says_nothing(door: Door) -> None:
    phone = inside(door)

    left = phone.get("/me/leave/")

    assert left.headers["Location"] == "https://www.wikipedia.org/"
    assert phone.get("/me/").headers["Location"] == "/me/enter/"


@pytest.mark.usefixtures("door")
def test_too_many_tries_from_one_place_are_stopped() -> None:
    codes = [
        Client().post("/me/link/nothing/", BORN).status_code
        for _ in range(TRIES_AN_HOUR + 1)
    ]

    assert codes == [422] * TRIES_AN_HOUR + [429]


def test_partial_page_is_sent_to_the_entrance() -> None:
    answer = Client().get("/me/", headers={"hx-request": "true"})

    assert answer.headers["HX-Redirect"] == "/me/enter/"


def test_proxy_comes_in_with_their_own_date_until_it_ends(
    here: Scene, door: Door
) -> None:
    relation = Relation.objects.create(
        patient=here.card, kind="proxy", name="Synthetic Proxy", noted_at=world.AT
    )
    new = NewProxy(relation=relation.id, birth_date=date(1970, 1, 1))
    proxy = actions.grant_proxy(door.id, new, by=here.by, at=world.AT)
    token = actions.make_link(door.id, by=BY, at=world.AT, proxy=proxy.id)
    phone = Client()
    phone.post(f"/me/link/{token.secret}/", {"born": "1970-01-01", "remember": "on"})
    before = said(phone.get("/me/"))

    actions.end_proxy(proxy.id, by=here.by, at=world.AT)

    assert "what the person has agreed to" in before
    assert phone.get("/me/").status_code == 302
    assert phone.post("/me/enter/", {"born": "1970-01-01"}).status_code == 422
    with pytest.raises(DeedRefusedError):
        actions.make_link(door.id, by=BY, at=world.AT, proxy=proxy.id)


def test_grant_nobody_knows_is_refused(here: Scene, door: Door) -> None:
    relation = Relation.objects.create(
        patient=here.card, kind="proxy", name="Synthetic Proxy", noted_at=world.AT
    )
    new = NewProxy(relation.id, date(1970, 1, 1), grants=frozenset({"everything"}))

    with pytest.raises(DeedRefusedError, match="not known"):
        actions.grant_proxy(door.id, new, by=here.by, at=world.AT)
