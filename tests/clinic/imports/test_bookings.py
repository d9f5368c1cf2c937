"""Appointments: what comes in, what is found, what is undone."""

from datetime import UTC, datetime

import pytest

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Appointment, Cell, Service
from glabella.clinic.booking.values import NewTime
from glabella.clinic.people.models import Patient
from tests import world
from tests.clinic.imports.runs import Desk, codes, report

pytestmark = pytest.mark.django_db


BOOKED = (
    "Client;DOB;Date;Start time;Duration;With;Appointment type\n"
    "Zyxwvut, Qqanary;1980-05-01;03/11/2026;09:00;30;lead synthetic;kontrolle\n"
)


def test_appointment_comes_in_by_the_clock_of_the_outlet(
    desk: Desk, card: Patient, service: Service
) -> None:
    run = desk.tried(BOOKED, "appointments", order="dmy")
    assert codes(run) == []

    run = desk.imported(run)

    found = Appointment.objects.get()
    assert (found.patient, found.service, found.clinician) == (
        card,
        service,
        desk.user.staff,
    )
    assert found.starts_at == datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
    assert found.ends_at == datetime(2026, 11, 3, 8, 30, tzinfo=UTC)
    desk.undone(run.id)
    assert Appointment.objects.count() == Cell.objects.count() == 0


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("Date", "", ("Date", "empty")),
        ("Date", "01/11/2026", ("Date", "is_past")),
        ("Date", "31/02/2027", ("Date", "no_such_day")),
        ("Start time", "", ("Start time", "time_is_missing")),
        ("Start time", "25:00", ("Start time", "not_a_time")),
        ("Start time", "09:03", ("Date", "not_on_five_minutes")),
        ("Duration", "1000", ("Duration", "no_such_length")),
        ("Duration", "", ("Duration", "length_of_service")),
        ("With", "Nobody", ("With", "no_such_clinician")),
        ("Appointment type", "Massage", ("Appointment type", "no_such_service")),
        ("Appointment type", "", ("Appointment type", "empty")),
        ("Client", "Unheard, Of", ("Client", "no_such_patient")),
    ],
)
@pytest.mark.usefixtures("card", "service")
def test_quirk_of_an_appointment_is_found(
    desk: Desk, column: str, value: str, found: tuple[str, str]
) -> None:
    header, cells = (line.split(";") for line in BOOKED.splitlines())
    cells[header.index(column)] = value

    text = f"{';'.join(header)}\n{';'.join(cells)}\n"
    run = desk.tried(text, "appointments", order="dmy")

    assert codes(run) == [(2, *found)]


@pytest.mark.parametrize(
    ("start", "code", "said"),
    [
        ("28.03.2027 02:30", "time_is_skipped", "03:30"),
        ("31.10.2027 02:30", "time_is_twice", ""),
    ],
)
@pytest.mark.usefixtures("card", "service")
def test_hour_that_the_clocks_skip_or_repeat_is_explained(
    desk: Desk, start: str, code: str, said: str
) -> None:
    text = (
        "Client;DOB;Start;End;Appointment type\n"
        f"Zyxwvut, Qqanary;1980-05-01;{start};;Review\n"
    )

    run = desk.tried(text, "appointments")

    found = report(run).rows[0].findings[0]
    assert (found.code, found.more.get("other", "")) == (code, said)
    assert found.more["zone"] == "Europe/Zurich"


@pytest.mark.usefixtures("card", "service")
def test_length_is_told_by_the_end(desk: Desk) -> None:
    text = (
        "Client;DOB;Start;End;Appointment type\n"
        "Zyxwvut, Qqanary;1980-05-01;03.11.2026 09:00;09:45;Review\n"
        "Zyxwvut, Qqanary;1980-05-01;04.11.2026 09:00;04.11.2026 09:20;Review\n"
        "Zyxwvut, Qqanary;1980-05-01;05.11.2026 09:00;08:00;Review\n"
        "Zyxwvut, Qqanary;1980-05-01;06.11.2026 09:00;soon;Review\n"
    )

    run = desk.tried(text, "appointments")

    assert codes(run) == [
        (4, "End", "no_such_length"),
        (5, "End", "not_a_time"),
        (5, "", "length_of_service"),
    ]
    desk.imported(run)
    lengths = [
        (row.ends_at - row.starts_at).seconds // 60
        for row in Appointment.objects.order_by("starts_at")
    ]
    assert lengths == [45, 20]


@pytest.mark.usefixtures("service")
def test_clinician_has_one_patient_at_a_time(desk: Desk, card: Patient) -> None:
    world.patient(desk.place, family_name="Other")
    line = BOOKED.splitlines()[1]
    other = line.replace("Zyxwvut", "Other")
    text = f"{BOOKED}{other}\n{line}\n"

    run = desk.tried(text, "appointments", order="dmy")

    assert codes(run) == [(3, "With", "clinician_is_taken")]
    twins = report(run).twins
    assert [(row.line, row.may_be_another) for row in twins] == [(4, False)]
    desk.imported(run, others="another")
    assert card.appointments.count() == 1
    again = desk.tried(f"{BOOKED}{other}\n", "appointments", order="dmy")
    assert [twin.why for twin in report(again).twins[0].twins] == ["same_appointment"]
    assert codes(again) == [(3, "With", "clinician_is_taken")]


@pytest.mark.usefixtures("card", "service")
def test_moved_appointment_stands_in_the_way(desk: Desk) -> None:
    run = desk.imported(desk.tried(BOOKED, "appointments", order="dmy"))
    found = Appointment.objects.get()
    later = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    booking.move(found.id, NewTime(later), version=1, by=desk.by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="things that stand in the way"):
        desk.undone(run.id)
