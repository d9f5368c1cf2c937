"""Which effects belong together, and the covariance a model gives them.

Shapes: k effects in n clusters, p coefficients; cluster c has k_c effects.
"""

from collections.abc import Sequence

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.numeric.arrays import Floats, Places

LEAST_CLUSTERS = 2


@attrs.frozen(eq=False)
class Working:
    """A fitted model as its clusters see it.

    Args:
        x: Design, shape (k, p).
        estimates: Coefficients, shape (p,).
        residuals: Shape (k,).
        bread: (X' M^-1 X)^-1, shape (p, p).
        places: The effects of each cluster.
        covariances: M of each cluster, shape (k_c, k_c).
    """

    x: Floats
    estimates: Floats
    residuals: Floats
    bread: Floats
    places: tuple[Places, ...]
    covariances: tuple[Floats, ...]


def places_of(clusters: Sequence[object], k: int) -> tuple[Places, ...]:
    """Return where the effects of each cluster stand, in order of appearance.

    Raises:
        InputError: If the clusters do not pair up with the effects, or there is one.
    """
    if len(clusters) != k:
        raise InputError(
            f"{len(clusters)} clusters are named for {k} effects.",
            where="clusters",
            mending="Name the cluster of each effect.",
        )
    found: dict[object, list[int]] = {}
    for place, cluster in enumerate(clusters):
        found.setdefault(cluster, []).append(place)
    if len(found) < LEAST_CLUSTERS:
        raise InputError(
            "all effects are of one cluster.",
            where="clusters",
            mending="Such a model needs several studies.",
        )
    return tuple(np.array(each) for each in found.values())
