"""How sensitivity, bias and meaning are run on a pinned data set."""

import numpy as np

from glabella.evidence.bias.asymmetry import Asymmetry, egger, egger_mixed, peese, pet
from glabella.evidence.bias.selection import selection
from glabella.evidence.bias.trim_and_fill import Missing, trim_and_fill
from glabella.evidence.effects.arms import count_arm
from glabella.evidence.effects.counts import risk_difference
from glabella.evidence.effects.zero_cells import AS_COUNTED, tables
from glabella.evidence.meaning.beyond import share_beyond
from glabella.evidence.meaning.fragility import Trial, fragility
from glabella.evidence.meaning.needed import (
    Needed,
    from_odds_ratio,
    from_risk_difference,
    from_risk_ratio,
)
from glabella.evidence.meaning.power import (
    power_of_heterogeneity,
    power_of_means,
    power_of_pooling,
    power_of_risks,
)
from glabella.evidence.numeric.special import critical
from glabella.evidence.pooling.pool import Pooled, pool
from glabella.evidence.sensitivity.gosh import gosh
from glabella.evidence.sensitivity.influence import baujat, influence
from glabella.evidence.sensitivity.leave_one_out import cumulative, leave_one_out
from tests.evidence.statistics.run_effects import Data, Runner
from tests.evidence.statistics.run_pooling import described, given, model


def listed(found: tuple[Pooled, ...]) -> Data:
    rows = [described(each) for each in found]
    return {name: [row[name] for row in rows] for name in rows[0]}


def influences(data: Data, options: Data) -> Data:
    found = influence(given(data), model(options))
    return {
        "rstudent": found.residuals,
        "dffits": found.dffits,
        "cook.d": found.cook,
        "cov.r": found.covariance_ratios,
        "tau2.del": found.tau2,
        "QE.del": found.q,
        "hat": found.hat,
        "weight": found.weights,
        "dfbs": found.dfbetas,
        "influential": found.influential.tolist(),
    }


def baujats(data: Data, options: Data) -> Data:
    found = baujat(given(data), model(options))
    return {"x": found.heterogeneity, "y": found.influence}


def steps(data: Data, options: Data) -> Data:
    return listed(cumulative(given(data), model(options))[1:])


def choices(data: Data, options: Data) -> Data:
    found = gosh(given(data), model(options))
    at = found.estimates
    return {
        "count": at.size,
        "mean": at.mean(),
        "sd": at.std(ddof=1),
        "low": at.min(),
        "high": at.max(),
        "median": np.median(at),
        "i2_mean": found.i2.mean(),
        "i2_max": found.i2.max(),
    }


def asymmetry(found: Asymmetry) -> Data:
    limit, slope = found.limit, found.slope
    return {
        "statistic": slope.statistic,
        "p": slope.p,
        "df": slope.df,
        "limit": limit.estimate,
        "low": limit.low,
        "high": limit.high,
    }


def line(found: Asymmetry) -> Data:
    limit, slope = found.limit, found.slope
    return {
        "estimate": limit.estimate,
        "se": limit.se,
        "low": limit.low,
        "high": limit.high,
        "p": limit.p,
        "slope": slope.estimate,
        "slope_se": slope.se,
        "slope_p": slope.p,
    }


def filled(counting: Missing) -> Runner:
    def run(data: Data, options: Data) -> Data:
        found = trim_and_fill(given(data), model(options), counting=counting)
        pooled = described(found.pooled)
        return {**pooled, "k0": found.missing, "side": found.side.value}

    return run


def selected(data: Data, options: Data) -> Data:
    is_greater = options["alternative"] == "greater"
    found = selection(given(data), steps=options["steps"], greater=is_greater)
    return {
        "estimate": found.effect.estimate,
        "se": found.effect.se,
        "tau2": found.tau2,
        "delta": found.chances,
        "delta_se": found.chance_errors,
        "lrt": found.statistic,
        "lrt_p": found.p,
        "log_likelihood": found.log_likelihood,
    }


def trial(data: Data) -> Trial:
    names = ("events1", "n1", "events2", "n2")
    return Trial(*(data[name][0] for name in names))


def fragile(data: Data, _: Data) -> Data:
    found = fragility(trial(data))
    return {"p": found.p, "index": found.index, "quotient": found.quotient}


def needed(data: Data, _: Data) -> Data:
    one = trial(data)
    arms = count_arm(one.events1, one.n1), count_arm(one.events2, one.n2)
    found = risk_difference(tables(*arms), rule=AS_COUNTED)
    at, se = found.estimates[0], found.standard_errors[0]
    half = critical(0.95, None) * se
    return numbers(from_risk_difference(at, (at - half, at + half)))


def numbers(found: Needed) -> Data:
    return {"nnt": found.nnt, "low": found.low, "high": found.high}


def beyond(data: Data, options: Data) -> Data:
    found = share_beyond(pool(given(data), model(options)), options["least"])
    return {"above": found.above, "below": found.below, "se": found.se}


def means_power(data: Data, options: Data) -> Data:
    level = options.get("level", 0.95)
    power = power_of_means(
        data["n"][0], options["difference"], options["sd"], level=level
    )
    return {"power": power}


RUNNERS: dict[str, Runner] = {
    "leave-one-out": lambda d, o: listed(leave_one_out(given(d), model(o))),
    "influence": influences,
    "baujat": baujats,
    "cumulative": steps,
    "gosh": choices,
    "egger": lambda d, _: asymmetry(egger(given(d))),
    "egger-mixed": lambda d, _: asymmetry(egger_mixed(given(d))),
    "pet": lambda d, _: line(pet(given(d))),
    "peese": lambda d, _: line(peese(given(d))),
    "trim-and-fill-l0": filled(Missing.L0),
    "trim-and-fill-r0": filled(Missing.R0),
    "selection": selected,
    "fragility": fragile,
    "nnt-rd": needed,
    "nnt-or": lambda _, o: {
        "nnt": from_odds_ratio(o["odds_ratio"], risk=o["risk"]).nnt
    },
    "nnt-rr": lambda _, o: {
        "nnt": from_risk_ratio(o["risk_ratio"], risk=o["risk"]).nnt
    },
    "share-beyond": beyond,
    "power-pooled": lambda d, o: {
        "power": power_of_pooling(given(d), o["effect"], tau2=o["assumed_tau2"])
    },
    "power-heterogeneity": lambda d, o: {
        "power": power_of_heterogeneity(given(d), o["assumed_tau2"])
    },
    "power-means": means_power,
    "power-risks": lambda d, o: {
        "power": power_of_risks(d["n"][0], (o["risk1"], o["risk2"]))
    },
}
