"""The grid of the calendar on days of 23, 24 and 25 hours, on both hemispheres."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from glabella.clinic.booking.grid import (
    axis_of,
    closed_in,
    frame_of,
    free_in,
    hours_shown,
    lanes_of,
    within,
)
from glabella.clinic.booking.spans import cell_of, moment_of

DAYS = (
    ("Europe/Zurich", date(2026, 3, 29), 23),
    ("Europe/Zurich", date(2026, 10, 25), 25),
    ("Australia/Sydney", date(2026, 10, 4), 23),
    ("Australia/Sydney", date(2026, 4, 5), 25),
    ("America/Santiago", date(2026, 9, 6), 23),
    ("America/Santiago", date(2026, 4, 4), 25),
    ("Asia/Singapore", date(2026, 3, 29), 24),
)


@pytest.mark.parametrize(("zone", "on", "hours"), DAYS)
def test_day_has_a_row_for_each_real_five_minutes(
    zone: str, on: date, hours: int
) -> None:
    local = ZoneInfo(zone)

    frame = frame_of(on, (0, 24), zone=local)
    axis = axis_of(frame, zone=local)

    assert frame.rows == hours * 12
    assert [one.row for one in axis] == list(range(1, hours * 12 + 1, 12))
    assert len({one.words for one in axis}) == hours
    assert {moment_of(one.cell).astimezone(local).date() for one in axis} == {on}


def test_hour_that_comes_twice_is_told_apart_by_its_zone() -> None:
    local = ZoneInfo("Europe/Zurich")

    axis = axis_of(frame_of(date(2026, 10, 25), (1, 4), zone=local), zone=local)

    words = ["01:00", "02:00 CEST", "02:00 CET", "03:00"]
    assert [one.words for one in axis] == words


def test_hour_that_is_left_out_has_no_row() -> None:
    local = ZoneInfo("Europe/Zurich")

    axis = axis_of(frame_of(date(2026, 3, 29), (1, 4), zone=local), zone=local)

    assert [(one.row, one.words) for one in axis] == [(1, "01:00"), (13, "03:00")]


def test_equal_working_hours_stand_level_on_usual_and_changed_days() -> None:
    local = ZoneInfo("Europe/Zurich")
    frames = [
        frame_of(day, (8, 18), zone=local)
        for day in (date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26))
    ]

    assert {frame.rows for frame in frames} == {120}
    assert (
        len({tuple((b.row, b.words) for b in axis_of(f, zone=local)) for f in frames})
        == 1
    )


def test_hours_shown_hold_all_that_must_be_seen() -> None:
    local, on = ZoneInfo("Europe/Zurich"), date(2026, 11, 9)
    early = cell_of(datetime(2026, 11, 9, 6, 15, tzinfo=UTC))
    late = cell_of(datetime(2026, 11, 9, 18, 5, tzinfo=UTC))

    assert hours_shown([((early, late), on)], zone=local) == (7, 20)
    assert hours_shown([((early, early), on)], zone=local) == (8, 18)
    midnight = cell_of(datetime(2026, 11, 9, 23, 0, tzinfo=UTC))
    assert hours_shown([((late, midnight), on)], zone=local) == (19, 24)


def test_bands_cover_the_frame_between_them() -> None:
    frame = frame_of(date(2026, 11, 9), (8, 12), zone=ZoneInfo("UTC"))
    nine, eleven = frame.first + 12, frame.first + 36

    closed = closed_in(frame, [(nine, eleven)])

    assert [(one.row, one.rows) for one in closed] == [(1, 12), (37, 12)]


def test_free_half_hours_are_wholly_free_and_still_to_come() -> None:
    frame = frame_of(date(2026, 11, 9), (8, 11), zone=ZoneInfo("UTC"))
    taken = [(frame.first + 8, frame.first + 12)]  # 08:40 to 09:00
    early = datetime(2026, 11, 9, 7, 0, tzinfo=UTC)
    late = datetime(2026, 11, 9, 9, 31, tzinfo=UTC)

    free = free_in(frame, [frame.span], taken, now=early)

    assert [one.row for one in free] == [1, 13, 19, 25, 31]
    assert [one.row for one in free_in(frame, [frame.span], taken, now=late)] == [
        25,
        31,
    ]


def test_lanes_keep_overlapping_time_apart() -> None:
    assert lanes_of([(0, 6), (0, 3), (3, 6), (6, 9)]) == [1, 2, 2, 1]
    assert lanes_of([(0, 9)] * 8) == [1, 2, 3, 4, 5, 6, 6, 6]


def test_time_outside_of_the_frame_is_cut_or_left_out() -> None:
    frame = frame_of(date(2026, 11, 9), (8, 9), zone=ZoneInfo("UTC"))
    first, last = frame.span

    cut = within(frame, (first - 6, first + 6))

    assert cut is not None
    assert (cut.row, cut.rows) == (1, 6)
    assert within(frame, (last, last + 6)) is None
