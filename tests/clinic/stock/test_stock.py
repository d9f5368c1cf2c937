from datetime import date
from decimal import Decimal

import attrs
import pytest
from django.db import IntegrityError, transaction

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.models import Session, SessionLot
from glabella.clinic.stock import actions, queries
from glabella.clinic.stock.actions.receiving import take_back_receipt
from glabella.clinic.stock.models import Holding, Lot, Movement
from glabella.clinic.stock.values import NewLot, Use
from tests import world

pytestmark = pytest.mark.django_db

BOX = NewLot(
    product="onabotulinumtoxinA",
    vial_units=Decimal(100),
    number="TEST-1",
    expires_on=date(2027, 6, 30),
)


@pytest.fixture
def place() -> Outlet:
    return world.outlet()


@pytest.fixture
def by(place: Outlet) -> Actor:
    return world.actor(world.member(Role.ASSISTANT, place), place)


@pytest.fixture
def lot(place: Outlet, by: Actor) -> Lot:
    return actions.receive(BOX, outlet=place.id, vials=3, by=by, at=world.AT)


def _session(place: Outlet) -> Session:
    return Session.objects.create(
        patient=world.patient(place),
        outlet=place,
        protocol="chronic_migraine",
        product=BOX.product,
        on=world.TODAY,
        units=Decimal(155),
        recorded_at=world.AT,
    )


def test_received_twice_adds_up(place: Outlet, by: Actor, lot: Lot) -> None:
    again = actions.receive(BOX, outlet=place.id, vials=2, by=by, at=world.AT)

    assert again == lot
    (held,) = queries.held_at(place.id)
    assert (held.vials, held.barred(BOX.expires_on)) == (5, "")
    assert held.barred(date(2027, 7, 1)) == "expired"


@pytest.mark.parametrize(
    ("new", "vials", "words"),
    [
        (BOX, 0, "0 vials cannot be received"),
        (attrs.evolve(BOX, expires_on=date(2028, 1, 1)), 1, "with the expiry"),
    ],
)
@pytest.mark.usefixtures("lot")
def test_receipt_is_refused(
    place: Outlet, by: Actor, *, new: NewLot, vials: int, words: str
) -> None:
    with pytest.raises(DeedRefusedError, match=words):
        actions.receive(new, outlet=place.id, vials=vials, by=by, at=world.AT)


def test_move_takes_from_one_and_gives_to_the_other(
    place: Outlet, by: Actor, lot: Lot
) -> None:
    other = world.outlet()

    actions.move(lot.id, route=(place.id, other.id), vials=2, by=by, at=world.AT)

    assert [held.vials for held in queries.held_at(place.id)] == [1]
    assert [held.vials for held in queries.held_at(other.id)] == [2]
    with pytest.raises(DeedRefusedError, match="2 vials were asked for, 1 are held"):
        actions.move(lot.id, route=(place.id, other.id), vials=2, by=by, at=world.AT)


def test_session_uses_vials_and_wastes_the_rest(
    place: Outlet, by: Actor, lot: Lot
) -> None:
    session = _session(place)

    use = Use(lot.id, place.id, session.id, vials=2, units=Decimal(155))
    actions.use_for_session(use, by=by, at=world.AT)

    moves = Movement.objects.filter(session=session).order_by("units")
    assert [(m.kind, m.vials, m.units) for m in moves] == [
        ("use", 0, Decimal(-155)),
        ("waste", 0, Decimal(-45)),
        ("open", -2, Decimal(200)),
    ]
    assert [held.vials for held in queries.held_at(place.id)] == [1]


def test_session_that_empties_its_vials_wastes_nothing(
    place: Outlet, by: Actor, lot: Lot
) -> None:
    session = _session(place)

    use = Use(lot.id, place.id, session.id, vials=1, units=Decimal(100))
    actions.use_for_session(use, by=by, at=world.AT)

    kinds = Movement.objects.filter(session=session).values_list("kind", flat=True)
    assert sorted(kinds) == ["open", "use"]


