"""The pages of the diary: one tap, three taps, corrections, months, wishes."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from glabella.clinic.diary import actions, queries
from glabella.clinic.diary.models import Sending
from glabella.clinic.record.models import DiaryDay
from tests import world
from tests.clinic.diary.build import (
    HIMSELF,
    YESTERDAY,
    arriving,
    attack,
    door,
    free,
    inside,
)
from tests.clinic.pages import client_of
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

DAY = "/me/days/headache/"
TODAY = world.TODAY.isoformat()
HOSTILE = "<script>alert(1)</script>'\"; DROP TABLE"


@pytest.fixture
def phone(here: Scene) -> Client:
    return inside(door(here))


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_tap_writes_a_free_day(phone: Client) -> None:
    answer = phone.post(DAY, {"on": TODAY, "free": "yes"})

    row = DiaryDay.objects.get()
    assert answer.headers["Location"] == f"{DAY}?on={TODAY}"
    assert (row.had, row.severity, row.entered_by_id) == (False, None, None)
    assert row.is_back_filled is False
    assert "No headache" in said(phone, answer.headers["Location"])


def test_three_taps_write_an_attack(phone: Client) -> None:
    taps = {"pain": "7", "lasted": "4", "medicines": "triptan"}
    phone.post(DAY, {"on": TODAY, **taps})

    row = DiaryDay.objects.get()
    assert (row.had, row.severity, row.hours) == (True, 7, Decimal(4))
    assert row.medicines == ["triptan"]


def test_day_of_last_week_is_marked_as_written_later(phone: Client) -> None:
    on = (world.TODAY - timedelta(days=6)).isoformat()
    phone.post(DAY, {"on": on, "free": "yes"})

    assert DiaryDay.objects.get().is_back_filled is True
    assert "written later" in said(phone, f"{DAY}?on={on}")


def test_blank_days_are_shown_as_blank(phone: Client) -> None:
    phone.post(DAY, {"on": TODAY, "free": "yes"})

    page = said(phone, DAY)

    assert page.count('diary-cell is-blank"') == 14  # 13 days and the key
    assert "1 of the last 14 days are written" in page


def test_day_without_a_word_is_refused(phone: Client) -> None:
    answer = phone.post(DAY, {"on": TODAY})

    assert answer.status_code == 422
    assert DiaryDay.objects.count() == 0


def test_day_ahead_is_refused(phone: Client) -> None:
    on = (world.TODAY + timedelta(days=3)).isoformat()

    assert phone.post(DAY, {"on": on, "free": "yes"}).status_code == 422


def test_correction_that_saw_the_entry_replaces_and_keeps_it(phone: Client) -> None:
    phone.post(DAY, {"on": TODAY, "free": "yes"})
    first = DiaryDay.objects.get()

    phone.post(DAY, {"on": TODAY, "pain": "3", "base": str(first.id)})

    first.refresh_from_db()
    assert (first.replaced_at, first.replaced_by_id) == (world.AT, None)
    assert DiaryDay.objects.get(replaced_at=None).severity == 3
    assert "One earlier version is kept." in said(phone, DAY)


def test_entry_made_elsewhere_is_not_replaced_without_a_choice(phone: Client) -> None:
    phone.post(DAY, {"on": TODAY, "pain": "3"})

    answer = phone.post(DAY, {"on": TODAY, "free": "yes", "base": ""})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Two entries for one day" in page
    assert DiaryDay.objects.get().severity == 3
    base = DiaryDay.objects.get().id
    phone.post(DAY, {"on": TODAY, "free": "yes", "base": str(base)})
    assert DiaryDay.objects.get(replaced_at=None).had is False


def test_same_key_is_stored_once(phone: Client) -> None:
    form = {"on": TODAY, "free": "yes", "key": str(uuid4())}
    for _ in range(3):
        phone.post(DAY, form)

    assert (DiaryDay.objects.count(), Sending.objects.count()) == (1, 1)


def test_hostile_words_are_kept_and_shown_harmlessly(phone: Client) -> None:
    phone.post(DAY, {"on": TODAY, "pain": "3", "note": HOSTILE})

    assert DiaryDay.objects.get().details == {"note": HOSTILE}
    assert "<script>alert" not in said(phone, DAY)
    assert "&lt;script&gt;alert" in said(phone, DAY)


def test_bladder_says_nothing_of_leaks_that_were_not_counted(phone: Client) -> None:
    phone.post("/me/days/bladder/", {"on": TODAY, "voids": "7", "nights": "1"})

    row = DiaryDay.objects.get()
    assert (row.had, row.details) == (None, {"voids": 7, "nights": 1})


def test_bladder_refuses_a_part_above_its_whole(phone: Client) -> None:
    form = {"on": TODAY, "voids": "2", "nights": "5"}

    assert phone.post("/me/days/bladder/", form).status_code == 422


def test_jaw_keeps_its_answers(phone: Client) -> None:
    form = {"on": TODAY, "pain": "0", "grinding": "yes", "locking": "no"}
    phone.post("/me/days/jaw/", form)

    row = DiaryDay.objects.get()
    assert (row.had, row.severity) == (False, 0)
    assert row.details == {"grinding": True, "locking": False}


def test_month_counts_written_days_alone(phone: Client) -> None:
    phone.post(DAY, {"on": TODAY, "pain": "5"})
    phone.post(DAY, {"on": YESTERDAY.isoformat(), "free": "yes"})

    page = said(phone, f"{DAY}month/")

    assert "2 of 2 days are written." in page
    assert "Headache: 1 of 2 known days" in page


def test_day_without_the_answer_is_written_and_counted_for_neither(
    phone: Client,
) -> None:
    bladder = "/me/days/bladder/"
    phone.post(bladder, {"on": TODAY, "voids": "7"})
    phone.post(bladder, {"on": YESTERDAY.isoformat(), "leaks": "0"})

    page = said(phone, f"{bladder}month/")
    strip = said(phone, bladder)

    assert "2 of 2 days are written." in page
    assert "Some leaked: 0 of 1 known days" in page
    assert strip.count("Written, but not whether there was any") >= 2
    assert strip.count("diary-cell is-open") == 2
    assert strip.index('name="volume_ml"') < strip.index('name="note"')


def test_pain_of_nought_is_no_headache(phone: Client) -> None:
    phone.post(DAY, {"on": TODAY, "pain": "0", "medicines": "triptan"})
    phone.post(DAY, {"on": YESTERDAY.isoformat(), "pain": "0", "lasted": "4"})

    rows = {row.on: row.had for row in DiaryDay.objects.all()}
    assert rows == {world.TODAY: False, YESTERDAY: True}


def test_medicine_counts_also_on_a_day_without_a_headache(phone: Client) -> None:
    for back in range(1, 13):
        on = (world.TODAY - timedelta(days=back)).isoformat()
        phone.post(DAY, {"on": on, "pain": "0", "medicines": "triptan"})

    page = said(phone, f"{DAY}month/?month=2026-10")

    assert "Headache: 0 of 11 known days" in page
    assert "10 days a month or more" in page


def test_many_days_with_a_class_lead_to_a_talk(here: Scene, phone: Client) -> None:
    for back in range(2, 13):
        day = attack(world.TODAY - timedelta(days=back))
        actions.keep_day(here.who, arriving(day), by=HIMSELF, at=world.AT)

    page = said(phone, f"{DAY}month/?month=2026-10")

    assert "on 11 written days" in page
    assert "10 days a month or more" in page
    assert "Talk to us" in page
    assert "11 of 31 days are written." in page


def test_few_days_with_a_class_say_nothing(here: Scene, phone: Client) -> None:
    actions.keep_day(here.who, arriving(attack()), by=HIMSELF, at=world.AT)

    assert "days a month or more" not in said(phone, f"{DAY}month/")


def test_somebody_without_a_diary_chooses_one(here: Scene, phone: Client) -> None:
    assert phone.get("/me/days/").headers["Location"] == "/me/days/choose/"

    phone.post("/me/days/choose/", {"diaries": ["jaw"]})

    assert queries.kept(here.who) == ("jaw",)
    assert phone.get("/me/days/").headers["Location"] == "/me/days/jaw/"


def test_reminder_is_off_until_somebody_wants_it(here: Scene, phone: Client) -> None:
    assert queries.wish(here.who).is_on is False

    phone.post("/me/days/reminder/", {"is_on": "on", "hour": "19"})

    assert (queries.wish(here.who).is_on, queries.wish(here.who).hour) == (True, 19)


def test_unknown_diary_is_not_there(phone: Client) -> None:
    assert phone.get("/me/days/weather/").status_code == 404
    assert phone.get("/me/days/weather/month/").status_code == 404


def test_staff_sees_who_wrote_and_how_late(here: Scene, phone: Client) -> None:
    on = (world.TODAY - timedelta(days=1)).isoformat()
    phone.post(DAY, {"on": on, "pain": "4"})

    page = said(client_of(here.user), f"/me/days/of/{here.card.id}/?diary=headache")

    assert "patient," in page
    assert "there was something on 1 of the 1 days on which that is known" in page
    assert "A blank day is not a day without." in page


def test_staff_chooses_a_diary_for_somebody(here: Scene) -> None:
    desk = client_of(here.user)
    desk.post(f"/me/days/of/{here.card.id}/choose/", {"diaries": ["bladder"]})

    assert queries.kept(here.who) == ("bladder",)


def test_outside_nobody_reads_a_diary() -> None:
    for page in ("", "headache/", "headache/month/", "choose/", "reminder/", "pass/"):
        answer = Client().get(f"/me/days/{page}")
        assert answer.headers["Location"] == "/me/enter/"


def test_free_day_is_free_in_the_record(here: Scene) -> None:
    row = actions.keep_day(here.who, arriving(free()), by=HIMSELF, at=world.AT)

    assert queries.day_of(here.who, "headache", on=world.TODAY) == row
