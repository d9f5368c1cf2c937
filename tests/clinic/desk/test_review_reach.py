"""How far each role reaches: other outlets, other people, words of the clinic."""

import pytest
from django.test import Client

from glabella.clinic.accounts.actions import break_glass
from glabella.clinic.accounts.models import BreakGlass, Membership, User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.people.actions import add_alert, restrict
from glabella.clinic.people.models import Alert, Patient, Registration
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.actions import receive_document
from glabella.clinic.record.models import Task
from glabella.clinic.record.values import NewDocument
from tests import world
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db


def also(user: User, role: Role, at_outlet: Outlet | None) -> User:
    """Give somebody one more role."""
    Membership.objects.create(
        user=user, role=role, outlet=at_outlet, granted_at=world.AT
    )
    return user


@pytest.fixture
def elsewhere() -> Outlet:
    return world.outlet("Harbour", profile="SG", time_zone="Asia/Singapore")


@pytest.mark.parametrize("practice_wide", [True, False])
def test_administering_another_outlet_finds_none_of_its_patients(
    place: Outlet, elsewhere: Outlet, *, practice_wide: bool
) -> None:
    user = world.member(Role.CLINICIAN, place)
    also(user, Role.ADMINISTRATOR, None if practice_wide else elsewhere)
    world.patient(elsewhere, family_name="Farfaraway")
    doctor = client_of(user)
    doctor.post("/staff/outlet/", {"outlet": str(place.id)})

    for page in (
        get(doctor, "desk:search", q="farfar"),
        get(doctor, "desk:search"),
        post(
            doctor,
            "desk:new_patient",
            family_name="Farfaraway",
            given_names=world.GIVEN,
            birth_date="1980-05-01",
            sex="unknown",
            language="xx",
        ),
    ):
        assert "Farfaraway," not in said(page)


def test_auditor_of_the_practice_finds_everybody(elsewhere: Outlet) -> None:
    world.patient(elsewhere, family_name="Farfaraway")
    auditor = client_of(world.member(Role.AUDITOR, None))

    assert "Farfaraway," in said(get(auditor, "desk:search", q="farfar"))


def test_card_of_another_outlet_is_not_proposed_to_its_administrator(
    place: Outlet, elsewhere: Outlet, patient: Patient
) -> None:
    user = world.member(Role.CLINICIAN, place)
    also(user, Role.ADMINISTRATOR, elsewhere)
    like = world.patient(elsewhere)

    page = said(get(client_of(user), "desk:privacy", patient.id))

    assert str(like.id) not in page


def test_lead_of_one_outlet_reviews_no_glass_of_another(
    lead: User, elsewhere: Outlet
) -> None:
    also(lead, Role.ADMINISTRATOR, None)
    other = world.member(Role.CLINICIAN, elsewhere)
    by = world.actor(other, elsewhere)
    glass = break_glass(
        world.patient(elsewhere).id, reason="an emergency there", by=by, at=world.AT
    )
    doctor = client_of(lead)
    doctor.post(
        "/staff/outlet/",
        {"outlet": str(Outlet.objects.get(name="Seeblick").id)},
    )

    assert "an emergency there" not in said(get(doctor, "accounts:glasses"))
    answer = post(doctor, "accounts:review_glass", glass.id, justified="yes", note="")
    assert answer.status_code == 404
    assert BreakGlass.objects.get(id=glass.id).reviewed_at is None


def test_front_desk_sees_no_titles_of_filed_papers(
    desk: Client, doctor: Client, lead: User, place: Outlet, patient: Patient
) -> None:
    by = world.actor(lead, place)
    for title, whose in (("Lesion in MRI", patient.id), ("Unknown letter", None)):
        new = NewDocument(
            outlet=place.id, title=title, media_type="text/plain", patient=whose
        )
        receive_document(title.encode(), new, by=by, at=world.AT)

    seen = said(get(desk, "desk:inbox"))

    assert "Unknown letter" in seen
    assert "Lesion" not in seen
    assert world.FAMILY not in seen
    assert "Lesion" in said(get(doctor, "desk:inbox"))


def test_front_desk_ends_no_alert_that_it_cannot_read(
    desk: Client, lead: User, place: Outlet, patient: Patient
) -> None:
    by = world.actor(lead, place)
    alert = add_alert(patient.id, "Myasthenia", is_clinical=True, by=by, at=world.AT)

    answer = post(desk, "desk:end", patient.id, "alert", alert.id)

    assert answer.status_code == 404
    assert Alert.objects.get(id=alert.id).ended_at is None


def test_record_is_closed_at_an_outlet_only_by_those_who_work_there(
    desk: Client, place: Outlet, elsewhere: Outlet, patient: Patient
) -> None:
    theirs = Registration.objects.create(
        patient=patient, outlet=elsewhere, number="S-1", registered_at=world.AT
    )
    own = Registration.objects.get(patient=patient, outlet=place)

    answer = post(desk, "desk:end", patient.id, "registration", theirs.id)

    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.ended_at is None
    assert post(desk, "desk:end", patient.id, "registration", own.id).status_code == 302


def test_broken_glass_does_not_open_the_record_for_good(
    doctor: Client, place: Outlet
) -> None:
    neighbour = world.outlet("Neighbour")
    stranger = world.patient(neighbour)
    like = world.patient(place)
    post(doctor, "accounts:break_glass", stranger.id, reason="an emergency at night")
    assert get(doctor, "desk:patient", stranger.id).status_code == 200

    added = post(doctor, "desk:add", stranger.id, "registration", outlet=place.id)
    merged = post(doctor, "desk:merge", stranger.id, like.id, reason="the same")

    assert (added.status_code, merged.status_code) == (422, 422)
    assert not Registration.objects.filter(patient=stranger, outlet=place).exists()
    like.refresh_from_db()
    assert like.merged_into_id is None


def test_lead_of_one_outlet_changes_nothing_of_another(
    doctor: Client, elsewhere: Outlet
) -> None:
    changed = post(doctor, "desk:change_outlet", elsewhere.id, name="Taken over")
    added = post(doctor, "desk:add_room", elsewhere.id, name="Room")

    assert (changed.status_code, added.status_code) == (403, 403)
    elsewhere.refresh_from_db()
    assert elsewhere.name == "Harbour"
    assert elsewhere.rooms.count() == 0


def test_lists_say_nothing_clinical_of_a_record_that_rests(
    doctor: Client, lead: User, place: Outlet, patient: Patient
) -> None:
    by = world.actor(lead, place)
    new = NewDocument(
        outlet=place.id, title="Lesion", media_type="text/plain", patient=patient.id
    )
    receive_document(b"x", new, by=by, at=world.AT)
    Task.objects.create(
        outlet=place,
        patient=patient,
        kind="call_back",
        title="Suicidal thoughts",
        due_at=world.AT,
        opened_at=world.AT,
    )
    restrict(patient.id, reason="asked for", by=by, at=world.AT)
    assistant = client_of(world.member(Role.ASSISTANT, place))

    for name, words in (("desk:inbox", "Lesion"), ("desk:tasks", "Suicidal")):
        assert words not in said(get(assistant, name))
        assert words in said(get(doctor, name))
