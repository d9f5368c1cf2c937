"""The change between two scores of one instrument: points, percent, and what it means.

Signs follow the scale: a fall is negative. Improvement follows the direction of the
instrument, so that a benchmark is always a positive figure.
Several published definitions are read side by side; none is chosen in silence.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import attrs

from glabella.core.errors import InputError
from glabella.core.instruments import (
    Benchmark,
    Direction,
    Instrument,
    Level,
    Measure,
    Purpose,
)
from glabella.core.scores import Reading, Score
from glabella.core.truth import Truth


@attrs.frozen
class Difference:
    """Two amounts of one scale; None where one of them is missing."""

    baseline: Decimal | None
    current: Decimal | None

    @property
    def absolute(self) -> Decimal | None:
        """The current amount minus the baseline."""
        if self.baseline is None or self.current is None:
            return None
        return self.current - self.baseline

    @property
    def percent(self) -> Decimal | None:
        """The change in percent of the baseline, to one place; None from zero."""
        absolute, baseline = self.absolute, self.baseline
        if absolute is None or not baseline:
            return None
        return round_to_tenth(absolute * 100 / baseline)


@attrs.frozen
class Change:
    """What became of a score since its baseline."""

    instrument: str
    version: str
    total: Difference
    subscores: Mapping[str, Difference]
    mic: tuple[Reading, ...]
    responses: tuple[Reading, ...]
    remission: tuple[Reading, ...]

    @property
    def absolute(self) -> Decimal | None:
        """The current total minus the baseline total."""
        return self.total.absolute

    @property
    def percent(self) -> Decimal | None:
        """The change of the total in percent of the baseline; None from zero."""
        return self.total.percent

    @property
    def response(self) -> Truth:
        """The first definition of response that may decide; unknown without one."""
        for reading in self.responses:
            if reading.may_decide:
                return reading.truth
        return Truth.UNKNOWN


def change(instrument: Instrument, *, baseline: Score, current: Score) -> Change:
    """Return the change from the baseline to the current score.

    Raises:
        InputError: If the scores are not of this instrument, version and form.
    """
    _check_same(instrument, baseline=baseline, current=current)
    total = Difference(baseline.total, current.total)
    parts = {
        part: Difference(baseline.subscores.get(part), current.subscores.get(part))
        for part in {**baseline.subscores, **current.subscores}
    }
    improvement = _Improvement(total, parts, instrument.direction)
    absolute = current.readings_for(instrument, Purpose.RESPONSE)
    return Change(
        instrument=instrument.id,
        version=instrument.version,
        total=total,
        subscores=parts,
        mic=tuple(improvement.reading(mark) for mark in instrument.mic),
        responses=(
            *(improvement.reading(mark) for mark in instrument.responses),
            *absolute,
        ),
        remission=current.readings_for(instrument, Purpose.REMISSION),
    )


def _check_same(instrument: Instrument, *, baseline: Score, current: Score) -> None:
    wanted = f"{instrument.id}/{instrument.version}"
    for name, one in (("baseline", baseline), ("current score", current)):
        found = f"{one.instrument}/{one.version}"
        if found != wanted:
            raise InputError(
                f"the {name} is of {found}.",
                where=wanted,
                mending="Compare two scores of one instrument and version.",
            )
    if baseline.form != current.form:
        raise InputError(
            f"the forms differ: {baseline.form} and {current.form}.",
            where=wanted,
            mending="Compare two scores of one printed form.",
        )


@attrs.frozen
class _Improvement:
    """Differences seen in the direction in which the patient gets better."""

    total: Difference
    parts: Mapping[str, Difference]
    direction: Direction

    def reading(self, mark: Benchmark) -> Reading:
        """Return what a benchmark says; one between groups says nothing of a person."""
        is_for_a_person = mark.level is Level.PERSON
        met = self._is_met(mark) if is_for_a_person else None
        return Reading(mark.id, mark.name, Truth.of(met), mark.basis, is_for_a_person)

    def _is_met(self, mark: Benchmark) -> bool | None:
        difference = self.parts.get(mark.subscale) if mark.subscale else self.total
        if difference is None or difference.absolute is None:
            return None
        is_fall_good = self.direction is Direction.HIGHER_IS_WORSE
        better_by = -difference.absolute if is_fall_good else difference.absolute
        if mark.measure is Measure.POINTS:
            return better_by >= mark.value
        # Compared exactly, not by the rounded percent; open from zero.
        baseline = difference.baseline
        return better_by * 100 >= mark.value * baseline if baseline else None


def round_to_tenth(amount: Decimal) -> Decimal:
    """Return the amount to one place, halves away from zero."""
    return amount.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
