"""Eligibility: from a patient's facts to a verdict with its reasons.

Vocabulary: *truth* is the answer of one criterion; the *outcome* is what that truth
means for its kind; the *verdict* is the protocol's answer for one person in one phase,
the gravest of all outcomes.

A rule that nobody has read in a source never decides alone: where it would block, defer
or exclude, the verdict is `needs_facts` until a clinician confirms it by name.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum

import attrs

from glabella.core.facts import Fact, FactSet, Missing
from glabella.core.labels import LabelAnswer, label_answer
from glabella.core.overrides import Override, recorded_overrides
from glabella.core.phases import course_start, phase_of, with_protocol_facts
from glabella.core.practice import NO_PRACTICE, Practice
from glabella.core.protocol import Criterion, Kind, Label, Phase, Protocol
from glabella.core.sources import Source, Text, unverified_reason
from glabella.core.truth import Truth


class Verdict(Enum):
    """A protocol's answer for one person in one phase, gravest first."""

    BLOCKED = "blocked"
    DEFERRED = "deferred"
    NOT_INDICATED = "not_indicated"
    NEEDS_FACTS = "needs_facts"
    CRITERIA_MET_OFF_LABEL = "criteria_met_off_label"
    INDICATED = "indicated"


class Outcome(Enum):
    """What the truth of one criterion means for the verdict."""

    BLOCKED = "blocked"
    DEFERRED = "deferred"
    NOT_INDICATED = "not_indicated"
    NEEDS_FACTS = "needs_facts"
    CAUTION = "caution"
    NOTHING = "nothing"

    __hash__ = object.__hash__  # as of Truth


_Y, _N, _U = Truth.YES, Truth.NO, Truth.UNKNOWN

OUTCOMES: dict[tuple[Kind, Truth], Outcome] = {
    (Kind.REQUIREMENT, _Y): Outcome.NOTHING,
    (Kind.REQUIREMENT, _N): Outcome.BLOCKED,
    (Kind.REQUIREMENT, _U): Outcome.NEEDS_FACTS,
    (Kind.CONTRAINDICATION, _Y): Outcome.BLOCKED,
    (Kind.CONTRAINDICATION, _N): Outcome.NOTHING,
    (Kind.CONTRAINDICATION, _U): Outcome.NEEDS_FACTS,
    (Kind.DEFERRAL, _Y): Outcome.DEFERRED,
    (Kind.DEFERRAL, _N): Outcome.NOTHING,
    (Kind.DEFERRAL, _U): Outcome.NEEDS_FACTS,
    (Kind.INCLUSION, _Y): Outcome.NOTHING,
    (Kind.INCLUSION, _N): Outcome.NOT_INDICATED,
    (Kind.INCLUSION, _U): Outcome.NEEDS_FACTS,
    (Kind.EXCLUSION, _Y): Outcome.NOT_INDICATED,
    (Kind.EXCLUSION, _N): Outcome.NOTHING,
    (Kind.EXCLUSION, _U): Outcome.NEEDS_FACTS,
    (Kind.TRIAL_POPULATION, _Y): Outcome.NOTHING,
    (Kind.TRIAL_POPULATION, _N): Outcome.CAUTION,
    (Kind.TRIAL_POPULATION, _U): Outcome.NOTHING,
    (Kind.CAUTION, _Y): Outcome.CAUTION,
    (Kind.CAUTION, _N): Outcome.NOTHING,
    (Kind.CAUTION, _U): Outcome.NOTHING,
    (Kind.STOP, _Y): Outcome.CAUTION,
    (Kind.STOP, _N): Outcome.NOTHING,
    (Kind.STOP, _U): Outcome.NOTHING,
}

DECIDING = (
    (Outcome.BLOCKED, Verdict.BLOCKED),
    (Outcome.DEFERRED, Verdict.DEFERRED),
    (Outcome.NOT_INDICATED, Verdict.NOT_INDICATED),
    (Outcome.NEEDS_FACTS, Verdict.NEEDS_FACTS),
)

REFUSING = frozenset({Outcome.BLOCKED, Outcome.DEFERRED, Outcome.NOT_INDICATED})


@attrs.frozen
class Judgement:
    """One criterion, answered for one person.

    `needs_confirmation` is set where an unread rule fired and a clinician must say
    whether it holds. `until` belongs to a deferral.
    """

    criterion: Criterion
    truth: Truth
    used: tuple[Fact, ...]
    missing: tuple[Missing, ...]
    outcome: Outcome
    unverified: str | None = None
    needs_confirmation: bool = False
    confirmed_by: str | None = None
    until: "Until | None" = None
    from_baseline: bool = False
    overridden: Override | None = None


