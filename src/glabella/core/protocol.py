"""A protocol: what a practice may do for one condition, as values with sources.

Vocabulary: a *criterion* is a tree with a kind; the kind says what a yes, a no and an
unknown mean for the verdict.
A *scheme* is one published pattern of sites and units for one product.
A *limit* is a number that a plan may not pass; an *interval* the days between sessions.
A *window* is a stretch of days after an injection (onset, full effect, review ...).
A *label status* says whether a product is authorised for the condition in a country.
"""

from decimal import Decimal
from enum import Enum
from functools import cached_property

import attrs

from glabella.core.criteria import Node
from glabella.core.sources import Basis, Text

Values = tuple[tuple[str, object], ...]


class Phase(Enum):
    """Whether a person begins a course or goes on with it."""

    START = "start"
    CONTINUE = "continue"


class Kind(Enum):
    """What a criterion is for."""

    __hash__ = object.__hash__  # as of Truth

    REQUIREMENT = "requirement"
    """A floor that cannot be talked away: alive, old enough."""
    CONTRAINDICATION = "contraindication"
    """A danger that stays."""
    DEFERRAL = "deferral"
    """A danger that ends on a date or with an event."""
    INCLUSION = "inclusion"
    """What makes the treatment fit the person."""
    EXCLUSION = "exclusion"
    """What makes another treatment fit better."""
    TRIAL_POPULATION = "trial_population"
    """Whom the studies looked at; outside it the effect is unstudied, not refuted."""
    CAUTION = "caution"
    """What the clinician must weigh."""
    STOP = "stop"
    """Advice to pause or to review a running course; never a refusal."""


@attrs.frozen
class Ending:
    """When a deferral ends: an event in words, or days after a dated fact."""

    event: Text
    days: int | None = None
    after: str | None = None


@attrs.frozen
class Criterion:
    """One rule of a protocol.

    `entry` criteria are read from the frozen baseline once a course runs.
    `profiles` empty means everywhere. `override_profiles` names the profiles whose full
    label is on file and leaves the decision to a specialist.
    `advice` and `guideline` belong to stop criteria.
    """

    id: str
    kind: Kind
    when: Node
    text: Text
    basis: Basis
    phases: tuple[Phase, ...] = (Phase.START, Phase.CONTINUE)
    profiles: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    entry: bool = False
    ending: Ending | None = None
    override_profiles: tuple[str, ...] = ()
    advice: str | None = None
    guideline: str | None = None
    origin: tuple[str, ...] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """The facts the rule speaks of."""
        return frozenset(self.when.names())

    @cached_property
    def reach(self) -> frozenset[str]:
        """The facts the rule and its ending speak of."""
        after = self.ending.after if self.ending else None
        return self.names | {after} if after else self.names


class Label(Enum):
    """What a country's label says of a product for a condition."""

    ON_LABEL = "on_label"
    OFF_LABEL = "off_label"
    UNVERIFIED = "unverified"
    CONFLICT = "conflict"


@attrs.frozen
class LabelStatus:
    """One statement about a label: product, profile, status, label text and date."""

    profile: str
    product: str
    status: Label
    basis: Basis
    label: str | None = None
    label_date: str | None = None
    restriction: Text | None = None
    origin: tuple[str, ...] = ()


@attrs.frozen
class SitePattern:
    """Points of one muscle in a scheme.

    `points` counts one side of a bilateral pattern, or the midline.
    `units_per_point` None means that no split was published; `units_range` is a
    published range for the muscle and side, which proposes nothing by itself.
    """

    muscle: str
    side: str
    points: int | None
    units_per_point: Decimal | None = None
    units_range: tuple[Decimal, Decimal] | None = None
    points_range: tuple[int, int] | None = None
    depth: str | None = None
    landmark: Text | None = None
    landmark_basis: Basis | None = None


@attrs.frozen
class Scheme:
    """A published pattern of sites for one product.

    `choice` is "default" (proposed without asking), "named" (a clinician picks it by
    name) or "range" (a range without a dose: the clinician enters the units).
    `split_basis` belongs to the division among muscles when the total has another.
    """

    id: str
    product: str
    name: Text
    choice: str
    basis: Basis
    sites: tuple[SitePattern, ...] = ()
    total_units: Decimal | None = None
    total_points: int | None = None
    split_basis: Basis | None = None
    ml_per_point: Decimal | None = None
    dilution_ml: Decimal | None = None
    vial_units: Decimal | None = None
    needle: Text | None = None
    population: Text | None = None
    profiles: tuple[str, ...] = ()
    values: Values = ()
    origin: tuple[str, ...] = ()


