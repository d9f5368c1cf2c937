"""Deeds about cards of one person: merge, undo it exactly, or tell two apart."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.people.borders import profiles_of
from glabella.clinic.people.cards import person
from glabella.clinic.people.models import Merge, NotTheSame, Patient


@transaction.atomic
def merge_cards(
    kept: UUID, merged: UUID, *, reason: str, by: Actor, at: datetime
) -> Merge:
    """Say that two cards are one person; nothing moves, so it can be undone exactly.

    Raises:
        DeedRefusedError: If one of them is merged away already, they are the same, one
            of them rests, no reason is given, or the merge would carry the record
            across a border.
    """
    rows = Patient.objects.select_for_update().filter(id__in=(kept, merged))
    cards = {row.id: row for row in rows.order_by("id")}
    if len(cards) < 2 or any(row.merged_into_id for row in cards.values()):  # noqa: PLR2004 a merge has two cards
        raise DeedRefusedError(
            _("a merge needs two cards, neither of them merged into another."),
            where=_("merge"),
            mending=_("Open both cards again and choose those that are kept."),
        )
    if any(row.restricted_at for row in cards.values()):
        raise DeedRefusedError(
            _("the record of one of them rests."),
            where=_("merge"),
            mending=_("Lift the restriction first, or leave them apart."),
        )
    _check_borders(kept, merged)
    row = Merge.objects.create(
        kept_id=kept,
        merged_id=merged,
        reason=laws.words(reason, where=_("reason")),
        merged_at=at,
        merged_by_id=by.account,
    )
    Patient.objects.filter(id=merged).update(merged_into_id=kept)
    about = (kept, merged, row.id)
    record("people.merge_cards", by=by, at=at, patient=kept, about=about)
    return row


def _check_borders(kept: UUID, merged: UUID) -> None:
    """Refuse a merge that would show a record in a country where it has no basis."""
    people = [person(card) for card in (kept, merged)]
    ours, theirs = (profiles_of(who.ids) if who else frozenset() for who in people)
    beyond = sorted(theirs ^ ours)
    if beyond:
        raise DeedRefusedError(
            _("the merge would carry a record across the border of %(countries)s.")
            % {"countries": ", ".join(beyond)},
            where=_("merge"),
            mending=_(
                "Register both cards in the same countries first, with the basis."
            ),
        )


@transaction.atomic
def undo_merge(merge: UUID, *, reason: str, by: Actor, at: datetime) -> Merge:
    """Say that two merged cards are two people after all; each is as it was.

    Raises:
        DeedRefusedError: If it is undone already, or no reason is given.
    """
    why = laws.words(reason, where=_("reason"))
    row: Merge = laws.found(Merge.objects.filter(id=merge))
    rows = Merge.objects.filter(id=merge)
    laws.end(rows, "undone", by=by, at=at, undone_reason=why)
    Patient.objects.filter(id=row.merged_id).update(merged_into=None)
    about = (row.kept_id, row.merged_id, row.id)
    record("people.undo_merge", by=by, at=at, patient=row.kept_id, about=about)
    row.refresh_from_db()
    return row


@transaction.atomic
def tell_apart(first: UUID, second: UUID, *, by: Actor, at: datetime) -> NotTheSame:
    """Say that two cards are two people; they are not proposed as one again.

    Raises:
        DeedRefusedError: If the two are one card.
    """
    if first == second:
        raise DeedRefusedError(
            _("this is one card."), where=_("two cards"), mending=_("Choose another.")
        )
    low, high = sorted((first, second))
    row, _made = NotTheSame.objects.get_or_create(
        first_id=low,
        second_id=high,
        defaults={"said_at": at, "said_by_id": by.account},
    )
    about = (low, high)
    record("people.tell_apart", by=by, at=at, patient=first, about=about)
    return row
