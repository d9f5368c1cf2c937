"""Studies as values: what was done to whom, and what was printed, number by number.

Every number carries its basis: status, source, place in the source.
What is unknown is None or absent; nothing here is filled in.
Vocabulary: a *result* is one line of printed numbers, of one arm or of one contrast; a
*contrast* is a pair of arms that may be compared; a *gap* says why a study cannot
answer a question.
"""

from decimal import Decimal
from enum import Enum

import attrs

from glabella.core.sources import Basis, Status, Text
from glabella.evidence.outcomes import Scale

Printed = tuple[tuple[str, object], ...]


class Design(Enum):
    """What a study is; only the trials among them can enter a pooled estimate."""

    RANDOMISED = "randomised"
    CROSSOVER = "crossover"
    CONTROLLED = "controlled"
    """Two arms whose allocation is not known to be random."""
    POOLED_TRIALS = "pooled_trials"
    """The people of several trials analysed together."""
    SINGLE_ARM = "single_arm"
    COHORT = "cohort"
    CHART_REVIEW = "chart_review"
    REPORTS = "reports"
    """Spontaneous reports of a drug safety database: no denominators."""
    META_ANALYSIS = "meta_analysis"
    SYSTEMATIC_REVIEW = "systematic_review"
    NARRATIVE_REVIEW = "narrative_review"

    @property
    def is_trial(self) -> bool:
        """Whether people were given the toxin or something else by a plan."""
        return self in _TRIALS

    @property
    def is_review(self) -> bool:
        """Whether it reports other people's studies."""
        return self in _REVIEWS


_TRIALS = frozenset(
    {Design.RANDOMISED, Design.CROSSOVER, Design.CONTROLLED, Design.POOLED_TRIALS}
)
_REVIEWS = frozenset(
    {Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW, Design.NARRATIVE_REVIEW}
)


class Role(Enum):
    """What an arm got."""

    TOXIN = "toxin"
    PLACEBO = "placebo"
    ACTIVE = "active"
    """Another treatment."""
    NOTHING = "nothing"


class Estimand(Enum):
    """Which difference between arms a score's effect is."""

    FINAL = "final"
    """Of the values at the time point."""
    CHANGE = "change"
    """Of the changes from baseline."""
    ADJUSTED = "adjusted"
    """Of the values, adjusted for baseline by a model."""


class RiskLevel(Enum):
    """A judgement of one domain of the risk of bias."""

    LOW = "low"
    SOME_CONCERNS = "some_concerns"
    HIGH = "high"


@attrs.frozen
class Stated:
    """A statement as printed, with its basis; `quote` is the source's own words."""

    text: str
    basis: Basis
    quote: str | None = None


@attrs.frozen
class Figure:
    """A number as printed, with its basis."""

    value: Decimal
    basis: Basis
    quote: str | None = None


@attrs.frozen
class Arm:
    """One group of people of a study."""

    id: str
    role: Role
    name: str
    n: Figure | None = None
    dose: Stated | None = None
    units: Figure | None = None


@attrs.frozen
class Contrast:
    """Two arms that may be compared; `paired` if the same people were in both."""

    arm: str
    against: str
    paired: bool = False
    note: Text | None = None


@attrs.frozen
class ArmNumbers:
    """Numbers of one arm as printed; None is not printed, never zero.

    `change` is the mean change from baseline, `percent` the share of people, `low` and
    `high` the ends of a 95 % interval.
    """

    n: Decimal | None = None
    events: Decimal | None = None
    total: Decimal | None = None
    percent: Decimal | None = None
    mean: Decimal | None = None
    sd: Decimal | None = None
    se: Decimal | None = None
    change: Decimal | None = None
    change_sd: Decimal | None = None
    percent_change: Decimal | None = None
    median: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@attrs.frozen
class Estimate:
    """An effect as printed: toxin minus (or over) control, 95 % interval, two-sided p.

    Where a source prints a magnitude without a sign, `favours` names the arm that did
    better, and `value` is read as that arm's advantage.
    `corrected` says that a standardised difference is Hedges' g, not Cohen's d.
    """

    scale: Scale
    value: Decimal | None = None
    se: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    favours: str | None = None
    estimand: Estimand | None = None
    corrected: bool = False


@attrs.frozen
class Result:
    """One line of numbers of a study.

    With `against` it is a contrast, else it belongs to one arm, or to all people.
    `week` counts from the injection; `until` ends a range of weeks.
    `outcome` is an outcome of the library where the line answers to one.
    `series` groups lines that make a time course.
    `also` holds what was printed beside the numbers, under the names of the source.
    """

    id: str
    instrument: str
    measure: str
    basis: Basis
    outcome: str | None = None
    week: Decimal | None = None
    until: Decimal | None = None
    arm: str | None = None
    against: str | None = None
    numbers: ArmNumbers = ArmNumbers()
    estimate: Estimate | None = None
    p: Decimal | None = None
    also: Printed = ()
    quote: str | None = None
    series: str | None = None

    @property
    def is_recalled(self) -> bool:
        """Whether nobody has read these numbers anywhere."""
        return self.basis.status is Status.RECALLED


@attrs.frozen
class RiskOfBias:
    """One judged domain of the risk of bias, with who judged it."""

    domain: str
    level: RiskLevel
    basis: Basis


@attrs.frozen
class Gap:
    """Why a study, or one contrast of it, cannot answer a question."""

    question: str
    reason: Text
    arm: str | None = None


@attrs.frozen
class Study:
    """One study, and everything that is known of it.

    `label` is how a figure names it ("Finzi 2014"); `parts` are the studies whose
    people it holds again.
    `cited_as` says what popular articles take it for, where that is wrong.
    """

    id: str
    label: str
    year: int | None
    condition: str
    population: str
    design: Design
    design_as_printed: str
    publications: tuple[str, ...]
    arms: tuple[Arm, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    results: tuple[Result, ...] = ()
    instruments: tuple[str, ...] = ()
    weeks: tuple[Decimal, ...] = ()
    weeks_basis: Basis | None = None
    details: tuple[tuple[str, Stated], ...] = ()
    people: tuple[tuple[str, Figure], ...] = ()
    risks: tuple[RiskOfBias, ...] = ()
    gaps: tuple[Gap, ...] = ()
    parts: tuple[str, ...] = ()
    cited_as: Text | None = None
    note: Text | None = None

    def arm(self, arm_id: str) -> Arm | None:
        """Return an arm by its id, or None."""
        return next((arm for arm in self.arms if arm.id == arm_id), None)

    def detail(self, key: str) -> Stated | None:
        """Return a statement such as "funding" or "blinding"; None is unknown."""
        return dict(self.details).get(key)

    def result(self, result_id: str) -> Result | None:
        """Return a line of numbers by its id, or None."""
        return next((one for one in self.results if one.id == result_id), None)
