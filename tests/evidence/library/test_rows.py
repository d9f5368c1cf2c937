"""Which numbers of a study become a row, and what is said of those that do not."""

from decimal import Decimal

import pytest

from glabella.core.instruments import Direction
from glabella.core.sources import Status
from glabella.evidence.outcomes import MixedSignsError, OutcomeKind, Scale
from glabella.evidence.questions import Counts, Effect, Means
from glabella.evidence.rows import INCOMPLETE, NO_CONTROL, OTHER_CONTROL, RECALLED
from glabella.evidence.study import (
    Arm,
    Contrast,
    Design,
    Estimand,
    Gap,
    Result,
    Role,
)
from tests.evidence.library import builders as b

COUNTED = b.question(
    kind=OutcomeKind.EVENTS,
    scale=Scale.ODDS_RATIO,
    direction=Direction.HIGHER_IS_BETTER,
)
EVENTS = {
    "score": b.outcome("score", Direction.HIGHER_IS_BETTER, OutcomeKind.EVENTS),
}


def test_counts_of_both_arms_are_a_row() -> None:
    toxin = b.arm_line("toxin", events=9, total=20)
    placebo = b.arm_line("placebo", events=2, total=20, basis=b.DERIVED)

    found = b.rows(b.study(toxin, placebo), asked=COUNTED, outcomes=EVENTS)

    [row] = found.rows
    assert row.data == Counts(9, 20, 2, 20)
    assert (row.status, row.results) == (Status.DERIVED, ("toxin-line", "placebo-line"))
    assert (row.places, row.publications) == (("abstract", "table"), ("PAPER",))


def test_means_of_both_arms_are_a_row() -> None:
    toxin = b.arm_line("toxin", n=20, mean="3.6", sd="2.5")
    placebo = b.arm_line("placebo", n=20, mean="4.7", sd="2.5")

    [row] = b.rows(b.study(toxin, placebo)).rows

    d = Decimal
    assert row.data == Means(20, d("3.6"), d("2.5"), 20, d("4.7"), d("2.5"))
    assert (row.estimand, row.week) == (Estimand.FINAL, b.SIX)


def test_changes_are_taken_where_there_are_no_end_points() -> None:
    lines = [b.arm_line(a, n=20, change=-3, change_sd=2) for a in ("toxin", "placebo")]

    [row] = b.rows(b.study(*lines)).rows

    assert row.estimand is Estimand.CHANGE


def test_the_estimand_asked_for_is_preferred() -> None:
    final = [b.arm_line(a, n=20, mean=3, sd=2) for a in ("toxin", "placebo")]
    adjusted = b.effect_line("-1", se="0.5", estimand=Estimand.ADJUSTED)
    given = b.study(*final, adjusted)

    [usual] = b.rows(given).rows
    [asked] = b.rows(given, estimand=Estimand.ADJUSTED).rows

    assert (usual.estimand, asked.estimand) == (Estimand.FINAL, Estimand.ADJUSTED)


def test_the_nearest_week_is_preferred() -> None:
    lines = [
        b.arm_line(arm, f"{arm}-{week}", n=20, mean=week, sd=2, week=Decimal(week))
        for arm in ("toxin", "placebo")
        for week in (4, 7, 12)
    ]

    [row] = b.rows(b.study(*lines)).rows

    assert row.results == ("toxin-7", "placebo-7")


def test_a_line_without_a_week_belongs_to_the_whole_study() -> None:
    lines = [b.arm_line(a, n=9, mean=1, sd=2, week=None) for a in ("toxin", "placebo")]

    [row] = b.rows(b.study(*lines)).rows

    assert row.week is None


def test_a_line_outside_the_weeks_is_not_asked_for() -> None:
    line = b.effect_line("-1", se="0.5")

    found = b.rows(b.study(line), asked=b.question(first_week=Decimal(7)))

    assert (found.rows, found.unusable) == ((), ())


def test_an_effect_keeps_its_interval() -> None:
    [row] = b.rows(b.study(b.effect_line("-1", low="-2", high="0"))).rows

    d = Decimal
    assert row.data == Effect(
        Scale.MEAN_DIFFERENCE, d(-1), low=d(-2), high=d(0), corrected=False
    )


