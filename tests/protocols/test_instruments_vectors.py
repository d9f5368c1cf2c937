"""Golden vectors of instruments with a rule of their own: algorithm, triage, grades."""

from decimal import Decimal

import pytest

from glabella.core.errors import InputError
from glabella.core.instruments import Instrument
from glabella.core.scores import Score
from glabella.core.scoring import score
from glabella.core.truth import Truth
from glabella.protocols.instruments_loader import load_instruments

LIBRARY = load_instruments()


def get(name: str) -> Instrument:
    return LIBRARY.instrument(name)


def band(found: Score) -> str | None:
    return found.band.id if found.band else None


def positive(found: Score) -> Truth:
    assert found.suicide_item is not None
    return found.suicide_item.positive


def phq9(row: str) -> dict[str, int]:
    """Return the answers written as a row of digits; a dot was not answered."""
    answers = enumerate(row, start=1)
    return {str(item): int(digit) for item, digit in answers if digit != "."}


# --- PHQ-9 ----------------------------------------------------------------------------

MAJOR, OTHER = "major_depressive_syndrome", "other_depressive_syndrome"


@pytest.mark.parametrize(
    ("row", "major", "other"),
    [
        ("222220000", "yes", "no"),
        ("022220002", "yes", "no"),
        ("222200001", "yes", "no"),  # item 9 counts from 1 on
        ("222210000", "no", "yes"),  # four symptoms
        ("200000001", "no", "yes"),  # two symptoms
        ("200000000", "no", "no"),
        ("112222222", "no", "no"),  # no core symptom
        ("000000000", "no", "no"),
        ("333333333", "yes", "no"),
        ("2222....0", "unknown", "unknown"),
        ("22222....", "yes", "no"),
        (".........", "unknown", "unknown"),
        ("00.......", "no", "no"),  # without a core symptom nothing can follow
    ],
)
def test_phq9_categories(row: str, major: str, other: str) -> None:
    found = score(get("phq9"), phq9(row))

    assert {c.id: str(c.truth) for c in found.categories} == {
        MAJOR: major,
        OTHER: other,
    }


def test_phq9_difficulty_is_asked_and_not_counted() -> None:
    found = score(get("phq9"), {**phq9("111111111"), "10": 3})

    assert (found.total, found.complete) == (Decimal(9), True)


@pytest.mark.parametrize(
    ("row", "expected"),
    [("000000000", "no"), ("000000001", "yes"), ("33333333.", "unknown")],
)
def test_phq9_item_nine(row: str, expected: str) -> None:
    assert str(positive(score(get("phq9"), phq9(row)))) == expected


def test_phq9_item_nine_alone_is_enough_to_alarm() -> None:
    found = score(get("phq9"), {"9": 1})

    assert (found.total, positive(found)) == (None, Truth.YES)


@pytest.mark.parametrize(
    ("name", "item", "below", "at"),
    [
        ("hamd17", "3", 0, 1),
        ("hdrs21", "3", 0, 1),
        ("madrs", "10", 1, 2),
        ("bdi2", "9", 0, 1),
        ("qids_sr16", "12", 0, 1),
    ],
)
def test_other_suicide_items_have_their_own_threshold(
    name: str, item: str, below: int, at: int
) -> None:
    assert positive(score(get(name), {item: below})) is Truth.NO
    assert positive(score(get(name), {item: at})) is Truth.YES


def test_bdi2_takes_item_nine_beside_the_total() -> None:
    found = score(get("bdi2"), {"9": 2}, total=30)

    assert (found.total, band(found), positive(found)) == (
        Decimal(30),
        "severe",
        Truth.YES,
    )


# --- C-SSRS ---------------------------------------------------------------------------


def cssrs(row: str) -> dict[str, int]:
    """Return rows 1 to 6 and 6_recent; a dot was not answered."""
    items = ["1", "2", "3", "4", "5", "6", "6_recent"]
    return {item: int(d) for item, d in zip(items, row, strict=False) if d != "."}


@pytest.mark.parametrize(
    ("row", "level", "alarms"),
    [
        ("00...0.", None, "no"),
        ("10...0.", "low", "yes"),
        ("010000.", "low", "yes"),
        ("011000.", "moderate", "yes"),
        ("00...10", "moderate", "yes"),
        ("010100.", "high", "yes"),
        ("010010.", "high", "yes"),
        ("00...11", "high", "yes"),
        ("...1...", "high", "yes"),  # one yes is enough
        ("01.0000", None, "yes"),  # row 3 could still raise it
        ("0.....0", None, "unknown"),
        (".......", None, "unknown"),
    ],
)
def test_cssrs_triage(row: str, level: str | None, alarms: str) -> None:
    found = score(get("cssrs_screener"), cssrs(row))

    assert (band(found), str(positive(found))) == (level, alarms)


def test_cssrs_rows_that_were_not_asked_are_not_missing() -> None:
    assert score(get("cssrs_screener"), cssrs("00...0.")).complete
    asked = score(get("cssrs_screener"), cssrs("01....."))
    assert asked.missing == ("3", "4", "5", "6", "6_recent")


