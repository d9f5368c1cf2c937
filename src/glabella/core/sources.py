"""Where a number comes from: sources, their tiers, and how a statement was obtained.

Vocabulary: a *source* is a publication; its *tier* says what kind (A regulator,
guideline or authorisation holder; B paper, abstract or registry; C third-party copy or
digest of a label; D clinic page, news, slide, machine answer).
A *status* says how the statement reached this project.
"""

from collections.abc import Mapping
from enum import Enum

import attrs


class Status(Enum):
    """How a statement was obtained."""

    SEEN = "SEEN"
    """Read in the source named beside it."""
    RECALLED = "RECALLED"
    """From general knowledge, not read: it only stops and asks."""
    DERIVED = "DERIVED"
    """Arithmetic on other statements, or a default chosen by this project."""


@attrs.frozen
class Text:
    """A text for people in both languages of the project."""

    en: str
    de: str

    def in_language(self, language: str) -> str:
        """Return the German text for "de", else the English source text."""
        return self.de if language == "de" else self.en


@attrs.frozen
class Source:
    """A publication that a statement rests on."""

    id: str
    tier: str
    title: str
    year: int | None = None
    url: str | None = None
    read_on: str | None = None
    place: str | None = None


@attrs.frozen
class Basis:
    """Why a statement may be believed, and how far.

    `confidence` and `check` belong to a recalled statement: how sure the memory is and
    what to open to verify it.
    """

    status: Status
    sources: tuple[str, ...] = ()
    place: str | None = None
    confidence: str | None = None
    check: str | None = None
    note: str | None = None

    @property
    def is_recalled(self) -> bool:
        """Whether nobody has read the statement anywhere."""
        return self.status is Status.RECALLED


def unverified_reason(basis: Basis, sources: Mapping[str, Source]) -> str | None:
    """Return why a statement still needs checking, or None if it stands.

    A statement stands when it was read in at least one source of tier A or B.
    Tiers C and D may drive a decision, but the reader is told.
    """
    if basis.is_recalled:
        return "recalled, not read in a source"
    if basis.status is Status.DERIVED:
        return "derived by this project"
    tiers = [sources[key].tier for key in basis.sources if key in sources]
    if any(tier in {"A", "B"} for tier in tiers):
        return None
    return f"read only in a tier {min(tiers, default='?')} source"
