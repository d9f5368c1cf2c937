"""What follows an injection, and what the patient's numbers say about going on."""

from datetime import date
from decimal import Decimal

import pytest

from glabella.core.course import Course, Place, RepeatDate, course
from glabella.core.criteria import Arithmetic, Compare
from glabella.core.fact_types import FactType, FactValue
from glabella.core.intervals import DateWindow
from glabella.core.protocol import CourseWindow, Criterion, Interval, Kind, Measure
from glabella.core.response import Decision, Response, response
from glabella.core.truth import Truth
from tests import build

ONA = "onabotulinumtoxinA"
TREATED = date(2026, 3, 2)
UK = Place(ONA, "UK", build.SOURCES)


def interval(days: int, kind: str = "minimum", **others: object) -> Interval:
    values: dict[str, object] = {"basis": build.SEEN, **others}
    return Interval(kind=kind, days=days, **values)  # type: ignore[arg-type]  # by name


def after(*intervals: Interval, windows: tuple[CourseWindow, ...] = ()) -> Course:
    protocol = build.protocol(intervals=intervals, windows=windows)
    return course(protocol, TREATED, place=UK)


def earliest(*intervals: Interval) -> date | None:
    repeat = after(*intervals).earliest_repeat
    return repeat.day if repeat else None


def test_windows_are_counted_in_whole_days() -> None:
    made = after(windows=(CourseWindow("onset", 3, 7, build.SEEN),))

    assert made.window("onset") == DateWindow(date(2026, 3, 5), date(2026, 3, 10))
    assert made.window("review") is None


def test_a_recalled_window_proposes_nothing() -> None:
    assert after(windows=(CourseWindow("onset", 3, 7, build.RECALLED),)).windows == ()


def test_a_change_of_the_clock_moves_no_window() -> None:
    # Clocks in Europe go forward on 29 March and back on 25 October 2026.
    assert earliest(interval(84)) == date(2026, 5, 25)
    assert earliest(interval(238)) == date(2026, 10, 26)


@pytest.mark.parametrize(
    ("intervals", "day"),
    [
        ((), None),
        ((interval(84),), date(2026, 5, 25)),
        ((interval(84), interval(70, profiles=("UK",))), date(2026, 5, 11)),
        ((interval(84), interval(70, profiles=("US",))), date(2026, 5, 25)),
        ((interval(84), interval(112)), date(2026, 6, 22)),
        ((interval(84, product="other"), interval(70)), date(2026, 5, 11)),
        (
            (
                interval(112, profiles=("UK",)),
                interval(70, profiles=("UK",), product=ONA),
            ),
            date(2026, 5, 11),
        ),
        ((interval(84, basis=build.RECALLED),), None),
        ((interval(84, "usual"),), None),
    ],
)
def test_the_own_and_then_the_stricter_interval_counts(
    intervals: tuple[Interval, ...], day: date | None
) -> None:
    assert earliest(*intervals) == day


def test_printed_months_say_their_later_date() -> None:
    assert after(interval(84, months=3)).earliest_repeat == RepeatDate(
        date(2026, 5, 25), build.SEEN, None, date(2026, 6, 2)
    )


def test_months_that_end_earlier_say_nothing() -> None:
    repeat = after(interval(112, months=3)).earliest_repeat

    assert repeat == RepeatDate(date(2026, 6, 22), build.SEEN, None)


@pytest.mark.parametrize(
    ("to", "last"), [(None, date(2026, 6, 22)), (140, date(2026, 7, 20))]
)
def test_the_usual_repeat_is_a_window(to: int | None, last: date) -> None:
    usual = after(interval(84), interval(112, "usual", days_to=to)).usual_repeat

    assert usual is not None
    assert (usual.from_, usual.last) == (date(2026, 6, 22), last)


# ---- response -----------------------------------------------------------------------

KNOWN = build.catalogue(
    build.definition("before", FactType.DECIMAL),
    build.definition("now", FactType.DECIMAL),
    build.definition("recorded", FactType.INTEGER),
)

DAYS = Measure(
    id="days",
    text=build.text(),
    baseline="before",
    current="now",
    basis=build.SEEN,
    recorded="recorded",
    recorded_minimum=20,
    response_percent=Decimal(30),
    remission=Compare("now", "<", Decimal(5)),
)

