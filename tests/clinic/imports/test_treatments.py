"""Past treatments: what comes in, what is found, what is undone."""

from datetime import date
from decimal import Decimal

import pytest

from glabella.clinic.imports.obstacles import obstacles_of
from glabella.clinic.people import actions as people
from glabella.clinic.people.models import Patient
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import Session, SessionLot
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock.values import NewLot
from tests import world
from tests.clinic.imports.runs import SYSTEM, Desk, codes, report

pytestmark = pytest.mark.django_db

TREATED = (
    "Patient;DOB;Treatment date;Product;Units;Indication;Lot;Areas;Provider\n"
    "Zyxwvut, Qqanary;1980-05-01;13/01/2026;Botox;155,0;Chronic migraine;C1;"
    "forehead, neck;Dr. Lead Synthetic\n"
)


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
