"""Subgroups: do studies of one kind find something else than studies of another?"""

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Effects, effects
from glabella.evidence.numeric.arrays import Floats
from glabella.evidence.pooling.fitting import Coefficient, fit
from glabella.evidence.pooling.model import COMMON_EFFECT, USUAL, Model
from glabella.evidence.pooling.pool import Pooled, pool
from glabella.evidence.pooling.regression import Omnibus, omnibus

LEAST_GROUPS = 2


@attrs.frozen(eq=False)
class Subgroups:
    """Subgroups, each with its own variance between studies.

    Args:
        groups: Name and pooled effect, in order of appearance.
        between: The test that all groups have one effect.
    """

    groups: tuple[tuple[str, Pooled], ...]
    between: Omnibus


@attrs.frozen(eq=False)
class JointSubgroups:
    """Subgroups that share one variance between studies.

    Args:
        groups: One coefficient for each group, in order of appearance.
        tau2: The shared variance between studies.
        between: The test that all groups have one effect.
    """

    groups: tuple[Coefficient, ...]
    tau2: float
    between: Omnibus


def subgroups(
    given: Effects, groups: tuple[str, ...], model: Model = USUAL
) -> Subgroups:
    """Return each subgroup pooled by itself, and whether they differ.

    Raises:
        InputError: If there are fewer than two groups, or one is too small.

    Source: Borenstein et al. 2009, chapter 19, method with separate tau2.
    """
    found = []
    for name, places in _members(given, groups).items():
        try:
            found.append((name, pool(given.take(places), model)))
        except InputError as error:
            raise InputError(
                error.what, where=f'group "{name}"', mending=error.mending
            ) from error
    at = [each.effect.estimate for _, each in found]
    v = [each.effect.se**2 for _, each in found]
    q = fit(effects(at, v), COMMON_EFFECT).heterogeneity
    return Subgroups(tuple(found), Omnibus(q.q, q.df, None, q.p))


def joint_subgroups(
    given: Effects, groups: tuple[str, ...], model: Model = USUAL
) -> JointSubgroups:
    """Return subgroups with one shared variance between studies.

    Source: Borenstein et al. 2009, chapter 19, method with pooled tau2.
    """
    names = tuple(_members(given, groups))
    columns = [[float(group == name) for group in groups] for name in names]
    fitted = fit(given, model, np.array(columns).T)
    return JointSubgroups(
        groups=fitted.coefficients(names),
        tau2=fitted.tau2,
        between=omnibus(fitted, _against_first(len(names))),
    )


def _against_first(m: int) -> Floats:
    return np.hstack([-np.ones((m - 1, 1)), np.eye(m - 1)])


def _members(given: Effects, groups: tuple[str, ...]) -> dict[str, list[int]]:
    if len(groups) != given.k:
        raise InputError(
            f"{len(groups)} groups are named for {given.k} studies.",
            where="groups",
            mending="Name the group of each study.",
        )
    found: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        found.setdefault(group, []).append(place)
    if len(found) < LEAST_GROUPS:
        raise InputError(
            "all studies are of one group.",
            where="groups",
            mending="Pool them together, or name another grouping.",
        )
    return found