@attrs.frozen
class Until:
    """What ends a deferral: a date if it can be counted, and the event in words."""

    event: Text
    day: date | None = None


@attrs.frozen
class Assessment:
    """The answer of one protocol for one person, with all its reasons.

    `facts` are the facts it was asked of, with what follows for this protocol.
    """

    protocol: Protocol
    phase: Phase
    verdict: Verdict
    judgements: tuple[Judgement, ...]
    label: LabelAnswer
    signed_by: str | None
    facts: FactSet = attrs.field(eq=False, repr=False)
    until: Until | None = None

    @property
    def cautions(self) -> tuple[Judgement, ...]:
        """Return what the clinician must weigh."""
        return tuple(j for j in self.judgements if j.outcome is Outcome.CAUTION)

    @property
    def overrides(self) -> tuple[Override, ...]:
        """Return the specialist decisions this verdict rests on."""
        return tuple(j.overridden for j in self.judgements if j.overridden is not None)


@attrs.frozen
class Setting:
    """Where and by whom a decision is made: profile, practice, sources, product."""

    profile: str
    sources: Mapping[str, Source]
    practice: Practice = NO_PRACTICE
    product: str | None = None


def assess(
    protocol: Protocol,
    facts: FactSet,
    *,
    setting: Setting,
    phase: Phase | None = None,
    baseline: FactSet | None = None,
) -> Assessment:
    """Return the verdict of a protocol for one person on the day of the fact set.

    Args:
        protocol: The protocol to ask.
        facts: What is known, seen on the day of the decision, derived facts included.
        setting: Country profile, practice and sources.
        phase: Start or continue; taken from the earlier sessions if None.
        baseline: Facts frozen before the first injection of this course; taken from the
            facts as they stood on that day if None.
    """
    return _Visit(facts, setting, phase, baseline).assess(protocol)


def assess_all(
    protocols: Iterable[Protocol],
    facts: FactSet,
    *,
    setting: Setting,
    phase: Phase | None = None,
    baseline: FactSet | None = None,
) -> tuple[Assessment, ...]:
    """Return the verdict of each protocol, as `assess` does.

    A rule that several protocols share is judged once, unless the protocol matters.
    """
    visit = _Visit(facts, setting, phase, baseline)
    return tuple(visit.assess(protocol) for protocol in protocols)


@attrs.frozen
class _Visit:
    """One person before one protocol after another; `judged` holds what they share."""

    facts: FactSet
    setting: Setting
    phase: Phase | None
    baseline: FactSet | None
    judged: dict[int, Judgement] = attrs.field(factory=dict, init=False)

    def assess(self, protocol: Protocol) -> Assessment:
        setting = self.setting
        product = setting.product or protocol.product
        facts = with_protocol_facts(protocol, self.facts, product=product)
        phase = self.phase or phase_of(protocol, facts)
        judge = self._judge(protocol, facts, phase)
        judgements = tuple(
            judge(criterion)
            for criterion in protocol.criteria
            if applies(criterion, phase=phase, setting=setting, protocol=protocol)
        )
        label = label_answer(
            protocol, setting.practice, product=product, profile=setting.profile
        )
        verdict = _gravest(judgements, label, setting.sources)
        signature = setting.practice.signature(
            protocol.id, protocol.version, protocol.digest
        )
        return Assessment(
            protocol=protocol,
            phase=phase,
            verdict=verdict,
            judgements=judgements,
            label=label,
            signed_by=signature.who if signature else None,
            facts=facts,
            until=_until(judgements) if verdict is Verdict.DEFERRED else None,
        )

    def _judge(self, protocol: Protocol, facts: FactSet, phase: Phase) -> "_Judge":
        baseline = self.baseline
        if phase is Phase.CONTINUE and baseline is None:
            baseline = facts.as_seen_on(course_start(protocol, facts) or facts.on)
        # A confirmation names its protocol: then no judgement holds for another one.
        is_named = bool(self.setting.practice.confirmations)
        return _Judge(
            protocol,
            facts,
            baseline or facts,
            self.setting,
            own=None if is_named else facts.changed_since(self.facts),
            judged=self.judged,
        )


