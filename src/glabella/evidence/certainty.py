"""How sure the evidence is, by GRADE: structured judgements, and what may be concluded.

Trials begin as high and observational studies as low; each concern takes one level or
two away.
The judgements are this project's draft; nobody has signed them, and every view says so.
"""

from enum import Enum

import attrs

from glabella.core.sources import Text


class Level(Enum):
    """How sure the evidence is, from GRADE."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"


LADDER = (Level.VERY_LOW, Level.LOW, Level.MODERATE, Level.HIGH)


class Domain(Enum):
    """The five reasons to be less sure."""

    RISK_OF_BIAS = "risk_of_bias"
    INCONSISTENCY = "inconsistency"
    INDIRECTNESS = "indirectness"
    IMPRECISION = "imprecision"
    PUBLICATION_BIAS = "publication_bias"


class Concern(Enum):
    """How much a domain takes away."""

    NONE = "none"
    SERIOUS = "serious"
    VERY_SERIOUS = "very_serious"

    @property
    def steps(self) -> int:
        """How many levels it takes away."""
        return list(Concern).index(self)


@attrs.frozen
class Judgement:
    """One domain: the concern, the reason, and the numbers it rests on.

    `rests_on` names results and studies of the library.
    """

    domain: Domain
    concern: Concern
    reason: Text
    rests_on: tuple[str, ...]


@attrs.frozen
class Grading:
    """The certainty of one question's evidence, drafted and unsigned.

    `start` is the level before any concern; `conclusion` may not say more than `level`.
    """

    question: str
    start: Level
    start_reason: Text
    judgements: tuple[Judgement, ...]
    conclusion: Text
    signed_by: str | None = None

    @property
    def level(self) -> Level:
        """The level after all concerns."""
        lost = sum(judgement.concern.steps for judgement in self.judgements)
        return LADDER[max(0, LADDER.index(self.start) - lost)]


DRAFT = Text(
    en="Draft of this project; no clinician has signed it.",
    de="Entwurf dieses Projekts; keine Ärztin und kein Arzt hat ihn freigegeben.",
)
