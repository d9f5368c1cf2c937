"""Reads across stages: who is found, and what stands beside each name."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import attrs
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from glabella.clinic.accounts.roles import CARE_TEAM, Role
from glabella.clinic.accounts.standing import Standing
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import queries as people
from glabella.clinic.people.access import READ_RESTRICTED
from glabella.clinic.people.models import Patient, Registration
from glabella.clinic.record.models import Document, Task
from glabella.core.derived import full_years

Row = TypeVar("Row", Document, Task)

MOMENT = timedelta(minutes=2)
MOST = 250  # whoever needs more should type more
LATEST = 25


@attrs.frozen
class Hit:
    """One person found, with number and age as a list shows them."""

    patient: Patient
    numbers: tuple[str, ...]
    age: int | None


def found_patients(words: str, *, standing: Standing, on: date) -> list[Hit]:
    """Return the people a search means, among those whom the asker's outlets know.

    Without words, the cards made last.
    """
    outlets = standing.reach(CARE_TEAM | {Role.AUDITOR})
    if words:
        cards = people.search(words, outlets=outlets, limit=MOST)
    else:
        cards = _latest(outlets)
    return _hits(cards, on=on)


def _latest(outlets: frozenset[UUID] | None) -> list[Patient]:
    cards = Patient.objects.filter(merged_into__isnull=True, erased_at__isnull=True)
    if outlets is not None:
        here = Registration.objects.filter(
            outlet_id__in=outlets, ended_at__isnull=True, patient_id=OuterRef("id")
        )
        cards = cards.filter(Exists(here))
    return list(cards.order_by("-created_at", "id")[:LATEST])


def _hits(cards: Sequence[Patient], *, on: date) -> list[Hit]:
    """Return the rows of a list; two queries, however many they are."""
    rows = Registration.objects.filter(patient__in=cards, ended_at__isnull=True)
    numbers: dict[object, list[str]] = {}
    for patient, number in rows.values_list("patient_id", "number").order_by("number"):
        numbers.setdefault(patient, []).append(number)
    return [
        Hit(
            patient=card,
            numbers=tuple(numbers.get(card.id, ())),
            age=full_years(card.birth_date, on) if card.birth_date else None,
        )
        for card in cards
    ]


def refuse_twin(rows: QuerySet[Any], *, at: datetime) -> None:
    """Refuse what the same person has written a moment ago: a second click.

    Args:
        rows: Of the same words, by the same person, each with a `written_at` or
            `opened_at`.
        at: When the form came.
    """
    column = "opened_at" if rows.model is Task else "written_at"
    if rows.filter(**{f"{column}__gt": at - MOMENT}).exists():
        raise DeedRefusedError(
            _("the very same was saved a moment ago."),
            mending=_("Go back and look before you send it again."),
        )


def readable(rows: Iterable[Row], *, roles: frozenset[Role]) -> list[Row]:
    """Return the rows of a board without those about a record that rests.

    Their words are of the record, so only those who may open it see them.
    """
    if roles & READ_RESTRICTED:
        return list(rows)
    return [row for row in rows if row.patient is None or not _rests(row.patient)]


def _rests(card: Patient) -> bool:
    while card.merged_into is not None:
        card = card.merged_into
    return card.restricted_at is not None
