"""Questions that studies answer, and the rows that a pooled estimate is made of.

A row is one contrast of one study with numbers that can be used; what cannot be used
is listed beside it with the reason, so that nothing disappears.
"""

from decimal import Decimal
from enum import Enum

import attrs

from glabella.core.instruments import Direction
from glabella.core.sources import Status, Text
from glabella.evidence.outcomes import OutcomeKind, Scale
from glabella.evidence.study import Contrast, Estimand, Role

LEAST_ROWS = 2


class Topic(Enum):
    """What a question is about."""

    DEPRESSION = "depression"
    MIGRAINE = "migraine"
    BRUXISM = "bruxism"
    SIDE_EFFECTS = "side_effects"


@attrs.frozen
class Question:
    """One question: which outcomes answer it, when, against what, on which scale.

    `outcomes` stand in order of preference: of each study the first usable one counts.
    `first_week` and `last_week` bound the time point; `week` is preferred.
    `limits` is what must be said beside any answer.
    """

    id: str
    topic: Topic
    text: Text
    kind: OutcomeKind
    scale: Scale
    outcomes: tuple[str, ...]
    against: tuple[Role, ...]
    week: Decimal
    first_week: Decimal
    last_week: Decimal
    direction: Direction
    limits: Text
    muscle: str | None = None


@attrs.frozen
class Counts:
    """Events and people per arm."""

    toxin_events: int
    toxin_total: int
    control_events: int
    control_total: int


@attrs.frozen
class Means:
    """Mean, standard deviation and people per arm, in the units of the outcome."""

    toxin_n: int
    toxin_mean: Decimal
    toxin_sd: Decimal
    control_n: int
    control_mean: Decimal
    control_sd: Decimal


@attrs.frozen
class Effect:
    """An effect as printed, toxin minus (or over) control, with its error.

    At least one of these is there: `se`; `low` and `high` (95 %); for a standardised
    difference, both numbers of people.
    Ratios stand as ratios, not as logarithms.
    A standardised difference is Cohen's d, or Hedges' g where `corrected`.
    """

    scale: Scale
    value: Decimal
    se: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    toxin_n: int | None = None
    control_n: int | None = None
    corrected: bool = False


RowData = Counts | Means | Effect


@attrs.frozen
class Row:
    """One contrast of one study, ready for pooling.

    `status` is the weakest of the numbers it rests on; `results` are their ids and
    `places` where each was read.
    """

    study: str
    label: str
    contrast: Contrast
    outcome: str
    week: Decimal | None
    data: RowData
    estimand: Estimand | None
    status: Status
    results: tuple[str, ...]
    places: tuple[str, ...]
    publications: tuple[str, ...]


@attrs.frozen
class Unusable:
    """A study, or one contrast of it, that cannot enter the estimate, and why."""

    study: str
    label: str
    reason: Text


@attrs.frozen
class QuestionRows:
    """What the library holds on a question: rows, and what could not be used."""

    question: Question
    rows: tuple[Row, ...]
    unusable: tuple[Unusable, ...]
    include_recalled: bool

    @property
    def cannot_be_pooled(self) -> Text | None:
        """Why there is no pooled estimate, or None if there are enough rows."""
        if len(self.rows) >= LEAST_ROWS:
            return None
        en, de = ("only one study has", "nur eine Studie")
        if not self.rows:
            en, de = ("no study has", "keine Studie")
        return Text(
            en=f"Cannot be pooled, because {en} usable numbers; two are needed.",
            de=f"Kann nicht zusammengefasst werden, weil {de} verwendbare Zahlen hat; "
            "zwei sind nötig.",
        )
