"""Which model pools the studies: a choice with a name, part of every result."""

from enum import Enum

import attrs

from glabella.core.errors import InputError
from glabella.evidence.numeric.arrays import check_level


class Tau2(Enum):
    """How the variance between studies is estimated."""

    COMMON = "CE"
    """Not at all: one common effect, tau2 = 0."""
    DERSIMONIAN_LAIRD = "DL"
    HEDGES = "HE"
    HUNTER_SCHMIDT = "HS"
    SIDIK_JONKMAN = "SJ"
    MAXIMUM_LIKELIHOOD = "ML"
    RESTRICTED_MAXIMUM_LIKELIHOOD = "REML"
    EMPIRICAL_BAYES = "EB"
    PAULE_MANDEL = "PM"


class Test(Enum):
    """How the uncertainty of the pooled effect is reckoned."""

    __test__ = False  # tells pytest that this is no test class

    NORMAL = "z"
    """Wald: weights taken as known, normal distribution."""

    KNAPP_HARTUNG = "knha"
    """Variance from the weighted residuals, t distribution."""

    KNAPP_HARTUNG_AT_LEAST_ONE = "adhoc"
    """The same, never narrower than Wald's variance (ad-hoc truncation)."""

    @property
    def uses_t(self) -> bool:
        """Whether intervals come from Student's t."""
        return self is not Test.NORMAL


@attrs.frozen
class Model:
    """A model for pooling.

    Args:
        tau2: The estimator of the variance between studies.
        test: The reckoning of uncertainty.
        level: The coverage of every interval, such as 0.95.
    """

    tau2: Tau2 = Tau2.RESTRICTED_MAXIMUM_LIKELIHOOD
    test: Test = Test.KNAPP_HARTUNG
    level: float = 0.95

    def __attrs_post_init__(self) -> None:
        """Refuse a level that is no coverage, and a variance that has no meaning."""
        check_level(self.level)
        if self.tau2 is Tau2.COMMON and self.test.uses_t:
            raise InputError(
                "Knapp-Hartung is made for random effects, not for a common one.",
                where="model",
                mending="Take the normal test with the common-effect model.",
            )


COMMON_EFFECT = Model(Tau2.COMMON, Test.NORMAL)
"""One effect for all studies, inverse-variance weights."""

USUAL = Model()
"""REML with Knapp-Hartung intervals of 95 percent."""