NO_RESPONSE = build.criterion(
    "no_response",
    Kind.STOP,
    Arithmetic("percent_fall", ("before", "now"), "<", Decimal(30)),
    advice="review_no_response",
)
SUCCESS = build.criterion(
    "success", Kind.STOP, Compare("now", "<", Decimal(15)), advice="consider_pause"
)


def advice(
    values: dict[str, FactValue],
    *rules: Criterion,
    measures: tuple[Measure, ...] = (DAYS,),
) -> Response:
    protocol = build.protocol(*rules, measures=measures)
    facts = build.stated(values, known=KNOWN)
    return response(protocol, facts, profile="UK", sources=build.SOURCES)


def numbers(before: int, now: int, recorded: int = 28) -> dict[str, FactValue]:
    return {"before": Decimal(before), "now": Decimal(now), "recorded": recorded}


@pytest.mark.parametrize(
    ("values", "decision", "rule"),
    [
        (numbers(20, 16), Decision.CONTINUE, None),
        (numbers(20, 18), Decision.REVIEW_NO_RESPONSE, "no_response"),
        (numbers(20, 14), Decision.CONSIDER_PAUSE, "success"),
        (numbers(15, 14), Decision.CONSIDER_PAUSE, "success"),
        (numbers(20, 18, 20), Decision.REVIEW_NO_RESPONSE, "no_response"),
        (numbers(20, 18, 19), Decision.NOT_ASSESSABLE, None),
        ({"before": Decimal(20), "now": Decimal(18)}, Decision.NOT_ASSESSABLE, None),
        ({"now": Decimal(18), "recorded": 28}, Decision.NOT_ASSESSABLE, None),
        ({"before": Decimal(20), "recorded": 28}, Decision.NOT_ASSESSABLE, None),
    ],
)
def test_advice(
    values: dict[str, FactValue], decision: Decision, rule: str | None
) -> None:
    soft = build.criterion(
        "no_response",
        Kind.STOP,
        Arithmetic("percent_fall", ("before", "now"), "<", Decimal(20)),
        advice="review_no_response",
    )  # fmt: skip - the rule reads as one sentence

    made = advice(values, soft, SUCCESS)

    assert (made.decision, made.rule.criterion.id if made.rule else None) == (
        decision,
        rule,
    )


def test_a_rule_of_another_country_is_not_asked() -> None:
    there = build.criterion(
        "there",
        Kind.STOP,
        Compare("now", ">", Decimal(0)),
        advice="consider_pause",
        profiles=("US",),
    )

    assert advice(numbers(20, 18), there).rules == ()


def test_a_recalled_rule_advises_nothing() -> None:
    recalled = build.criterion(
        "recalled",
        Kind.STOP,
        Compare("now", ">", Decimal(0)),
        advice="consider_pause",
        basis=build.RECALLED,
    )

    made = advice(numbers(20, 18), recalled)

    assert (made.decision, made.rules[0].unverified) == (
        Decision.CONTINUE,
        "recalled, not read in a source",
    )


@pytest.mark.parametrize(
    ("values", "fall", "responded", "remitted"),
    [
        (numbers(20, 14), Decimal(30), Truth.YES, Truth.NO),
        (numbers(20, 15), Decimal(25), Truth.NO, Truth.NO),
        (numbers(20, 4), Decimal(80), Truth.YES, Truth.YES),
        (numbers(0, 0), None, Truth.UNKNOWN, Truth.YES),
        ({}, None, Truth.UNKNOWN, Truth.UNKNOWN),
    ],
)
def test_figures(
    values: dict[str, FactValue],
    fall: Decimal | None,
    responded: Truth,
    remitted: Truth,
) -> None:
    found = advice(values, NO_RESPONSE).figures[0]

    assert (found.fall_percent, found.response, found.remission) == (
        fall,
        responded,
        remitted,
    )


def test_a_measure_without_a_published_remission_or_diary() -> None:
    plain = Measure("plain", build.text(), "before", "now", build.SEEN)

    made = advice(numbers(20, 18), measures=(plain,))

    assert made.decision is Decision.CONTINUE
    assert made.figures[0].remission is Truth.UNKNOWN


def test_without_a_measure_nothing_can_be_assessed() -> None:
    assert advice({}, measures=()).decision is Decision.NOT_ASSESSABLE