@pytest.mark.parametrize(
    ("rank", "label"), [(0, "0"), (1, "1"), (2, "1+"), (3, "2"), (4, "3"), (5, "4")]
)
def test_mas_keeps_the_grade_as_printed(rank: int, label: str) -> None:
    assert score(get("mas"), {"grade": rank}).label == label


# --- jaw ------------------------------------------------------------------------------


def gcps(
    pain: tuple[int, int, int], interference: tuple[int, int, int], days: int
) -> Score:
    names = ("pain_now", "pain_worst", "pain_average")
    parts = ("interference_daily", "interference_social", "interference_work")
    answers = dict(zip((*names, *parts), (*pain, *interference), strict=True))
    return score(get("gcps2"), {**answers, "disability_days": days})


@pytest.mark.parametrize(
    ("pain", "interference", "days", "points", "grade"),
    [
        ((0, 0, 0), (0, 0, 0), 0, 0, "grade_0"),
        ((4, 6, 4), (0, 0, 0), 1, 0, "grade_1"),  # intensity 46.67
        ((5, 5, 5), (0, 0, 0), 0, 0, "grade_2"),  # intensity 50
        ((5, 5, 5), (2, 3, 3), 1, 0, "grade_2"),  # interference 26.67
        ((1, 1, 1), (3, 3, 3), 2, 2, "grade_1"),
        ((1, 1, 1), (3, 3, 3), 3, 3, "grade_3"),
        ((9, 9, 9), (5, 5, 5), 5, 4, "grade_3"),
        ((9, 9, 9), (7, 7, 7), 5, 5, "grade_4"),
        ((9, 9, 9), (7, 7, 7), 6, 6, "grade_4"),
    ],
)
def test_gcps_grades(
    pain: tuple[int, int, int],
    interference: tuple[int, int, int],
    days: int,
    points: int,
    grade: str,
) -> None:
    found = gcps(pain, interference, days)

    assert (found.subscores["disability_points"], band(found)) == (
        Decimal(points),
        grade,
    )


def test_gcps_without_days_has_an_intensity_and_no_grade() -> None:
    answers = {"pain_now": 2, "pain_worst": 8, "pain_average": 4}

    found = score(get("gcps2"), answers)

    assert str(found.total) == "46.67"
    assert (band(found), found.subscores["disability_points"]) == (None, None)


def test_jfls8_allows_two_missing_answers() -> None:
    answers = {str(item): 1 for item in range(1, 7)}

    assert score(get("jfls8"), answers).total == 1
    assert score(get("jfls8"), {**answers, "6": None}).total is None


@pytest.mark.parametrize(
    ("answers", "long", "short"),
    [
        ({"1": 2, "2": 0, "3a": 0}, "no", "yes"),
        ({"1": 1, "2": 0, "3a": 0}, "no", "no"),
        ({"1": 1, "2": 1, "3a": 0, "3b": 1}, "yes", "yes"),
    ],
)
def test_tmd_screener_long_and_short(
    answers: dict[str, int], long: str, short: str
) -> None:
    nothing = {"3b": 0, "3c": 0, "3d": 0}

    found = score(get("tmd_pain_screener"), {**nothing, **answers})

    assert [str(reading.truth) for reading in found.cut_offs] == [long, short]


# --- others ---------------------------------------------------------------------------


def test_twstrs_has_no_single_maximum() -> None:
    parts = {"severity": 35, "disability": 30, "pain": 20}

    assert score(get("twstrs"), parts).total is None
    assert score(get("twstrs"), parts, form="total_85").total == 85
    assert (
        score(get("twstrs"), {**parts, "disability": 32}, form="total_87").total == 87
    )
    with pytest.raises(InputError, match="form total_85"):
        score(get("twstrs"), {**parts, "disability": 32}, form="total_85")


def test_midas_counts_a_day_once_for_each_kind() -> None:
    counts = {str(item): 90 for item in range(1, 6)}

    with pytest.raises(InputError, match="add up to 450, more than 270"):
        score(get("midas"), counts)

    days = {"1": 5, "2": 10, "3": 3, "4": 2, "5": 1, "a": 60, "b": 7}
    assert score(get("midas"), days).total == 21


def test_hit6_refuses_a_value_that_no_answer_has() -> None:
    with pytest.raises(InputError, match="not 6, 8, 10, 11, 13"):
        score(get("hit6"), {"1": 7})


def test_oab_v8_says_that_men_get_two_points_more() -> None:
    found = score(get("oab_v8"), {}, total=7)

    assert "adds 2 points" in found.notices[0].en


def test_phq4_parts_are_named_after_their_origin() -> None:
    answers = {"phq9_1": 3, "phq9_2": 0, "gad7_1": 2, "gad7_2": 0}

    found = score(get("phq4"), answers)

    assert found.subscores["depression"] == 3
    assert found.subscores["anxiety"] == 2
    assert [str(reading.truth) for reading in found.cut_offs] == ["yes", "no"]
