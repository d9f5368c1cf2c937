"""From studies, rows and files to one answer."""

from decimal import Decimal

import pytest

from glabella.core.errors import InputError
from glabella.core.instruments import Direction
from glabella.core.sources import Status, Text
from glabella.evidence.effects.arms import count_arm
from glabella.evidence.effects.effect import Measure, effects
from glabella.evidence.effects.scales import no_effect
from glabella.evidence.effects.zero_cells import Tables, tables
from glabella.evidence.effects_file import read_table, synthesise_table
from glabella.evidence.grouped_table import grouped
from glabella.evidence.outcomes import OutcomeKind, Scale
from glabella.evidence.pooling.model import COMMON_EFFECT, Model, Tau2, Test
from glabella.evidence.questions import (
    Counts,
    Effect,
    Means,
    Question,
    QuestionRows,
    Row,
    RowData,
    Topic,
)
from glabella.evidence.row_effects import answer
from glabella.evidence.study import Contrast
from glabella.evidence.synthesis import (
    Choices,
    Synthesis,
    Weighting,
    synthesise,
    synthesise_counts,
)

# Parsaik 2016 pools these three trials; its printed odds ratio of response is 8.3.
TRIALS = tables(
    count_arm([9, 17, 6], [15, 33, 11]),
    count_arm([2, 6, 0], [15, 41, 19]),
    labels=("Wollmer 2012", "Finzi 2014", "Magid 2014"),
)
MH = Choices(weighting=Weighting.MANTEL_HAENSZEL)
PETO = Choices(weighting=Weighting.PETO)
DL = Choices(Model(Tau2.DERSIMONIAN_LAIRD, Test.NORMAL))
BOTH_EMPTY = tables(count_arm([0, 9], [9, 20]), count_arm([0, 3], [8, 20]))

ZERO, TWO = Decimal(0), Decimal(2)
COUNTS = Counts(17, 33, 6, 41)
MEANS = Means(10, Decimal("3.1"), Decimal("1.5"), 12, Decimal("4.4"), Decimal("1.9"))


def printed(found: Synthesis) -> float:
    return round(found.shown(found.effect.estimate), 2)


def rows(scale: Scale, *data: RowData, paired: bool = False) -> QuestionRows:
    """A question with rows of these numbers."""
    nothing = Text(en="-", de="-")
    week = Decimal(6)
    question = Question(
        id="asked",
        topic=Topic.DEPRESSION,
        text=nothing,
        kind=OutcomeKind.EVENTS,
        scale=scale,
        outcomes=("response",),
        against=(),
        week=week,
        first_week=week,
        last_week=week,
        direction=Direction.HIGHER_IS_BETTER,
        limits=nothing,
    )
    found = tuple(
        Row(
            study=f"study{i}",
            label=f"Study {i}",
            contrast=Contrast("toxin", "placebo", paired=paired),
            outcome="response",
            week=week,
            data=each,
            estimand=None,
            status=Status.SEEN,
            results=(),
            places=(),
            publications=(),
        )
        for i, each in enumerate(data)
    )
    return QuestionRows(question, found, (), include_recalled=False)


@pytest.mark.parametrize(("choices", "expected"), [(DL, 8.27), (MH, 9.27), (PETO, 7.6)])
def test_the_method_alone_moves_the_answer(choices: Choices, expected: float) -> None:
    found = synthesise_counts(TRIALS, Measure.LOG_ODDS_RATIO, choices)

    assert printed(found) == expected
    assert round(sum(line.weight for line in found.lines()), 6) == 100


@pytest.mark.parametrize(
    ("measure", "weights"),
    [
        (Measure.LOG_ODDS_RATIO, (24, 76, 0)),
        (Measure.LOG_RISK_RATIO, (27, 73, 0)),
        (Measure.RISK_DIFFERENCE, (23, 56, 21)),
    ],
)
def test_mantel_haenszel_weighs_by_the_control_arm(
    measure: Measure, weights: tuple[int, ...]
) -> None:
    found = synthesise_counts(TRIALS, measure, MH)

    assert tuple(round(line.weight) for line in found.lines()) == weights
    assert (found.tau2, found.tau2_interval, found.prediction) == (None, None, None)


def test_peto_leaves_out_a_study_without_events() -> None:
    found = synthesise_counts(BOTH_EMPTY, Measure.LOG_ODDS_RATIO, PETO)

    assert found.effects.labels == ("study 2",)
    assert found.heterogeneity.q == 0


def test_peto_effects_can_be_weighed_by_their_variances() -> None:
    found = synthesise_counts(TRIALS, Measure.PETO_LOG_ODDS_RATIO, DL)

    assert found.measure is Measure.PETO_LOG_ODDS_RATIO
    assert no_effect(found.measure) == 1


def test_lines_are_printed_as_ratios_with_normal_intervals() -> None:
    line = synthesise_counts(TRIALS, Measure.LOG_ODDS_RATIO).lines()[1]

    shown = tuple(round(each, 3) for each in (line.estimate, line.low, line.high))
    assert (line.label, shown) == ("Finzi 2014", (6.198, 2.057, 18.671))


