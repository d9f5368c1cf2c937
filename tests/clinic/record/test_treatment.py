"""Sessions, doses given elsewhere, side effects."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.practice.models import Staff
from glabella.clinic.record import actions, queries
from glabella.clinic.record.digests import session_digest
from glabella.clinic.record.models import ExternalDose, Session, SideEffect, Task
from glabella.clinic.record.values import (
    NewExternalDose,
    NewLot,
    NewSession,
    NewSideEffect,
    NewSite,
)
from glabella.core.product import substance_names
from tests import world
from tests.clinic.scene import Scene, last_event, library, scene

pytestmark = pytest.mark.django_db
ONA = "onabotulinumtoxinA"
SITES = (
    NewSite("corrugator", "left", Decimal(5), Decimal("0.1"), "face", Decimal("1.5")),
    NewSite("corrugator", "right", Decimal("2.5")),
)


def draft(here: Scene) -> NewSession:
    clinician = Staff.objects.get(user=here.user).id
    return NewSession(
        here.outlet.id,
        "chronic_migraine",
        ONA,
        world.TODAY,
        clinician=clinician,
        protocol_version="2026-1",
        sites=SITES,
        lots=(NewLot(None, "LOT1", Decimal("7.5")),),
    )


def record(here: Scene, new: NewSession | None = None) -> Session:
    return actions.record_session(
        here.card.id, new or draft(here), by=here.by, at=world.AT
    )


def test_session_has_the_units_of_its_sites_in_their_order() -> None:
    here = scene()

    row = record(here)

    found = queries.session(here.who, row.id)
    assert found is not None
    assert found.units == Decimal("7.5")
    assert [(site.position, site.side) for site in found.sites.all()] == [
        (1, "left"),
        (2, "right"),
    ]
    assert [lot.lot_number for lot in found.lots.all()] == ["LOT1"]
    own = [str(row.id)]
    assert last_event() == ("record.record_session", here.user.id, here.card.id, own)
    assert queries.sessions(here.who) == [row]
    assert not Task.objects.exists()


def test_session_of_somebody_else_is_not_found() -> None:
    here = scene()
    row = record(here)

    assert queries.session(scene().who, row.id) is None


def test_imported_session_may_know_its_units_alone() -> None:
    here = scene()
    new = attrs.evolve(
        draft(here), sites=(), lots=(), units=Decimal(155), origin="imported"
    )

    row = record(here, new)

    assert (row.units, row.origin) == (Decimal(155), "imported")
    assert not row.sites.exists()


def wrong(**changes: Any) -> Callable[[NewSession], NewSession]:
    return lambda new: attrs.evolve(new, **changes)


@pytest.mark.parametrize(
    "change",
    [
        wrong(sites=()),
        wrong(sites=(), units=Decimal(0)),
        wrong(units=Decimal(100)),
        wrong(sites=(NewSite("corrugator", "up", Decimal(5)),)),
        wrong(sites=(NewSite("corrugator", "left", Decimal(0)),)),
        wrong(lots=(NewLot(None, "L", Decimal(-1)),)),
        wrong(on=date(2027, 1, 1)),
        wrong(origin="dream"),
        wrong(protocol=" "),
        wrong(product=""),
        wrong(deviations=("haste",), deviation_reason="r"),
        wrong(deviations=("expired",)),
    ],
    ids=range(12),
)
def test_session_that_cannot_be_is_refused(
    change: Callable[[NewSession], NewSession],
) -> None:
    here = scene()

    with pytest.raises(DeedRefusedError):
        record(here, change(draft(here)))

    assert not Session.objects.exists()


def test_deviation_is_recorded_and_the_lead_looks_at_it() -> None:
    here = scene()
    new = attrs.evolve(
        draft(here),
        deviations=("expired", "no_documented_consent"),
        deviation_reason="emergency",
    )

    row = record(here, new)
    sealed = actions.seal_session(row.id, name="Dr A", by=here.by, at=world.AT)

    task = Task.objects.get()
    assert sealed.deviations == ["expired", "no_documented_consent"]
    assert (task.kind, task.about, task.title) == (
        "deviation_review",
        row.id,
        "expired, no_documented_consent",
    )
    assert task.owner is not None
    assert (task.owner.user, task.due_at) == (
        here.user,
        world.AT + timedelta(days=7),
    )


def test_seal_names_who_and_covers_all_of_it() -> None:
    here = scene()
    row = record(here)

    sealed = actions.seal_session(row.id, name=" Dr A ", by=here.by, at=world.AT)

    assert (sealed.sealed_by, sealed.sealed_name, sealed.sealed_at) == (
        here.user,
        "Dr A",
        world.AT,
    )
    assert sealed.digest == session_digest(sealed)
    own = [str(row.id)]
    assert last_event() == ("record.seal_session", here.user.id, here.card.id, own)
    with pytest.raises(DeedRefusedError, match="sealed already"):
        actions.seal_session(row.id, name="Dr B", by=here.by, at=world.AT)


@pytest.mark.parametrize(
    "change",
    [
        wrong(note="more"),
        wrong(protocol_version="2026-2"),
        wrong(sites=(*SITES[:1], attrs.evolve(SITES[1], depth="deep"))),
        wrong(sites=SITES[::-1]),
        wrong(lots=(NewLot(None, "LOT2", Decimal("7.5")),)),
    ],
    ids=range(5),
)
def test_digest_differs_with_each_part(
    change: Callable[[NewSession], NewSession],
) -> None:
    here = scene()

    first, second = record(here), record(here, change(draft(here)))

    assert session_digest(first) != session_digest(second)
    assert session_digest(first) == session_digest(Session.objects.get(id=first.id))


def test_imported_session_is_taken_back_while_nothing_refers_to_it() -> None:
    here = scene()
    row = record(here, attrs.evolve(draft(here), origin="imported"))
    key = row.id

    actions.take_back_session(key, by=here.by, at=world.AT)

    assert queries.sessions(here.who) == []
    own = [str(key)]
    assert last_event() == (
        "record.take_back_session",
        here.user.id,
        here.card.id,
        own,
    )


def test_other_sessions_are_not_taken_back() -> None:
    here = scene()
    imported = attrs.evolve(draft(here), origin="imported")
    given, sealed, used = record(here), record(here, imported), record(here, imported)
    actions.seal_session(sealed.id, name="Dr A", by=here.by, at=world.AT)
    effect = NewSideEffect("ptosis", session=used.id)
    actions.note_side_effect(here.card.id, effect, by=here.by, at=world.AT)

    for row, words in (
        (given, "only an imported session"),
        (sealed, "only an imported session"),
        (used, "something refers"),
    ):
        with pytest.raises(DeedRefusedError, match=words):
            actions.take_back_session(row.id, by=here.by, at=world.AT)
        assert row.sites.count() == 2


def test_dose_from_elsewhere_keeps_what_nobody_knows_empty() -> None:
    here = scene()

    row = actions.note_external_dose(
        here.card.id, NewExternalDose(), by=here.by, at=world.AT
    )

    assert (row.on, row.product, row.units) == (None, "", None)
    own = [str(row.id)]
    deed = "record.note_external_dose"
    assert last_event() == (deed, here.user.id, here.card.id, own)


def test_brand_is_kept_as_its_substance() -> None:
    here = scene()
    names = substance_names(library().products.values())

    row = actions.note_external_dose(
        here.card.id,
        NewExternalDose(product="BOTOX"),
        by=here.by,
        at=world.AT,
        substances=names,
    )

    assert row.product == ONA


@pytest.mark.parametrize(
    "new",
    [
        NewExternalDose(product="snake oil"),
        NewExternalDose(units=Decimal(0)),
        NewExternalDose(on=date(2027, 1, 1)),
    ],
)
def test_dose_that_cannot_be_is_refused(new: NewExternalDose) -> None:
    here = scene()
    names = substance_names(library().products.values())

    with pytest.raises(DeedRefusedError):
        actions.note_external_dose(
            here.card.id, new, by=here.by, at=world.AT, substances=names
        )

    assert not ExternalDose.objects.exists()


def test_withdrawn_dose_no_longer_counts() -> None:
    here = scene()
    row = actions.note_external_dose(
        here.card.id, NewExternalDose(), by=here.by, at=world.AT
    )

    actions.withdraw_external_dose(row.id, by=here.by, at=world.AT)

    assert queries.external_doses(here.who) == []
    own = [str(row.id)]
    deed = "record.withdraw_external_dose"
    assert last_event() == (deed, here.user.id, here.card.id, own)


def test_side_effect_is_noted_weighed_and_asked_about_spread() -> None:
    here = scene()
    session = record(here)
    new = NewSideEffect("drooping lid", "ptosis", session.id, world.TODAY)
    row = actions.note_side_effect(here.card.id, new, by=here.by, at=world.AT)
    own = [str(row.id)]
    noted = last_event()

    changes = {"severity": "mild", "is_serious": False}
    actions.change_side_effect(row.id, changes, version=1, by=here.by, at=world.AT)
    changed = last_event()
    row = actions.note_spread_checked(row.id, version=2, by=here.by, at=world.AT)

    assert [noted, changed, last_event()] == [
        (f"record.{deed}", here.user.id, here.card.id, own)
        for deed in ("note_side_effect", "change_side_effect", "note_spread_checked")
    ]
    assert (row.severity, row.is_serious, row.spread_checked_by, row.version) == (
        "mild",
        False,
        here.user,
        3,
    )
    assert queries.side_effects(here.who) == [row]
    with pytest.raises(StaleError):
        actions.note_spread_checked(row.id, version=2, by=here.by, at=world.AT)


@pytest.mark.parametrize(
    "new",
    [
        NewSideEffect(""),
        NewSideEffect("ptosis", severity="very"),
        NewSideEffect("ptosis", causality="magic"),
        NewSideEffect("ptosis", onset_on=date(2027, 1, 1)),
        NewSideEffect("ptosis", onset_on=date(2026, 10, 2), ended_on=date(2026, 10, 1)),
    ],
    ids=range(5),
)
def test_side_effect_that_cannot_be_is_refused(new: NewSideEffect) -> None:
    here = scene()

    with pytest.raises(DeedRefusedError):
        actions.note_side_effect(here.card.id, new, by=here.by, at=world.AT)

    assert not SideEffect.objects.exists()
