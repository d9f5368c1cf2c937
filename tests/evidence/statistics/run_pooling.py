"""How each method for pooling is run on a pinned data set."""

from typing import Any

import numpy as np

from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.pooling.batch import pool_many
from glabella.evidence.pooling.mantel_haenszel import (
    PooledCounts,
    mantel_haenszel,
    peto,
)
from glabella.evidence.pooling.model import Model, Tau2, Test
from glabella.evidence.pooling.pool import (
    Pooled,
    pool,
    prediction,
    prediction_higgins,
)
from tests.evidence.statistics.run_effects import Data, Runner, counted, rule


def given(data: Data) -> Effects:
    return effects(data["yi"], data["vi"])


def model(options: Data, tau2: str = "REML") -> Model:
    how = Tau2(options.get("tau2", tau2))
    return Model(how, Test(options.get("test", "z")), options.get("level", 0.95))


def described(found: Pooled) -> Data:
    effect, disagreement = found.effect, found.heterogeneity
    return {
        "estimate": effect.estimate,
        "se": effect.se,
        "low": effect.low,
        "high": effect.high,
        "statistic": effect.statistic,
        "p": effect.p,
        "tau2": found.tau2,
        "tau2_se": found.tau2_se,
        "i2": disagreement.i2,
        "h2": disagreement.h2,
        "q": disagreement.q,
        "q_p": disagreement.p,
    }


def with_tau2(how: str) -> Runner:
    return lambda d, o: described(pool(given(d), model(o, how)))


def counts_described(found: PooledCounts) -> Data:
    effect, around = found.effect, found.heterogeneity
    return {
        "estimate": effect.estimate,
        "se": effect.se,
        "low": effect.low,
        "high": effect.high,
        "p": effect.p,
        "q": around.q,
        "q_p": around.p,
        "i2": around.i2,
        "h2": around.h2,
    }


def mh(measure: Measure) -> Runner:
    return lambda d, o: counts_described(
        mantel_haenszel(counted(d), measure, rule=rule(o))
    )


def ends(interval: Any) -> Data:
    low, high = interval
    return {"low": low, "high": high}


def predicted(data: Data, options: Data, *, higgins: bool = False) -> Data:
    found = pool(given(data), model(options))
    way = prediction_higgins if higgins else prediction
    return ends(way(found.fitted, found.effect))


def many(data: Data, _: Data) -> Data:
    found = pool_many(np.array(data["yi"]), np.array(data["vi"]))
    return {
        "estimate": found.estimates,
        "se": found.errors,
        "low": found.low,
        "high": found.high,
        "tau2": found.tau2,
    }


ESTIMATORS = ("CE", "DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM")

RUNNERS: dict[str, Runner] = {
    **{f"tau2-{how.lower()}": with_tau2(how) for how in ESTIMATORS},
    **{f"test-{test}": with_tau2("REML") for test in ("z", "knha", "adhoc")},
    "heterogeneity": with_tau2("DL"),
    "prediction": predicted,
    "prediction-higgins": lambda d, o: predicted(d, o, higgins=True),
    "q-profile": lambda d, o: ends(pool(given(d), model(o)).tau2_interval),
    "mh-or": mh(Measure.LOG_ODDS_RATIO),
    "mh-rr": mh(Measure.LOG_RISK_RATIO),
    "mh-rd": mh(Measure.RISK_DIFFERENCE),
    "batch": many,
    "peto": lambda d, _: counts_described(peto(counted(d))),
}