@pytest.mark.parametrize(
    ("direction", "favours", "value", "ends"),
    [
        (Direction.HIGHER_IS_WORSE, "toxin", "-1", ("-2", "0")),
        (Direction.HIGHER_IS_WORSE, "placebo", "1", ("0", "2")),
        (Direction.HIGHER_IS_BETTER, "toxin", "1", ("0", "2")),
    ],
)
def test_a_magnitude_gets_the_sign_of_whom_it_favours(
    direction: Direction, favours: str, value: str, ends: tuple[str, str]
) -> None:
    line = b.effect_line("1", low="0", high="2", favours=favours)
    outcomes = {"score": b.outcome("score", direction)}

    found = b.rows(
        b.study(line), asked=b.question(direction=direction), outcomes=outcomes
    )

    data = found.rows[0].data
    assert isinstance(data, Effect)
    assert data.value == Decimal(value)
    assert (data.low, data.high) == (Decimal(ends[0]), Decimal(ends[1]))


def test_a_magnitude_with_an_error_needs_no_ends() -> None:
    [row] = b.rows(b.study(b.effect_line("1", se="0.5", favours="toxin"))).rows

    assert row.data == Effect(Scale.MEAN_DIFFERENCE, Decimal(-1), se=Decimal("0.5"))


def test_a_standardised_difference_lives_on_the_numbers_of_people() -> None:
    line = b.effect_line("-0.5", scale=Scale.STANDARDISED_DIFFERENCE)
    asked = b.question(scale=Scale.STANDARDISED_DIFFERENCE)
    recalled = Arm("placebo", Role.PLACEBO, "placebo", b.people(20, b.RECALLED))

    [row] = b.rows(b.study(line), asked=asked).rows
    without = b.rows(
        b.study(line, arms=(b.TOXIN, Arm("placebo", Role.PLACEBO, "placebo"))),
        asked=asked,
    )
    weak = b.rows(b.study(line, arms=(b.TOXIN, recalled)), asked=asked)

    assert isinstance(row.data, Effect)
    assert (row.data.toxin_n, row.data.control_n) == (20, 20)
    assert [each.reason for each in without.unusable] == [INCOMPLETE]
    assert [each.reason for each in weak.unusable] == [RECALLED]


@pytest.mark.parametrize(
    "line",
    [
        b.effect_line(None),
        b.effect_line("-1"),
        b.effect_line("-1", scale=Scale.STANDARDISED_DIFFERENCE, se="0.5"),
        b.arm_line("toxin", n=20, mean=3, sd=2),
    ],
    ids=["no value", "no error", "another scale", "one arm"],
)
def test_what_is_incomplete_is_said(line: Result) -> None:
    found = b.rows(b.study(line))

    assert found.rows == ()
    assert [each.reason for each in found.unusable] == [INCOMPLETE]


def test_half_a_mean_is_no_row() -> None:
    lines = [b.arm_line(a, mean=3, sd=2) for a in ("toxin", "placebo")]

    assert b.rows(b.study(*lines)).rows == ()


def test_half_a_count_is_no_row() -> None:
    lines = [b.arm_line(a, events=3) for a in ("toxin", "placebo")]

    assert b.rows(b.study(*lines), asked=COUNTED, outcomes=EVENTS).rows == ()


def test_recalled_numbers_enter_only_if_asked_for() -> None:
    given = b.study(b.effect_line("-1", se="0.5", basis=b.RECALLED))

    without = b.rows(given)
    asked_for = b.rows(given, include_recalled=True)

    assert [each.reason for each in without.unusable] == [RECALLED]
    assert [row.status for row in asked_for.rows] == [Status.RECALLED]


def test_a_number_that_was_read_beats_one_that_was_recalled() -> None:
    recalled = b.effect_line("-9", se="0.5", basis=b.RECALLED, line_id="r")
    derived = b.effect_line("-1", se="0.5", basis=b.DERIVED, line_id="d")

    [row] = b.rows(b.study(recalled, derived), include_recalled=True).rows

    assert row.results == ("d",)


def test_a_study_without_control_says_so() -> None:
    alone = b.study(
        b.arm_line("toxin", n=9, mean=1, sd=1),
        design=Design.SINGLE_ARM,
        contrasts=(),
    )
    other = b.study(
        b.effect_line("-1", se="1"),
        study_id="two",
        arms=(b.TOXIN, Arm("placebo", Role.ACTIVE, "a pill")),
    )

    found = b.rows(alone, other)

    assert [each.reason for each in found.unusable] == [NO_CONTROL, OTHER_CONTROL]


def test_a_contrast_with_an_arm_that_is_not_there_is_not_asked() -> None:
    given = b.study(
        b.arm_line("toxin", n=9, mean=1, sd=1), contrasts=(Contrast("toxin", "gone"),)
    )

    assert [each.reason for each in b.rows(given).unusable] == [OTHER_CONTROL]