@pytest.mark.parametrize(
    ("tried", "what"),
    [
        (
            lambda: answer(
                rows(Scale.ODDS_RATIO, COUNTS, Effect(Scale.ODDS_RATIO, TWO, se=ZERO))
            ),
            "Study 1 has no numbers for a odds ratio",
        ),
        (lambda: synthesise(effects([1], [1])), "only one study has usable numbers"),
        (lambda: synthesise(effects([1, 2], [1, 1]), MH), "pools counts, and these"),
        (
            lambda: synthesise_counts(one_trial(), Measure.LOG_ODDS_RATIO, MH),
            "only one study has usable numbers",
        ),
        (
            lambda: synthesise_counts(TRIALS, Measure.MEAN_DIFFERENCE),
            "is not computed from counts",
        ),
        (lambda: answer(rows(Scale.ODDS_RATIO, COUNTS)), "only one study has usable n"),
        (
            lambda: answer(rows(Scale.ODDS_RATIO, COUNTS, MEANS)),
            "Study 1 has no numbers for a odds ratio",
        ),
        (
            lambda: answer(rows(Scale.MEAN_DIFFERENCE, MEANS, COUNTS)),
            "MD is not computed from counts",
        ),
        (
            lambda: answer(
                rows(Scale.ODDS_RATIO, COUNTS, effect(Scale.RISK_RATIO, low=1, high=9))
            ),
            "Study 1 has no numbers for a odds ratio",
        ),
        (
            lambda: answer(
                rows(Scale.ODDS_RATIO, COUNTS, effect(Scale.ODDS_RATIO, low=1))
            ),
            "Study 1 has no numbers for a odds ratio",
        ),
    ],
    ids=[
        "no error",
        "one effect",
        "effects are no counts",
        "one table",
        "counts give no mean",
        "one row",
        "means give no ratio",
        "counts give no difference",
        "another ratio",
        "half an interval",
    ],
)
def test_what_cannot_be_pooled_says_why(tried: object, what: str) -> None:
    assert callable(tried)
    with pytest.raises(InputError, match=what):
        tried()


def one_trial() -> Tables:
    return tables(count_arm(9, 15), count_arm(2, 15))


def effect(
    scale: Scale,
    value: str = "2",
    *,
    low: int | None = None,
    high: int | None = None,
    corrected: bool = False,
) -> Effect:
    """A printed effect with what is given of its interval."""
    ends = [None if each is None else Decimal(each) for each in (low, high)]
    return Effect(scale, Decimal(value), low=ends[0], high=ends[1], corrected=corrected)


def test_counts_of_a_question_may_be_pooled_on_another_scale() -> None:
    asked = rows(Scale.ODDS_RATIO, COUNTS, Counts(6, 11, 1, 19))

    assert answer(asked).measure is Measure.LOG_ODDS_RATIO
    assert answer(asked, scale=Scale.RISK_RATIO).measure is Measure.LOG_RISK_RATIO


def test_counts_and_printed_ratios_meet_on_one_scale() -> None:
    asked = rows(Scale.ODDS_RATIO, COUNTS, effect(Scale.ODDS_RATIO, low=1, high=4))

    lines = answer(asked, DL).lines()

    assert [round(line.estimate, 3) for line in lines] == [6.198, 2.0]
    assert [round(line.high, 2) for line in lines] == [18.67, 4.0]


def test_means_give_differences_as_measured_and_standardised() -> None:
    asked = rows(Scale.MEAN_DIFFERENCE, MEANS, MEANS)

    assert printed(answer(asked, DL)) == -1.3
    smd = answer(asked, DL, scale=Scale.STANDARDISED_DIFFERENCE)
    assert printed(smd) == -0.72


def test_a_printed_difference_comes_with_an_error_or_with_numbers_of_people() -> None:
    scale = Scale.STANDARDISED_DIFFERENCE
    with_error = Effect(scale, Decimal("0.5"), se=Decimal("0.2"))
    cohen = Effect(scale, Decimal("0.5"), toxin_n=15, control_n=15)
    hedges = Effect(scale, Decimal("0.5"), toxin_n=15, control_n=15, corrected=True)

    found = answer(rows(scale, with_error, cohen, hedges), DL).effects

    assert found.estimates.round(4).tolist() == [0.5, 0.4865, 0.5]
    assert found.variances.round(4).tolist() == [0.04, 0.1373, 0.1375]


