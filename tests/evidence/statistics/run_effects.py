"""How each method for effect sizes is run on a pinned data set."""

from collections.abc import Callable
from typing import Any

from glabella.evidence.effects.ancova import ancova
from glabella.evidence.effects.arms import MeanArm, count_arm, mean_arm
from glabella.evidence.effects.changes import (
    TwiceMeasured,
    crossover_smd,
    difference_of_changes,
    paired_mean_change,
    paired_smd_change,
    paired_smd_raw,
    smd_of_changes,
    twice_measured,
)
from glabella.evidence.effects.counts import (
    log_odds_ratio,
    log_risk_ratio,
    peto_log_odds_ratio,
    risk_difference,
)
from glabella.evidence.effects.effect import Effects, Measure
from glabella.evidence.effects.means import (
    BOOK,
    COHEN,
    SmdVariance,
    SmdVariant,
    Spread,
    mean_difference,
    standardised_mean_difference,
)
from glabella.evidence.effects.reported import (
    from_interval,
    smd_from_f,
    smd_from_p,
    smd_from_t,
)
from glabella.evidence.effects.zero_cells import Tables, To, ZeroCells, tables
from glabella.evidence.numeric.special import critical, two_sided

Data = dict[str, Any]
Runner = Callable[[Data, Data], Data]


def shown(found: Effects) -> Data:
    return {"yi": found.estimates, "vi": found.variances}


def arms(data: Data) -> tuple[MeanArm, MeanArm]:
    one = mean_arm(data["n1"], data["m1"], data["sd1"])
    return one, mean_arm(data["n2"], data["m2"], data["sd2"])


def counted(data: Data) -> Tables:
    a, b, c, d = data["ai"], data["bi"], data["ci"], data["di"]
    treated = count_arm(a, [x + y for x, y in zip(a, b, strict=True)])
    return tables(treated, count_arm(c, [x + y for x, y in zip(c, d, strict=True)]))


def rule(options: Data) -> ZeroCells:
    return ZeroCells(options["add"], To(options["to"]), options.get("drop", False))


def group(data: Data) -> TwiceMeasured:
    means, sds = (data["m1"], data["m2"]), (data["sd1"], data["sd2"])
    return twice_measured(data["n"], means, sds, data["r"])


def groups(data: Data) -> tuple[TwiceMeasured, TwiceMeasured]:
    return group_of(data, 1), group_of(data, 2)


def group_of(data: Data, arm: int) -> TwiceMeasured:
    means = data[f"b{arm}"], data[f"f{arm}"]
    sds = data[f"sb{arm}"], data[f"sf{arm}"]
    return twice_measured(data[f"n{arm}"], means, sds, data[f"r{arm}"])


def smd(variant: SmdVariant) -> Runner:
    return lambda data, _: shown(
        standardised_mean_difference(*arms(data), variant=variant)
    )


def adjusted(data: Data, _: Data) -> Data:
    (found,) = ancova(*groups(data))
    half = critical(0.95, found.df) * found.se
    return {
        "estimate": found.estimate,
        "se": found.se,
        "df": found.df,
        "low": found.estimate - half,
        "high": found.estimate + half,
        "p": two_sided(found.estimate / found.se, found.df),
    }


def interval(data: Data, options: Data) -> Data:
    measure = Measure.LOG_ODDS_RATIO if options.get("log") else Measure.GENERIC
    ends = data["low"], data["high"]
    level = options.get("level", 0.95)
    return shown(from_interval(data["estimate"], ends, level=level, measure=measure))


def sizes(data: Data) -> tuple[list[float], list[float]]:
    return data["n1"], data["n2"]


RUNNERS: dict[str, Runner] = {
    "md": lambda d, _: shown(mean_difference(*arms(d))),
    "md-pooled": lambda d, _: shown(mean_difference(*arms(d), spread=Spread.POOLED)),
    "smd-hedges": smd(SmdVariant()),
    "smd-unbiased": smd(SmdVariant(variance=SmdVariance.UNBIASED)),
    "smd-book": smd(BOOK),
    "smd-cohen": smd(COHEN),
    "rr": lambda d, o: shown(log_risk_ratio(counted(d), rule=rule(o))),
    "or": lambda d, o: shown(log_odds_ratio(counted(d), rule=rule(o))),
    "rd": lambda d, o: shown(risk_difference(counted(d), rule=rule(o))),
    "peto-effects": lambda d, o: shown(peto_log_odds_ratio(counted(d), rule=rule(o))),
    "paired-md": lambda d, _: shown(paired_mean_change(group(d))),
    "paired-smd-change": lambda d, _: shown(paired_smd_change(group(d))),
    "paired-smd-raw": lambda d, _: shown(paired_smd_raw(group(d))),
    "crossover-md": lambda d, _: shown(paired_mean_change(group(d))),
    "crossover-smd": lambda d, _: shown(crossover_smd(group(d))),
    "change-md": lambda d, _: shown(difference_of_changes(*groups(d))),
    "change-smd": lambda d, _: shown(smd_of_changes(*groups(d))),
    "ancova": adjusted,
    "smd-from-t": lambda d, _: shown(smd_from_t(d["t"], sizes(d))),
    "smd-from-f": lambda d, _: shown(
        smd_from_f([t**2 for t in d["t"]], sizes(d), sign=d["sign"])
    ),
    "smd-from-p": lambda d, _: shown(smd_from_p(d["p"], sizes(d), sign=d["sign"])),
    "from-interval": interval,
}
