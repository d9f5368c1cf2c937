"""Facts: what counts today, what has expired, what contradicts itself."""

from datetime import date
from decimal import Decimal

import pytest

from glabella.core.errors import InputError, UnknownNameError
from glabella.core.fact_types import FactType, FactValue, Validity
from glabella.core.facts import Absence, Fact, Missing
from tests import build

SIX_WEEKS = Validity("recall_2_weeks", 42)

SCORE = build.definition("score", FactType.INTEGER, validity=SIX_WEEKS)


def test_a_fact_nobody_recorded_is_missing() -> None:
    assert build.fact_set().lookup("a") == Missing("a", Absence.NOT_RECORDED)


def test_the_newest_statement_counts() -> None:
    old = build.fact("a", True, as_of=build.days_before(10))
    new = build.fact("a", False)

    facts = build.fact_set(new, old)

    assert facts.lookup("a") == new
    assert facts.history("a") == (old, new)


@pytest.mark.parametrize(
    ("age_days", "counts"), [(42, True), (43, False), (365, False)]
)
def test_a_score_expires_with_its_window(age_days: int, *, counts: bool) -> None:
    score = build.fact("score", 12, as_of=build.days_before(age_days))

    found = build.fact_set(score, known=build.catalogue(SCORE)).lookup("score")

    expired = Missing("score", Absence.EXPIRED, last=score)
    assert found == (score if counts else expired)


def test_statements_of_one_day_that_disagree_are_a_conflict() -> None:
    yes, no = build.fact("a", True), build.fact("a", False)

    found = build.fact_set(yes, no).lookup("a")

    assert found == Missing("a", Absence.CONFLICT, rivals=(yes, no))


def test_an_older_contradiction_is_no_conflict() -> None:
    old = build.fact("a", True, as_of=build.days_before(1))
    new = build.fact("a", False)

    assert build.fact_set(old, new).lookup("a") == new


def test_facts_of_the_future_are_set_aside_and_counted() -> None:
    future = build.fact("a", True, as_of=date(2026, 3, 3))

    facts = build.fact_set(future)

    assert (facts.lookup("a"), facts.ignored_future) == (
        Missing("a", Absence.NOT_RECORDED),
        1,
    )


def test_a_fact_nobody_defined_is_refused_with_a_hint() -> None:
    with pytest.raises(UnknownNameError, match='Did you mean "cycles_completed"'):
        build.fact_set(cycles_complete=1)


def test_seen_on_an_earlier_day_later_facts_vanish() -> None:
    old = build.fact("a", False, as_of=build.days_before(30))
    facts = build.fact_set(old, build.fact("a", True))

    assert facts.as_seen_on(build.days_before(1)).lookup("a") == old


def test_replacing_and_forgetting_leave_the_original_alone() -> None:
    facts = build.fact_set(a=True, b=True)

    changed = facts.with_facts([build.fact("a", False)]).without(["b"])

    assert [f.value for f in changed.all_facts()] == [False]
    assert sorted(str(f.value) for f in facts.all_facts()) == ["True", "True"]


NUMBER = build.definition(
    "number", FactType.DECIMAL, minimum=Decimal(0), maximum=Decimal(31), unit="days"
)
ANY = build.catalogue(
    NUMBER,
    build.definition("whole", FactType.INTEGER),
    build.definition("day", FactType.DATE),
    build.definition("words", FactType.TEXT),
    build.definition("one", FactType.CHOICE, choices=("left", "right")),
    build.definition("many", FactType.CHOICES, choices=("x", "y")),
    build.definition(
        "months", FactType.MONTHLY, minimum=Decimal(0), maximum=Decimal(31)
    ),
)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("a", True, True),
        ("number", Decimal("7.10"), Decimal("7.10")),
        ("whole", Decimal("3.0"), 3),
        ("day", "2024-02-29", date(2024, 2, 29)),
        ("day", date(2024, 2, 29), date(2024, 2, 29)),
        ("words", "plain", "plain"),
        ("one", "left", "left"),
        ("many", ["y", "x", "y"], ("x", "y")),
        ("months", [15, None, Decimal(16)], (Decimal(15), None, Decimal(16))),
        (
            "toxin_sessions",
            [{"date": "2026-01-05", "units": 155}],
            (
                {
                    "date": date(2026, 1, 5),
                    "product": None,
                    "units": Decimal(155),
                    "condition": None,
                },
            ),
        ),
    ],
)
def test_a_raw_value_becomes_a_fact_value(
    name: str, raw: object, value: FactValue
) -> None:
    assert ANY.normalise(name, raw) == value


@pytest.mark.parametrize(
    ("name", "raw", "complaint"),
    [
        ("a", 1, "1 is not true or false"),
        ("number", True, "True is not a number"),
        ("number", 1.5, "1.5 is not a number"),
        ("number", Decimal("NaN"), "is not a number"),
        ("number", -1, "-1 is not at least 0"),
        ("number", 32, "32 is not at most 31"),
        ("whole", Decimal("2.5"), "is not a whole number"),
        ("day", "2026-02-31", "is not a day of the calendar"),
        ("day", "31.03.2026", "is not a date such as"),
        ("words", 3, "3 is not a text"),
        ("one", "up", "'up' is not one of left, right"),
        ("many", "x", "'x' is not a list of choices"),
        ("months", [], "is not a list of monthly numbers"),
        ("months", ["many"], "'many' is not a number or an empty month"),
        ("months", [32], "32 is not at most 31"),
        ("toxin_sessions", {}, "is not a list of rows"),
        ("toxin_sessions", ["2026-01-05"], "is not a row of named values"),
        ("toxin_sessions", [{"dose": 5}], "'dose' is not a field"),
        ("toxin_sessions", [{"units": -5}], "-5 is not at least 0"),
        ("toxin_sessions", [{"date": "2026-02-31"}], "is not a day of the calendar"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    name: str, raw: object, complaint: str
) -> None:
    with pytest.raises(InputError, match=f'fact "{name}.*: .*{complaint}'):
        ANY.normalise(name, raw)


def test_rows_of_a_missing_fact_are_none() -> None:
    assert build.fact_set().rows("toxin_sessions") == ()


def test_a_question_is_answered_once(  # the same object comes back: it was remembered
) -> None:
    facts = build.fact_set(a=True)
    rule = build.criterion().when

    assert facts.answer(rule) is facts.answer(rule)


def test_a_fact_says_its_source() -> None:
    assert Fact("a", True, build.ON).source == "stated"
