"""Reads of the assessment: verdicts, phase, questions, urgent findings, examination."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from glabella.clinic.assessment.findings import findings, meaning
from glabella.clinic.assessment.models import Examination, Raised
from glabella.clinic.assessment.values import SiteFinding
from glabella.clinic.assessment.visits import Visit, facts_of, visit
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.knowledge import library as knowledge
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Decision, Task
from glabella.core.eligibility import Assessment
from glabella.core.facts import FactSet
from glabella.core.profile import Role
from glabella.core.protocol import Phase, Protocol
from glabella.core.urgent import UrgentFinding, UrgentRule, urgent_findings
from glabella.core.urgent import unasked as rules_unasked
from glabella.protocols.loader import Library


def assessments(
    person: Person,
    *,
    outlet: Outlet,
    on: date,
    library: Library | None = None,
    protocols: Sequence[str] | None = None,
) -> tuple[Assessment, ...]:
    """Return the verdict of each protocol for a person, in its right phase.

    Args:
        outlet: Its country profile and the signatures of the practice hold.
        protocols: Ids; all of the library if None.

    Raises:
        UnknownNameError: If there is no such protocol, or a session names a product
            nobody knows.
    """
    seen = visit(person, outlet=outlet, on=on, library=library)
    names = seen.library.protocols if protocols is None else protocols
    return seen.assess_all(seen.library.protocol(name) for name in names)


def phase_of(
    person: Person, protocol: Protocol, *, outlet: Outlet, on: date
) -> tuple[Phase, FactSet | None]:
    """Return start, or continue with the facts frozen before the first injection."""
    course = visit(person, outlet=outlet, on=on).course(protocol)
    return course.phase, course.baseline


def latest_decision(person: Person, protocol: str, *, on: date) -> Decision | None:
    """Return the newest decision about a protocol up to a day."""
    rows = record.decisions(person, protocol=protocol)
    return next((row for row in rows if row.on <= on), None)


def decision(person: Person, key: UUID) -> Decision | None:
    """Return one decision about a person."""
    rows = Decision.objects.filter(id=key, patient_id__in=person.ids)
    return rows.select_related("decided_by").first()


def urgent(
    person: Person, *, on: date, library: Library | None = None
) -> tuple[UrgentFinding, ...]:
    """Return the urgent findings that hold for a person, what cannot wait first."""
    known = library or knowledge()
    return urgent_findings(known.urgent, facts_of(person, on=on, library=known))


def unasked(seen: Visit) -> tuple[UrgentRule, ...]:
    """Return the urgent rules nobody has asked about: silence is no reassurance."""
    return rules_unasked(seen.library.urgent, seen.facts)


def raised(person: Person) -> dict[str, Task]:
    """Return the newest task of each urgent finding of a person, by its rule."""
    rows = Raised.objects.filter(patient_id__in=person.ids)
    whole = rows.select_related("task__owner__user", "task__deputy__user")
    return {row.rule: row.task for row in whole.order_by("raised_at")}


def examinations(person: Person) -> list[Examination]:
    """Return every examination, also withdrawn ones, newest first."""
    rows = Examination.objects.filter(patient_id__in=person.ids)
    whole = rows.select_related("examined_by", "withdrawn_by", "outlet")
    return list(whole.order_by("-on", "-examined_at"))


def examination(person: Person) -> Examination | None:
    """Return the newest examination that stands."""
    rows = Examination.objects.filter(
        patient_id__in=person.ids, withdrawn_at__isnull=True
    )
    return rows.select_related("examined_by").order_by("-on", "-examined_at").first()


def site_findings(person: Person) -> tuple[SiteFinding, ...]:
    """Return what the newest examination means for muscles, gravest first.

    A finding that nobody looked at means nothing: see `examination` for whether there
    is one at all.
    """
    row = examination(person)
    if row is None:
        return ()
    return meaning(row.findings, catalogue=findings(), known=knowledge())


def roles(seen: Visit, protocol: Protocol) -> tuple[Role, ...]:
    """Return who may do which deed for a condition in this country."""
    return seen.library.profile(seen.outlet.profile).roles_for(protocol)
