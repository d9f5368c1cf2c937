import pytest

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.audit.models import Event
from glabella.clinic.imports.models import Made, Run
from glabella.clinic.imports.obstacles import obstacles_of
from glabella.clinic.imports.values import Twin
from glabella.clinic.people import actions as people
from glabella.clinic.people.models import Contact, Patient, Registration
from glabella.clinic.people.values import NewContact
from tests import world
from tests.clinic.imports.runs import Desk, codes, report

pytestmark = pytest.mark.django_db

FILE = """Nachname;Vorname;Geburtsdatum;Geschlecht;Telefon;E-Mail;Kunden-Nr.
Ärztlicher;Ünlike;13.04.1980;w;079 123 45 67;a@example.org;00017
Brr-Vowelless;Xx;02.11.1975;m;;;00018
"""
FULL = (
    "Name;DOB;Salutation;Language;Tel;Cell;Strasse;PLZ;Ort;Land;Zuweiser;Hausarzt;"
    "Allergien;MRN;ID\n"
    "Brr-Vowelless, Xx;1975-11-02;Frau;German;044 111 22 33;044 111 22 33;Weg 1;8001;"
    "Zürich;CH;Dr. Alpha;Dr. Beta;latex, penicillin / unknown;A-7;0042\n"
)


def test_patients_come_in(desk: Desk) -> None:
    run = desk.tried(FILE)
    assert codes(run) == []
    assert run.report["good"] == 2
    assert Patient.objects.count() == 0

    desk.imported(run)

    first = Patient.objects.get(family_name="Ärztlicher")
    assert (first.given_names, str(first.birth_date), first.sex, first.language) == (
        "Ünlike",
        "1980-04-13",
        "female",
        "en",
    )
    assert sorted(first.contacts.values_list("kind", "value")) == [
        ("email", "a@example.org"),
        ("phone", "079 123 45 67"),
    ]
    assert first.identifiers.get().value == "00017"
    assert first.registrations.get().outlet == desk.place


def test_everything_about_a_person_comes_in(desk: Desk) -> None:
    desk.imported(desk.tried(FULL))

    card = Patient.objects.get()
    assert (card.family_name, card.given_names) == ("Brr-Vowelless", "Xx")
    assert (card.sex, card.language) == ("female", "de")
    assert sorted(card.contacts.values_list("kind", "value", "may_remind")) == [
        ("phone", "044 111 22 33", None),
        ("post", "Weg 1, 8001 Zürich, CH", None),
    ]
    assert sorted(card.relations.values_list("kind", "name")) == [
        ("gp", "Dr. Beta"),
        ("referrer", "Dr. Alpha"),
    ]
    assert sorted(card.allergies.values_list("substance", flat=True)) == [
        "latex",
        "penicillin",
    ]
    assert card.registrations.get().number == "A-7"
    assert card.allergies_asked_on is None


@pytest.mark.parametrize(
    ("header", "cells", "finding"),
    [
        ("Surname;DOB", ";1980-01-01", ("Surname", "empty")),
        ("Surname;DOB", "A;31.02.1980", ("DOB", "no_such_day")),
        ("Surname;DOB", "A;03/04/1980", ("DOB", "day_or_month_first")),
        ("Surname;DOB", "A;2027-01-01", ("DOB", "lies_ahead")),
        ("Surname;DOB", "A;1800-01-01", ("DOB", "too_long_ago")),
        ("Surname;DOB", "A;29323", ("DOB", "read_as_serial")),
        ("Surname;DOB", "A;#N/A", ("DOB", "not_a_day")),
        ("Surname;DOB", "#REF!;1980-01-01", ("Surname", "broken_formula")),
        ("Surname;Sex", "A;yes", ("Sex", "no_such_sex")),
        ("Surname;Sprache", "A;Klingon", ("Sprache", "no_such_language")),
        ("Surname;E-mail", "A;a(at)b", ("E-mail", "no_such_email")),
        ("Surname;Phone", "A;12", ("Phone", "no_such_phone")),
        ("Surname;Phone", "A;1234567", ("Phone", "phone_not_possible")),
        ("Surname;Allergies", "A;none", ("Allergies", "no_allergy_said")),
        ("Name;DOB", "Alpha Beta;1980-01-01", ("Name", "name_without_comma")),
        ("Surname;Street", f"A;{'x' * 201}", ("Street", "too_long")),
        ("Surname;Allergies", f"A;{'x' * 121}", ("Allergies", "too_long")),
        ("Surname;Number", f"A;{'1' * 25}", ("Number", "too_long")),
        ("Surname;DOB", "A;1980-01-01;x", ("", "too_many_cells")),
    ],
)
def test_quirk_is_found_where_it_stands(
    desk: Desk, header: str, cells: str, finding: tuple[str, str]
) -> None:
    run = desk.tried(f"{header}\n{cells}\n")

    assert codes(run) == [(2, *finding)]


