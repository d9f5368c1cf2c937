"""People measured twice: changes within a group, crossover trials, two groups compared.

The correlation of both measurements decides the variance and is seldom printed; it is
an argument without a default, so that whoever assumes one says so.
"""

import attrs
import numpy as np

from glabella.evidence.effects.arms import MOST_PATIENTS, MeanArm, mean_arm
from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.effects.hedges import Correction, correction
from glabella.evidence.effects.means import (
    HEDGES,
    SmdVariant,
    mean_difference,
    standardised_mean_difference,
)
from glabella.evidence.numeric.arrays import (
    Floats,
    Numbers,
    floats,
    require,
    same_length,
)

FEWEST_PAIRS = 3
"""A J for one group needs two degrees of freedom."""


@attrs.frozen(eq=False)
class TwiceMeasured:
    """One group of k studies, measured before and after (or under two treatments).

    Args:
        n: Sizes, shape (k,).
        before: Means of the first measurement (of the control treatment), shape (k,).
        after: Means of the second (of the active treatment), shape (k,).
        sd_before: Standard deviations of the first, shape (k,).
        sd_after: Standard deviations of the second, shape (k,).
        correlation: Of both measurements, shape (k,).
    """

    n: Floats
    before: Floats
    after: Floats
    sd_before: Floats
    sd_after: Floats
    correlation: Floats

    @property
    def change(self) -> Floats:
        """After minus before, shape (k,)."""
        return self.after - self.before

    @property
    def sd_change(self) -> Floats:
        """Standard deviations of the change, shape (k,)."""
        both = 2 * self.correlation * self.sd_before * self.sd_after
        return np.sqrt(self.sd_before**2 + self.sd_after**2 - both)

    @property
    def as_arm(self) -> MeanArm:
        """The change scores as an arm of means."""
        return mean_arm(self.n, self.change, self.sd_change)


def twice_measured(
    n: Numbers,
    means: tuple[Numbers, Numbers],
    sds: tuple[Numbers, Numbers],
    correlation: Numbers,
) -> TwiceMeasured:
    """Return a group measured twice, checked.

    Raises:
        InputError: If a size, a standard deviation or a correlation cannot be.
    """
    before, after = (floats(each, name="means") for each in means)
    first, second = (floats(each, name="standard deviations") for each in sds)
    size, r = floats(n, name="group sizes"), floats(correlation, name="correlations")
    k = same_length(n=size, before=before, after=after, first=first, second=second)
    r = np.full(k, r[0]) if r.size == 1 else r
    same_length(n=size, correlations=r)
    fits = (size >= FEWEST_PAIRS) & (size <= MOST_PATIENTS)
    require(fits, name="group sizes", law="must be three at least, and not absurd")
    for sd in (first, second):
        require(sd > 0, name="standard deviations", law="must be above zero")
    require(np.abs(r) < 1, name="correlations", law="must lie between -1 and 1")
    return TwiceMeasured(size, before, after, first, second, r)


def paired_mean_change(group: TwiceMeasured, labels: tuple[str, ...] = ()) -> Effects:
    """Return after minus before; for a crossover, active minus control.

    Source: Elbourne et al. 2002, Int J Epidemiol 31:140 (paired analysis).
    """
    v = group.sd_change**2 / group.n
    measure = Measure.MEAN_DIFFERENCE
    return effects(group.change, v, labels=labels, measure=measure)


def paired_smd_change(group: TwiceMeasured, labels: tuple[str, ...] = ()) -> Effects:
    """Return the change in standard deviations of the change.

    Source: Gibbons, Hedeker and Davis 1993, J Educ Stat 18:271 (SMCC in metafor).
    """
    g = correction(group.n - 1, Correction.EXACT) * group.change / group.sd_change
    return _standardised(g, 1 / group.n + g**2 / (2 * group.n), labels)


def paired_smd_raw(group: TwiceMeasured, labels: tuple[str, ...] = ()) -> Effects:
    """Return the change in standard deviations of the first measurement.

    Source: Becker 1988, Br J Math Stat Psychol 41:257 (SMCR in metafor).
    """
    g = correction(group.n - 1, Correction.EXACT) * group.change / group.sd_before
    v = 2 * (1 - group.correlation) / group.n + g**2 / (2 * group.n)
    return _standardised(g, v, labels)


def crossover_smd(group: TwiceMeasured, labels: tuple[str, ...] = ()) -> Effects:
    """Return active minus control in the mean standard deviation, as between groups.

    Source: Cochrane Handbook for Systematic Reviews, section 23.2.7.2.
    """
    spread = np.sqrt((group.sd_before**2 + group.sd_after**2) / 2)
    d = group.change / spread
    v = (1 / group.n + d**2 / (2 * group.n)) * 2 * (1 - group.correlation)
    return _standardised(d, v, labels)


def difference_of_changes(
    treated: TwiceMeasured, control: TwiceMeasured, labels: tuple[str, ...] = ()
) -> Effects:
    """Return the change under treatment minus the change under control."""
    return mean_difference(treated.as_arm, control.as_arm, labels=labels)


def smd_of_changes(
    treated: TwiceMeasured,
    control: TwiceMeasured,
    *,
    variant: SmdVariant = HEDGES,
    labels: tuple[str, ...] = (),
) -> Effects:
    """Return the same in standard deviations of the change."""
    return standardised_mean_difference(
        treated.as_arm, control.as_arm, variant=variant, labels=labels
    )


def _standardised(g: Floats, v: Floats, labels: tuple[str, ...]) -> Effects:
    measure = Measure.STANDARDISED_MEAN_DIFFERENCE
    return effects(g, v, labels=labels, measure=measure)
