"""How each method for moderators and structure is run on a pinned data set."""

from typing import Any

import numpy as np

from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.pooling.fitting import Coefficient, fit
from glabella.evidence.pooling.model import Model, Test
from glabella.evidence.pooling.regression import design, regress
from glabella.evidence.pooling.subgroups import joint_subgroups, subgroups
from glabella.evidence.structure.multivariate import (
    Multivariate,
    OutcomeEffects,
    multivariate,
)
from glabella.evidence.structure.robust import Correction, robust, working_of
from glabella.evidence.structure.three_level import ThreeLevel, three_level
from tests.evidence.statistics.run_effects import Data, Runner
from tests.evidence.statistics.run_pooling import given, model

NORMAL = Model(test=Test.NORMAL)


def rows(coefficients: tuple[Coefficient, ...]) -> Data:
    names = ("estimate", "se", "low", "high", "p", "df")
    return {name: [getattr(c, name) for c in coefficients] for name in names}


def moderators(data: Data, options: Data) -> dict[str, Any]:
    return {name: data[name] for name in options.get("moderators", [])}


def regression(data: Data, options: Data) -> Data:
    found = regress(given(data), moderators(data, options), model(options))
    return {
        **rows(found.coefficients),
        "tau2": found.tau2,
        "r2": found.r2,
        "i2": found.heterogeneity.i2,
        "h2": found.heterogeneity.h2,
        "qe": found.heterogeneity.q,
        "qe_p": found.heterogeneity.p,
        "qm": found.moderators.statistic,
        "qm_p": found.moderators.p,
    }


def separate(data: Data, options: Data) -> Data:
    found = subgroups(given(data), tuple(data[options["group"]]), NORMAL)
    groups = [pooled for _, pooled in sorted(found.groups)]
    return {
        "estimate": [each.effect.estimate for each in groups],
        "se": [each.effect.se for each in groups],
        "tau2": [each.tau2 for each in groups],
        "q": found.between.statistic,
        "q_p": found.between.p,
    }


def joint(data: Data, options: Data) -> Data:
    found = joint_subgroups(given(data), tuple(data[options["group"]]), NORMAL)
    groups = tuple(sorted(found.groups, key=lambda each: each.name))
    return {
        **rows(groups),
        "tau2": found.tau2,
        "q": found.between.statistic,
        "q_p": found.between.p,
    }


def levels(data: Data, options: Data) -> ThreeLevel:
    return three_level(
        given(data),
        data[options["cluster"]],
        moderators=moderators(data, options),
        restricted=options.get("method") != "ML",
    )


def three(data: Data, options: Data) -> Data:
    found = levels(data, options)
    return {
        **rows(found.coefficients),
        "sigma2": [found.between, found.within],
        "qe": found.q,
        "log_likelihood": found.log_likelihood,
    }


def sampling(data: Data, options: Data) -> list[Floats]:
    """The covariances of each study: printed, or from an assumed correlation."""
    trials = list(dict.fromkeys(data["trial"]))
    places = [[i for i, t in enumerate(data["trial"]) if t == one] for one in trials]
    if "correlation" not in options:
        table = np.column_stack([data["v1"], data["v2"]])
        return [table[each] for each in places]
    found = []
    for each in places:
        spread = np.sqrt(np.array(data["vi"])[each])
        ones = np.eye(len(each))
        related = ones + options["correlation"] * (1 - ones)
        found.append(np.outer(spread, spread) * related)
    return found


def several(data: Data, options: Data) -> Data:
    v = sampling(data, options)
    known = OutcomeEffects(np.array(data["yi"]), data["trial"], data["outcome"], v)
    found = multivariate(known, restricted=options["method"] == "REML")
    # R sorts its factor levels; ours stand in order of appearance.
    order = sorted(range(len(found.coefficients)), key=names(found).__getitem__)
    pairs = [(i, j) for at, i in enumerate(order) for j in order[at + 1 :]]
    return {
        **rows(tuple(found.coefficients[each] for each in order)),
        "tau2": np.diag(found.covariance)[order],
        "rho": [found.correlations[pair] for pair in pairs],
        "qe": found.q,
        "log_likelihood": found.log_likelihood,
    }


def names(found: Multivariate) -> list[str]:
    return [each.name for each in found.coefficients]


def sandwich(correction: Correction) -> Runner:
    def run(data: Data, options: Data) -> Data:
        names = ("intercept", *options.get("moderators", []))
        if options.get("three_level"):
            working = levels(data, options).working
        else:
            chosen = moderators(data, options)
            x = design(len(data["yi"]), chosen) if chosen else None
            fitted = fit(given(data), model(options), x)
            working = working_of(fitted, data[options["cluster"]])
        return rows(robust(working, names, correction=correction).coefficients)

    return run


RUNNERS: dict[str, Runner] = {
    "regression": regression,
    "subgroups-separate": separate,
    "subgroups-common": joint,
    "three-level": three,
    "multivariate": several,
    "robust-cr0": sandwich(Correction.CR0),
    "robust-cr1": sandwich(Correction.CR1),
    "robust-cr2": sandwich(Correction.CR2),
}