def test_more_cannot_be_drawn_than_the_vials_hold(
    place: Outlet, by: Actor, lot: Lot
) -> None:
    use = Use(lot.id, place.id, _session(place).id, vials=1, units=Decimal("100.1"))

    with pytest.raises(DeedRefusedError, match=r"100\.1 U cannot be drawn from 100"):
        actions.use_for_session(use, by=by, at=world.AT)


def test_waste_and_count_keep_a_reason(place: Outlet, by: Actor, lot: Lot) -> None:
    holding = Holding.objects.get(lot=lot, outlet=place)

    with pytest.raises(DeedRefusedError, match="keeps a reason"):
        actions.waste(holding.id, vials=1, reason="", by=by, at=world.AT)
    actions.waste(holding.id, vials=1, reason="broken", by=by, at=world.AT)
    assert actions.count(holding.id, counted=2, reason="", by=by, at=world.AT) == 0
    found = actions.count(holding.id, counted=1, reason="lost", by=by, at=world.AT)

    assert found == -1
    holding.refresh_from_db()
    assert holding.vials == 1
    with pytest.raises(DeedRefusedError, match="less than none"):
        actions.count(holding.id, counted=-1, reason="?", by=by, at=world.AT)


def test_database_refuses_less_than_none(lot: Lot) -> None:
    rows = Holding.objects.filter(lot=lot)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(vials=-1)


def test_quarantine_is_released_and_a_recall_stays(
    place: Outlet, by: Actor, lot: Lot
) -> None:
    actions.quarantine(lot.id, reason="warm", by=by, at=world.AT)
    assert queries.held_at(place.id)[0].barred(world.TODAY) == "quarantined"

    actions.recall(lot.id, reference="notice", by=by, at=world.AT)
    actions.release(lot.id, name="Qq Lead", reason="read", by=by, at=world.AT)

    assert queries.held_at(place.id)[0].barred(world.TODAY) == "recalled"


def test_recall_leads_to_the_people(place: Outlet, lot: Lot) -> None:
    session = _session(place)
    SessionLot.objects.create(session=session, lot=lot, units=155)

    assert queries.patients_of(lot.id) == [(session.patient_id, session.id)]


@pytest.mark.usefixtures("lot")
def test_what_expires_before_a_day_is_listed(place: Outlet) -> None:
    assert queries.expiring(place.id, before=date(2027, 6, 30)) == []
    (found,) = queries.expiring(place.id, before=date(2027, 7, 1))
    assert found.number == "TEST-1"


def test_receipt_of_no_vial_is_refused(place: Outlet, by: Actor) -> None:
    with pytest.raises(DeedRefusedError, match="0 vials cannot be received"):
        actions.receive(BOX, outlet=place.id, vials=0, by=by, at=world.AT)

    assert Lot.objects.count() == 0


def test_box_adds_the_number_that_an_earlier_one_lacked(
    place: Outlet, by: Actor, lot: Lot
) -> None:
    scanned = attrs.evolve(BOX, gtin="07611111111114")

    actions.receive(scanned, outlet=place.id, vials=1, by=by, at=world.AT)

    assert Lot.objects.get(id=lot.id).gtin == "07611111111114"


def test_receipt_taken_back_leaves_both_movements(by: Actor, lot: Lot) -> None:
    receipt = Movement.objects.get(lot=lot)

    take_back_receipt(receipt.id, by=by, at=world.AT)

    assert Holding.objects.get(lot=lot).vials == 0
    moved = Movement.objects.filter(lot=lot).order_by("vials")
    assert [(row.kind, row.vials) for row in moved] == [("undo", -3), ("receive", 3)]


def test_lot_taken_back_whole_is_received_anew_with_another_expiry(
    place: Outlet, by: Actor, lot: Lot
) -> None:
    take_back_receipt(Movement.objects.get(lot=lot).id, by=by, at=world.AT)
    other = attrs.evolve(BOX, expires_on=date(2027, 7, 31))

    actions.receive(other, outlet=place.id, vials=2, by=by, at=world.AT)

    assert Lot.objects.get(id=lot.id).expires_on == date(2027, 7, 31)
