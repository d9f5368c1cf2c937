"""What an effect does to a risk: the treated risk that belongs to an untreated one."""

from math import exp

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Measure


def treated_risk(risk: float, effect: float, measure: Measure) -> float:
    """Return the risk with treatment, from 0 to 1.

    Args:
        risk: Without treatment, from 0 to 1.
        effect: On the pooled scale: a logarithm for ratios.
        measure: Of counts.

    Raises:
        InputError: If the measure is not of counts.
    """
    match measure:
        case Measure.LOG_ODDS_RATIO | Measure.PETO_LOG_ODDS_RATIO:
            odds = exp(effect) * risk
            return odds / (1 - risk + odds)
        case Measure.LOG_RISK_RATIO:
            return min(1.0, exp(effect) * risk)
        case Measure.RISK_DIFFERENCE:
            return min(1.0, max(0.0, risk + effect))
        case _:
            raise InputError(
                f"{measure.value} says nothing about a risk.",
                where="measure",
                mending="Take OR, RR, RD or PETO.",
            )
