"""Individual data of two arms: three contrasts, and why they differ.

With d the difference at the end, b the difference at baseline and s the slope within
arms, final values give d, changes d - b, and the analysis of covariance d - s b. They
agree if the arms start alike (b = 0); if not, final values blame the start on the
treatment, and changes correct it in full although people regress to their mean.
"""

from collections.abc import Sequence
from typing import NamedTuple

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.ancova import ancova
from glabella.evidence.effects.arms import MeanArm, mean_arm
from glabella.evidence.effects.changes import TwiceMeasured, twice_measured
from glabella.evidence.effects.effect import Effects
from glabella.evidence.effects.means import mean_difference
from glabella.evidence.numeric.arrays import Floats, floats
from glabella.evidence.numeric.special import critical


class Contrast(NamedTuple):
    """Treated minus control, with its interval."""

    estimate: float
    low: float
    high: float


@attrs.frozen
class Contrasts:
    """Three answers of the same people.

    Args:
        final: Of the final values; normal interval, as reviews print it.
        change: Of the changes from baseline; normal interval.
        ancova: Of the final values at the same baseline; t interval.
        imbalance: Treated minus control at baseline.
        slope: Of the final value on the baseline, within arms.
    """

    final: Contrast
    change: Contrast
    ancova: Contrast
    imbalance: float
    slope: float


@attrs.frozen(eq=False)
class ArmOfPeople:
    """The same people before and after, each of shape (n,)."""

    before: Floats
    after: Floats


def arm_of_people(before: Sequence[float], after: Sequence[float]) -> ArmOfPeople:
    """Return the people of one arm, checked.

    Raises:
        InputError: If somebody has only one of both values, or nobody differs.
    """
    one = floats(np.array(before, dtype=np.float64), name="before")
    two = floats(np.array(after, dtype=np.float64), name="after")
    if one.size != two.size or one.size < FEWEST or not (np.ptp(one) and np.ptp(two)):
        raise InputError(
            f"{one.size} values before and {two.size} after are no arm to analyse.",
            where="people",
            mending="Give both values of three people at least, not all the same.",
        )
    return ArmOfPeople(one, two)


FEWEST = 3


def contrasts(
    treated: ArmOfPeople, control: ArmOfPeople, *, level: float = 0.95
) -> Contrasts:
    """Return the three contrasts of two arms.

    Source: Vickers and Altman 2001, BMJ 323:1123.
    """
    (adjusted,) = ancova(_summary(treated), _summary(control))
    half = critical(level, adjusted.df) * adjusted.se
    at = adjusted.estimate
    return Contrasts(
        final=_plain(treated.after, control.after, level),
        change=_plain(
            treated.after - treated.before, control.after - control.before, level
        ),
        ancova=Contrast(at, at - half, at + half),
        imbalance=adjusted.imbalance,
        slope=adjusted.slope,
    )


def _summary(arm: ArmOfPeople) -> TwiceMeasured:
    before, after = arm.before, arm.after
    sds = float(before.std(ddof=1)), float(after.std(ddof=1))
    related = float(np.corrcoef(before, after)[0, 1])
    means = float(before.mean()), float(after.mean())
    return twice_measured(before.size, means, sds, related)


def _plain(treated: Floats, control: Floats, level: float) -> Contrast:
    found: Effects = mean_difference(_arm(treated), _arm(control))
    at, half = float(found.estimates[0]), float(found.standard_errors[0])
    half *= critical(level, None)
    return Contrast(at, at - half, at + half)


def _arm(values: Floats) -> MeanArm:
    return mean_arm(values.size, float(values.mean()), float(values.std(ddof=1)))
