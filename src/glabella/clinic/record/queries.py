"""Reads of the record: fact set, ledger, timeline, tasks, and lists by kind."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from glabella.clinic.people.cards import Person
from glabella.clinic.record.models import (
    Decision,
    DiaryDay,
    Document,
    ExternalDose,
    FactEntry,
    Note,
    Problem,
    Score,
    Session,
    SideEffect,
    Task,
    Therapy,
)
from glabella.clinic.record.safe import take
from glabella.clinic.record.statements import (
    SESSIONS,
    card_facts,
    diary_facts,
    entry_facts,
    score_facts,
    session_fact,
    without_stated,
)
from glabella.clinic.record.timeline import TimelineEntry, entries
from glabella.core.derived import with_derived
from glabella.core.fact_types import Catalogue
from glabella.core.facts import Fact, FactSet
from glabella.core.ledger import Ledger, ledger
from glabella.core.product import substance_names
from glabella.core.profile import ledger_rules
from glabella.core.sessions import administrations, overrides, with_substances
from glabella.interop.joining import join_facts
from glabella.interop.notes import Notebook
from glabella.protocols.loader import Library

STANDING = Q(withdrawn_at__isnull=True)
# More than three months of the calendar, so that all of them are read.
_DIARY_DAYS = 125


def fact_set(
    who: Person,
    *,
    on: date,
    catalogue: Catalogue,
    substances: Mapping[str, str] | None = None,
) -> FactSet:
    """Return all that is known of a person, as seen on a day, with what follows.

    Facts that somebody stated stand beside the sessions, doses given elsewhere, scores
    and diary of the record. Always the same number of queries.

    Args:
        substances: The substance by brand in lower case, see `substance_names`; with
            it each session names its substance.

    Raises:
        UnknownNameError: If a session names a product nobody knows.
    """
    rows = FactEntry.objects.filter(STANDING, patient_id__in=who.ids)
    stated = list(entry_facts(rows.order_by("recorded_at", "id"), catalogue))
    since = on - timedelta(days=_DIARY_DAYS)
    days = [day for day in diary(who, since=since) if day.on < on]
    known = (
        *card_facts(who.patient),
        *stated,
        *score_facts(scores(who), catalogue),
        *without_stated(diary_facts(days, on=on), stated),
    )
    given = sessions(who)
    return _joined(who, known, given, on=on, catalogue=catalogue, substances=substances)


def _joined(  # noqa: PLR0913 what is known, and how it is read
    who: Person,
    known: tuple[Fact, ...],
    given: Sequence[Session],
    *,
    on: date,
    catalogue: Catalogue,
    substances: Mapping[str, str] | None,
) -> FactSet:
    treated = session_fact(given, external_doses(who), on=on)
    if treated is not None:
        # A dose on record outweighs an answer that there never was one; the answer
        # stands in the record as it was given.
        known = tuple(one for one in known if not _denies_toxin(one))
    facts = join_facts(
        [known, [treated] if treated else []], on=on, notebook=Notebook()
    )
    found = FactSet(catalogue, on=on, facts=facts)
    if substances is not None:
        found = with_substances(found, substances)
    return with_derived(found)


def _denies_toxin(one: Fact) -> bool:
    return one.id == "prior_botulinum_toxin" and one.value is False


def ledger_of(  # noqa: PLR0913 the last one spares a page that has them a query
    who: Person,
    *,
    on: date,
    library: Library,
    profile: str,
    product: str = "",
    given: Sequence[Session] | None = None,
) -> Ledger | None:
    """Return what a person has had of a product lately, and when more is allowed.

    The interval is that of the product; a condition may have its own.

    Args:
        profile: Country profile of the outlet.
        product: The active substance; "" for the one given last.
        given: The sessions of the person, where a page has read them already.

    Returns:
        None if no product is named and none was ever given.
    """
    rows = FactEntry.objects.filter(
        STANDING, patient_id__in=who.ids, fact__in=(SESSIONS, "overrides")
    )
    catalogue = library.catalogue
    names = substance_names(library.products.values())
    stated = tuple(entry_facts(rows.order_by("recorded_at", "id"), catalogue))
    rows_of = sessions(who) if given is None else given
    facts = _joined(who, stated, rows_of, on=on, catalogue=catalogue, substances=names)
    known = administrations(facts)
    past = [one for one in known if one.product is not None and one.on <= on]
    last = max(past, key=lambda one: one.on, default=None)
    substance = product or (last.product if last else None)
    if substance is None:
        return None
    rule = ledger_rules(library.profile(profile), (), product=substance)[0]
    return ledger(on, known, rule=rule, overrides=overrides(facts))


def timeline(who: Person) -> list[TimelineEntry]:
    """Return everything that happened, newest first."""
    return entries(who)


def facts(who: Person) -> list[FactEntry]:
    """Return the facts that somebody stated and nobody withdrew, newest first."""
    rows = FactEntry.objects.filter(STANDING, patient_id__in=who.ids)
    return list(rows.select_related("recorded_by").order_by("-recorded_at", "id"))


def sessions(who: Person) -> list[Session]:
    """Return the sessions, newest first, with clinician, outlet and addenda."""
    rows = Session.objects.filter(patient_id__in=who.ids)
    people = rows.select_related("clinician__user", "outlet")
    return list(people.order_by("-on", "-recorded_at"))


def sessions_with_sites(who: Person) -> list[Session]:
    """Return the sessions as `sessions` does, each with its sites; two queries."""
    rows = Session.objects.filter(patient_id__in=who.ids)
    whole = rows.select_related("clinician__user", "outlet").prefetch_related("sites")
    return list(whole.order_by("-on", "-recorded_at"))


def session(who: Person, key: UUID) -> Session | None:
    """Return one session of a person with its sites, lots and addenda."""
    rows = Session.objects.filter(id=key, patient_id__in=who.ids)
    whole = rows.select_related("clinician__user", "outlet")
    return whole.prefetch_related("sites", "lots", "addenda").first()


def external_doses(who: Person) -> list[ExternalDose]:
    """Return the doses given elsewhere that stand, newest first."""
    rows = ExternalDose.objects.filter(STANDING, patient_id__in=who.ids)
    return list(rows.order_by("-on", "-noted_at"))


def scores(who: Person, *, instrument: str = "") -> list[Score]:
    """Return the scores that stand, oldest first; of one instrument if it is named."""
    rows = Score.objects.filter(STANDING, patient_id__in=who.ids)
    if instrument:
        rows = rows.filter(instrument=instrument)
    return list(rows.order_by("taken_on", "recorded_at"))


def diary(
    who: Person, *, name: str = "headache", since: date | None = None
) -> list[DiaryDay]:
    """Return the standing days of a diary, oldest first.

    Where two cards of a person have an entry for one day, both are there.
    """
    rows = DiaryDay.objects.filter(
        patient_id__in=who.ids, diary=name, replaced_at__isnull=True
    )
    if since is not None:
        rows = rows.filter(on__gte=since)
    return list(rows.order_by("on", "entered_at"))


def notes(who: Person) -> list[Note]:
    """Return the progress notes with their addenda, newest first."""
    rows = Note.objects.filter(patient_id__in=who.ids)
    whole = rows.select_related("written_by", "signed_by").prefetch_related("addenda")
    return list(whole.order_by("-on", "-written_at"))


def problems(who: Person) -> list[Problem]:
    """Return the problem list: what runs first, then what is resolved."""
    rows = Problem.objects.filter(patient_id__in=who.ids)
    found = list(rows.order_by("label", "id"))
    return sorted(found, key=lambda row: row.resolved_on is not None)


def therapies(who: Person) -> list[Therapy]:
    """Return medicines and therapies: what runs first, then what was stopped."""
    rows = Therapy.objects.filter(patient_id__in=who.ids)
    found = list(rows.order_by("name", "id"))
    return sorted(found, key=lambda row: row.stopped_on is not None)


def side_effects(who: Person) -> list[SideEffect]:
    """Return the side effects, newest first."""
    rows = SideEffect.objects.filter(patient_id__in=who.ids)
    return list(rows.select_related("session").order_by("-noted_at", "id"))


def decisions(who: Person, *, protocol: str = "") -> list[Decision]:
    """Return the verdicts as they were made, newest first."""
    rows = Decision.objects.filter(patient_id__in=who.ids)
    if protocol:
        rows = rows.filter(protocol=protocol)
    return list(rows.select_related("decided_by").order_by("-on", "-decided_at"))


def documents(who: Person) -> list[Document]:
    """Return the letters, scans and results of a person, newest first."""
    rows = Document.objects.filter(patient_id__in=who.ids, set_aside_at__isnull=True)
    return list(rows.order_by("-received_at", "id"))


def inbox(outlet: UUID) -> list[Document]:
    """Return what waits at an outlet: not filed, or not read by a clinician."""
    waiting = Q(patient__isnull=True) | Q(read_at__isnull=True)
    rows = Document.objects.filter(waiting, outlet_id=outlet, set_aside_at__isnull=True)
    return list(rows.select_related("patient").order_by("received_at", "id"))


def document_content(document: Document) -> bytes:
    """Return the file of a document, as it was received.

    Raises:
        InputError: If it is missing, or is not what was received.
    """
    return take(document.id, sha256=document.sha256)


def open_tasks(outlet: UUID, *, limit: int = 200, offset: int = 0) -> list[Task]:
    """Return the open tasks of an outlet: urgent ones first, then by their clock."""
    rows = Task.objects.filter(outlet_id=outlet, closed_at__isnull=True)
    whole = rows.select_related("patient", "owner__user", "deputy__user")
    ordered = whole.order_by("-is_urgent", "due_at", "id")
    return list(ordered[offset : offset + limit])


def tasks(who: Person, *, is_open: bool = True) -> list[Task]:
    """Return the tasks about a person, with the tries to reach them."""
    rows = Task.objects.filter(patient_id__in=who.ids, closed_at__isnull=is_open)
    whole = rows.select_related("outlet", "owner__user", "deputy__user")
    tried = whole.prefetch_related("attempts__tried_by")
    return list(tried.order_by("-is_urgent", "due_at", "id"))


def open_tasks_of(staff: UUID) -> int:
    """Return how many open tasks a member of staff looks after."""
    return Task.objects.filter(owner_id=staff, closed_at__isnull=True).count()
