"""Instruments: questionnaires and scales as values, with where each figure comes from.

Vocabulary: a *band* is a named range of the total; a *band set* is a published,
versioned choice of bands, and an instrument may have several.
A *cut-off* is a limit on one score; a *benchmark* is a limit on the change between two.
*Wording* is the holder's own text, bundled only where the register allows it; nothing
here writes, completes or translates an item.
Every figure carries its basis; a recalled one is shown and never decides.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

import attrs

from glabella.core.errors import UnknownNameError
from glabella.core.scoring_rules import Form, Rule, SubscoresRule
from glabella.core.sources import Basis, Text


class Direction(Enum):
    """Which end of the scale is the worse one."""

    HIGHER_IS_WORSE = "higher_is_worse"
    HIGHER_IS_BETTER = "higher_is_better"


class Purpose(Enum):
    """What a cut-off on one score is for."""

    SCREENING = "screening"
    REMISSION = "remission"
    RESPONSE = "response"


class Comparison(Enum):
    """How a score is held against a cut-off."""

    BELOW = "<"
    AT_MOST = "<="
    AT_LEAST = ">="


class Measure(Enum):
    """In what a change is counted."""

    POINTS = "points"
    PERCENT = "percent"


class Level(Enum):
    """Whether a benchmark speaks of one person or of the difference between groups."""

    PERSON = "person"
    GROUP = "group"


class LicenceStatus(Enum):
    """What the holder says about copying."""

    PUBLIC = "public"
    NOTICE = "notice"
    PERMISSION = "permission"
    COMMERCIAL = "commercial"
    UNKNOWN = "unknown"


class WordingState(Enum):
    """How much of the holder's text is bundled in a language."""

    FULL = "full"
    TOTAL_ONLY = "total_only"


class CodeStatus(Enum):
    """Whether a code was read at its code system, copied, or is our own."""

    VERIFIED = "verified"
    COPIED = "copied"
    OWN = "own"


@attrs.frozen
class AskedIf:
    """An item that is asked only after a given answer to another one."""

    item: str
    value: Decimal


@attrs.frozen
class Item:
    """One row of an instrument, by number or neutral name, and the answers it takes.

    `allowed` lists the answers where not every whole number in the range is one.
    `maximum` is None where no maximum was read anywhere.
    """

    id: str
    minimum: Decimal
    maximum: Decimal | None
    allowed: tuple[Decimal, ...] = ()
    is_scored: bool = True
    is_whole: bool = True
    asked_if: AskedIf | None = None

    def accepts(self, value: Decimal) -> bool:
        """Return whether the value is a possible answer."""
        if not value.is_finite() or (self.is_whole and value != int(value)):
            return False
        if self.allowed:
            return value in self.allowed
        return value >= self.minimum and (self.maximum is None or value <= self.maximum)

    def range_text(self) -> str:
        """Return the possible answers in words of numbers."""
        if self.allowed:
            return ", ".join(str(value) for value in self.allowed)
        if self.maximum is None:
            return f"{self.minimum} or more"
        return f"{self.minimum} to {self.maximum}"


@attrs.frozen
class TotalRange:
    """The least and the greatest total; None where no maximum was read anywhere.

    A capped total is less than its items could add up to: they exclude each other.
    """

    minimum: Decimal
    maximum: Decimal | None
    is_capped: bool = False


@attrs.frozen
class Subscale:
    """A named part of an instrument: the sum of some items, or an entered sub-score."""

    id: str
    name: Text
    items: tuple[str, ...] = ()


@attrs.frozen
class Band:
    """A named range of the total, both ends included; None is open or by rule.

    `basis` is given where a band is less sure than its set.
    """

    id: str
    name: Text
    low: Decimal | None
    high: Decimal | None
    basis: Basis | None = None

    def holds(self, total: Decimal) -> bool:
        """Return whether the total lies in the band."""
        if self.low is None:
            return False
        return self.low <= total and (self.high is None or total <= self.high)


@attrs.frozen
class BandSet:
    """One published choice of bands; `by_rule` bands are reached without the total."""

    id: str
    version: str
    name: Text
    bands: tuple[Band, ...]
    basis: Basis
    by_rule: bool = False


@attrs.frozen
class CutOff:
    """A named limit on one score, or on one sub-score."""

    id: str
    name: Text
    purpose: Purpose
    comparison: Comparison
    value: Decimal
    basis: Basis
    subscale: str | None = None


@attrs.frozen
class Benchmark:
    """A named limit on the change from baseline, in the direction of improvement."""

    id: str
    name: Text
    measure: Measure
    value: Decimal
    basis: Basis
    level: Level = Level.PERSON
    subscale: str | None = None


