"""Pooling: one effect from many studies."""

from functools import cached_property

import attrs

from glabella.evidence.effects.effect import Effects
from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.numeric.special import critical
from glabella.evidence.pooling.fitting import Coefficient, Fit, fit
from glabella.evidence.pooling.heterogeneity import Heterogeneity
from glabella.evidence.pooling.model import USUAL, Model, Tau2


@attrs.frozen(eq=False)
class Pooled:
    """One effect from k studies.

    Args:
        effect: The pooled effect with its interval.
        tau2: The variance between studies.
        tau2_se: Its standard error; None for a common effect.
        heterogeneity: Q, I2, H2.
        prediction: Where the effect of a new study is expected; None for a common
            effect.
        fitted: The model behind it, with the weights.
    """

    effect: Coefficient
    tau2: float
    tau2_se: float | None
    heterogeneity: Heterogeneity
    prediction: tuple[float, float] | None
    fitted: Fit

    @cached_property
    def tau2_interval(self) -> tuple[float, float] | None:
        """The Q-profile interval of tau2; None for a common effect."""
        return self.fitted.tau2_interval()

    @property
    def k(self) -> int:
        """The number of studies."""
        return self.fitted.effects.k

    @property
    def weights(self) -> Floats:
        """The weights of the studies in percent, shape (k,)."""
        return self.fitted.weights


def pool(given: Effects, model: Model = USUAL) -> Pooled:
    """Return the pooled effect of studies.

    Raises:
        InputError: If there is one study and the model asks how much studies differ.
    """
    fitted = fit(given, model)
    effect = fitted.coefficients(("pooled effect",))[0]
    is_common = model.tau2 is Tau2.COMMON
    return Pooled(
        effect=effect,
        tau2=fitted.tau2,
        tau2_se=fitted.tau2_se,
        heterogeneity=fitted.heterogeneity,
        prediction=None if is_common else prediction(fitted, effect),
        fitted=fitted,
    )


def prediction(fitted: Fit, effect: Coefficient) -> tuple[float, float]:
    """Return where the effect of a new study is expected.

    The critical value is that of the test: z, or t with k - 1 degrees of freedom.
    """
    return _around(effect, fitted.tau2, critical(fitted.model.level, fitted.df))


def prediction_higgins(fitted: Fit, effect: Coefficient) -> tuple[float, float]:
    """Return the same with t and k - 2 degrees of freedom, one at least.

    Source: Higgins, Thompson and Spiegelhalter 2009, J R Stat Soc A 172:137.
    """
    df = max(fitted.problem.df - 1, 1)
    return _around(effect, fitted.tau2, critical(fitted.model.level, df))


def _around(effect: Coefficient, tau2: float, factor: float) -> tuple[float, float]:
    half = factor * (effect.se**2 + tau2) ** 0.5
    return effect.estimate - half, effect.estimate + half
