import pytest

from glabella.clinic.accounts.models import User
from glabella.clinic.imports.models import Made
from glabella.clinic.people.models import Contact, Patient, Registration
from glabella.clinic.practice.models import Outlet
from tests.clinic.imports.runs import Desk, codes

pytestmark = pytest.mark.django_db

FILE = """Nachname;Vorname;Geburtsdatum;Geschlecht;Telefon;E-Mail;Kunden-Nr.
Ärztlicher;Ünlike;13.04.1980;w;079 123 45 67;a@example.org;00017
Brr-Vowelless;Xx;02.11.1975;m;;;00018
"""


@pytest.fixture
def desk(lead: User, place: Outlet) -> Desk:
    return Desk(lead, place)


def test_patients_come_in(desk: Desk) -> None:
    run = desk.tried(FILE)
    assert codes(run) == []
    assert run.report["good"] == 2

    desk.imported(run)

    first = Patient.objects.get(family_name="Ärztlicher")
    assert (first.given_names, str(first.birth_date), first.sex) == (
        "Ünlike",
        "1980-04-13",
        "female",
    )
    assert sorted(first.contacts.values_list("kind", "value")) == [
        ("email", "a@example.org"),
        ("phone", "079 123 45 67"),
    ]
    assert first.identifiers.get().value == "00017"


def test_undo_leaves_nothing(desk: Desk) -> None:
    before = counts()
    run = desk.imported(desk.tried(FILE))
    assert counts() != before

    desk.undone(run.id)

    assert counts() == before


def counts() -> tuple[int, ...]:
    return (
        Patient.objects.count(),
        Registration.objects.count(),
        Contact.objects.count(),
        Made.objects.exclude(run__undone_at__isnull=False).count(),
    )
