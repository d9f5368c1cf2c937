"""The number needed to treat, from what a meta-analysis gives."""

import attrs

from glabella.core.errors import InputError


@attrs.frozen
class Needed:
    """People to treat for one event more (positive) or one fewer (negative).

    Args:
        nnt: The inverse of the risk difference.
        low: The inverse of the upper end of its interval; None without an interval.
        high: The inverse of the lower end. If the interval holds zero, the values run
            from `low` over infinity to `high`.
    """

    nnt: float
    low: float | None = None
    high: float | None = None


def from_risk_difference(
    difference: float, interval: tuple[float, float] | None = None
) -> Needed:
    """Return 1 / RD. Source: Altman 1998, BMJ 317:1309."""
    if interval is None:
        return Needed(_inverse(difference))
    low, high = interval
    return Needed(_inverse(difference), _inverse(high), _inverse(low))


def from_odds_ratio(ratio: float, *, risk: float) -> Needed:
    """Return the number for people whose risk without treatment is known.

    Source: Cochrane Handbook for Systematic Reviews, section 15.4.4.2.
    """
    _check(ratio, risk)
    odds = ratio * risk / (1 - risk)
    return Needed(_inverse(odds / (1 + odds) - risk))


def from_risk_ratio(ratio: float, *, risk: float) -> Needed:
    """Return the same from a risk ratio.

    Source: Cochrane Handbook for Systematic Reviews, section 15.4.4.1.

    Raises:
        InputError: If the ratio would make the risk more than one.
    """
    _check(ratio, risk)
    if ratio * risk > 1:
        raise InputError(
            f"a risk of {risk} times {ratio} is more than certainty.",
            where="risk",
            mending="Use the odds ratio, or a lower risk.",
        )
    return Needed(_inverse(risk * (ratio - 1)))


def _check(ratio: float, risk: float) -> None:
    if not (ratio > 0 and 0 < risk < 1):
        raise InputError(
            f"a ratio of {ratio} at a risk of {risk} cannot be.",
            where="risk",
            mending="Give a ratio above zero and a risk between 0 and 1.",
        )


def _inverse(difference: float) -> float:
    if difference == 0:
        raise InputError(
            "without any difference nobody needs to be treated for one event.",
            where="risk difference",
            mending="Say that there is no difference.",
        )
    return 1 / difference
