"""Three arms: the people of a shared control count once, whatever is chosen."""

from decimal import Decimal
from statistics import mean, stdev
from typing import Any

import attrs
import pytest

from glabella.core.sources import Status
from glabella.evidence.library import load
from glabella.evidence.options import Asking
from glabella.evidence.outcomes import OutcomeKind, Scale
from glabella.evidence.questions import Counts, Means, QuestionRows
from glabella.evidence.rows import rows_of
from glabella.evidence.study import Arm, Contrast, Result, Role, Study
from tests.evidence.library import builders as b

LOW = Arm("low", Role.TOXIN, "30 U")
HIGH = Arm("high", Role.TOXIN, "50 U")
OTHER = Arm("other", Role.PLACEBO, "second placebo")
ARMS = (LOW, HIGH, b.PLACEBO, OTHER)
SHARED = (Contrast("low", "placebo"), Contrast("high", "placebo"))
EVENTS = b.question(kind=OutcomeKind.EVENTS, scale=Scale.ODDS_RATIO)

COUNTED = (
    b.arm_line("low", events=3, total=20),
    b.arm_line("high", events=8, total=21),
    b.arm_line("placebo", events=2, total=19),
)
MEASURED = (
    b.arm_line("low", n=3, mean=4, sd=1),
    b.arm_line("high", n=4, mean=6, sd=2),
    b.arm_line("placebo", n=5, mean=9, sd=2),
)


def three_arms(*lines: Result, **rest: Any) -> Study:
    return b.study(*lines, **{"arms": ARMS, "contrasts": SHARED, **rest})


def found(study: Study, *, combine: bool = True, **asked: Any) -> QuestionRows:
    asking = Asking(
        question=asked.get("question", b.question()),
        outcomes={"score": b.outcome(kind=asked.get("kind", OutcomeKind.SCORE))},
        combine_arms=combine,
    )
    return rows_of(asking, {study.id: study})


def test_of_two_doses_against_one_placebo_the_first_counts() -> None:
    rows = found(three_arms(*COUNTED), combine=False, question=EVENTS)

    assert [row.data for row in rows.rows] == [Counts(3, 20, 2, 19)]
    (left,) = rows.unusable
    assert left.label == "Study one, 50 U"
    assert left.reason.en == (
        "It shares an arm with Study one, 30 U, which counts; `glabella pool "
        "--arms combine` takes both as one arm."
    )


def test_counts_of_two_doses_are_added() -> None:
    rows = found(three_arms(*COUNTED), question=EVENTS)

    (row,) = rows.rows
    assert (row.label, row.data) == ("Study one", Counts(11, 41, 2, 19))
    assert row.contrast == Contrast("low+high", "placebo")
    assert row.results == ("low-line", "placebo-line", "high-line")
    assert (row.status, rows.unusable) == (Status.DERIVED, ())


def test_means_of_two_doses_are_those_of_all_their_people() -> None:
    """Checked on people: three in one arm, four in the other."""
    low, high = [3, 4, 5], [1, 5, 6, 10]
    given = [
        b.arm_line(arm, n=len(of), mean=str(mean(of)), sd=str(Decimal(str(stdev(of)))))
        for arm, of in (("low", low), ("high", high))
    ]

    (row,) = found(three_arms(*given, MEASURED[2])).rows

    data = row.data
    assert isinstance(data, Means)
    assert (data.toxin_n, data.control_n) == (7, 5)
    assert float(data.toxin_mean) == pytest.approx(mean(low + high), abs=1e-12)
    assert float(data.toxin_sd) == pytest.approx(stdev(low + high), abs=1e-12)


def test_arms_with_placebo_groups_of_their_own_stay_two_rows() -> None:
    own = (Contrast("low", "placebo"), Contrast("high", "other"))
    other = b.arm_line("other", events=4, total=18)

    rows = found(three_arms(*COUNTED, other, contrasts=own), question=EVENTS)

    assert [row.label for row in rows.rows] == ["Study one, 30 U", "Study one, 50 U"]
    assert rows.unusable == ()


@pytest.mark.parametrize("combine", [False, True])
def test_brin_2020_compares_each_dose_with_a_placebo_group_of_its_own(
    *, combine: bool
) -> None:
    """Its file has no number for 50 U; with invented ones both doses would count."""
    arms = ("bont30", "placebo30", "bont50", "placebo50")
    invented = [b.arm_line(arm, n=9, mean=4, sd=1) for arm in arms]
    brin = attrs.evolve(load().study("brin2020"), results=tuple(invented))

    rows = found(brin, combine=combine)

    pairs = [(row.contrast.arm, row.contrast.against) for row in rows.rows]
    assert pairs == [("bont30", "placebo30"), ("bont50", "placebo50")]
    assert rows.unusable == ()


@pytest.mark.parametrize(
    "lines",
    [
        # Means of one arm and an effect of the other.
        (
            b.effect_line("-2", se="1", line_id="e"),
            b.arm_line("high", n=4, mean=6, sd=2),
            b.arm_line("placebo", n=5, mean=9, sd=2),
        ),
        # Two printed effects.
        (
            b.effect_line("-2", se="1", line_id="e"),
            attrs.evolve(b.effect_line("-3", se="1", line_id="f"), arm="high"),
        ),
        # Two weeks.
        (
            b.arm_line("toxin", week=Decimal(4), n=4, mean=6, sd=2),
            b.arm_line("placebo", week=Decimal(4), n=4, mean=6, sd=2),
            *MEASURED[1:],
        ),
        # The control printed twice, and differently.
        (
            b.arm_line("toxin", n=4, mean=6, sd=2),
            b.arm_line("placebo", "later", n=4, change=-1, change_sd=2),
            b.arm_line("high", n=4, change=-3, change_sd=2),
            b.arm_line("placebo", n=5, mean=9, sd=2),
        ),
    ],
)
def test_numbers_that_differ_in_kind_are_not_combined(
    lines: tuple[Result, ...],
) -> None:
    contrasts = (Contrast("toxin", "placebo"), Contrast("high", "placebo"))
    given = b.study(*lines, arms=(*b.TWO_ARMS, HIGH), contrasts=contrasts)

    rows = found(given)

    assert [row.label for row in rows.rows] == ["Study one, toxin"]
    assert [each.reason.de for each in rows.unusable] == [
        "Sie teilt einen Arm mit Study one, toxin; jene zählt."
    ]


@pytest.mark.parametrize(
    "contrasts",
    [
        (Contrast("low", "placebo"), Contrast("low", "other")),
        tuple(attrs.evolve(each, paired=True) for each in SHARED),
    ],
)
def test_one_arm_against_two_and_one_group_twice_are_not_combined(
    contrasts: tuple[Contrast, ...],
) -> None:
    other = b.arm_line("other", n=4, mean=6, sd=2)

    rows = found(three_arms(*MEASURED, other, contrasts=contrasts))

    assert (len(rows.rows), len(rows.unusable)) == (1, 1)


def test_a_contrast_that_ties_two_others_joins_their_group() -> None:
    contrasts = (
        Contrast("low", "placebo"),
        Contrast("high", "other"),
        Contrast("low", "other"),
    )
    other = b.arm_line("other", n=4, mean=6, sd=2)

    rows = found(three_arms(*MEASURED, other, contrasts=contrasts))

    kept = [(row.contrast.arm, row.contrast.against) for row in rows.rows]
    assert kept == [("low", "placebo"), ("high", "other")]
    assert len(rows.unusable) == 1
