"""An assessment as its page shows it: criteria with their facts, sources and flips."""

from collections.abc import Iterable
from datetime import date

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.assessment.visits import Visit, may_override
from glabella.clinic.assessment.words import (
    INCOMPLETE,
    day_words,
    said,
    say,
    source_words,
    unit_words,
    value_words,
)
from glabella.clinic.record.models import Task
from glabella.core.eligibility import Assessment, Judgement, Outcome, Until
from glabella.core.fact_types import Catalogue, FactDefinition, FactValue
from glabella.core.facts import Fact, Missing
from glabella.core.interview import Flip
from glabella.core.protocol import Kind, Label
from glabella.core.sources import Basis, Source
from glabella.core.urgent import Urgency, UrgentFinding
from glabella.protocols.citing import doubt
from glabella.protocols.wording import (
    ABSENCES,
    KINDS,
    LABELS,
    OUTCOMES,
    URGENCIES,
    VERDICTS,
)

# In which part of the page a criterion stands.
PARTS = ("deciding", "open", "weigh", "met", "silent")
_REFUSING = (Outcome.BLOCKED, Outcome.DEFERRED, Outcome.NOT_INDICATED)
_MET = frozenset({Kind.REQUIREMENT, Kind.INCLUSION})


@attrs.frozen
class Mark:
    """A small number behind a statement: its source, and how it was obtained."""

    number: int
    source: Source
    basis: Basis


@attrs.frozen
class FactLine:
    """One fact: the question it answers, the answer, its day and its source."""

    question: str
    value: str
    as_of: date
    source: str
    note: str = ""


@attrs.frozen
class Gap:
    """A fact that is not known, why, and what was said once."""

    fact: str
    question: str
    why: str
    last: FactLine | None = None
    rivals: tuple[FactLine, ...] = ()


@attrs.frozen(kw_only=True)
class CriterionRow:
    """One criterion as a word, with everything it rests on."""

    id: str
    part: str
    text: str
    kind: str
    judgement: Judgement
    outcome: str
    facts: tuple[FactLine, ...]
    gaps: tuple[Gap, ...]
    marks: tuple[Mark, ...]
    unverified: str
    recalled: str
    until: str
    statement: str
    may_override: bool


@attrs.frozen
class UrgentRow:
    """An urgent finding, what is to be done, on which facts, and its task."""

    text: str
    urgency: str
    action: str
    is_emergency: bool
    facts: tuple[FactLine, ...]
    task: Task | None


@attrs.frozen(kw_only=True)
class ProtocolShow:
    """The page of one assessment."""

    assessment: Assessment
    name: str
    label: str
    label_marks: tuple[Mark, ...]
    rows: tuple[CriterionRow, ...]
    flips: tuple[str, ...]
    sources: tuple[tuple[int, Source, Basis | None], ...]

    def part(self, name: str) -> tuple[CriterionRow, ...]:
        """Return the criteria of one part of the page."""
        return tuple(row for row in self.rows if row.part == name)


@attrs.define
class _Numbers:
    """Numbers of sources in the order in which the page first names them."""

    known: dict[str, Source]
    given: dict[str, int] = attrs.field(factory=dict)

    def marks(self, basis: Basis) -> tuple[Mark, ...]:
        return tuple(
            Mark(self.given.setdefault(key, len(self.given) + 1), source, basis)
            for key in basis.sources
            if (source := self.known.get(key)) is not None
        )

    def listed(self) -> tuple[tuple[int, Source, None], ...]:
        return tuple((n, self.known[key], None) for key, n in self.given.items())


def protocol_show(
    made: Assessment, seen: Visit, *, flips: Iterable[Flip]
) -> ProtocolShow:
    """Return the page of an assessment: what decides first, then the rest."""
    numbers = _Numbers(seen.library.sources)
    ordered = sorted(made.judgements, key=lambda one: PARTS.index(part_of(one)))
    rows = tuple(_row(one, made, seen, numbers=numbers) for one in ordered)
    catalogue = seen.library.catalogue
    statements = made.label.statements
    return ProtocolShow(
        assessment=made,
        name=said(made.protocol.name),
        label=_label(made, seen),
        label_marks=tuple(m for one in statements for m in numbers.marks(one.basis)),
        rows=rows,
        flips=tuple(flip_words(f, catalogue) for f in flips if f.now is not None),
        sources=numbers.listed(),
    )


def part_of(judgement: Judgement) -> str:
    """Return in which part of the page a criterion stands."""
    if judgement.outcome in _REFUSING:
        return "deciding"
    if judgement.outcome is Outcome.NEEDS_FACTS:
        return "open"
    if judgement.outcome is Outcome.CAUTION:
        return "weigh"
    if judgement.criterion.kind in _MET:
        return "met"
    return "silent"


