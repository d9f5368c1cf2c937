"""What is printed at the desk, and what the board of the day says."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.models import Event
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.desk import board
from glabella.clinic.followup.models import Review
from glabella.clinic.people.models import Patient
from glabella.clinic.planning.models import PlanSite
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.models import Session, Task
from glabella.clinic.stock.models import Holding, Lot
from tests import world
from tests.clinic.desk.test_way import agreed, begun, decided, planned, treated
from tests.clinic.pages import client_of, get, said, shown_by

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


def booked(
    patient: Patient,
    place: Outlet,
    lead: User,
    *,
    kind: str = "treatment",
    at: datetime = NINE,
) -> Appointment:
    by = world.actor(lead, place)
    service = booking.add_service(
        kind, (f"{kind} {patient.id}", "Termin"), minutes=15, by=by, at=world.AT
    )
    new = NewAppointment(patient.id, place.id, service.id, at)
    return booking.book(new, by=by, at=world.AT)


def held(place: Outlet, *, vials: int = 2, days: int = 300) -> Holding:
    lot = Lot.objects.create(
        product="onabotulinumtoxinA",
        vial_units=Decimal(100),
        number=f"L{days}",
        expires_on=world.TODAY + timedelta(days=days),
    )
    return Holding.objects.create(lot=lot, outlet=place, vials=vials)


def lacking(rows: list[Appointment], place: Outlet) -> list[list[str]]:
    found = board.lacks_of(rows, place=place, on=world.TODAY)
    return [[one.what for one in found.get(row.id, [])] for row in rows]


def test_treatment_without_anything_lacks_verdict_and_plan(
    place: Outlet, lead: User, patient: Patient
) -> None:
    assert lacking([booked(patient, place, lead)], place) == [["facts", "plan"]]


def test_talk_lacks_nothing(place: Outlet, lead: User, patient: Patient) -> None:
    row = booked(patient, place, lead, kind="review")

    assert lacking([row], place) == [[]]


def test_approved_plan_lacks_consent_and_vial_then_nothing(
    place: Outlet, lead: User, patient: Patient
) -> None:
    row = booked(patient, place, lead)
    decided(patient, "indicated")
    plan = planned(patient, place, lead)
    before = lacking([row], place)
    agreed(plan, lead)
    held(place)

    assert before == [["consent", "vial"]]
    assert lacking([row], place) == [[]]


def test_visit_that_is_over_lacks_nothing(
    place: Outlet, lead: User, patient: Patient
) -> None:
    row = booked(patient, place, lead)
    Appointment.objects.filter(id=row.id).update(state="done")
    row.refresh_from_db()

    assert lacking([row], place) == [[]]


def test_board_asks_the_same_queries_for_one_and_three(
    place: Outlet, lead: User, doctor: Client
) -> None:
    people = [world.patient(place) for _ in range(3)]
    held(place)
    get(doctor, "desk:today")  # the first page of a session asks more
    counts = []
    for number, each in enumerate(people):
        decided(each, "indicated")
        agreed(planned(each, place, lead), lead)
        treated(each, place, days_ago=100 + number)
        booked(each, place, lead, at=NINE + timedelta(hours=number))
        with CaptureQueriesContext(connection) as asked:
            page = get(doctor, "desk:today")
        counts.append(len(asked))
        assert shown_by(page)["total"] == number + 1

    assert counts == [counts[0]] * 3


def test_front_desk_sees_the_day_without_the_record(
    desk: Client, place: Outlet, lead: User, patient: Patient
) -> None:
    booked(patient, place, lead)
    treated(patient, place, days_ago=200)

    page = get(desk, "desk:today")

    assert "no approved plan" not in said(page)
    assert "is_clinical" not in shown_by(page)


def test_board_shows_lacks_urgent_tasks_unfinished_records_and_stock(
    doctor: Client, place: Outlet, lead: User, patient: Patient
) -> None:
    booked(patient, place, lead)
    held(place, days=10)
    Task.objects.create(
        outlet=place,
        patient=patient,
        kind="urgent_finding",
        title="Call now",
        is_urgent=True,
        due_at=world.AT,
        opened_at=world.AT,
    )
    other = world.patient(place)
    begun(other, planned(other, place, lead), lead)

    page = get(doctor, "desk:today")

    for words in ("no approved plan", "Call now", "Unfinished records", "L10"):
        assert words in said(page)
    assert [row.title for row in shown_by(page)["urgent"]] == ["Call now"]
    event = Event.objects.latest("sequence")
    assert {str(patient.id), str(other.id)} <= {str(one) for one in event.ids}


def test_another_day_shows_no_lists_of_today(doctor: Client, place: Outlet) -> None:
    held(place, days=10)

    assert "L10" not in said(get(doctor, "desk:today", on="2026-11-03"))


def due(place: Outlet) -> list[tuple[str, bool]]:
    rows = board.due_at(place, on=world.TODAY, at=world.AT, library=library())
    return [(one.kind, one.is_overdue) for one in rows]


def test_nobody_is_due_soon_after_a_session(place: Outlet, patient: Patient) -> None:
    treated(patient, place, days_ago=1)

    assert due(place) == []


def test_repeat_is_due_from_the_earliest_day_where_no_window_is_usual(
    place: Outlet,
) -> None:
    treated(world.patient(place), place, days_ago=84)
    treated(world.patient(place), place, days_ago=83)

    assert due(place) == [("review", True), ("repeat", False)]


def test_repeat_is_overdue_after_its_usual_window(place: Outlet) -> None:
    protocol, usual = next(
        (protocol, one)
        for protocol in library().protocols.values()
        for one in protocol.intervals
        if one.kind == "usual" and not one.profiles and one.product is None
    )
    for days in (usual.days, (usual.days_to or usual.days) + 1):
        row = treated(world.patient(place), place, days_ago=days)
        Session.objects.filter(id=row.id).update(protocol=protocol.id)

    assert due(place) == [("repeat", True), ("repeat", False)]


def test_review_is_due_until_somebody_reviewed(
    place: Outlet, lead: User, patient: Patient
) -> None:
    protocol = library().protocols["chronic_migraine"]
    window = next(one for one in protocol.windows if one.id == "review")
    session = treated(patient, place, days_ago=window.from_day)
    before = due(place)
    Review.objects.create(
        patient=patient,
        outlet=place,
        session=session,
        on=world.TODAY,
        protocol="chronic_migraine",
        answer={},
        advice="continue",
        reviewed_at=world.AT,
        reviewed_by=lead,
    )

    assert before == [("review", False)]
    assert due(place) == []


def test_whoever_has_an_appointment_is_not_due(
    place: Outlet, lead: User, patient: Patient
) -> None:
    treated(patient, place, days_ago=200)
    booked(patient, place, lead, at=NINE + timedelta(days=9))

    assert due(place) == []


def test_who_died_rests_or_has_an_unknown_condition_is_left_out(
    place: Outlet, lead: User
) -> None:
    died, rests, unknown, merged, kept = (world.patient(place) for _ in range(5))
    for each in (died, rests, unknown, merged):
        treated(each, place, days_ago=200)
    Patient.objects.filter(id=died.id).update(deceased_on=world.TODAY)
    Patient.objects.filter(id=rests.id).update(
        restricted_at=world.AT, restricted_by=lead
    )
    Session.objects.filter(patient=unknown).update(protocol="elsewhere")
    Patient.objects.filter(id=merged.id).update(merged_into=kept)

    rows = board.due_at(place, on=world.TODAY, at=world.AT, library=library())

    assert [one.patient.id for one in rows] == [kept.id]


def test_list_of_the_day_is_printed_and_told(
    doctor: Client, desk: Client, place: Outlet, lead: User, patient: Patient
) -> None:
    booked(patient, place, lead)
    for client in (doctor, desk):
        answer = get(client, "desk:day_list", on="2026-11-02")

        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert Event.objects.filter(deed="desk.print_day").exists()


def test_empty_day_can_be_printed(doctor: Client) -> None:
    assert get(doctor, "desk:day_list", on="bad").content.startswith(b"%PDF-")


def test_nobody_prints_the_day_of_no_outlet(place: Outlet) -> None:
    place.closed_at = world.AT
    place.save()
    client = client_of(world.member(Role.AUDITOR, None))

    answer = get(client, "desk:day_list")

    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:today"))


def drawn(patient: Patient, place: Outlet, lead: User, *, is_approved: bool) -> None:
    plan = planned(patient, place, lead, is_approved=False)
    for position, side in enumerate(("left", "right"), start=1):
        PlanSite.objects.create(
            plan=plan,
            position=position,
            muscle="temporalis",
            side=side,
            point=1,
            units=Decimal(5),
            volume_ml=Decimal("0.1") if side == "left" else None,
            figure="face_front",
            x=Decimal(-600 if side == "left" else 600),
            y=Decimal(600),
        )
    if is_approved:
        type(plan).objects.filter(id=plan.id).update(
            approved_at=world.AT, approved_by=lead, approved_name="Lead"
        )


@pytest.mark.parametrize("is_approved", [True, False])
@pytest.mark.parametrize("blank", ["yes", ""])
def test_treatment_sheet_is_printed_with_its_map(
    doctor: Client,
    place: Outlet,
    lead: User,
    patient: Patient,
    *,
    is_approved: bool,
    blank: str,
) -> None:
    drawn(patient, place, lead, is_approved=is_approved)

    answer = get(doctor, "desk:treatment_sheet", patient.id, blank=blank)

    assert answer.content.startswith(b"%PDF-")
    event = Event.objects.get(deed="desk.print_sheet")
    assert event.patient == patient.id


def test_sheet_without_a_plan_has_empty_rows(doctor: Client, patient: Patient) -> None:
    answer = get(doctor, "desk:treatment_sheet", patient.id)

    assert answer.content.startswith(b"%PDF-")


def test_labels_carry_the_name(desk: Client, patient: Patient) -> None:
    Patient.objects.filter(id=patient.id).update(birth_date=None)

    answer = get(desk, "desk:labels", patient.id)

    assert answer.content.startswith(b"%PDF-")
    assert Event.objects.filter(deed="desk.print_labels", patient=patient.id).exists()