def verdict_if(
    assessment: Assessment,
    facts: FactSet,
    changed: frozenset[str],
    *,
    setting: Setting,
) -> Verdict:
    """Return the verdict if some current facts were others.

    Only rules that speak of a changed fact are asked again; rules read from the
    baseline keep their answer.
    """
    judge = _Judge(assessment.protocol, facts, facts, setting)
    judgements = tuple(
        judgement
        if judgement.from_baseline or not changed & judgement.criterion.names
        else judge(judgement.criterion)
        for judgement in assessment.judgements
    )
    return _gravest(judgements, assessment.label, setting.sources)


def applies(
    criterion: Criterion, *, phase: Phase, setting: Setting, protocol: Protocol
) -> bool:
    """Return whether a criterion speaks in this phase, country and for this product."""
    if phase not in criterion.phases:
        return False
    if criterion.profiles and setting.profile not in criterion.profiles:
        return False
    product = setting.product or protocol.product
    return not criterion.products or product in criterion.products


@attrs.frozen
class _Judge:
    """Answers one criterion after another for one person.

    `own` holds the facts that mean something else for this protocol than for others:
    a judgement about none of them is kept in `judged`. None keeps nothing.
    """

    protocol: Protocol
    facts: FactSet
    baseline: FactSet
    setting: Setting
    own: frozenset[str] | None = None
    judged: dict[int, Judgement] = attrs.field(factory=dict)

    def __call__(self, criterion: Criterion) -> Judgement:
        is_entry = criterion.entry and self.baseline is not self.facts
        if is_entry or self.own is None or self.own & criterion.reach:
            return self._judged(criterion, is_entry=is_entry)
        known = self.judged.get(id(criterion))
        if known is None:
            known = self._judged(criterion, is_entry=False)
            self.judged[id(criterion)] = known
        return known

    def _judged(self, criterion: Criterion, *, is_entry: bool) -> Judgement:
        facts = self.baseline if is_entry else self.facts
        answer = facts.answer(criterion.when)
        outcome = OUTCOMES[criterion.kind, answer.truth]
        reason = unverified_reason(criterion.basis, self.setting.sources)
        confirmed = self._confirmed_by(criterion) if reason else None
        asks = outcome in REFUSING and criterion.basis.is_recalled and confirmed is None
        override = self._override(criterion) if outcome in REFUSING else None
        if asks:
            outcome = Outcome.NEEDS_FACTS
        if override is not None:
            outcome = Outcome.CAUTION
        return Judgement(
            criterion=criterion,
            truth=answer.truth,
            used=answer.used,
            missing=answer.missing,
            outcome=outcome,
            unverified=None if confirmed else reason,
            needs_confirmation=asks,
            confirmed_by=confirmed,
            until=_until_of(criterion, facts) if outcome is Outcome.DEFERRED else None,
            from_baseline=is_entry,
            overridden=override,
        )

    def _confirmed_by(self, criterion: Criterion) -> str | None:
        what = f"{self.protocol.id}/{criterion.id}"
        found = self.setting.practice.confirmation(what)
        return found.who if found else None

    def _override(self, criterion: Criterion) -> Override | None:
        """Return a recorded override where the profile's label allows one."""
        if self.setting.profile not in criterion.override_profiles:
            return None
        found = recorded_overrides(self.facts)
        return next((one for one in found if one.criterion == criterion.id), None)


def _gravest(
    judgements: tuple[Judgement, ...],
    label: LabelAnswer,
    sources: Mapping[str, Source],
) -> Verdict:
    outcomes = {judgement.outcome for judgement in judgements}
    for outcome, verdict in DECIDING:
        if outcome in outcomes:
            return verdict
    if label.status is Label.ON_LABEL and label.stands(sources):
        return Verdict.INDICATED
    return Verdict.CRITERIA_MET_OFF_LABEL


def _until_of(criterion: Criterion, facts: FactSet) -> Until | None:
    ending = criterion.ending
    if ending is None:
        return None
    start = facts.lookup(ending.after) if ending.after else None
    if (
        ending.days is None
        or not isinstance(start, Fact)
        or not isinstance(start.value, date)
    ):
        return Until(ending.event)
    return Until(ending.event, start.value + timedelta(days=ending.days))


def _until(judgements: tuple[Judgement, ...]) -> Until | None:
    """Return the ending that comes last; one without a date outlasts every date."""
    endings = [j.until for j in judgements if j.until is not None]
    undated = [ending for ending in endings if ending.day is None]
    if undated:
        return undated[0]
    return max(endings, key=lambda ending: ending.day or date.min, default=None)