def test_every_mistake_of_a_row_is_found_at_once(desk: Desk) -> None:
    run = desk.tried("Surname;DOB;E-mail\n;1800-01-01;x\nB;1980-01-01;\n")

    assert codes(run) == [
        (2, "Surname", "empty"),
        (2, "DOB", "too_long_ago"),
        (2, "E-mail", "no_such_email"),
    ]
    assert (run.report["good"], run.report["bad"]) == (1, 1)


def test_order_of_days_is_said_or_proven(desk: Desk) -> None:
    asked = desk.tried("Surname;DOB\nA;03/04/1980\n", order="mdy")
    desk.imported(asked)
    proven = desk.tried("Surname;DOB\nA;03/04/1980\nB;13/04/1980\n")
    desk.imported(proven, others="another")

    born = Patient.objects.filter(family_name="A").values_list("birth_date", flat=True)
    assert sorted(map(str, born)) == ["1980-03-04", "1980-04-03"]


def test_number_in_two_lines_is_found(desk: Desk) -> None:
    run = desk.tried("Surname;MRN;ID\nA;7;1\nB;7;1\n")

    assert codes(run) == [(3, "MRN", "number_twice"), (3, "ID", "number_twice")]


# Twins


def test_likely_twins_are_left_out_unless_chosen(desk: Desk) -> None:
    there = world.patient(desk.place)
    text = (
        f"Surname;First name;DOB\n{there.family_name};{there.given_names};1980-05-01\n"
    )

    run = desk.tried(text)

    assert report(run).twins[0].twins == (
        Twin("same_name_and_birth_date", patient=there.id),
    )
    desk.imported(run)
    assert Patient.objects.count() == 1
    assert run.made.count() == 0


def test_another_person_comes_in_beside_a_twin(desk: Desk) -> None:
    there = world.patient(desk.place)
    text = (
        f"Surname;First name;DOB\n{there.family_name};{there.given_names};1980-05-01\n"
    )

    desk.imported(desk.tried(text), {2: "another"})

    assert Patient.objects.count() == 2


def test_same_person_gains_what_the_card_lacks_and_loses_it_again(desk: Desk) -> None:
    there = world.patient(desk.place, family_name="Brr-Vowelless", given_names="Xx")
    people.add_contact(there.id, NewContact("phone", "044 111 2233"), **desk.who)
    text = FULL.replace("1975-11-02", "1980-05-01").replace("A-7", "")
    run = desk.imported(desk.tried(text), {2: f"same:{there.id}"})

    assert Patient.objects.count() == 1
    assert there.identifiers.get().value == "0042"
    assert there.contacts.filter(kind="phone").count() == 1
    assert there.allergies.count() == 2
    assert {made.table for made in run.made.all()} == {
        "people.Identifier",
        "people.Contact",
        "people.Relation",
        "people.Allergy",
    }

    desk.undone(run.id)

    assert there.identifiers.count() == there.allergies.count() == 0
    assert there.contacts.get().value == "044 111 2233"
    assert there.registrations.count() == 1


def test_known_number_cannot_be_another_person(desk: Desk) -> None:
    desk.imported(desk.tried("Surname;MRN;ID\nAlpha;7;1\n"))

    run = desk.tried("Surname;MRN;ID\nOmega;7;2\nSigma;8;1\n")

    assert [
        (row.line, [twin.why for twin in row.twins], row.may_be_another)
        for row in report(run).twins
    ] == [(2, ["same_number"], False), (3, ["same_external_id"], False)]
    with pytest.raises(DeedRefusedError, match="line 2: this cannot be chosen here"):
        desk.imported(run, {2: "another"})


def test_card_that_is_no_twin_cannot_be_chosen(desk: Desk) -> None:
    world.patient(desk.place)
    other = world.patient(desk.place, family_name="Other")
    run = desk.tried("Surname;First name;DOB\nZyxwvut;Qqanary;1980-05-01\n")

    with pytest.raises(DeedRefusedError, match="this cannot be chosen here"):
        desk.imported(run, {2: f"same:{other.id}"})


def test_twin_within_the_file_is_left_out(desk: Desk) -> None:
    run = desk.tried("Surname;First name;DOB\nA;B;1980-01-01\nB;A;1980-01-01\n")

    assert [row.twins for row in report(run).twins] == [
        (Twin("same_in_this_file", line=2),)
    ]
    desk.imported(run)
    assert Patient.objects.count() == 1


def test_same_person_of_another_outlet_is_registered_here(desk: Desk) -> None:
    elsewhere = world.outlet()
    there = world.patient(elsewhere)
    run = desk.tried("Surname;First name;DOB\nZyxwvut;Qqanary;1980-05-01\n")
    assert report(run).twins == []
    run = desk.again(run, outlets=None)

    desk.imported(run, {2: f"same:{there.id}"}, outlets=None)

    assert there.registrations.filter(outlet=desk.place).count() == 1
    desk.undone(run.id)
    assert there.registrations.filter(outlet=desk.place).count() == 0


