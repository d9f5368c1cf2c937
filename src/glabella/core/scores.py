"""What a filled-in instrument says: the score, its readings, and their basis.

Vocabulary: a *reading* is what one named cut-off or benchmark says of a score or a
change; it may decide only if its figure was read in a source.
"""

from collections.abc import Mapping
from decimal import Decimal

import attrs

from glabella.core.instruments import Band, BandSet, Instrument, Purpose
from glabella.core.scoring_rules import Amounts
from glabella.core.sources import Basis, Text
from glabella.core.truth import Truth

Answers = Mapping[str, int | Decimal | None]


@attrs.frozen
class Reading:
    """What a named cut-off or benchmark says of a score or a change.

    `is_for_a_person` is false for a difference between groups, which says nothing of
    one person and is always unknown.
    """

    id: str
    name: Text
    truth: Truth
    basis: Basis
    is_for_a_person: bool = True

    @property
    def may_decide(self) -> bool:
        """Whether the figure was read in a source and speaks of one person."""
        return self.is_for_a_person and not self.basis.is_recalled


@attrs.frozen
class SuicideReading:
    """The suicide items: their greatest answer, or None, and whether one is positive.

    A no means only that the answers given are below the threshold.
    """

    items: tuple[str, ...]
    value: Decimal | None
    positive: Truth


@attrs.frozen
class CategoryReading:
    """Whether the published algorithm puts the answers in a category."""

    id: str
    name: Text
    truth: Truth


@attrs.frozen
class Score:
    """One filled-in instrument, with everything that can be said of it alone."""

    instrument: str
    version: str
    total: Decimal | None
    complete: bool
    missing: tuple[str, ...]
    band: Band | None
    band_set: BandSet | None
    subscores: Amounts
    cut_offs: tuple[Reading, ...]
    categories: tuple[CategoryReading, ...]
    suicide_item: SuicideReading | None
    label: str | None
    form: str | None
    notices: tuple[Text, ...]

    @property
    def band_basis(self) -> Basis | None:
        """Where the band comes from; None without a band."""
        if self.band is None or self.band_set is None:
            return None
        return self.band.basis or self.band_set.basis

    def readings_for(
        self, instrument: Instrument, purpose: Purpose
    ) -> tuple[Reading, ...]:
        """Return the readings of the cut-offs that serve a purpose."""
        wanted = {cut.id for cut in instrument.cut_offs if cut.purpose is purpose}
        return tuple(reading for reading in self.cut_offs if reading.id in wanted)
