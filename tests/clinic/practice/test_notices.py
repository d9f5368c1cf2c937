"""Notices about closed days: right in both languages, whatever lies around them."""

from datetime import date

import pytest

from glabella.clinic.accounts.roles import Role
from glabella.clinic.practice.models import Closure, OpeningHours, Outlet
from glabella.clinic.practice.notices import notice_words
from tests import world

pytestmark = pytest.mark.django_db


def closed(place: Outlet, first: str, before: str, **words: str) -> None:
    Closure.objects.create(
        outlet=place,
        starts_on=date.fromisoformat(first),
        ends_before=date.fromisoformat(before),
        announced_at=world.AT,
        **words,
    )


def open_on(place: Outlet, *weekdays: int) -> None:
    for weekday in weekdays:
        OpeningHours.objects.create(
            outlet=place, weekday=weekday, opens="08:00", closes="12:00"
        )


def told(place: Outlet, language: str, on: str = "2026-03-20") -> list[str]:
    today = date.fromisoformat(on)
    return [one.words for one in notice_words(place, on=today, language=language)]


@pytest.mark.parametrize(
    ("first", "before", "english", "german"),
    [
        (
            "2026-03-26",
            "2026-03-28",
            "Closed 26 to 27 March, open again on the 28th.",
            "Geschlossen vom 26. bis 27. März, wieder geöffnet am 28. März.",
        ),
        (
            "2026-03-26",
            "2026-03-27",
            "Closed on 26 March, open again on the 27th.",
            "Geschlossen am 26. März, wieder geöffnet am 27. März.",
        ),
        (
            "2026-03-30",
            "2026-04-02",
            "Closed 30 March to 1 April, open again on the 2nd.",
            "Geschlossen vom 30. März bis 1. April, wieder geöffnet am 2. April.",
        ),
        (
            "2026-03-30",
            "2026-04-01",
            "Closed 30 to 31 March, open again on 1 April.",
            "Geschlossen vom 30. bis 31. März, wieder geöffnet am 1. April.",
        ),
    ],
)
def test_days_are_said_as_people_say_them(
    first: str, before: str, english: str, german: str
) -> None:
    place = world.outlet()
    closed(place, first, before)

    assert told(place, "en") == [english]
    assert told(place, "de-CH") == [german]


def test_turn_of_the_year_names_the_years() -> None:
    place = world.outlet()
    closed(place, "2026-12-28", "2027-01-04")

    assert told(place, "en", "2026-12-20") == [
        "Closed 28 December to 3 January 2027, open again on the 4th."
    ]
    assert [one.split(", ") for one in told(place, "de", "2026-12-20")] == [
        [
            "Geschlossen vom 28. Dezember bis 3. Januar 2027",
            "wieder geöffnet am 4. Januar 2027.",
        ]
    ]


def test_open_again_is_a_day_on_which_the_outlet_really_opens() -> None:
    place = world.outlet()
    open_on(place, 0, 1, 2, 3, 4)
    closed(place, "2026-03-26", "2026-03-28")  # the 28th is a Saturday
    closed(place, "2026-03-30", "2026-03-31")

    assert told(place, "en")[0] == "Closed 26 to 27 March, open again on the 31st."


def test_public_holiday_is_no_day_on_which_it_opens() -> None:
    place = world.outlet()
    place.region = "ZH"
    closed(place, "2026-04-01", "2026-04-03")  # Good Friday follows

    assert told(place, "en") == ["Closed 1 to 2 April, open again on the 4th."]


def test_outlet_without_an_open_day_names_none() -> None:
    place = world.outlet()
    closed(place, "2026-03-26", "2026-03-28")
    closed(place, "2026-03-28", "2026-09-01")

    assert told(place, "en")[0] == "Closed 26 to 27 March."
    assert told(place, "de")[0] == "Geschlossen vom 26. bis 27. März."


def test_past_taken_back_and_far_closures_are_not_told() -> None:
    place = world.outlet()
    closed(place, "2026-03-01", "2026-03-20")
    closed(place, "2026-06-01", "2026-06-03")
    closed(place, "2026-03-26", "2026-03-28")
    Closure.objects.filter(starts_on="2026-03-26").update(
        ended_at=world.AT, ended_by=world.member(Role.ADMINISTRATOR, place)
    )

    assert told(place, "en") == []


def test_words_of_the_practice_come_in_the_language_of_the_reader() -> None:
    place = world.outlet()
    closed(place, "2026-03-26", "2026-03-28", words_en="We move.", words_de="Umzug.")
    today = date(2026, 3, 20)

    assert notice_words(place, on=today, language="de")[0].reason == "Umzug."
    assert notice_words(place, on=today, language=None)[0].reason == "We move."
