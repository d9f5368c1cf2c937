"""From a lot to the people who got something of it; shared by deeds and reads."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

import attrs
from django.db.models import Q

from glabella.clinic.people.models import Patient
from glabella.clinic.record.models import SessionLot
from glabella.clinic.stock.models import Lot, Vial


@attrs.frozen
class Given:
    """Something of a lot for one person.

    Args:
        patient: The card on which it was recorded.
        units: None where a vial was opened for the person and nothing is recorded yet.
    """

    patient: UUID
    outlet: UUID
    on: date
    units: Decimal | None = None
    session: UUID | None = None


def given_of(lot: Lot) -> list[Given]:
    """Return what was given of a lot, newest first, in two queries.

    A session counts too whose lot was only typed: the number as printed and the product
    are the same.
    """
    typed = Q(
        lot__isnull=True,
        lot_number__iexact=lot.number,
        session__product=lot.product,
    )
    parts = SessionLot.objects.filter(Q(lot=lot) | typed).select_related("session")
    found = [
        Given(
            part.session.patient_id,
            part.session.outlet_id,
            part.session.on,
            part.units,
            part.session_id,
        )
        for part in parts
    ]
    opened = Vial.objects.filter(lot=lot, patient__isnull=False)
    found += [
        Given(vial.patient_id, vial.outlet_id, vial.opened_at.date())
        for vial in opened.exclude(movements__session__isnull=False)
        if vial.patient_id is not None
    ]
    return sorted(found, key=lambda one: (-one.on.toordinal(), str(one.patient)))


def kept_cards(cards: Collection[UUID]) -> dict[UUID, UUID]:
    """Return for each card the one that is kept of the same person."""
    kept = {card: card for card in cards}
    asked = set(cards)
    while asked:
        merged = Patient.objects.filter(id__in=asked, merged_into__isnull=False)
        into = dict(merged.values_list("id", "merged_into_id"))
        kept = {card: into.get(last, last) for card, last in kept.items()}
        asked = set(into.values())
    return kept


def by_person(found: Collection[Given]) -> dict[UUID, list[Given]]:
    """Return what was given by the card that is kept, newest first."""
    kept = kept_cards({one.patient for one in found})
    people: dict[UUID, list[Given]] = defaultdict(list)
    for one in found:
        people[kept[one.patient]].append(one)
    return dict(people)