@attrs.frozen
class Category:
    """A category of an algorithm, reached with at least so many symptoms."""

    id: str
    name: Text
    at_least: int


@attrs.frozen
class Algorithm:
    """Symptoms counted above a threshold, at least one of them a core symptom.

    Categories stand from the most to the least demanding; they exclude each other.
    """

    id: str
    items: tuple[str, ...]
    core: tuple[str, ...]
    threshold: int
    lower_thresholds: Mapping[str, int]
    categories: tuple[Category, ...]
    basis: Basis

    def threshold_of(self, item: str) -> int:
        """Return from which answer on the item counts as a symptom."""
        return self.lower_thresholds.get(item, self.threshold)


@attrs.frozen
class SuicideRule:
    """The items that ask about suicidality, and from which answer on they alarm."""

    items: tuple[str, ...]
    positive_from: Decimal
    basis: Basis


@attrs.frozen
class Recall:
    """The time an answer looks back on; None where the scale describes the moment."""

    days: int | None
    name: Text
    basis: Basis


@attrs.frozen
class Interval:
    """When the instrument is proposed: weeks after the injection, and in words."""

    weeks: tuple[int, ...]
    name: Text
    basis: Basis


@attrs.frozen
class Code:
    """A code in a code system for an item, the panel or the total."""

    target: str
    system: str
    code: str
    status: CodeStatus
    basis: Basis


@attrs.frozen
class Note:
    """A remark that is shown with every score."""

    text: Text
    basis: Basis


@attrs.frozen
class Wording:
    """The holder's text in one language, exactly as read, and where it was read.

    `options` belong to every line but those that have their own in `line_options`.
    """

    language: str
    stem: str
    options: Mapping[str, str]
    line_options: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, str]
    sources: tuple[str, ...]
    read_on: str


@attrs.frozen
class LanguageRecord:
    """Whether the text of a language is bundled, and why not if it is not."""

    state: WordingState
    reason: str


@attrs.frozen
class Licence:
    """What the holder permits, quoted, with the day it was read."""

    holder: str
    status: LicenceStatus
    redistribution_ok: bool
    electronic_ok: bool
    translation_ok: bool
    languages: Mapping[str, LanguageRecord]
    statement_quote: str = ""
    url: str = ""
    retrieved_on: str = ""
    retrieved_by: str = ""
    notice: str = ""


@attrs.frozen
class Instrument:
    """A questionnaire or scale: items, scoring, and what scores and changes mean."""

    id: str
    version: str
    name: Text
    short_name: str
    direction: Direction
    items: tuple[Item, ...]
    rule: Rule
    total: TotalRange | None
    scoring_basis: Basis
    recall: Recall
    interval: Interval
    subscales: tuple[Subscale, ...] = ()
    band_sets: tuple[BandSet, ...] = ()
    cut_offs: tuple[CutOff, ...] = ()
    mic: tuple[Benchmark, ...] = ()
    responses: tuple[Benchmark, ...] = ()
    suicide: SuicideRule | None = None
    algorithm: Algorithm | None = None
    codes: tuple[Code, ...] = ()
    notes: tuple[Note, ...] = ()
    wordings: tuple[Wording, ...] = ()

    def item(self, item_id: str) -> Item:
        """Return the item.

        Raises:
            UnknownNameError: If the instrument has no such item.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        known = ", ".join(item.id for item in self.items) or "none"
        raise UnknownNameError(
            f'there is no item "{item_id}".',
            where=self.id,
            mending=f"The items are: {known}.",
        )

    def band_set(self, band_set_id: str | None) -> BandSet | None:
        """Return the named band set; the first one if no name is given.

        Raises:
            UnknownNameError: If the instrument has no such band set.
        """
        if band_set_id is None:
            return self.band_sets[0] if self.band_sets else None
        for band_set in self.band_sets:
            if band_set.id == band_set_id:
                return band_set
        known = ", ".join(band_set.id for band_set in self.band_sets) or "none"
        raise UnknownNameError(
            f'there is no band set "{band_set_id}".',
            where=self.id,
            mending=f"The band sets are: {known}.",
        )

    @property
    def forms(self) -> tuple[Form, ...]:
        """The printed forms that differ in their maxima, if any."""
        return self.rule.forms if isinstance(self.rule, SubscoresRule) else ()

    def wording(self, language: str) -> Wording | None:
        """Return the holder's text in a language, or None where only numbers ship."""
        for wording in self.wordings:
            if wording.language == language:
                return wording
        return None
