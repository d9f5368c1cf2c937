"""An imagined trial moves the answer as a real one would."""

import pytest

from glabella.core.errors import InputError
from glabella.evidence.effects.arms import count_arm
from glabella.evidence.effects.effect import Measure, effects
from glabella.evidence.effects.zero_cells import tables
from glabella.evidence.synthesis import (
    Choices,
    Weighting,
    synthesise,
    synthesise_counts,
)
from glabella.evidence.what_if import (
    imagined_trial,
    variance_per_person,
    with_study,
)


def test_a_large_trial_of_nothing_pulls_the_answer_to_nothing() -> None:
    measure = Measure.STANDARDISED_MEAN_DIFFERENCE
    known = synthesise(effects([0.8, 1.0, 0.6], [0.1, 0.12, 0.2], measure=measure))
    new = imagined_trial(measure, people=4000, found=0.0, typical_variance=0)

    moved = with_study(known, new, label="imagined")

    assert moved.effects.labels[-1] == "imagined"
    assert new.variances.tolist() == [0.001]
    assert 0 < moved.effect.estimate < known.effect.estimate


def test_people_are_worth_what_they_are_in_the_studies() -> None:
    worth = variance_per_person([0.1, 0.2, 0.3], [100, 60, 30])

    new = imagined_trial(
        Measure.LOG_ODDS_RATIO, people=200, found=1.0, typical_variance=worth
    )

    assert (worth, new.estimates.tolist(), new.variances.tolist()) == (10, [0], [0.05])


@pytest.mark.parametrize("people", [5, 10**9])
def test_a_trial_that_cannot_be_is_refused(people: int) -> None:
    with pytest.raises(InputError, match="people are no trial of two arms"):
        imagined_trial(
            Measure.RISK_DIFFERENCE, people=people, found=0.1, typical_variance=1
        )


def test_an_effect_cannot_join_counts() -> None:
    counted = tables(count_arm([9, 17], [15, 33]), count_arm([2, 6], [15, 41]))
    choices = Choices(weighting=Weighting.MANTEL_HAENSZEL)
    made = synthesise_counts(counted, Measure.LOG_ODDS_RATIO, choices)

    with pytest.raises(InputError, match="has no counts to be weighed by"):
        with_study(made, effects(0.1, 0.1), label="imagined")