def test_a_gap_of_the_arm_is_told_before_that_of_the_study() -> None:
    high = Arm("high", Role.TOXIN, "high dose", b.people(20))
    given = b.study(
        arms=(b.TOXIN, high, b.PLACEBO),
        contrasts=(Contrast("toxin", "placebo"), Contrast("high", "placebo")),
        gaps=(
            Gap("other", b.text("elsewhere")),
            Gap("asked", b.text("of the study")),
            Gap("asked", b.text("of the arm"), arm="high"),
        ),
    )

    told = [(each.label, each.reason.en) for each in b.rows(given).unusable]

    assert told == [
        ("Study one, toxin", "of the study"),
        ("Study one, high dose", "of the arm"),
    ]


def test_a_gap_of_another_arm_says_nothing_of_this_one() -> None:
    given = b.study(
        b.effect_line(None), gaps=(Gap("asked", b.text("other"), arm="high"),)
    )

    assert [each.reason for each in b.rows(given).unusable] == [INCOMPLETE]


def test_two_controls_of_one_arm_are_told_apart_by_the_control() -> None:
    nothing = Arm("nothing", Role.NOTHING, "no injection")
    given = b.study(
        b.arm_line("toxin", n=9, mean=1, sd=1),
        arms=(*b.TWO_ARMS, nothing),
        contrasts=(*b.ONE_CONTRAST, Contrast("toxin", "nothing")),
    )
    asked = b.question(against=(Role.PLACEBO, Role.NOTHING))

    labels = [each.label for each in b.rows(given, asked=asked).unusable]

    assert labels == ["Study one, placebo", "Study one, no injection"]


def test_a_review_is_no_row() -> None:
    line = b.effect_line("-1", se="0.5")

    found = b.rows(b.study(line, design=Design.META_ANALYSIS))

    assert (found.rows, found.unusable) == ((), ())


def test_the_same_people_count_once() -> None:
    line = b.effect_line("-1", se="0.5")
    part = b.study(line, study_id="part")
    pooled = b.study(line, study_id="pooled", parts=("part", "absent"))

    both = b.rows(part, pooled)
    alone = b.rows(pooled)

    assert [row.study for row in both.rows] == ["part"]
    told = [(each.study, each.reason.en) for each in both.unusable]
    assert told == [("pooled", "It holds the same people as Study part.")]
    assert [row.study for row in alone.rows] == ["pooled"]


def test_an_arm_counts_once() -> None:
    """Three arms give two contrasts; the toxin arm may not count in both."""
    nothing = Arm("nothing", Role.NOTHING, "no injection")
    lines = [
        b.arm_line(arm, n=9, mean=1, sd=1) for arm in ("toxin", "placebo", "nothing")
    ]
    given = b.study(
        *lines,
        arms=(*b.TWO_ARMS, nothing),
        contrasts=(*b.ONE_CONTRAST, Contrast("toxin", "nothing")),
    )

    found = b.rows(given, asked=b.question(against=(Role.PLACEBO, Role.NOTHING)))

    assert [row.label for row in found.rows] == ["Study one, placebo"]
    assert [(each.label, each.reason.en) for each in found.unusable] == [
        (
            "Study one, no injection",
            "It shares an arm with Study one, placebo, which counts.",
        )
    ]


def test_outcomes_of_two_sign_conventions_are_refused() -> None:
    outcomes = {
        "score": b.outcome("score"),
        "turned": b.outcome("turned", Direction.HIGHER_IS_BETTER),
    }

    with pytest.raises(MixedSignsError, match="two sign conventions"):
        b.rows(asked=b.question(outcomes=("score", "turned")), outcomes=outcomes)


def test_no_outcome_has_no_convention() -> None:
    with pytest.raises(MixedSignsError, match="none named"):
        b.rows(asked=b.question(outcomes=()))


def test_fewer_than_two_rows_cannot_be_pooled() -> None:
    line = b.effect_line("-1", se="0.5")
    none, one = b.rows(), b.rows(b.study(line))
    two = b.rows(b.study(line), b.study(line, study_id="two"))

    reasons = [found.cannot_be_pooled for found in (none, one, two)]

    assert [reason and reason.en for reason in reasons] == [
        "Cannot be pooled, because no study has usable numbers; two are needed.",
        "Cannot be pooled, because only one study has usable numbers; two are needed.",
        None,
    ]
