"""The contact list of a lot: who got of it, how to reach them safely, who knows."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from glabella.clinic.people.models import Contact, Patient, Registration
from glabella.clinic.record.models import Task
from glabella.clinic.stock.models import Lot
from glabella.clinic.stock.reach import by_person, given_of, kept_cards
from glabella.clinic.stock.values import LOT_RECALL, Reached, Told, Way


def contacts_of(lot: UUID, *, outlets: Collection[UUID] | None = None) -> list[Reached]:
    """Return the contact list of a lot, by name, in a fixed number of queries.

    Args:
        outlets: Only people who are registered at one of these; None for all.
    """
    given = by_person(given_of(Lot.objects.get(id=lot)))
    cards = list(given)
    rows = _registrations(cards)
    if outlets is not None:
        there = {card for card, outlet, _ in rows if outlet in outlets}
        given = {card: found for card, found in given.items() if card in there}
    numbers = {card: number for card, _, number in rows}
    ways, tasks = _ways(cards), _tasks(lot, cards)
    people = Patient.objects.filter(id__in=given).order_by("search_name", "id")
    return [
        Reached(
            patient=row.id,
            name=f"{row.family_name}, {row.given_names}",
            number=numbers.get(row.id, ""),
            born=row.birth_date,
            sessions=tuple((one.on, one.units) for one in given[row.id]),
            ways=ways[row.id],
            told=tasks.get(row.id, Told()),
        )
        for row in people
    ]


def _registrations(cards: Collection[UUID]) -> list[tuple[UUID, UUID, str]]:
    everyone = _with_merged(cards)
    rows = Registration.objects.filter(
        patient_id__in=everyone, ended_at__isnull=True
    ).order_by("registered_at")
    return [(everyone[row.patient_id], row.outlet_id, row.number) for row in rows]


def _with_merged(cards: Collection[UUID]) -> dict[UUID, UUID]:
    """Return all cards of some people, each with the one that is kept."""
    found, below = set(cards), set(cards)
    while below:
        rows = Patient.objects.filter(merged_into_id__in=below)
        below = set(rows.values_list("id", flat=True))
        found |= below
    return kept_cards(found)


def _ways(cards: Collection[UUID]) -> dict[UUID, tuple[Way, ...]]:
    everyone = _with_merged(cards)
    rows = Contact.objects.filter(
        patient_id__in=everyone, is_safe=True, ended_at__isnull=True
    )
    found: dict[UUID, tuple[Way, ...]] = defaultdict(tuple)
    for row in rows.order_by("kind", "value"):
        found[everyone[row.patient_id]] += (Way(row.kind, row.value, row.hours),)
    return found


def _tasks(lot: UUID, cards: Collection[UUID]) -> dict[UUID, Told]:
    rows = Task.objects.filter(kind=LOT_RECALL, about=lot, patient__isnull=False)
    ordered = list(rows.prefetch_related("attempts").order_by("opened_at"))
    named = {row.patient_id for row in ordered if row.patient_id is not None}
    kept = kept_cards(named | set(cards))
    return {
        kept[row.patient_id]: _told(row)
        for row in ordered
        if row.patient_id is not None
    }


def _told(task: Task) -> Told:
    attempts = sorted(task.attempts.all(), key=lambda one: one.tried_at)
    result = "tried" if attempts else ""
    if any(one.result == "reached" for one in attempts):
        result = "reached"
    elif task.closed_at is not None:
        result = "closed"
    return Told(task.id, result, attempts[-1].tried_at if attempts else None)
