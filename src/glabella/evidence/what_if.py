"""What if a new trial found this: the answer with one imagined study more."""

import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.effects.means import COHEN, smd_from_d
from glabella.evidence.effects.scales import pooled_scale
from glabella.evidence.synthesis import Synthesis, Weighting, synthesise

FEWEST_PEOPLE = 6
"""Three in each of two arms."""

MOST_PEOPLE = 10_000_000


def imagined_trial(
    measure: Measure, *, people: int, found: float, typical_variance: float
) -> Effects:
    """Return the effect of a trial that nobody has made.

    Args:
        measure: The scale.
        people: In both arms together, half in each.
        found: The effect as printed: a ratio as a ratio.
        typical_variance: What one person is worth: the variance of an effect times its
            people, as `variance_per_person` gives it; not used for a standardised
            difference, whose variance follows from its size and the people.

    Raises:
        InputError: If such a trial cannot be.
    """
    if not FEWEST_PEOPLE <= people <= MOST_PEOPLE:
        raise InputError(
            f"{people} people are no trial of two arms.",
            where="people",
            mending=f"Give {FEWEST_PEOPLE} to {MOST_PEOPLE:,}.",
        )
    at = pooled_scale(found, measure)
    if measure is Measure.STANDARDISED_MEAN_DIFFERENCE:
        half = np.array([people / 2])
        return smd_from_d(np.array([at]), n_treated=half, n_control=half, variant=COHEN)
    return effects(at, typical_variance / people, measure=measure)


def variance_per_person(variances: list[float], people: list[int]) -> float:
    """Return the median of variance times people over studies.

    It says how precise a trial of another size would be on the same outcome.
    """
    return float(np.median(np.array(variances) * np.array(people)))


def with_study(made: Synthesis, new: Effects, *, label: str) -> Synthesis:
    """Return an answer with one study more, everything else as chosen.

    Raises:
        InputError: If the answer weighs counts, and the study has none.
    """
    if made.choices.weighting is not Weighting.INVERSE_VARIANCE:
        raise InputError(
            "an imagined effect has no counts to be weighed by.",
            where="model",
            mending="Take inverse-variance weights.",
        )
    known = made.effects
    joined = effects(
        np.concatenate([known.estimates, new.estimates]),
        np.concatenate([known.variances, new.variances]),
        labels=(*known.labels, label),
        measure=known.measure,
    )
    return synthesise(joined, made.choices)
