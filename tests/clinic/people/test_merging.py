"""Merging cards, undoing it exactly, and telling two apart."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import serializers

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import actions, queries
from glabella.clinic.people.cards import person
from glabella.clinic.people.models import Patient
from glabella.clinic.people.values import BorderBasis
from tests import world
from tests.clinic.scene import last_event, scene

pytestmark = pytest.mark.django_db


def cards() -> str:
    return str(serializers.serialize("json", Patient.objects.order_by("id")))


def test_merge_moves_nothing_and_is_undone_exactly() -> None:
    here = scene()
    other = world.patient(here.outlet, family_name="Other")
    before = cards()

    merge = actions.merge_cards(
        here.card.id, other.id, reason="same person", by=here.by, at=world.AT
    )
    merged = person(other.id)
    told = last_event()
    actions.undo_merge(merge.id, reason="twins", by=here.by, at=world.AT)

    about = [str(here.card.id), str(other.id), str(merge.id)]
    assert merged is not None
    assert (merged.id, merged.ids) == (here.card.id, (here.card.id, other.id))
    assert told == ("people.merge_cards", here.user.id, here.card.id, about)
    assert last_event() == ("people.undo_merge", here.user.id, here.card.id, about)
    assert cards() == before
    merge.refresh_from_db()
    assert (merge.undone_by, merge.undone_reason) == (here.user, "twins")


def test_inner_merge_can_be_undone_while_the_outer_stands() -> None:
    here = scene()
    middle, low = (world.patient(here.outlet) for _ in range(2))
    by, at = here.by, world.AT
    inner = actions.merge_cards(middle.id, low.id, reason="same", by=by, at=at)
    later = at + timedelta(minutes=1)
    outer = actions.merge_cards(here.card.id, middle.id, reason="same", by=by, at=later)
    assert queries.merges(here.who) == [outer, inner]

    actions.undo_merge(inner.id, reason="no", by=by, at=at)

    alone = person(low.id)
    assert alone is not None
    assert alone.ids == (low.id,)
    assert here.who.ids == (here.card.id, middle.id)


def test_merge_is_undone_once() -> None:
    here = scene()
    other = world.patient(here.outlet)
    by, at = here.by, world.AT
    merge = actions.merge_cards(here.card.id, other.id, reason="same", by=by, at=at)
    actions.undo_merge(merge.id, reason="no", by=by, at=at)

    with pytest.raises(DeedRefusedError, match="undone already"):
        actions.undo_merge(merge.id, reason="no", by=by, at=at)


def test_card_merged_away_is_not_merged_again() -> None:
    here = scene()
    other, third = (world.patient(here.outlet) for _ in range(2))
    by, at = here.by, world.AT
    actions.merge_cards(here.card.id, other.id, reason="same", by=by, at=at)

    for kept, merged in (
        (third.id, other.id),
        (other.id, third.id),
        (third.id, third.id),
        (third.id, uuid4()),
    ):
        with pytest.raises(DeedRefusedError, match="needs two cards"):
            actions.merge_cards(kept, merged, reason="same", by=by, at=at)


def test_merge_without_a_reason_is_refused_and_changes_nothing() -> None:
    here = scene()
    other = world.patient(here.outlet)
    before = cards()

    with pytest.raises(DeedRefusedError, match="it is empty"):
        actions.merge_cards(here.card.id, other.id, reason=" ", by=here.by, at=world.AT)

    assert cards() == before


def test_merge_does_not_carry_a_record_across_a_border() -> None:
    here = scene()
    other = world.patient(world.outlet(profile="SG"))
    by, at = here.by, world.AT

    with pytest.raises(DeedRefusedError, match="across the border of CH, SG"):
        actions.merge_cards(here.card.id, other.id, reason="same", by=by, at=at)

    told = BorderBasis("agreed", world.TODAY)
    for card, profile in ((here.card, "SG"), (other, "CH")):
        place = world.outlet(profile=profile).id
        actions.register_at(card.id, by=by, at=at, outlet=place, border=told)
    actions.merge_cards(here.card.id, other.id, reason="same", by=by, at=at)
    assert here.who.ids == (here.card.id, other.id)


def test_one_card_is_not_told_apart_from_itself() -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match="one card"):
        actions.tell_apart(here.card.id, here.card.id, by=here.by, at=world.AT)
