"""Bad input: what is wrong, where, and how to mend it; never a silent NaN."""

from collections.abc import Callable

import numpy as np
import pytest

from glabella.core.errors import InputError
from glabella.evidence.bias.asymmetry import egger
from glabella.evidence.bias.selection import selection
from glabella.evidence.effects.arms import count_arm, mean_arm
from glabella.evidence.effects.changes import TwiceMeasured, twice_measured
from glabella.evidence.effects.counts import log_odds_ratio, log_risk_ratio
from glabella.evidence.effects.effect import Effects, Measure, effects
from glabella.evidence.effects.reported import from_interval, smd_from_f, smd_from_p
from glabella.evidence.effects.scales import pooled_scale, printed
from glabella.evidence.effects.zero_cells import (
    AS_COUNTED,
    Tables,
    To,
    ZeroCells,
    tables,
)
from glabella.evidence.meaning.beyond import share_beyond
from glabella.evidence.meaning.fragility import Trial
from glabella.evidence.meaning.needed import (
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
from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.pooling.batch import pool_many
from glabella.evidence.pooling.mantel_haenszel import mantel_haenszel, peto
from glabella.evidence.pooling.model import COMMON_EFFECT, Model, Tau2, Test
from glabella.evidence.pooling.pool import pool
from glabella.evidence.pooling.regression import regress
from glabella.evidence.pooling.subgroups import joint_subgroups, subgroups
from glabella.evidence.sensitivity.gosh import gosh
from glabella.evidence.sensitivity.leave_one_out import leave_one_out
from glabella.evidence.structure.multivariate import OutcomeEffects, multivariate
from glabella.evidence.structure.robust import robust, working_of
from glabella.evidence.structure.three_level import three_level

THREE = effects([0.1, 0.5, 0.3], [0.04, 0.05, 0.02])
ALIKE = effects([0.3, 0.3, 0.3], [0.04, 0.05, 0.02])
ONE = effects([0.1], [0.04])
MANY = np.full((3, 4), 0.5)


def table(a: float, b: float, c: float, d: float) -> Tables:
    return tables(count_arm(a, a + b), count_arm(c, c + d))


def twice(n: float, sd: float = 1, r: float = 0.5) -> TwiceMeasured:
    return twice_measured(n, (1, 2), (sd, sd), r)


def outcomes(names: str, covariances: list[Floats]) -> OutcomeEffects:
    return OutcomeEffects(
        np.array([0.1, 0.2, 0.3, 0.4]), ["x", "x", "y", "y"], list(names), covariances
    )


def robust_of_two() -> object:
    fitted = regress(effects([0.1, 0.5, 0.3, 0.2], [0.1] * 4), {"x": [1, 2, 3, 5]})
    return robust(working_of(fitted.fitted, "aabb"), ("intercept", "x"))


UNIT = [np.eye(2), np.eye(2)]


def dropped() -> object:
    return log_odds_ratio(
        table(0, 5, 0, 5), rule=ZeroCells(0.5, To.ALL, drop_empty=True)
    )


def mh(measure: Measure) -> object:
    nobody = table(0, 5, 0, 5)
    return mantel_haenszel(nobody, measure)


def endless() -> object:
    row = np.broadcast_to(np.array([0.5, 0.6]), (10**9, 2))
    return pool_many(row, row)


BAD: list[tuple[str, Callable[[], object], str]] = [
    ("text", lambda: effects(["low"], [1]), "holds something that is no number"),  # type: ignore[list-item]  # that is what is tried
    ("nothing", lambda: effects([], []), "not a row of at least one number"),
    ("a table", lambda: effects(MANY, [1]), "not a row of at least one number"),
    ("too many", lambda: effects(np.zeros(1_000_001), [1]), "1,000,000 is the most"),
    ("missing", lambda: effects([1, np.nan], [1, 1]), "of study 2 is missing"),
    ("endless", lambda: effects([1], [np.inf]), "variances of study 1 is missing or"),
    ("unpaired", lambda: effects([1, 2], [1]), "do not pair up: 2 of estimates, 1 of"),
    ("labels", lambda: effects([1], [1], labels=("a", "b")), "do not pair up"),
    ("no variance", lambda: effects([1, 2], [1, 0]), "study 2 must be above zero"),
    ("tiny", lambda: effects([1], [1e-200]), "has no usable size"),
    ("huge", lambda: effects([1], [1e61]), "has no usable size"),
    ("far", lambda: effects([1e11], [1]), "is too far from zero for its variance"),
    ("arm of one", lambda: mean_arm(1, 2, 3), "must be two at least"),
    ("arm of all", lambda: mean_arm(1e9, 2, 3), "is beyond any trial"),
    ("no spread", lambda: mean_arm(9, 2, 0), "must be above zero"),
    ("empty arm", lambda: count_arm(0, 0), "must be above zero"),
    ("negative", lambda: count_arm(-1, 5), "must not be negative"),
    ("excess", lambda: count_arm(6, 5), "must not exceed the arm size"),
    ("absurd", lambda: count_arm(6, 1e9), "is beyond any trial"),
    ("J", lambda: smd_from_p([0.5], ([1], [2]), sign=[1]), "are too small for a J"),
    ("zero cells", lambda: log_odds_ratio(table(0, 5, 2, 3), rule=AS_COUNTED), "empty"),
    ("no event", lambda: log_risk_ratio(table(0, 5, 2, 3), rule=AS_COUNTED), "empty"),
    ("certain", lambda: log_risk_ratio(table(5, 0, 5, 0), rule=AS_COUNTED), "empty"),
    ("correction", lambda: ZeroCells(2), "no continuity correction"),
    ("all dropped", dropped, "has an arm pair without any event"),
    ("pairs", lambda: twice(2), "must be three at least"),
    ("paired spread", lambda: twice(9, sd=0), "must be above zero"),
    ("correlation", lambda: twice(9, r=1), "must lie between -1 and 1"),
    ("interval", lambda: from_interval([1], ([2], [3])), "does not hold the estimate"),
    (
        "ratio interval",
        lambda: from_interval([1], ([-1], [3]), measure=Measure.LOG_ODDS_RATIO),
        "must be above zero for a ratio",
    ),
    ("level", lambda: from_interval([1], ([0], [2]), level=95), "no coverage"),
    ("F", lambda: smd_from_f([-1], ([5], [5]), sign=[1]), "must not be negative"),
    ("sign", lambda: smd_from_f([1], ([5], [5]), sign=[0]), "must be 1 or -1"),
    ("p", lambda: smd_from_p([0], ([5], [5]), sign=[1]), "must be above 0, at most 1"),
    ("sizes", lambda: smd_from_p([0.5], ([0], [5]), sign=[1]), "must be above zero"),
    ("ratio", lambda: pooled_scale(0, Measure.LOG_RISK_RATIO), "0 is no ratio"),
    ("log", lambda: printed(900, Measure.LOG_RISK_RATIO), "cannot be printed as a rat"),
    ("alone", lambda: pool(ONE), "1 study and 1 coefficient leave nothing"),
    ("alike", lambda: pool(ALIKE), "all studies found the same"),
    ("common", lambda: Model(Tau2.COMMON, Test.KNAPP_HARTUNG), "made for random eff"),
    ("no moderator", lambda: regress(THREE, {}), "no moderator is given"),
    ("short", lambda: regress(THREE, {"x": [1, 2]}), "2 values for 3 studies"),
    (
        "constant",
        lambda: regress(THREE, {"x": [1, 1, 1]}),
        "cannot tell 2 coeffi",
    ),
    (
        "full",
        lambda: regress(THREE, {"x": [1, 2, 4], "y": [0, 1, 0], "z": [3, 1, 1]}),
        "3 studies cannot tell 4 coefficients apart",
    ),
    (
        "used up",
        lambda: regress(THREE, {"x": [1, 2, 4], "y": [0, 1, 0]}),
        "3 studies and 3 coefficients leave nothing",
    ),
    (
        "unlike",
        lambda: regress(effects([1, 2, 3], [1e-9, 1, 1]), {"x": [1, 2, 4]}),
        "the variances run from 1e-09 to 1",
    ),
    ("groups", lambda: subgroups(THREE, ("a", "b")), "2 groups are named for 3"),
    ("one group", lambda: subgroups(THREE, ("a",) * 3), "all studies are of one group"),
    ("group of one", lambda: subgroups(THREE, ("a", "a", "b")), 'group "b": 1 study'),
    ("joint", lambda: joint_subgroups(THREE, ("a",) * 3), "all studies are of one"),
    ("clusters", lambda: three_level(THREE, "ab"), "2 clusters are named for 3 eff"),
    (
        "one cluster",
        lambda: three_level(THREE, "aaa"),
        "all effects are of one",
    ),
    ("few clusters", robust_of_two, "2 clusters are too few for 2 coefficients"),
    ("one outcome", lambda: multivariate(outcomes("aaaa", UNIT)), "1 outcomes are"),
    ("no matrix", lambda: multivariate(outcomes("abab", [])), "0 covariance matrices"),
    (
        "bad matrix",
        lambda: multivariate(outcomes("abab", [np.eye(2), np.ones((2, 2))])),
        "covariance matrix 2: the covariances of a study's effects are none",
    ),
    (
        "odd matrix",
        lambda: multivariate(outcomes("abab", [np.eye(3), np.eye(2)])),
        "covariance matrix 1",
    ),
    ("leave one", lambda: leave_one_out(THREE.take([0, 1])), "cannot be told apart by"),
    ("gosh", lambda: gosh(THREE, most=10**9), "1,000,000,000 choices of 3 studies"),
    ("gosh of two", lambda: gosh(THREE.take([0, 1])), "choices of 2 studies"),
    ("egger", lambda: egger(effects([1, 2, 3], [1, 1, 1])), "all as precise as each"),
    ("steps", lambda: selection(THREE, steps=[1.5]), "no p values to step at"),
    ("no step", lambda: selection(THREE, steps=[]), "no p values to step at"),
    ("gap", lambda: selection(THREE, steps=[0.9]), "an interval of p values holds no"),
    ("mh scale", lambda: mh(Measure.MEAN_DIFFERENCE), "does not pool MD"),
    ("mh or", lambda: mh(Measure.LOG_ODDS_RATIO), "the Mantel-Haenszel odds ratio has"),
    ("mh rr", lambda: mh(Measure.LOG_RISK_RATIO), "the Mantel-Haenszel risk ratio has"),
    ("mh rd", lambda: mh(Measure.RISK_DIFFERENCE), "the Mantel-Haenszel risk differ"),
    ("peto", lambda: peto(table(0, 5, 0, 5)), "Peto's odds ratio has no value"),
    ("trial", lambda: Trial(6, 5, 1, 5), "are no counts of a trial"),
    ("nnt", lambda: from_risk_difference(0), "nobody needs to be treated"),
    ("nnt risk", lambda: from_odds_ratio(2, risk=1), "cannot be"),
    ("nnt certain", lambda: from_risk_ratio(3, risk=0.5), "is more than certainty"),
    ("beyond", lambda: share_beyond(pool(ONE, COMMON_EFFECT), 1), "true effects are"),
    ("power", lambda: power_of_pooling(THREE, 1, tau2=-1), "no variance between stu"),
    ("power of one", lambda: power_of_heterogeneity(ONE, 1), "one study cannot differ"),
    ("power n", lambda: power_of_means(10**9, 1, 1), "are no trial"),
    ("power risk", lambda: power_of_risks(10, (0, 0.5)), "are no trial"),
    ("batch model", lambda: pool_many(MANY, MANY, Model(Tau2.HEDGES)), "not by HE"),
    ("batch shape", lambda: pool_many(MANY, MANY[:2]), "are no meta-analyses"),
    ("batch of ones", lambda: pool_many(MANY[:, :1], MANY[:, :1]), "are no meta-anal"),
    ("batch rows", endless, "1,000,000,000 analyses of 2 studies are too many"),
    ("batch zero", lambda: pool_many(MANY, MANY * 0), "a variance is not above zero"),
]


@pytest.mark.parametrize(
    ("deed", "what"),
    [(deed, what) for _, deed, what in BAD],
    ids=[name for name, _, _ in BAD],
)
def test_bad_input_is_refused_in_words(deed: Callable[[], object], what: str) -> None:
    with pytest.raises(InputError) as refusal:
        deed()

    assert what in str(refusal.value)
    assert (bool(refusal.value.where), bool(refusal.value.mending)) == (True, True)


def test_effects_have_their_names() -> None:
    named: Effects = effects([1, 2], [1, 1])

    assert named.labels == ("study 1", "study 2")
    assert named.take([1]).labels == ("study 2",)
