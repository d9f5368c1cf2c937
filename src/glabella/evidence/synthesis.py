"""From studies to one answer: effects, the pooled effect, and the choices behind it.

What the command line and the pages show is made here, so that they cannot differ.
"""

from enum import Enum

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.counts import (
    log_odds_ratio,
    log_risk_ratio,
    peto_log_odds_ratio,
    risk_difference,
)
from glabella.evidence.effects.effect import Effects, Measure
from glabella.evidence.effects.scales import printed
from glabella.evidence.effects.zero_cells import (
    AS_COUNTED,
    HALF_TO_ZEROS,
    Tables,
    ZeroCells,
)
from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.numeric.special import critical
from glabella.evidence.pooling.fitting import Coefficient
from glabella.evidence.pooling.heterogeneity import Heterogeneity
from glabella.evidence.pooling.mantel_haenszel import (
    PooledCounts,
    mantel_haenszel,
    peto,
)
from glabella.evidence.pooling.model import USUAL, Model
from glabella.evidence.pooling.pool import pool

LEAST_STUDIES = 2


class Weighting(Enum):
    """What weighs the studies."""

    INVERSE_VARIANCE = "inverse_variance"
    MANTEL_HAENSZEL = "mantel_haenszel"
    PETO = "peto"


@attrs.frozen
class Choices:
    """All that a reader may choose, and what is taken if nobody chooses.

    Args:
        model: The estimator of tau2, the intervals and their level.
        weighting: Inverse variance, or a method for counts.
        rule: For empty cells of fourfold tables.
    """

    model: Model = USUAL
    weighting: Weighting = Weighting.INVERSE_VARIANCE
    rule: ZeroCells = HALF_TO_ZEROS


USUAL_CHOICES = Choices()
"""REML, Knapp-Hartung, 95 percent, a half to the cells of tables with an empty one."""


@attrs.frozen
class Line:
    """One study as a plot shows it, effects as printed (a ratio as a ratio).

    Args:
        label: Name of the study.
        estimate: Its effect.
        low: Lower end of its interval.
        high: Upper end of its interval.
        se: Standard error on the pooled scale (of the logarithm for a ratio).
        weight: Percent.
    """

    label: str
    estimate: float
    low: float
    high: float
    se: float
    weight: float


@attrs.frozen(eq=False)
class Synthesis:
    """The answer of some studies.

    Args:
        effects: Of the single studies, on the pooled scale.
        weights: In percent, shape (k,).
        effect: The pooled effect, on the pooled scale.
        heterogeneity: Q, I2, H2.
        tau2: The variance between studies; None where the method has none.
        tau2_interval: Its interval, where there is one.
        prediction: Where a new study is expected, on the pooled scale.
        choices: What was chosen.
        counts: The fourfold tables, if the studies gave them.
    """

    effects: Effects
    weights: Floats
    effect: Coefficient
    heterogeneity: Heterogeneity
    tau2: float | None
    tau2_interval: tuple[float, float] | None
    prediction: tuple[float, float] | None
    choices: Choices
    counts: Tables | None = None

    @property
    def measure(self) -> Measure:
        """The scale of the effects."""
        return self.effects.measure

    def shown(self, value: float) -> float:
        """Return a number of the pooled scale as printed."""
        return printed(value, self.measure)

    def lines(self) -> tuple[Line, ...]:
        """Return the studies as a plot shows them, with normal intervals."""
        z = critical(self.choices.model.level, None)
        rows = zip(
            self.effects.labels,
            self.effects.estimates.tolist(),
            self.effects.standard_errors.tolist(),
            self.weights.tolist(),
            strict=True,
        )
        return tuple(
            Line(
                label=label,
                estimate=self.shown(at),
                low=self.shown(at - z * se),
                high=self.shown(at + z * se),
                se=se,
                weight=weight,
            )
            for label, at, se, weight in rows
        )


def synthesise(given: Effects, choices: Choices = USUAL_CHOICES) -> Synthesis:
    """Return the pooled effect of effects with variances.

    Raises:
        InputError: If there are fewer than two studies, or the method wants counts.
    """
    if choices.weighting is not Weighting.INVERSE_VARIANCE:
        raise InputError(
            f"{choices.weighting.value} pools counts, and these are effects.",
            where="model",
            mending="Give events and arm sizes, or take inverse-variance weights.",
        )
    _check_enough(given.k)
    found = pool(given, choices.model)
    return Synthesis(
        effects=given,
        weights=found.weights,
        effect=found.effect,
        heterogeneity=found.heterogeneity,
        tau2=found.tau2,
        tau2_interval=found.tau2_interval,
        prediction=found.prediction,
        choices=choices,
    )


def synthesise_counts(
    counted: Tables, measure: Measure, choices: Choices = USUAL_CHOICES
) -> Synthesis:
    """Return the pooled effect of fourfold tables."""
    if choices.weighting is Weighting.INVERSE_VARIANCE:
        single = effects_of_counts(counted, measure, choices.rule)
        return attrs.evolve(synthesise(single, choices), counts=counted)
    _check_enough(counted.n.size)
    if choices.weighting is Weighting.PETO:
        return attrs.evolve(_peto(counted, choices), counts=counted)
    for_q = attrs.evolve(choices.rule, drop_empty=True)
    level = choices.model.level
    found = mantel_haenszel(counted, measure, rule=for_q, level=level)
    single = effects_of_counts(counted, measure, choices.rule)
    raw = counted.c * counted.n1 / counted.n
    if measure is Measure.LOG_ODDS_RATIO:
        raw = counted.b * counted.c / counted.n
    elif measure is Measure.RISK_DIFFERENCE:
        raw = counted.n1 * counted.n2 / counted.n
    return attrs.evolve(_by_counts(single, raw, found, choices), counts=counted)


def effects_of_counts(counted: Tables, measure: Measure, rule: ZeroCells) -> Effects:
    """Return the effects of fourfold tables on a scale.

    Raises:
        InputError: If the scale is none of counts.
    """
    match measure:
        case Measure.LOG_ODDS_RATIO:
            return log_odds_ratio(counted, rule=rule)
        case Measure.LOG_RISK_RATIO:
            return log_risk_ratio(counted, rule=rule)
        case Measure.RISK_DIFFERENCE:
            return risk_difference(counted, rule=rule)
        case Measure.PETO_LOG_ODDS_RATIO:
            return peto_log_odds_ratio(counted, rule=AS_COUNTED)
        case _:
            raise InputError(
                f"{measure.value} is not computed from counts.",
                where="measure",
                mending="Take OR, RR, RD or PETO.",
            )


def _peto(counted: Tables, choices: Choices) -> Synthesis:
    told = counted.keep(~counted.uninformative)
    found = peto(told, level=choices.model.level)
    single = peto_log_odds_ratio(told)
    raw = 1 / single.variances
    return _by_counts(single, raw, found, choices)


def _by_counts(
    single: Effects,
    raw: Floats,
    found: PooledCounts,
    choices: Choices,
) -> Synthesis:
    return Synthesis(
        effects=single,
        weights=np.asarray(100 * raw / raw.sum(), dtype=np.float64),
        effect=found.effect,
        heterogeneity=found.heterogeneity,
        tau2=None,
        tau2_interval=None,
        prediction=None,
        choices=choices,
    )


def _check_enough(k: int) -> None:
    if k < LEAST_STUDIES:
        raise InputError(
            "Cannot be pooled, because only one study has usable numbers.",
            where="studies",
            mending="Show the study alone, or find a second one.",
        )
