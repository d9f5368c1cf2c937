"""Each detector finds its planted mistake, and says nothing of a clean table."""

from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from glabella.core.errors import InputError
from glabella.evidence.detectors import (
    all_findings,
    changed_denominators,
    contradicting_effects,
    duplicate_cohorts,
    impossible_counts,
    inspect_csv,
    standard_errors,
)
from glabella.evidence.printed import PrintedArm, PrintedPair


def number(value: str | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def arm(**printed: str | int | None) -> PrintedArm:
    return PrintedArm(**{key: number(value) for key, value in printed.items()})


def of_means(mean: str, sd: str = "6.0", n: int = 30, **rest: str) -> PrintedArm:
    return arm(n=n, mean=mean, sd=sd, **rest)


def pair(
    first: PrintedArm,
    second: PrintedArm,
    *,
    study: str = "one",
    week: int | None = 6,
    effect: str | None = None,
    sign: int = 1,
) -> PrintedPair:
    return PrintedPair(
        file="table.csv",
        place=f"row of {study}",
        study=study,
        instrument="scale",
        week=number(week),
        first=first,
        second=second,
        effect=number(effect),
        sign=sign,
    )


CLEAN = [
    pair(of_means("10.0"), of_means("13.0", "6.2"), study="one", effect="-0.49"),
    pair(of_means("11.0", "5.5", 25), of_means("12.0", "5.9", 24), study="two"),
    pair(of_means("9.5", "6.6", 40), of_means("12.5", "6.4", 41), study="three"),
    pair(
        arm(events=8, total=52, percent="15.38"),
        arm(events=8, total=24, percent="33.33"),
        study="four",
    ),
    pair(arm(percent="52"), arm(n=41, percent="15"), study="five"),
]


def laws(findings: list[object]) -> list[str]:
    return [str(each) for each in findings]


def test_a_clean_table_gives_no_finding() -> None:
    assert all_findings(CLEAN) == []


def test_all_detectors_are_asked() -> None:
    wrong = pair(
        arm(n=36, mean="20", sd="1.0", events=40, total=36, baseline_sd="6"),
        of_means("13"),
        study="odd",
        effect="3",
    )
    again = attrs.evolve(wrong, study="copy")
    more = pair(of_means("1", n=31), of_means("2"), study="odd")

    found = all_findings([*CLEAN, wrong, again, more])

    kinds = ("standard deviation", "effect", "events among", "same numbers", "counts")
    assert [
        [kind in str(each) for each in found].count(True) > 0 for kind in kinds
    ] == [True] * 5


# --- standard errors


def test_a_standard_error_beside_its_baseline_is_found() -> None:
    odd = pair(of_means("10", "0.2", 180, baseline_sd="2.7"), of_means("12"))

    [found] = standard_errors([odd])

    assert str(found) == (
        "table.csv, row of one: prints 0.2 as the standard deviation of arm 1, where "
        "about 2.7 is usual. See whether it is a standard error; then times root n."
    )


def test_a_standard_error_beside_other_studies_is_found() -> None:
    odd = pair(of_means("10", "1.1"), of_means("12", "1.1"), study="odd")

    found = standard_errors([*CLEAN, odd])

    assert [each.place for each in found] == ["row of odd", "row of odd"]


@pytest.mark.parametrize(
    "first",
    [
        of_means("10", "2.5", baseline_sd="6"),
        of_means("10", "0.01", baseline_sd="6"),
        of_means("10", "1.9", 8, baseline_sd="6"),
        of_means("10", "1.1", baseline_sd="0"),
        arm(n=30, mean="10", sd=None, baseline_sd="6"),
        arm(n=None, mean="10", sd="1.1", baseline_sd="6"),
        of_means("10", "1.1"),
    ],
    ids=[
        "near",
        "nothing",
        "few",
        "no spread",
        "no sd",
        "no n",
        "nothing to hold it to",
    ],
)
def test_what_may_be_a_standard_deviation_is_left_alone(first: PrintedArm) -> None:
    assert standard_errors([pair(first, of_means("12"))]) == []


# --- effects against means


def test_an_effect_of_another_size_is_found() -> None:
    odd = pair(of_means("10", "2"), of_means("18", "2"), effect="-0.59")

    [found] = contradicting_effects([odd])

    assert found.law == (
        "prints the effect -0.59, but its means give -3.948: another size."
    )


def test_an_effect_of_the_opposite_sign_is_found() -> None:
    odd = pair(of_means("10"), of_means("13"), effect="0.49")

    [found] = contradicting_effects([odd])

    assert found.law.endswith("but its means give -0.494: the opposite sign.")


def test_the_sign_rule_of_the_table_counts() -> None:
    turned = pair(of_means("10"), of_means("13"), effect="0.49", sign=-1)

    assert contradicting_effects([turned]) == []


@pytest.mark.parametrize(
    "first",
    [
        arm(n=30, mean="10"),
        arm(n=1, mean="10", sd="1"),
        arm(n=10**9, mean="10", sd="1"),
        arm(n=9, mean="1", sd="0"),
    ],
    ids=["no sd", "one person", "more than any trial has", "no spread"],
)
def test_means_that_give_no_effect_contradict_none(first: PrintedArm) -> None:
    lines = [pair(first, of_means("1"), effect="9"), pair(of_means("1"), first)]

    assert contradicting_effects(lines) == []


# --- counts


@pytest.mark.parametrize(
    ("printed", "law"),
    [
        ({"events": 12, "total": 11}, "prints 12 events among 11 people in arm 1."),
        ({"events": -1, "total": 11}, "prints -1 events in arm 1."),
        ({"events": "5.5", "total": 11}, "prints 5.5 events in arm 1."),
        ({"n": "10.5"}, "prints 10.5 people in arm 1."),
        (
            {"percent": "1.2", "n": 696},
            "prints 1.2 %, which no whole number of 696 gives in arm 1.",
        ),
    ],
)
def test_an_impossible_count_is_found(printed: dict[str, str | int], law: str) -> None:
    found = impossible_counts([pair(arm(**printed), arm(n=5))])

    assert [each.law for each in found] == [law]


@pytest.mark.parametrize(
    ("percent", "people"), [("52", 33), ("15", 41), ("54.2", 59), ("0", 19), ("100", 7)]
)
def test_a_percentage_that_some_count_gives_is_left_alone(
    percent: str, people: int
) -> None:
    assert impossible_counts([pair(arm(percent=percent, n=people), arm())]) == []


# --- the same people twice


def test_the_same_people_in_two_studies_are_found() -> None:
    copy = attrs.evolve(CLEAN[0], study="copy", place="row of copy")

    [found] = duplicate_cohorts([*CLEAN, copy])

    assert found.law == 'prints the same numbers as "one", row of one.'


@pytest.mark.parametrize(
    "line",
    [
        CLEAN[0],
        pair(arm(events=0, total=6), arm(events=0, total=6), study="small"),
        pair(arm(n=30), arm(n=31), study="sizes"),
    ],
    ids=["the same study again", "numbers that many share", "too few numbers"],
)
def test_what_is_no_copy_is_left_alone(line: PrintedPair) -> None:
    other = attrs.evolve(line, study="one" if line.study == "one" else "two")

    assert duplicate_cohorts([line, other]) == []


# --- denominators


def test_people_who_differ_within_a_week_are_found() -> None:
    lines = [
        pair(arm(n=30), arm(n=30)),
        pair(arm(events=3, total=28), arm(events=1, total=30)),
    ]

    [found] = changed_denominators(lines)

    assert (found.place, found.law) == (
        "row of one, arm 1",
        "counts 28 people, and 30 elsewhere in the same week.",
    )


def test_people_who_grow_in_number_are_found() -> None:
    lines = [pair(arm(n=n), arm(n=20), week=w) for w, n in ((2, 20), (6, 18), (12, 25))]

    [found] = changed_denominators(lines)

    assert found.law == "counts 25 people, more than the 20 of earlier weeks."


def test_people_who_leave_are_left_alone() -> None:
    lines = [
        pair(arm(n=n), arm(n=None), week=w) for w, n in ((2, 20), (6, 18), (None, 18))
    ]

    assert changed_denominators(lines) == []


# --- a file of one's own


def csv_laws(folder: Path, *lines: str) -> list[str]:
    path = folder / "mine.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    _, findings = inspect_csv(path)
    return [f"{each.place}: {each.law}" for each in findings]


def test_a_clean_file_gives_no_finding(tmp_path: Path) -> None:
    head = "study,instrument,week,n1,mean1,sd1,n2,mean2,sd2,effect"

    assert csv_laws(tmp_path, head, "A,scale,6,30,10,6,30,13,6.2,-0.49") == []


def test_what_is_odd_in_a_file_is_found(tmp_path: Path) -> None:
    head = "study;n1;mean1;sd1;n2;mean2;sd2;effect;baseline_sd1"

    found = csv_laws(
        tmp_path, head, "A;30;10,0;6;30;13,0;6,2;0,49;6", "B;30;10;1,1;~30;13;6;NA;6"
    )

    assert [each[:56] for each in found] == [
        'line 3, column n2: has "~30", which is no number.',
        "line 3: prints 1.1 as the standard deviation of arm 1, w",
        "line 2: prints the effect 0.49, but its means give -0.48",
    ]


def test_an_effect_beside_counts_is_not_held_against_means(tmp_path: Path) -> None:
    head = "study,events1,n1,events2,n2,effect,percent1"

    assert csv_laws(tmp_path, head, ",3,20,1,21,4.5,15") == []


def test_a_file_without_studies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='has no column "study"'):
        csv_laws(tmp_path, "events1,n1", "1,2")
