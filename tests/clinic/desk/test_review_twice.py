"""Nothing is lost and nothing is doubled: two editors, two clicks, two cards."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from glabella.clinic.accounts.models import User
from glabella.clinic.followup.course_picture import course_chart
from glabella.clinic.people.actions import (
    end_registration,
    merge_cards,
    register_at,
)
from glabella.clinic.people.cards import person
from glabella.clinic.people.models import Patient
from glabella.clinic.people.values import BorderBasis
from glabella.clinic.practice.models import Leave, Outlet, Staff
from glabella.clinic.record import actions
from glabella.clinic.record.models import DiaryDay, Note, Task
from glabella.clinic.record.queries import sessions
from tests import world
from tests.clinic.pages import get, post, said
from tests.clinic.scene import library

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(lead: User, place: Outlet, patient: Patient) -> Note:
    by = world.actor(lead, place)
    return actions.write_note(
        patient.id,
        outlet=place.id,
        on=world.TODAY,
        text="First words.",
        by=by,
        at=world.AT,
    )


def hidden_version(page: str) -> str:
    before = page.partition('name="version"')[2]
    return before.partition('value="')[2].partition('"')[0]


def test_second_save_after_comparing_is_saved(
    doctor: Client, lead: User, place: Outlet, patient: Patient, note: Note
) -> None:
    by = world.actor(lead, place)
    actions.change_note(note.id, "Theirs.", version=1, by=by, at=world.AT)

    first = post(
        doctor, "desk:change_note", patient.id, note.id, text="Mine.", version="1"
    )
    assert first.status_code == 422
    assert "Theirs." in said(first)
    again = hidden_version(said(first))
    second = post(
        doctor, "desk:change_note", patient.id, note.id, text="Both.", version=again
    )

    assert second.status_code == 302
    note.refresh_from_db()
    assert (note.text, note.version) == ("Both.", 3)


def test_signer_sees_the_very_text_that_is_signed(
    doctor: Client, lead: User, place: Outlet, patient: Patient, note: Note
) -> None:
    assert "First words." in said(get(doctor, "desk:sign_note", patient.id, note.id))
    by = world.actor(lead, place)
    actions.change_note(note.id, "Other words.", version=1, by=by, at=world.AT)

    answer = post(
        doctor,
        "desk:sign_note",
        patient.id,
        note.id,
        password=world.PASSWORD,
        version="1",
    )

    assert answer.status_code == 422
    assert "Other words." in said(answer)
    note.refresh_from_db()
    assert note.signed_at is None


@time_machine.travel(world.AT, tick=False)
def test_same_leave_is_entered_once(doctor: Client, lead: User) -> None:
    owner = Staff.objects.get(user=lead)
    leave = {"starts_on": "2026-12-01", "ends_before": "2026-12-08"}

    codes = [
        post(doctor, "desk:take_leave", owner.id, **leave).status_code
        for _click in range(2)
    ]

    assert codes == [302, 422]
    assert Leave.objects.count() == 1


def test_headache_day_on_two_cards_of_one_person_counts_once(
    lead: User, place: Outlet, patient: Patient
) -> None:
    other = world.patient(place)
    by = world.actor(lead, place)
    merge_cards(patient.id, other.id, reason="the same", by=by, at=world.AT)
    for number in range(15):
        for card in (patient, other):
            DiaryDay.objects.create(
                patient=card,
                diary="headache",
                on=date(2026, 9, 1) + timedelta(days=number),
                had=True,
                entered_at=world.AT,
                entered_by=lead,
            )
    who = person(patient.id)
    assert who is not None

    chart = course_chart(
        who, sessions(who), on=world.TODAY, library=library(), language="en"
    )

    assert chart is not None
    september = chart.panels[0].readings[0]
    assert (september.on, september.value) == (date(2026, 9, 1), None)  # 15 recorded


@time_machine.travel(world.AT, tick=False)
def test_same_words_sent_twice_are_written_once(
    doctor: Client, lead: User, patient: Patient
) -> None:
    owner = Staff.objects.get(user=lead)
    task = {"title": "Call back", "due_on": "2026-11-05", "owner": str(owner.id)}
    new = {"on": "2026-11-02", "text": "Feels well."}

    codes = [
        (
            post(doctor, "desk:new_note", patient.id, **new).status_code,
            post(doctor, "desk:new_task", patient.id, **task).status_code,
        )
        for _click in range(2)
    ]

    assert codes == [(302, 302), (422, 422)]
    assert (Note.objects.count(), Task.objects.count()) == (1, 1)


def test_same_words_are_written_again_another_time(
    doctor: Client, patient: Patient
) -> None:
    new = {"on": "2026-11-02", "text": "Feels well."}

    for minutes in (0, 5):
        with time_machine.travel(world.AT + timedelta(minutes=minutes), tick=False):
            post(doctor, "desk:new_note", patient.id, **new)

    assert Note.objects.count() == 2


def test_language_that_no_list_names_is_kept(doctor: Client, patient: Patient) -> None:
    Patient.objects.filter(id=patient.id).update(language="es")
    page = said(get(doctor, "desk:change_card", patient.id))
    assert '<option value="es" selected>' in page
    data = {
        "family_name": "Other",
        "given_names": "Name",
        "sex": "unknown",
        "language": "es",
        "capacity": "not_assessed",
        "version": "1",
    }

    assert post(doctor, "desk:change_card", patient.id, **data).status_code == 302

    patient.refresh_from_db()
    assert (patient.family_name, patient.language) == ("Other", "es")


def test_day_of_telling_is_kept_when_a_record_is_opened_again(
    lead: User, place: Outlet, patient: Patient
) -> None:
    by = world.actor(lead, place)
    abroad = world.outlet("Abroad", profile="SG", time_zone="Asia/Singapore")
    border = BorderBasis("first", date(2026, 10, 1))
    row = register_at(patient.id, by=by, at=world.AT, outlet=abroad.id, border=border)
    end_registration(row.id, by=by, at=world.AT)

    again = register_at(
        patient.id,
        by=by,
        at=world.AT,
        outlet=abroad.id,
        border=BorderBasis("second", date(2026, 11, 1)),
    )

    again.refresh_from_db()
    assert (again.border_basis, again.told_patient_on) == ("second", date(2026, 11, 1))