def _row(
    judgement: Judgement, made: Assessment, seen: Visit, *, numbers: _Numbers
) -> CriterionRow:
    criterion = judgement.criterion
    basis, catalogue = criterion.basis, seen.library.catalogue
    reason = judgement.unverified
    is_recalled = basis.is_recalled and reason is not None
    return CriterionRow(
        id=criterion.id,
        part=part_of(judgement),
        text=said(criterion.text),
        kind=said(KINDS[criterion.kind]),
        judgement=judgement,
        outcome=said(OUTCOMES[judgement.outcome]),
        facts=tuple(fact_line(fact, catalogue) for fact in judgement.used),
        gaps=tuple(gap(one, catalogue) for one in judgement.missing),
        marks=numbers.marks(basis),
        unverified=doubt(reason, say()) if reason and not is_recalled else "",
        recalled=(basis.check or "-") if is_recalled else "",
        until=until_words(judgement.until) if judgement.until else "",
        statement=f"{made.protocol.id}/{criterion.id}",
        may_override=may_override(judgement, profile=seen.outlet.profile),
    )


def fact_line(fact: Fact, catalogue: Catalogue) -> FactLine:
    """Return a fact with its day and its source in words."""
    definition = catalogue[fact.id]
    note = _("the list may be incomplete") if fact.certainty == INCOMPLETE else ""
    return FactLine(
        question=said(definition.question),
        value=with_unit(fact.value, definition),
        as_of=fact.as_of,
        source=source_words(fact.source),
        note=note,
    )


def with_unit(value: FactValue, definition: FactDefinition) -> str:
    """Return a value with its unit; a word has none."""
    words = value_words(value)
    is_number = not isinstance(value, bool | str | date)
    unit = unit_words(definition.unit) if is_number else ""
    return f"{words} {unit}".strip()


def gap(missing: Missing, catalogue: Catalogue) -> Gap:
    """Return a missing fact, why it is missing, and what was said once."""
    return Gap(
        fact=missing.id,
        question=said(catalogue[missing.id].question),
        why=said(ABSENCES[missing.reason]),
        last=fact_line(missing.last, catalogue) if missing.last else None,
        rivals=tuple(fact_line(fact, catalogue) for fact in missing.rivals),
    )


def until_words(until: Until) -> str:
    """Return what ends a deferral."""
    event = said(until.event)
    if until.day is None:
        return _("until %(event)s") % {"event": event}
    return _("until %(day)s: %(event)s") % {
        "day": day_words(until.day),
        "event": event,
    }


def flip_words(flip: Flip, catalogue: Catalogue) -> str:
    """Return what one other answer would change, as a sentence."""
    definition = catalogue[flip.fact]
    now = with_unit(flip.now, definition) if flip.now is not None else "?"
    return _("“%(question)s” %(then)s instead of %(now)s would give: %(verdict)s.") % {
        "question": said(definition.question),
        "then": with_unit(flip.then, definition),
        "now": now,
        "verdict": verdict_words(flip.verdict.value),
    }


def verdict_words(verdict: str) -> str:
    """Return the word of a verdict by its value."""
    return next(
        (said(text) for key, text in VERDICTS.items() if key.value == verdict), verdict
    )


def _label(made: Assessment, seen: Visit) -> str:
    """Return what the label says of the product here, and how sure that is."""
    label = made.label
    product = seen.setting.product or made.protocol.product
    start = f"{product}, {seen.outlet.profile}: {said(LABELS[label.status])}"
    if label.decided_by:
        decided = _("decided by %(name)s") % {"name": label.decided_by}
        return f"{start}, {decided}."
    if label.status is Label.ON_LABEL and not label.stands(seen.library.sources):
        doubted = _("read only in a copy: it counts as off label until decided by name")
        return f"{start}, {doubted}."
    return f"{start}."


def urgent_rows(
    findings: Iterable[UrgentFinding], tasks: dict[str, Task], catalogue: Catalogue
) -> list[UrgentRow]:
    """Return the urgent findings with their tasks, those that cannot wait first."""
    return [
        UrgentRow(
            text=said(finding.rule.text),
            urgency=said(URGENCIES[finding.rule.urgency]),
            action=said(finding.rule.action),
            is_emergency=finding.rule.urgency is Urgency.EMERGENCY_NOW,
            facts=tuple(fact_line(f, catalogue) for f in finding.evaluation.used),
            task=tasks.get(finding.rule.id),
        )
        for finding in findings
    ]
