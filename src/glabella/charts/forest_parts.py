"""What a forest plot is made of.

Effects are given as they are printed: an odds ratio as an odds ratio, also when the
axis is logarithmic.
"""

import attrs

from glabella.charts.checks import (
    ChartError,
    Number,
    must_be_finite,
    must_be_ordered,
)


@attrs.frozen
class Interval:
    """Two ends, low first."""

    low: Number
    high: Number

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        must_be_finite(self.low, self.high, where="interval")
        must_be_ordered(self.low, self.high, where="interval")


@attrs.frozen
class Estimate:
    """An effect with the two ends of its confidence interval."""

    value: Number
    low: Number
    high: Number

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be drawn, and an interval that misses its estimate."""
        must_be_finite(self.value, self.low, self.high, where="estimate")
        must_be_ordered(self.low, self.value, where="estimate")
        must_be_ordered(self.value, self.high, where="estimate")


@attrs.frozen
class Study:
    """One row: a study with its estimate, or with the words why there is none.

    Args:
        label: Name and year.
        estimate: None if nothing could be estimated; the row then says so.
        weight: Percent of the sum of weights; None draws the smallest square.
        left: Text under the headings on the left, such as events and totals.
        right: Text under the further headings on the right.
    """

    label: str
    estimate: Estimate | None
    weight: Number | None = None
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a weight that is no share."""
        where = f'study "{self.label}"'
        must_be_finite(self.weight, where=where)
        must_be_ordered(0, self.weight, where=where)


@attrs.frozen
class Summary:
    """A diamond: the pooled effect, with its prediction interval where there is one."""

    label: str
    estimate: Estimate
    prediction: Interval | None = None
    weight: Number | None = None
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


@attrs.frozen
class Subgroup:
    """Some of the studies, with a heading, a diamond of their own and a note.

    Args:
        title: The heading.
        studies: Its rows.
        summary: Its diamond; None if it cannot be pooled.
        note: Heterogeneity in words, or why it cannot be pooled.
    """

    title: str
    studies: tuple[Study, ...]
    summary: Summary | None = None
    note: str = ""


@attrs.frozen
class EffectAxis:
    """The horizontal axis of effects.

    Args:
        log: Draw ratios on a logarithmic axis.
        null: The line of no effect; None draws none.
        low: Left end; None takes it from the data. Longer intervals get an arrow.
        high: Right end, likewise.
        favours: What an effect left and right of the line speaks for.
        places: Decimal places of effects in text.
        level: Of the confidence intervals, in percent.
    """

    log: bool = False
    null: Number | None = None
    low: Number | None = None
    high: Number | None = None
    favours: tuple[str, str] | None = None
    places: int = 2
    level: int = 95

    def __attrs_post_init__(self) -> None:
        """Refuse ends the wrong way round, and logarithms of nothing."""
        must_be_finite(self.null, self.low, self.high, where="axis")
        must_be_ordered(self.low, self.high, where="axis")
        if self.log and any(n is not None and n <= 0 for n in self._numbers()):
            raise ChartError(
                "a logarithmic axis has no place for zero or less.",
                where="axis",
                mending="Give ratios above zero, or log=False.",
            )

    def _numbers(self) -> tuple[Number | None, ...]:
        return self.null, self.low, self.high


PLAIN_AXIS = EffectAxis()
"""Differences, without a line of no effect."""
