"""What to do with a table that has an empty cell: a choice, never a habit.

The choice alone can move an odds ratio by a quarter, so that it is part of the result.
"""

from enum import Enum

import attrs
import numpy as np

from glabella.core.errors import InputError
from glabella.evidence.effects.arms import CountArm
from glabella.evidence.numeric.arrays import Flags, Floats


class To(Enum):
    """Which tables are given the addition."""

    ONLY_ZERO = "only0"
    """The tables with an empty cell."""

    ALL = "all"
    """Every table."""

    IF_ZERO_ALL = "if0all"
    """Every table as soon as one has an empty cell."""

    NONE = "none"
    """No table."""


@attrs.frozen
class ZeroCells:
    """What is added to the four cells, to which tables, and which tables go.

    Args:
        add: What each cell of a chosen table is given, from 0 to 1.
        to: Which tables.
        drop_empty: Leave out tables in which nobody, or everybody, had the event.
    """

    add: float = 0.5
    to: To = To.ONLY_ZERO
    drop_empty: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse an addition that is no continuity correction."""
        if not 0 <= self.add <= 1:
            raise InputError(
                f"{self.add} added to each cell is no continuity correction.",
                where="add",
                mending="Give a number from 0 to 1, usually 0.5.",
            )


HALF_TO_ZEROS = ZeroCells()
"""A half to each cell of the tables with an empty one: the default of metafor."""

AS_COUNTED = ZeroCells(0, To.NONE)
"""The counts as they are."""


@attrs.frozen(eq=False)
class Tables:
    """Fourfold tables of k studies, each cell of shape (k,).

    Args:
        a: Treated with the event.
        b: Treated without.
        c: Control with the event.
        d: Control without.
        labels: Names of the studies.
    """

    a: Floats
    b: Floats
    c: Floats
    d: Floats
    labels: tuple[str, ...]

    @property
    def n1(self) -> Floats:
        """Sizes of the treated arms."""
        return self.a + self.b

    @property
    def n2(self) -> Floats:
        """Sizes of the control arms."""
        return self.c + self.d

    @property
    def n(self) -> Floats:
        """Sizes of the studies."""
        return self.n1 + self.n2

    @property
    def with_zero(self) -> Flags:
        """Which tables have an empty cell."""
        cells = np.stack([self.a, self.b, self.c, self.d])
        return np.asarray(np.equal(cells, 0).any(axis=0))

    @property
    def uninformative(self) -> Flags:
        """In which tables nobody, or everybody, had the event."""
        return np.asarray((self.a + self.c == 0) | (self.b + self.d == 0))

    def plus(self, addition: Floats) -> "Tables":
        """Return the tables with something added to each cell; shape (k,)."""
        return Tables(
            self.a + addition,
            self.b + addition,
            self.c + addition,
            self.d + addition,
            self.labels,
        )

    def keep(self, chosen: Flags) -> "Tables":
        """Return some of the tables."""
        labels = zip(self.labels, chosen, strict=True)
        return Tables(
            self.a[chosen],
            self.b[chosen],
            self.c[chosen],
            self.d[chosen],
            tuple(label for label, stays in labels if stays),
        )


def tables(
    treated: CountArm, control: CountArm, *, labels: tuple[str, ...] = ()
) -> Tables:
    """Return the fourfold tables of two arms."""
    names = labels or tuple(f"study {i + 1}" for i in range(treated.n.size))
    return Tables(treated.events, treated.others, control.events, control.others, names)


def corrected(counted: Tables, rule: ZeroCells) -> Tables:
    """Return tables as a rule wants them.

    Raises:
        InputError: If the rule leaves no table.
    """
    kept = counted.keep(~counted.uninformative) if rule.drop_empty else counted
    if not kept.n.size:
        raise InputError(
            "every study has an arm pair without any event, or with events only.",
            where="events",
            mending="Pool the risk difference, or do not drop such studies.",
        )
    return kept.plus(rule.add * _chosen(kept, rule.to))


def _chosen(counted: Tables, to: To) -> Floats:
    zero = counted.with_zero
    if to is To.ONLY_ZERO:
        return zero.astype(np.float64)
    is_given = to is To.ALL or (to is To.IF_ZERO_ALL and bool(zero.any()))
    return np.full(zero.shape, float(is_given))
