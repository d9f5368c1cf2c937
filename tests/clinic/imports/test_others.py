"""Treatments, appointments and stock: what comes in, what is found, what is undone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Appointment, Cell, Service
from glabella.clinic.imports.obstacles import obstacles_of
from glabella.clinic.people import actions as people
from glabella.clinic.people.models import Patient
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import Session, SessionLot
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock.models import Holding, Lot, Movement
from glabella.clinic.stock.values import NewLot
from tests import world
from tests.clinic.imports.runs import SYSTEM, Desk, codes, report

pytestmark = pytest.mark.django_db

TREATED = (
    "Patient;DOB;Treatment date;Product;Units;Indication;Lot;Areas;Provider\n"
    "Zyxwvut, Qqanary;1980-05-01;13/01/2026;Botox;155,0;Chronic migraine;C1;"
    "forehead, neck;Dr. Lead Synthetic\n"
)


@pytest.fixture
def card(desk: Desk) -> Patient:
    return world.patient(desk.place)


@pytest.fixture
def service(desk: Desk) -> Service:
    names = ("Review", "Kontrolle")
    return booking.add_service("review", names, minutes=15, by=desk.by, at=world.AT)


# Treatments


def test_treatment_comes_in_as_imported_and_not_sealed(
    desk: Desk, card: Patient
) -> None:
    lot = stock.receive(
        NewLot("onabotulinumtoxinA", Decimal(100), "C1", date(2027, 1, 1)),
        outlet=desk.place.id,
        vials=1,
        by=desk.by,
        at=world.AT,
    )
    run = desk.tried(TREATED, "treatments")
    assert codes(run) == []

    run = desk.imported(run)

    session = Session.objects.get()
    assert session.patient == card
    assert (session.product, session.protocol, session.units, session.on) == (
        "onabotulinumtoxinA",
        "chronic_migraine",
        Decimal(155),
        date(2026, 1, 13),
    )
    assert (session.origin, session.sealed_at, session.clinician) == (
        "imported",
        None,
        desk.user.staff,
    )
    assert session.note == "Areas: forehead, neck\nProvider: Dr. Lead Synthetic"
    assert session.lots.get().lot == lot
    desk.undone(run.id)
    assert Session.objects.count() == SessionLot.objects.count() == 0
    assert Patient.objects.get() == card


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("Patient", "Unheard, Of", ("Patient", "no_such_patient")),
        ("DOB", "", ("DOB", "birth_date_needed")),
        ("Treatment date", "", ("Treatment date", "empty")),
        ("Treatment date", "2027-01-01", ("Treatment date", "lies_ahead")),
        ("Product", "Notox", ("Product", "no_such_product")),
        ("Product", "", ("Product", "empty")),
        ("Units", "", ("Units", "empty")),
        ("Units", "0", ("Units", "not_above_zero")),
        ("Units", "12,345,6", ("Units", "not_a_number")),
        ("Units", "2,5555", ("Units", "too_fine")),
        ("Indication", "sadness", ("Indication", "no_such_protocol")),
        ("Provider", "Nobody Known", ("Provider", "clinician_in_note")),
    ],
)
def test_quirk_of_a_treatment_is_found(
    desk: Desk, card: Patient, column: str, value: str, found: tuple[str, str]
) -> None:
    assert card.family_name == "Zyxwvut"
    header, cells = (line.split(";") for line in TREATED.splitlines())
    cells[header.index(column)] = value

    run = desk.tried(f"{';'.join(header)}\n{';'.join(cells)}\n", "treatments")

    assert codes(run) == [(2, *found)]


def test_patient_is_found_by_any_number(desk: Desk, card: Patient) -> None:
    people.add_identifier(card.id, system=SYSTEM, value="0042", **desk.who)
    number = card.registrations.get().number
    text = (
        "MRN;ID;Date;Units\n"
        f"{number};;13.01.2026;10\n;0042;14.01.2026;10\n;42;15.01.2026;10\n"
        "X-1;;16.01.2026;10\n"
    )

    fixed = {"product": "onabotulinumtoxinA", "protocol": "chronic_migraine"}
    run = desk.uploaded(text, "treatments")
    run = desk.mapped(run, fixed=fixed)

    assert codes(run) == [(4, "ID", "no_such_patient"), (5, "MRN", "no_such_patient")]
    desk.imported(run)
    assert card.sessions.count() == 2


def test_number_of_one_and_name_of_another_is_found(desk: Desk, card: Patient) -> None:
    number = card.registrations.get().number
    text = f"MRN;Surname;Date;Units\n{number};Other;13.01.2026;10\n"

    run = desk.uploaded(text, "treatments")
    fixed = {"product": "onabotulinumtoxinA", "protocol": "chronic_migraine"}

    assert codes(desk.mapped(run, fixed=fixed)) == [(2, "MRN", "name_of_another")]


def test_two_people_of_one_name_and_day_are_told(desk: Desk, card: Patient) -> None:
    world.patient(desk.place)
    assert card.family_name == "Zyxwvut"

    assert codes(desk.tried(TREATED, "treatments")) == [
        (2, "Patient", "several_patients")
    ]


def test_two_cards_of_one_person_are_one(desk: Desk, card: Patient) -> None:
    other = world.patient(desk.place)
    people.merge_cards(card.id, other.id, reason="one person", **desk.who)

    desk.imported(desk.tried(TREATED, "treatments"))

    assert Session.objects.get().patient == card


def test_restricted_record_stays_closed(desk: Desk, card: Patient) -> None:
    people.restrict(card.id, reason="asked for", by=desk.by, at=world.AT)

    assert codes(desk.tried(TREATED, "treatments")) == [(2, "Patient", "patient_rests")]


def test_treatment_on_file_is_left_out_unless_chosen(desk: Desk, card: Patient) -> None:
    desk.imported(desk.tried(TREATED, "treatments"))

    again = desk.tried(f"{TREATED}{TREATED.splitlines()[1]}\n", "treatments")

    assert [
        (row.line, [twin.why for twin in row.twins]) for row in report(again).twins
    ] == [(2, ["same_session"]), (3, ["same_session", "same_in_this_file"])]
    desk.imported(again, {3: "another"})
    assert card.sessions.count() == 2


def test_sealed_session_stands_in_the_way(desk: Desk, card: Patient) -> None:
    run = desk.imported(desk.tried(TREATED, "treatments"))
    session = card.sessions.get()
    record.seal_session(session.id, name="Lead Synthetic", by=desk.by, at=world.AT)

    assert [(one.table, one.why) for one in obstacles_of(run)] == [
        ("record.Session", "changed")
    ]


def test_patients_of_one_run_and_treatments_of_another(desk: Desk) -> None:
    text = "Surname;First name;DOB\nZyxwvut;Qqanary;1980-05-01\n"
    patients = desk.imported(desk.tried(text))
    treatments = desk.imported(desk.tried(TREATED, "treatments"))

    assert [(one.table, one.by_table) for one in obstacles_of(patients)] == [
        ("people.Patient", "record.Session")
    ]
    desk.undone(treatments.id)
    desk.undone(patients.id)
    assert Patient.objects.count() == 0


# Appointments

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
    booking.move(found.id, starts_at=later, version=1, by=desk.by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="stand in the way"):
        desk.undone(run.id)


# Stock

HELD = "Artikel;Stärke;Charge;Verfalldatum;Bestand\nXeomin;100;L-1;06/2027;12\n"


def test_stock_comes_in_and_goes(desk: Desk) -> None:
    run = desk.tried(HELD, "stock")
    assert codes(run) == []

    run = desk.imported(run)

    held = Holding.objects.get()
    assert (held.vials, held.outlet) == (12, desk.place)
    assert (held.lot.product, held.lot.vial_units, held.lot.number) == (
        "incobotulinumtoxinA",
        Decimal(100),
        "L-1",
    )
    assert held.lot.expires_on == date(2027, 6, 30)
    desk.undone(run.id)
    counts = [model.objects.count() for model in (Lot, Holding, Movement)]
    assert counts == [0, 0, 0]


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("Artikel", "Notox", ("Artikel", "no_such_product")),
        ("Stärke", "", ("Stärke", "empty")),
        ("Stärke", "-1", ("Stärke", "not_above_zero")),
        ("Stärke", "77", ("Stärke", "no_such_vial")),
        ("Stärke", "many", ("Stärke", "not_a_number")),
        ("Charge", "", ("Charge", "empty")),
        ("Verfalldatum", "", ("Verfalldatum", "empty")),
        ("Verfalldatum", "06/27", ("Verfalldatum", "two_digits_of_a_year")),
        ("Verfalldatum", "06/2025", ("Verfalldatum", "has_expired")),
        ("Bestand", "", ("Bestand", "empty")),
        ("Bestand", "1,5", ("Bestand", "not_whole")),
        ("Bestand", "0", ("Bestand", "not_above_zero")),
    ],
)
def test_quirk_of_stock_is_found(
    desk: Desk, column: str, value: str, found: tuple[str, str]
) -> None:
    header, cells = (line.split(";") for line in HELD.splitlines())
    cells[header.index(column)] = value

    run = desk.tried(f"{';'.join(header)}\n{';'.join(cells)}\n", "stock")

    assert codes(run) == [(2, *found)]


def held_before(desk: Desk, vials: int = 5) -> Lot:
    new = NewLot("incobotulinumtoxinA", Decimal(100), "L-1", date(2027, 6, 30))
    return stock.receive(
        new, outlet=desk.place.id, vials=vials, by=desk.by, at=world.AT
    )


def test_lot_that_is_held_gains_vials_only_if_chosen(desk: Desk) -> None:
    held_before(desk)
    run = desk.tried(HELD, "stock")
    assert [twin.why for twin in report(run).twins[0].twins] == ["held_already"]

    run = desk.imported(run, {2: "another"})

    assert Holding.objects.get().vials == 17
    desk.undone(run.id)
    assert Holding.objects.get().vials == 5
    assert Movement.objects.count() == 1


def test_lot_that_was_moved_since_stands_in_the_way(desk: Desk) -> None:
    held_before(desk)
    run = desk.imported(desk.tried(HELD, "stock"), {2: "another"})
    holding = Holding.objects.get()
    later = world.AT + timedelta(minutes=1)
    stock.waste(holding.id, vials=1, reason="broken", by=desk.by, at=later)

    assert [(one.why, one.by_table) for one in obstacles_of(run)] == [
        ("referred_to", "stock.Movement")
    ]


def test_another_expiry_of_a_lot_is_found(desk: Desk) -> None:
    held_before(desk)
    text = f"{HELD}Xeomin;100;L-2;06/2027;1\nXeomin;100;L-2;07/2027;1\n"
    text = text.replace("L-1;06/2027", "L-1;05/2027")

    run = desk.tried(f"{text}Xeomin;100;L-2;06/2027;2\n", "stock")

    assert codes(run) == [
        (2, "Verfalldatum", "other_expiry"),
        (4, "Verfalldatum", "other_expiry"),
    ]
    assert [row.line for row in report(run).twins] == [5]
