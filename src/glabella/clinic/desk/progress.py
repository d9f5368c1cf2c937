"""How far each person has come on the way: one bundle of reads for any number of them.

The patient page shows it for one person, the board of the day for all who come.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from operator import itemgetter
from typing import Any, TypeVar
from uuid import UUID

import attrs
from django.db.models import Manager, Model, QuerySet

from glabella.clinic.consent.models import Consent
from glabella.clinic.consent.planned import scope_of
from glabella.clinic.consent.standing import gaps_of
from glabella.clinic.followup.models import Review
from glabella.clinic.people.cards import Person
from glabella.clinic.people.models import Patient
from glabella.clinic.planning.models import Plan
from glabella.clinic.record.models import Decision, Session
from glabella.clinic.treatment.models import Treatment
from glabella.core.eligibility import Verdict
from glabella.core.errors import UnknownNameError

Row = TypeVar("Row", bound=Model)

PERMITTING = (Verdict.INDICATED.value, Verdict.CRITERIA_MET_OFF_LABEL.value)
STOPPING = (
    Verdict.BLOCKED.value,
    Verdict.DEFERRED.value,
    Verdict.NOT_INDICATED.value,
)


@attrs.frozen(kw_only=True)
class Progress:
    """Where a person stands since the last session.

    Args:
        last: The newest session; None before the first.
        decisions: The newest verdict of each condition since then, newest first.
        plan: The newest plan that waits to be treated: approved, else a draft.
        consent: The newest that is signed and stands.
        treatment: The one that is open.
        review: The newest since the last session.
        gaps: What the consent does not cover of the approved plan, in words; None
            while there are not both.
    """

    last: Session | None = None
    decisions: tuple[Decision, ...] = ()
    plan: Plan | None = None
    consent: Consent | None = None
    treatment: Treatment | None = None
    review: Review | None = None
    gaps: tuple[str, ...] | None = None

    @property
    def has_begun(self) -> bool:
        """Whether a new round runs: nobody was treated yet, or the next is prepared."""
        is_prepared = bool(self.decisions or self.plan or self.treatment)
        return self.last is None or is_prepared

    @property
    def permits(self) -> Decision | None:
        """The verdict that lets the person be treated."""
        found = (row for row in self.decisions if row.verdict in PERMITTING)
        return next(found, None)

    @property
    def approved(self) -> Plan | None:
        """The plan, once it is approved."""
        plan = self.plan
        return plan if plan is not None and plan.state == "approved" else None

    @property
    def is_agreed(self) -> bool:
        """Whether a signed consent covers the approved plan; on the day, see there."""
        return self.gaps == ()


def progress_of(who: Person, *, on: date) -> Progress:
    """Return how far one person has come on a day; at most eight queries."""
    return progress_of_all({who.id: who.ids}, on=on)[who.id]


def progress_of_all(
    groups: Mapping[UUID, Collection[UUID]], *, on: date
) -> dict[UUID, Progress]:
    """Return how far each person has come; the same queries for any number of them.

    Args:
        groups: The ids of all cards by person.
    """
    cards = [card for ids in groups.values() for card in ids]
    sessions = _by_card(Session.objects, cards, "-on", "-recorded_at")
    decisions = _by_card(
        Decision.objects.defer("facts", "answer"), cards, "-on", "-decided_at"
    )
    waiting = Plan.objects.filter(
        withdrawn_at__isnull=True, replaced_at__isnull=True
    ).defer("answer")
    plans = _by_card(waiting.prefetch_related("sites"), cards, "-made_at")
    signed = Consent.objects.filter(signed_at__isnull=False, withdrawn_at__isnull=True)
    signed = signed.defer("content").select_related("outlet")
    consents = _by_card(signed, cards, "-signed_at")
    treatments = _by_card(
        Treatment.objects.exclude(state="abandoned"), cards, "-started_at"
    )
    standing = Review.objects.filter(withdrawn_at__isnull=True).defer("answer")
    reviews = _by_card(standing, cards, "-on", "-reviewed_at")

    found = {}
    for person, ids in groups.items():
        given = _of(treatments, ids)
        last = next(iter(_of(sessions, ids)), None)
        plan = _waiting(_of(plans, ids), given)
        consent, gaps = _covering(_of(consents, ids), plan, on=on)
        found[person] = Progress(
            last=last,
            decisions=_newest(_of(decisions, ids), since=last),
            plan=plan,
            consent=consent,
            treatment=next((row for row in given if row.state == "open"), None),
            review=_since(_of(reviews, ids), last),
            gaps=gaps,
        )
    return found


def cards_of(patients: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return the ids of all cards of persons, by the card that was asked for.

    As many queries as cards were merged one below the other, however many persons.
    """
    groups: dict[UUID, tuple[UUID, ...]] = {one: (one,) for one in patients}
    found = set(groups)
    owners = {one: one for one in groups}
    while found:
        rows = Patient.objects.filter(merged_into_id__in=found)
        pairs = [
            pair
            for pair in rows.values_list("id", "merged_into_id")
            if pair[0] not in owners
        ]
        for card, kept in pairs:
            owners[card] = owners[kept]
            groups[owners[card]] += (card,)
        found = {card for card, _kept in pairs}
    return groups


def _by_card(
    rows: QuerySet[Any] | Manager[Any],
    cards: list[UUID],
    *order: str,
) -> dict[UUID, list[tuple[int, Any]]]:
    """Return the rows by card, each with its place in the whole order."""
    found: dict[UUID, list[tuple[int, Any]]] = {}
    ordered: QuerySet[Any] = rows.filter(patient_id__in=cards).order_by(*order, "id")
    for place, row in enumerate(ordered):
        found.setdefault(row.patient_id, []).append((place, row))
    return found


def _of(rows: Mapping[UUID, list[tuple[int, Row]]], ids: Collection[UUID]) -> list[Row]:
    """Return the rows of all cards of a person, in one order."""
    own = [pair for card in ids for pair in rows.get(card, ())]
    return [row for _place, row in sorted(own, key=itemgetter(0))]


def _newest(rows: Iterable[Decision], *, since: Session | None) -> tuple[Decision, ...]:
    """Return the newest decision of each condition that is younger than a session."""
    newest: dict[str, Decision] = {}
    for row in rows:
        if since is None or row.decided_at > since.recorded_at:
            newest.setdefault(row.protocol, row)
    return tuple(newest.values())


def _waiting(plans: list[Plan], given: list[Treatment]) -> Plan | None:
    """Return the plan that waits: the approved one, else the newest draft."""
    done = {row.plan_id for row in given if row.state != "open"}
    open_ = [plan for plan in plans if plan.id not in done]
    approved = [plan for plan in open_ if plan.state == "approved"]
    return next(iter(approved or open_), None)


def _covering(
    consents: list[Consent], plan: Plan | None, *, on: date
) -> tuple[Consent | None, tuple[str, ...] | None]:
    """Return the consent that covers a plan, else the newest, and what it leaves."""
    if not consents:
        return None, None
    if plan is None or plan.state != "approved":
        return consents[0], None
    try:
        wanted = scope_of(plan)
    except UnknownNameError as error:  # of a protocol that is gone since
        return consents[0], (str(error),)
    gaps = [(one, tuple(gaps_of(one, wanted, on=on))) for one in consents]
    covering = [pair for pair in gaps if not pair[1]]
    return (covering or gaps)[0]


def _since(reviews: list[Review], last: Session | None) -> Review | None:
    found = (row for row in reviews if last is None or row.on >= last.on)
    return next(found, None)
