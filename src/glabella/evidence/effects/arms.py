"""Arms of trials: sizes with means and standard deviations, or with events."""

import attrs
import numpy as np

from glabella.evidence.numeric.arrays import (
    Floats,
    Numbers,
    floats,
    require,
    same_length,
)

FEWEST_PATIENTS = 2
"""A standard deviation needs two."""

MOST_PATIENTS = 1e8
"""More people than any trial has; beyond it somebody slipped."""


@attrs.frozen(eq=False)
class MeanArm:
    """One arm of k studies: sizes, means and standard deviations, each (k,)."""

    n: Floats
    mean: Floats
    sd: Floats


@attrs.frozen(eq=False)
class CountArm:
    """One arm of k studies: people with the event, and all people, each (k,)."""

    events: Floats
    n: Floats

    @property
    def others(self) -> Floats:
        """People without the event, shape (k,)."""
        return self.n - self.events


def mean_arm(n: Numbers, mean: Numbers, sd: Numbers) -> MeanArm:
    """Return an arm of means, checked.

    Raises:
        InputError: If a size is below two or absurd, or a standard deviation is not
            above zero.
    """
    arm = MeanArm(
        floats(n, name="arm sizes"),
        floats(mean, name="means"),
        floats(sd, name="standard deviations"),
    )
    same_length(n=arm.n, mean=arm.mean, sd=arm.sd)
    require(arm.n >= FEWEST_PATIENTS, name="arm sizes", law="must be two at least")
    require(arm.n <= MOST_PATIENTS, name="arm sizes", law="is beyond any trial")
    require(arm.sd > 0, name="standard deviations", law="must be above zero")
    return arm


def count_arm(events: Numbers, n: Numbers) -> CountArm:
    """Return an arm of counts, checked.

    Raises:
        InputError: If an arm is empty or absurd, or has more events than people.
    """
    arm = CountArm(floats(events, name="events"), floats(n, name="arm sizes"))
    same_length(events=arm.events, n=arm.n)
    require(arm.n > 0, name="arm sizes", law="must be above zero")
    require(arm.n <= MOST_PATIENTS, name="arm sizes", law="is beyond any trial")
    require(arm.events >= 0, name="events", law="must not be negative")
    require(arm.events <= arm.n, name="events", law="must not exceed the arm size")
    return arm


def pooled_sd(one: MeanArm, other: MeanArm) -> Floats:
    """Return the standard deviation within both arms, shape (k,)."""
    squares = (one.n - 1) * one.sd**2 + (other.n - 1) * other.sd**2
    return np.sqrt(squares / (one.n + other.n - 2))
