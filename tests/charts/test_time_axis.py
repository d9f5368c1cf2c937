from datetime import date, timedelta

import pytest

from glabella.charts.time_axis import TimeFrame, axis, tick_days
from glabella.charts.words import ENGLISH, GERMAN
from tests.charts import drawing


def frame(days: int, *, width: float = 700) -> TimeFrame:
    start = date(2026, 1, 1)
    return TimeFrame(start, start + timedelta(days=days), 0, width)


def test_a_year_has_a_tick_each_month() -> None:
    days = tick_days(frame(364))

    assert days == tuple(date(2026, month, 1) for month in range(1, 13))


def test_a_year_on_a_phone_has_fewer_ticks() -> None:
    days = tick_days(frame(364, width=300))

    assert days == tuple(date(2026, month, 1) for month in (1, 3, 5, 7, 9, 11))


def test_many_years_have_ticks_at_new_year() -> None:
    days = tick_days(frame(365 * 20, width=300))

    assert days == tuple(date(year, 1, 1) for year in (2030, 2035, 2040, 2045))


def test_a_century_keeps_its_ticks_apart() -> None:
    days = tick_days(frame(36500, width=200))

    assert [day.year for day in days] == list(range(2030, 2126, 10))


def test_few_days_have_ticks_days_apart() -> None:
    assert tick_days(frame(8, width=300)) == tuple(
        date(2026, 1, day) for day in (1, 3, 5, 7, 9)
    )


def test_few_days_in_little_room_have_ticks_weeks_apart() -> None:
    assert tick_days(frame(60, width=60)) == (
        date(2026, 1, 1),
        date(2026, 1, 29),
        date(2026, 2, 26),
    )


def test_one_day_is_in_the_middle() -> None:
    alone = frame(0)

    assert alone.at(alone.start) == 350
    assert alone.day_width == 700


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (ENGLISH, ["Jan", "2026", "Feb", "Mar", "Apr"]),
        (GERMAN, ["Jan", "2026", "Feb", "Mär", "Apr"]),
    ],
    ids=["en", "de"],
)
def test_the_year_is_written_once(words: object, expected: list[str]) -> None:
    assert words in {ENGLISH, GERMAN}
    drawn = axis(frame(100), top=0, words=ENGLISH if words is ENGLISH else GERMAN)

    svg = "<svg>" + "".join(map(str, drawn)) + "</svg>"

    assert drawing.words(svg, "tick") == expected


def test_ticks_at_the_ends_stay_on_the_sheet() -> None:
    drawn = axis(frame(31 + 28 + 31), top=0, words=ENGLISH)

    svg = "<svg>" + "".join(map(str, drawn)) + "</svg>"

    anchors = [s.attributes.get("text-anchor") for s in drawing.shapes(svg, "tick")]
    assert anchors == [None, None, "middle", "middle", "end"]


def test_days_are_written_with_their_month() -> None:
    drawn = axis(frame(3), top=0, words=GERMAN)

    svg = "<svg>" + "".join(map(str, drawn)) + "</svg>"

    assert drawing.words(svg, "tick") == [
        "01.01.",
        "2026",
        "02.01.",
        "03.01.",
        "04.01.",
    ]