@attrs.frozen
class ExtraSites:
    """Optional extra points of one muscle, inside a printed limit."""

    muscle: str
    max_units: Decimal
    units_per_point: Decimal


@attrs.frozen
class SchemeOption:
    """An option that adds points to a scheme; off unless the clinician asks for it."""

    id: str
    scheme: str
    name: Text
    extras: tuple[ExtraSites, ...]
    max_extra_units: Decimal
    max_extra_points: int
    basis: Basis
    note: Text | None = None
    origin: tuple[str, ...] = ()


@attrs.frozen
class Limit:
    """A number no plan may pass without saying so.

    `scope` is "point", "muscle" (both sides together), "side" (all points of a side),
    "session" or "window" (with `window_days`).
    """

    id: str
    scope: str
    units: Decimal
    product: str
    basis: Basis
    text: Text
    muscle: str | None = None
    window_days: int | None = None
    window_months: int | None = None
    profiles: tuple[str, ...] = ()
    enforced: bool = True
    origin: tuple[str, ...] = ()


@attrs.frozen
class Interval:
    """Days between sessions: kind "minimum", "usual" or "median_seen"."""

    kind: str
    days: int
    basis: Basis
    days_to: int | None = None
    months: int | None = None
    product: str | None = None
    profiles: tuple[str, ...] = ()
    text: Text | None = None
    origin: tuple[str, ...] = ()


@attrs.frozen
class CourseWindow:
    """Days after an injection: onset, full_effect, review, score or wear_off."""

    id: str
    from_day: int
    to_day: int
    basis: Basis
    text: Text | None = None
    origin: tuple[str, ...] = ()


@attrs.frozen
class Measure:
    """What a course is judged by.

    `baseline` and `current` are facts; `recorded` is the fact with the number of
    recorded days in the current window; at least `recorded_minimum` are needed.
    """

    id: str
    text: Text
    baseline: str
    current: str
    basis: Basis
    recorded: str | None = None
    recorded_minimum: int | None = None
    response_percent: Decimal | None = None
    remission: Node | None = None
    window: Text | None = None
    origin: tuple[str, ...] = ()


@attrs.frozen
class SideEffect:
    """One published rate, in percent; `muscles` empty means wherever injected."""

    id: str
    name: Text
    study: str
    basis: Basis
    percent: Decimal | None = None
    control_percent: str | None = None
    muscles: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()


@attrs.frozen
class Code:
    """A code of the condition or the procedure in a public code system."""

    system: str
    code: str
    basis: Basis
    origin: tuple[str, ...] = ()


@attrs.frozen
class Remark:
    """Anything else a reader should know: evidence, technique, disagreement, duty.

    `values` keeps the numbers as printed.
    """

    id: str
    section: str
    text: Text
    basis: Basis
    values: Values = ()
    origin: tuple[str, ...] = ()


@attrs.frozen
class Protocol:
    """All a practice needs to know to treat one condition."""

    id: str
    version: str
    name: Text
    use: str
    product: str
    minimum_age: int
    new_start_after_days: int
    new_start_basis: Basis
    criteria: tuple[Criterion, ...]
    labels: tuple[LabelStatus, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    options: tuple[SchemeOption, ...] = ()
    limits: tuple[Limit, ...] = ()
    intervals: tuple[Interval, ...] = ()
    windows: tuple[CourseWindow, ...] = ()
    measures: tuple[Measure, ...] = ()
    side_effects: tuple[SideEffect, ...] = ()
    codes: tuple[Code, ...] = ()
    remarks: tuple[Remark, ...] = ()
    consent: tuple[str, ...] = ()
    merges_with: tuple[str, ...] = ()
    never_merges_with: tuple[str, ...] = ()
    studied_with: tuple[str, ...] = ()
    digest: str = ""

    def scheme(self, scheme_id: str) -> Scheme | None:
        """Return the scheme of that name, if the protocol has it."""
        return next((item for item in self.schemes if item.id == scheme_id), None)