def synthesised(
    text: str, measure: Measure | None = None, choices: Choices = DL
) -> Synthesis:
    return synthesise_table(read_table(text, name="studies.csv"), choices, measure)


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        ("effect,se\n1,1\n3,1\n", None, 2),
        ("effect,variance\n1,1\n\n3,1\n", None, 2),
        ("study;effect;low;high\nA;1,5;0,5;2,5\nB;2,5;1,5;3,5\n", None, 2),
        ("effect,se\n2,1\n8,1\n", Measure.LOG_ODDS_RATIO, 4),
        ("effect,low,high\n2,1,4\n8,4,16\n", Measure.LOG_RISK_RATIO, 4),
        ("events1,n1,events2,n2\n2,4,1,4\n2,4,1,4\n", None, 3),
        ("events1,n1,events2,n2\n2,4,1,4\n2,4,1,4\n", Measure.LOG_RISK_RATIO, 2),
        (
            "n1,mean1,sd1,n2,mean2,sd2\n9,3,1,9,2,1\n9,5,1,9,2,1\n",
            Measure.MEAN_DIFFERENCE,
            2,
        ),
        ("n1,mean1,sd1,n2,mean2,sd2\n9,3,1,9,2,1\n9,3,1,9,2,1\n", None, 0.95),
    ],
)
def test_the_columns_say_what_a_file_holds(
    text: str, measure: Measure | None, expected: float
) -> None:
    assert printed(synthesised(text, measure)) == expected


def test_studies_without_names_are_called_by_their_row() -> None:
    found = synthesised("effect,se\n1,1\n3,1\n")

    assert found.effects.labels == ("row 2", "row 3")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the file has no rows of studies"),
        ("effect,se\n", "the file has no rows of studies"),
        ("effect,effect\n1,1\n", "or a column twice"),
        ("effect,se\n1,1\n3\n", "line 3 has 1 cells, and the head has 2"),
        ("effect,se\n1,1\nmuch,1\n", 'line 3, column effect: "much" is no number'),
        ("effect,se\n1,1\n3,\n", "line 3, column se: a number is missing"),
        ("effect,se\n1,1\n3,inf\n", '"inf" is no number'),
        ("effect,se\n1,1\n3,0\n", "standard errors of study 2 must be above zero"),
        ("effect,se\n1,-1\n3,1\n", "standard errors of study 1 must be above zero"),
        ("effect,variance\n1,-1\n3,1\n", "variances of study 1 must be above zero"),
        ("effect,se\n" + "1,1\n" * 100_000, "100,000 is the most"),
        ("study,dose\nA,1\n", "do not say what the studies found"),
        ("effect,dose\n1,1\n2,1\n", "effects need se, variance, or low and high"),
        ("effect,se\n1,1\n", "only one study has usable numbers"),
        ("effect,se\n\n1,1\n\n3\n", "line 5 has 1 cells"),
        ("effect,se\n1," + "1" * 200_000, "line 2: the text is no table: field"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        synthesised(text)


def test_a_measure_must_fit_the_numbers() -> None:
    means = "n1,mean1,sd1,n2,mean2,sd2\n9,3,1,9,2,1\n9,3,1,9,2,1\n"

    with pytest.raises(InputError, match="OR is not computed from means"):
        synthesised(means, Measure.LOG_ODDS_RATIO)


def test_a_common_effect_has_no_prediction() -> None:
    found = synthesised("effect,se\n1,1\n3,1\n", choices=Choices(COMMON_EFFECT))

    assert (found.prediction, found.tau2_interval, found.tau2) == (None, None, 0)
    assert no_effect(found.measure) == 0


def test_groups_are_pooled_by_themselves_and_compared() -> None:
    text = "group,effect,se\na,1,1\nb,3,1\na,1,1\nb,3,1\n"
    found = grouped(read_table(text, name="studies.csv"), DL)

    assert found is not None
    made = [each.synthesis for each in found.groups]
    assert [each and printed(each) for each in made] == [1, 3]
    assert found.between is not None
    assert round(found.between.statistic, 6) == 4


def test_a_group_of_one_is_not_pooled_and_nothing_is_compared() -> None:
    text = "study,group,effect,se\nA,a,1,1\nB,b,3,1\nC,a,1,1\n"
    found = grouped(read_table(text, name="studies.csv"), DL)

    assert found is not None
    alone = found.groups[1]
    assert (alone.labels, alone.synthesis, found.between) == (("B",), None, None)
    assert "only one study" in alone.reason


def test_studies_of_one_group_are_not_grouped() -> None:
    text = "group,effect,se\na,1,1\na,3,1\n"

    assert grouped(read_table(text, name="studies.csv"), DL) is None


@pytest.mark.parametrize(
    "data", [COUNTS, MEANS, Effect(Scale.ODDS_RATIO, TWO, toxin_n=9, control_n=9)]
)
def test_the_same_people_twice_are_not_two_groups(data: RowData) -> None:
    with pytest.raises(InputError, match="Study 0 measured the same people twice"):
        answer(rows(Scale.ODDS_RATIO, data, data, paired=True))


def test_the_same_people_twice_may_print_the_error_of_that() -> None:
    printed_so = Effect(Scale.MEAN_DIFFERENCE, TWO, se=Decimal(1))

    found = answer(rows(Scale.MEAN_DIFFERENCE, printed_so, printed_so, paired=True), DL)

    assert printed(found) == 2
