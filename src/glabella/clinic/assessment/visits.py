"""One person before the protocols: facts, phase, baseline and verdicts of one day."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import attrs
import simplejson
from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person, person
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.knowledge import library as knowledge
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import decisions as practice_decisions
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Decision
from glabella.clinic.record.plain import facts_file
from glabella.clinic.record.verdicts import facts_then
from glabella.core.derived import with_derived
from glabella.core.eligibility import (
    REFUSING,
    Assessment,
    Judgement,
    Setting,
    Verdict,
    assess,
    assess_all,
)
from glabella.core.errors import GlabellaError, UnknownNameError
from glabella.core.facts import FactSet
from glabella.core.phases import course_start
from glabella.core.product import substance_names
from glabella.core.protocol import Phase, Protocol
from glabella.interop.facts_file import facts_of_value
from glabella.protocols.loader import Library

ALLOWING = frozenset({Verdict.INDICATED, Verdict.CRITERIA_MET_OFF_LABEL})


@attrs.frozen
class Course:
    """Where somebody stands in the course of one protocol.

    Args:
        baseline: The facts frozen before the first injection; None at the start.
        started_on: The day of the first injection of the running course.
        decision: The stored decision that the baseline was taken from, if there is one.
    """

    phase: Phase
    baseline: FactSet | None = None
    started_on: date | None = None
    decision: Decision | None = None


@attrs.frozen
class Visit:
    """One person before the protocols of one outlet on one day, read once.

    Args:
        facts: All that is known, each session by its substance.
    """

    who: Person
    outlet: Outlet
    on: date
    library: Library
    facts: FactSet
    setting: Setting

    def course(self, protocol: Protocol) -> Course:
        """Return where the person stands in the course of a protocol.

        Entry criteria belong to the baseline: a responder is not refused because the
        headache days have become fewer.
        """
        started = course_start(protocol, self.facts)
        if started is None:
            return Course(Phase.START)
        rows = record.decisions(self.who, protocol=protocol.id)
        made = _starting(rows, before=started)
        if made is not None:
            frozen = _facts_then(made, self.library)
            if frozen is not None:
                return Course(Phase.CONTINUE, frozen, started, made)
        return Course(
            Phase.CONTINUE,
            facts_of(self.who, on=started, library=self.library),
            started,
        )

    def assess(self, protocol: Protocol) -> Assessment:
        """Return the verdict of one protocol."""
        return self.assess_in(protocol, self.course(protocol))

    def assess_in(self, protocol: Protocol, course: Course) -> Assessment:
        """Return the verdict of a protocol whose course is known."""
        return assess(
            protocol,
            self.facts,
            setting=self.setting,
            phase=course.phase,
            baseline=course.baseline,
        )

    def assess_all(self, protocols: Iterable[Protocol]) -> tuple[Assessment, ...]:
        """Return the verdict of each protocol, in their order."""
        several = tuple(protocols)
        running = {p.id for p in several if self.course_runs(p)}
        starting = [p for p in several if p.id not in running]
        fresh = assess_all(
            starting, self.facts, setting=self.setting, phase=Phase.START
        )
        found = {one.protocol.id: one for one in fresh}
        found |= {p.id: self.assess(p) for p in several if p.id in running}
        return tuple(found[protocol.id] for protocol in several)

    def course_runs(self, protocol: Protocol) -> bool:
        """Return whether sessions of a protocol make a running course."""
        return course_start(protocol, self.facts) is not None


def locked_person(patient: UUID) -> Person:
    """Return whom a deed is about, their card locked until the deed is done.

    Raises:
        DeedRefusedError: If there is no such card.
    """
    who = person(patient)
    if who is None:
        raise DeedRefusedError(
            _("there is no such patient."), mending=_("Open the page again.")
        )
    laws.found(Patient.objects.filter(id=who.id))
    return who


def visit(
    who: Person, *, outlet: Outlet, on: date, library: Library | None = None
) -> Visit:
    """Return a person as the protocols see them on a day at an outlet."""
    known = library or knowledge()
    return Visit(
        who=who,
        outlet=outlet,
        on=on,
        library=known,
        facts=facts_of(who, on=on, library=known),
        setting=Setting(
            profile=outlet.profile,
            sources=known.sources,
            practice=practice_decisions(),
        ),
    )


def facts_of(who: Person, *, on: date, library: Library) -> FactSet:
    """Return all that is known of a person on a day, each session by its substance."""
    names = substance_names(library.products.values())
    catalogue = library.catalogue
    try:
        return record.fact_set(who, on=on, catalogue=catalogue, substances=names)
    except UnknownNameError:
        # A name from elsewhere must not close the assessment: as it stands it counts
        # as another toxin, which only defers and blocks.
        return record.fact_set(who, on=on, catalogue=catalogue)


def _starting(rows: Sequence[Decision], *, before: date) -> Decision | None:
    """Return the newest decision that allowed a start up to the first injection."""
    allowing = {verdict.value for verdict in ALLOWING}
    return next(
        (
            row
            for row in rows
            if row.on <= before
            and row.phase == Phase.START.value
            and row.verdict in allowing
        ),
        None,
    )


def _facts_then(row: Decision, library: Library) -> FactSet | None:
    """Return the facts of a decision; None if they fit the catalogue no longer."""
    try:
        return facts_then(row, library.catalogue)
    except GlabellaError:
        return None


def fingerprint(assessment: Assessment) -> str:
    """Return the digest of what a physician decides upon: text, facts and verdict."""
    facts = assessment.facts
    seen = {
        "protocol": assessment.protocol.digest,
        "verdict": assessment.verdict.value,
        "phase": assessment.phase.value,
        "facts": facts_file(facts.all_facts(), on=facts.on),
    }
    text = simplejson.dumps(seen, use_decimal=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def replayed(row: Decision, library: Library) -> Assessment:
    """Return what today's text says of the facts as they were at a decision.

    Signatures, confirmations and label decisions are those of today.

    Raises:
        InputError: If the facts of then fit the catalogue no longer.
        UnknownNameError: If the protocol is gone.
    """
    frozen = row.answer.get("baseline")
    facts = facts_then(row, library.catalogue)
    return assess(
        library.protocol(row.protocol),
        facts,
        setting=Setting(
            profile=row.profile,
            sources=library.sources,
            practice=practice_decisions(),
        ),
        phase=Phase(row.phase),
        baseline=_frozen(frozen, library) if isinstance(frozen, Mapping) else None,
    )


def _frozen(stored: Mapping[str, object], library: Library) -> FactSet:
    on = date.fromisoformat(str(stored["on"]))
    file = facts_of_value(stored, catalogue=library.catalogue, on=on, name="baseline")
    return with_derived(FactSet(library.catalogue, on=on, facts=file.facts))


def may_override(judgement: Judgement, *, profile: str) -> bool:
    """Return whether a specialist may set a rule aside that refuses now."""
    is_allowed = profile in judgement.criterion.override_profiles
    return is_allowed and judgement.outcome in REFUSING