def test_registration_that_was_ended_is_not_opened_by_an_import(desk: Desk) -> None:
    there = world.patient(desk.place)
    there.registrations.update(ended_at=world.AT, ended_by=desk.user)
    run = desk.tried("Surname;First name;DOB\nZyxwvut;Qqanary;1980-05-01\n")
    run = desk.again(run, outlets=None)

    with pytest.raises(DeedRefusedError, match="line 2 was refused"):
        desk.imported(run, {2: f"same:{there.id}"}, outlets=None)


# Whole runs


def test_undo_leaves_nothing(desk: Desk) -> None:
    world.patient(desk.place)
    before = counts()
    run = desk.imported(desk.tried(FULL))
    assert counts() != before

    desk.undone(run.id)

    assert counts() == before
    last = Event.objects.latest("sequence")
    assert (last.deed, last.purpose) == ("imports.undo", "import")


def counts() -> tuple[int, ...]:
    return (
        Patient.objects.count(),
        Registration.objects.count(),
        Contact.objects.count(),
    )


@pytest.mark.parametrize(
    ("touch", "why", "by_table"),
    [
        ("card", "changed", ""),
        ("contact", "referred_to", "people.Contact"),
        ("consent", "changed", ""),
    ],
)
def test_what_was_touched_stands_in_the_way(
    desk: Desk, touch: str, why: str, by_table: str
) -> None:
    run = desk.imported(desk.tried(FILE))
    card = Patient.objects.get(family_name="Ärztlicher")
    if touch == "card":
        people.change_patient(card.id, {"given_names": "Y"}, version=1, **desk.who)
    elif touch == "contact":
        people.add_contact(card.id, NewContact("email", "b@example.org"), **desk.who)
    else:
        phone = card.contacts.get(kind="phone").id
        people.note_consent(phone, is_safe=True, may_remind=True, **desk.who)

    (found,) = obstacles_of(run)

    assert (found.line, found.why, found.by_table) == (2, why, by_table)
    with pytest.raises(DeedRefusedError, match="things that stand in the way: 1"):
        desk.undone(run.id)
    assert Patient.objects.count() == 2


def test_row_that_is_gone_stands_in_the_way(desk: Desk) -> None:
    run = desk.imported(desk.tried(FILE))
    Contact.objects.filter(kind="email").delete()

    assert [(one.table, one.why) for one in obstacles_of(run)] == [
        ("people.Contact", "gone")
    ]


def test_last_row_that_fails_takes_all_with_it(desk: Desk) -> None:
    there = world.patient(desk.place)
    there.registrations.update(ended_at=world.AT, ended_by=desk.user)
    text = "Surname;First name;DOB\nAlpha;A;1970-01-01\nBeta;B;1970-01-01\n"
    run = desk.tried(f"{text}Zyxwvut;Qqanary;1980-05-01\n")
    run = desk.again(run, outlets=None)
    events = Event.objects.count()

    with pytest.raises(DeedRefusedError, match="line 4 was refused, so nothing"):
        desk.imported(run, {4: f"same:{there.id}"}, outlets=None)

    assert list(Patient.objects.all()) == [there]
    assert Made.objects.count() == 0
    assert Event.objects.count() == events
    run.refresh_from_db()
    assert run.imported_at is None
    assert desk.imported(run, outlets=None).report["imported"] == 2


def test_change_since_the_dry_run_stops_the_import(desk: Desk) -> None:
    run = desk.tried("Surname;First name;DOB\nZyxwvut;Qqanary;1980-05-01\n")
    world.patient(desk.place)

    with pytest.raises(DeedRefusedError, match="changed since the dry run"):
        desk.imported(run)

    assert Patient.objects.count() == 1


def test_run_is_imported_and_undone_once(desk: Desk) -> None:
    run = desk.imported(desk.tried(FILE))
    with pytest.raises(DeedRefusedError, match="this run is over"):
        desk.again(run)
    desk.undone(run.id)

    with pytest.raises(DeedRefusedError, match="only once"):
        desk.undone(run.id)


def test_run_that_was_never_tried_is_not_imported(desk: Desk) -> None:
    with pytest.raises(DeedRefusedError, match="there was no dry run"):
        desk.imported(desk.uploaded(FILE))


def test_same_file_comes_once(desk: Desk) -> None:
    first = desk.imported(desk.tried(FILE))

    with pytest.raises(DeedRefusedError, match=r'as "a\.csv"'):
        desk.uploaded(FILE, name="b.csv")

    desk.undone(first.id)
    assert desk.uploaded(FILE).sha256 == first.sha256
    assert Run.objects.count() == 2
