"""Files of other diaries: looked at first, then all that was agreed to, or nothing."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from glabella.clinic.diary.models import FileTaken
from glabella.clinic.diary.reading import class_of, guess
from glabella.clinic.record.models import DiaryDay
from tests.clinic.diary.build import door, inside
from tests.clinic.pages import client_of
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

FILE = "/me/days/file/"
TABLE = """Date;Headache;Intensity;Duration;Medication;Notes
2026-10-20;yes;7;4h 30m;Sumatriptan;after a storm
2026-10-21;no;;;;
2026-10-22;yes;5;3,5;Wonderpill;
2026-10-23;;;;;
2026-99-99;yes;5;;;
2026-10-22;yes;8;2;Ibuprofen;later again
"""


@pytest.fixture
def phone(here: Scene) -> Client:
    return inside(door(here))


def look(client: Client, text: str = TABLE, *, address: str = FILE) -> str:
    file = SimpleUploadedFile("days.csv", text.encode())
    return client.post(address, {"file": file}).content.decode()


def test_first_look_stores_nothing(phone: Client) -> None:
    page = look(phone)

    assert "3 new days" in page
    assert "Wonderpill" in page
    assert "Rows that are left out" in page
    assert DiaryDay.objects.count() == 0


def test_days_come_in_at_once(phone: Client) -> None:
    phone.post(FILE, {"text": TABLE, "step": "take"})

    rows = {row.on.day: row for row in DiaryDay.objects.all()}
    assert sorted(rows) == [20, 21, 22]
    assert (rows[20].severity, rows[20].hours) == (7, Decimal("4.5"))
    assert rows[20].medicines == ["triptan"]
    assert rows[20].details == {"note": "after a storm"}
    assert (rows[21].had, rows[21].severity) == (False, None)
    assert (rows[22].severity, rows[22].hours) == (8, Decimal("5.5"))
    assert rows[22].medicines == ["other", "simple_analgesic"]
    assert all(row.is_back_filled for row in rows.values())
    taken = FileTaken.objects.get()
    assert (taken.stored, taken.left_out) == (3, 2)


def test_day_that_stands_stays_unless_it_was_chosen(phone: Client) -> None:
    phone.post("/me/days/headache/", {"on": "2026-10-20", "free": "yes"})

    assert "Days that are written already" in look(phone)
    phone.post(FILE, {"text": TABLE, "step": "take"})
    assert DiaryDay.objects.get(on="2026-10-20").had is False

    form = {"text": TABLE, "step": "take", "replace": ["2026-10-20", "rubbish"]}
    phone.post(FILE, form)
    assert DiaryDay.objects.get(on="2026-10-20", replaced_at=None).severity == 7


def test_column_means_what_somebody_says(phone: Client) -> None:
    table = "Wann;Wie\n2026-10-20;4\n"
    form = {"text": table, "step": "take", "column-0": "on", "column-1": "pain"}
    phone.post(FILE, form)

    assert DiaryDay.objects.get().severity == 4


def test_file_of_which_nothing_can_be_taken_is_refused(phone: Client) -> None:
    answer = phone.post(FILE, {"text": "A;B\n1;2\n", "step": "take"})

    assert answer.status_code == 422
    assert "no day of this file would be taken" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "\0\0\0", "Date\n"])
def test_file_that_is_none_is_refused(phone: Client, text: str) -> None:
    file = SimpleUploadedFile("days.csv", text.encode())

    assert phone.post(FILE, {"file": file}).status_code == 422


def test_file_that_is_missing_or_too_large_is_refused(phone: Client) -> None:
    large = SimpleUploadedFile("days.csv", b"x" * 1_000_001)

    assert phone.post(FILE, {"step": "take"}).status_code == 422
    assert phone.post(FILE, {"file": large}).status_code == 422


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("2027-01-01;yes;5;;", "The day lies ahead."),
        (";yes;5;;", "There is no day."),
        ("2026-10-20;yes;eleven;;", "A number cannot be read"),
        ("2026-10-20;yes;11;;", "A number cannot be read"),
        ("2026-10-20;no;5;;", "It says no headache"),
        ("2026-10-20;perhaps;;;", "Nothing says whether"),
        ("03/04/2026;yes;5;;", "could be two days"),
    ],
)
def test_row_is_left_out_with_its_reason(phone: Client, cells: str, said: str) -> None:
    page = look(phone, f"Date;Headache;Pain;Hours;Medication\n{cells}\n")

    assert said in page
    assert "0 new days" in page


def test_hostile_cells_are_shown_harmlessly(phone: Client) -> None:
    page = look(phone, "Date;<script>x</script>\n2026-10-20;<img src=x>\n")

    assert "<script>x" not in page
    assert "<img src=x" not in page


def test_staff_brings_in_the_file_of_a_patient(here: Scene) -> None:
    desk = client_of(here.user)
    address = f"/me/days/of/{here.card.id}/file/"

    assert "3 new days" in look(desk, address=address)
    desk.post(address, {"text": TABLE, "step": "take"})

    assert DiaryDay.objects.filter(entered_by=here.user).count() == 3
    page = desk.get(f"/me/days/of/{here.card.id}/?month=2026-10&diary=headache")
    assert "practice," in page.content.decode()


def test_classes_of_medicines() -> None:
    assert class_of("Sumatriptan 100 mg") == "triptan"
    assert class_of("Paracetamol / Codein") == "combination_analgesic"
    assert class_of("Something else") == ""


def test_headers_are_guessed_once() -> None:
    assert guess(("Datum", "Schmerzstärke", "Tag", "?")) == ("on", "pain", "", "")


@pytest.mark.parametrize(
    ("cell", "hours"),
    [("4h 15m", "4.2"), ("04:30", "4.5"), ("72", "24"), ("2 h", "2"), ("30min", "0.5")],
)
def test_hours_are_read_as_people_write_them(
    phone: Client, cell: str, hours: str
) -> None:
    table = f"Date;Pain;Hours\n2026-10-20;4;{cell}\n"
    phone.post(FILE, {"text": table, "step": "take"})

    assert DiaryDay.objects.get().hours == Decimal(hours)
