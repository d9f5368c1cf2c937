"""The portal's scope of the access table: the person, others, a proxy, staff."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import system
from glabella.clinic.audit.models import Event
from glabella.clinic.people.models import Patient, Relation
from glabella.clinic.portal import actions
from glabella.clinic.portal.models import Device, Door, Link
from glabella.clinic.portal.values import NewProxy
from tests import world
from tests.web import probe

pytestmark = pytest.mark.django_db

BORN = date(1980, 5, 1)
BY = system("test")


def door_of(patient: Patient) -> Door:
    outlet = patient.registrations.get().outlet
    lead = world.actor(world.member(Role.LEAD_CLINICIAN, outlet), outlet)
    return actions.open_door(
        patient.id, outlet=outlet.id, agreed_on=world.TODAY, by=lead, at=world.AT
    )


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def probed(settings: Settings) -> None:
    settings.MIDDLEWARE = probe.middleware_with_probe()


def inside(
    door: Door, *, proxy: UUID | None = None, device: UUID | None = None
) -> Client:
    """Return a browser with a session that the entrance has opened."""
    client = Client()
    session = client.session
    session["portal"] = {
        "door": str(door.id),
        "proxy": str(proxy or ""),
        "device": str(device or ""),
        "begun": world.AT.timestamp(),
        "seen": world.AT.timestamp(),
    }
    session.save()
    return client


def through(secret: str, *, born: str = BORN.isoformat(), **more: str) -> Client:
    """Return a browser that tried a link."""
    client = Client()
    client.post(f"/me/link/{secret}/", {"born": born, **more})
    return client


def is_inside(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def portal_rows() -> set[str]:
    return {n for n, rule in probe.rows().items() if rule.scope == "portal"}


def opened(client: Client, patient: Patient) -> set[str]:
    return {
        name
        for name in probe.rows()
        if probe.is_let_through(client, "GET", probe.url_of(name, patient))
    }


@pytest.mark.usefixtures("probed")
def test_person_gets_the_portal_and_no_page_of_staff() -> None:
    patient = world.patient(world.outlet())
    client = inside(door_of(patient))

    public = {n for n, rule in probe.rows().items() if rule.scope == "public"}
    assert opened(client, patient) == public | portal_rows()


@pytest.mark.usefixtures("probed")
def test_staff_gets_no_page_of_the_portal() -> None:
    outlet = world.outlet()
    patient = world.patient(outlet)
    client = probe.signed_in(world.member(Role.LEAD_CLINICIAN, outlet))

    assert opened(client, patient) & portal_rows() == set()


@pytest.mark.usefixtures("probed")
def test_proxy_gets_what_was_granted() -> None:
    patient = world.patient(world.outlet())
    door = door_of(patient)
    relation = Relation.objects.create(
        patient=patient, kind="proxy", name="Synthetic Proxy", noted_at=world.AT
    )
    new = NewProxy(relation=relation.id, birth_date=date(1970, 1, 1))
    proxy = actions.grant_proxy(door.id, new, by=BY, at=world.AT)

    client = inside(door, proxy=proxy.id)

    granted = {
        name
        for name, rule in probe.rows().items()
        if rule.scope == "portal" and rule.grant == "appointments"
    }
    assert opened(client, patient) & portal_rows() == granted


@pytest.mark.usefixtures("probed")
def test_closed_door_lets_nobody_on() -> None:
    patient = world.patient(world.outlet())
    door = door_of(patient)
    client = inside(door)
    lead = world.member(Role.LEAD_CLINICIAN, None)

    actions.close_door(door.id, by=world.actor(lead), at=world.AT)

    assert opened(client, patient) & portal_rows() == set()


def test_revoked_device_is_outside_at_the_next_step() -> None:
    door = door_of(world.patient(world.outlet()))
    token = actions.make_link(door.id, by=BY, at=world.AT)
    client = through(token.secret, remember="on")
    again = Client()
    again.cookies["glabella_device"] = client.cookies["glabella_device"].value
    again.post("/me/enter/", {"born": BORN.isoformat()})
    before = is_inside(again)

    device = Device.objects.get()
    actions.revoke_device(device.id, door=door.id, by=BY, at=world.AT)

    assert (before, is_inside(again)) == (True, False)


def test_link_opens_once() -> None:
    door = door_of(world.patient(world.outlet()))
    token = actions.make_link(door.id, by=BY, at=world.AT)

    came = [is_inside(through(token.secret)) for _ in range(2)]

    assert came == [True, False]


def test_wrong_dates_end_a_link() -> None:
    door = door_of(world.patient(world.outlet()))
    token = actions.make_link(door.id, by=BY, at=world.AT)
    for _ in range(5):
        through(token.secret, born="1980-05-02")

    assert not is_inside(through(token.secret))
    assert Link.objects.get().used_at is None


def test_link_of_yesterday_opens_nothing() -> None:
    door = door_of(world.patient(world.outlet()))
    token = actions.make_link(door.id, by=BY, at=world.AT - timedelta(hours=24))

    assert not is_inside(through(token.secret))


def test_unknown_link_looks_like_a_known_one() -> None:
    patient = world.patient(world.outlet())
    token = actions.make_link(door_of(patient).id, by=BY, at=world.AT)

    known, unknown = (shown(one) for one in (token.secret, "x" * len(token.secret)))

    assert known == unknown


def shown(secret: str) -> list[tuple[int, str]]:
    """Return what a link shows before and after a wrong date.

    Without what differs on every page: the address, the keys against foreign forms.
    """
    address = f"/me/link/{secret}/"
    answers = [Client().get(address), Client().post(address, {"born": "1980-05-02"})]
    return [(one.status_code, plain(one.content.decode(), secret)) for one in answers]


def plain(page: str, secret: str) -> str:
    lines = page.replace(secret, "").splitlines()
    return "\n".join(one for one in lines if "csrf" not in one.casefold())


def test_session_left_alone_is_closed() -> None:
    patient = world.patient(world.outlet())
    client = inside(door_of(patient))
    session = client.session
    kept = session["portal"]
    kept["seen"] -= timedelta(minutes=16).total_seconds()
    session["portal"] = kept
    session.save()

    assert not is_inside(client)


def test_reading_stands_on_the_trail_as_the_persons_own() -> None:
    patient = world.patient(world.outlet())
    client = inside(door_of(patient))

    client.get("/me/")

    row = Event.objects.order_by("-sequence").first()
    assert row is not None
    told = (row.deed, row.actor_kind, row.role, row.purpose, row.patient)
    assert told == ("read portal:home", "patient", "self", "portal", patient.id)
