"""What the door tells the trail, and how broken glass and restriction turn it."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from pytest_django import Settings

from glabella.clinic.accounts.models import BreakGlass, Membership, User
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import READERS, Role
from glabella.clinic.accounts.rules import Rule
from glabella.clinic.audit.models import Event
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.web import middleware
from glabella.web.access_table import ACCESS
from tests import world
from tests.web import probe

pytestmark = pytest.mark.django_db

SEEN = UUID("00000000-0000-4000-8000-00000000000a")


def page(_request: HttpRequest, patient: UUID) -> HttpResponse:
    return HttpResponse(f"the record {patient}")


def part(_request: HttpRequest, patient: UUID, thing: UUID) -> HttpResponse:
    return HttpResponse(f"{thing} of {patient}")


def people(request: StaffRequest) -> HttpResponse:
    shown(request, [SEEN])
    return HttpResponse("a list")


def silent(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("a list that names nobody")


handler403 = "glabella.web.home.refused"
urlpatterns = [
    path("", include("glabella.web.urls")),
    path("test/<uuid:patient>/", page, name="test_page"),
    path("test/<uuid:patient>/<uuid:thing>/", part, name="test_part"),
    path("test/list/", people, name="test_list"),
    path("test/silent/", silent, name="test_silent"),
    path("test/rowless/", silent, name="test_rowless"),
]
RULES = {
    "test_page": Rule("patient", READERS),
    "test_part": Rule("patient", READERS),
    "test_list": Rule("list", READERS),
    "test_silent": Rule("list", READERS),
}


@pytest.fixture(autouse=True)
def _pages(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = "tests.web.test_access_reads"
    monkeypatch.setattr(middleware, "ACCESS", dict(ACCESS) | RULES)


def reader(role: Role = Role.CLINICIAN) -> tuple[User, Outlet, Patient, Client]:
    outlet = world.outlet()
    user = world.member(role, outlet)
    return user, outlet, world.patient(outlet), probe.signed_in(user)


def record_of(patient: Patient) -> str:
    return f"/test/{patient.id}/"


def glass(user: User, patient: Patient) -> BreakGlass:
    return BreakGlass.objects.create(
        user=user,
        opened_by=user,
        patient=patient,
        reason="an emergency of the test",
        opened_at=world.AT,
        closes_at=world.AT + timedelta(minutes=60),
    )


def test_read_lands_on_the_trail_with_who_what_and_what_for() -> None:
    user, outlet, patient, client = reader()

    client.get(f"/test/{patient.id}/{SEEN}/", REMOTE_ADDR="192.0.2.7")

    event = Event.objects.latest("sequence")
    assert (event.deed, event.patient) == ("read test_part", patient.id)
    assert (event.actor, event.role) == (user.id, "clinician")
    assert (event.purpose, event.outlet) == ("care", outlet.id)
    assert event.origin == "192.0.2.7"
    assert event.ids == [str(patient.id), str(SEEN)]


@pytest.mark.parametrize(
    ("roles", "named", "purpose"),
    [
        ([Role.AUDITOR], "auditor", "audit"),
        ([Role.AUDITOR, Role.CLINICIAN], "clinician", "care"),
        ([Role.ASSISTANT, Role.LEAD_CLINICIAN], "lead_clinician", "care"),
    ],
)
def test_role_nearest_to_care_is_named(
    roles: list[Role], named: str, purpose: str
) -> None:
    outlet = world.outlet()
    patient, user = world.patient(outlet), world.member(roles[0], outlet)
    for role in roles[1:]:
        Membership.objects.create(
            user=user, role=role, outlet=outlet, granted_at=world.AT
        )

    probe.signed_in(user).get(record_of(patient))

    event = Event.objects.latest("sequence")
    assert (event.role, event.purpose) == (named, purpose)


def test_list_is_one_event_with_the_ids_shown() -> None:
    user, _outlet, _patient, client = reader()

    client.get("/test/list/")

    event = Event.objects.latest("sequence")
    assert (event.deed, event.actor) == ("list test_list", user.id)
    assert (event.patient, event.ids) == (None, [str(SEEN)])


def test_list_that_does_not_say_whom_it_shows_fails() -> None:
    _user, _outlet, _patient, client = reader()

    with pytest.raises(ImproperlyConfigured, match="test_silent must call `shown`"):
        client.get("/test/silent/")


def test_address_without_a_row_is_refused_to_everybody() -> None:
    lead = probe.signed_in(world.member(Role.LEAD_CLINICIAN, world.outlet()))

    assert lead.get("/test/rowless/").status_code == 403


def test_refusal_lands_on_the_trail() -> None:
    user, _outlet, _patient, client = reader()
    elsewhere = world.patient(world.outlet())

    response = client.get(record_of(elsewhere))

    event = Event.objects.latest("sequence")
    assert response.status_code == 403
    assert (event.deed, event.actor) == ("refused test_page", user.id)
    assert event.patient == elsewhere.id


def test_closed_record_offers_the_glass_to_clinical_roles() -> None:
    _user, _outlet, _patient, client = reader()
    elsewhere = world.patient(world.outlet())

    page = client.get(record_of(elsewhere)).content.decode()

    offer = f"/staff/closed/{elsewhere.id}/?next=/test/{elsewhere.id}/"
    assert offer in page
    assert world.FAMILY not in page


def test_closed_record_offers_nothing_to_the_front_desk() -> None:
    _user, _outlet, _patient, client = reader(Role.FRONT_DESK)
    elsewhere = world.patient(world.outlet())

    page = client.get(record_of(elsewhere)).content.decode()

    assert "/staff/closed/" not in page


def test_glass_opens_a_record_for_its_time_and_no_longer() -> None:
    user, _outlet, _patient, _client = reader()
    elsewhere = world.patient(world.outlet())
    glass(user, elsewhere)
    codes = []

    for minutes in (-1, 59, 61):
        with time_machine.travel(world.AT + timedelta(minutes=minutes), tick=False):
            client = probe.signed_in(user)
            codes.append(client.get(record_of(elsewhere)).status_code)

    assert codes == [200, 200, 403]


def test_read_through_broken_glass_says_so() -> None:
    user, _outlet, _patient, _client = reader()
    elsewhere = world.patient(world.outlet())
    glass(user, elsewhere)

    with time_machine.travel(world.AT + timedelta(minutes=1), tick=False):
        probe.signed_in(user).get(record_of(elsewhere))

    event = Event.objects.latest("sequence")
    assert (event.deed, event.purpose) == ("read test_page", "break_glass")


def test_glass_of_one_person_is_no_glass_of_another() -> None:
    user, outlet, _patient, _client = reader()
    elsewhere = world.patient(world.outlet())
    glass(user, elsewhere)

    with time_machine.travel(world.AT + timedelta(minutes=1), tick=False):
        other = probe.signed_in(world.member(Role.CLINICIAN, outlet))

        assert other.get(record_of(elsewhere)).status_code == 403


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.CLINICIAN, 403),
        (Role.ASSISTANT, 403),
        (Role.LEAD_CLINICIAN, 200),
        (Role.AUDITOR, 200),
    ],
)
def test_restricted_record_rests(role: Role, code: int) -> None:
    user, _outlet, patient, client = reader(role)
    Patient.objects.filter(id=patient.id).update(
        restricted_at=world.AT, restricted_by=user
    )

    assert client.get(record_of(patient)).status_code == code


def test_glass_opens_no_record_that_must_rest() -> None:
    user, _outlet, _patient, _client = reader(Role.LEAD_CLINICIAN)
    elsewhere = world.patient(world.outlet())
    glass(user, elsewhere)
    Patient.objects.filter(id=elsewhere.id).update(
        restricted_at=world.AT, restricted_by=user
    )

    with time_machine.travel(world.AT + timedelta(minutes=1), tick=False):
        answer = probe.signed_in(user).get(record_of(elsewhere))

    assert answer.status_code == 403


def test_merged_card_opens_the_person_who_was_kept() -> None:
    _user, outlet, patient, client = reader()
    second = world.patient(outlet)
    Patient.objects.filter(id=second.id).update(merged_into=patient)

    client.get(record_of(second))

    assert Event.objects.latest("sequence").patient == patient.id


def test_door_asks_the_same_number_of_queries_for_one_outlet_and_for_three() -> None:
    counts = []
    for outlets in (1, 3):
        user, outlet, _patient, client = reader()
        others = [world.outlet() for _ in range(outlets - 1)]
        Membership.objects.bulk_create(
            Membership(user=user, role=Role.CLINICIAN, outlet=one, granted_at=world.AT)
            for one in others
        )
        patient = world.patient(outlet)
        client.get(record_of(patient))
        with CaptureQueriesContext(connection) as queries:
            client.get(record_of(patient))
        counts.append(len(queries))

    assert counts[0] == counts[1]
