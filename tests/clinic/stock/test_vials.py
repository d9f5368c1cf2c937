"""Opening, dissolving, drawing, throwing away: clocks, refusals, exact waste."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import attrs
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people.cards import person
from glabella.clinic.record.models import Session
from glabella.clinic.stock import actions, guards, queries
from glabella.clinic.stock.models import Holding, Lot, Movement, Vial
from glabella.clinic.stock.values import Dilution, NewLot, Opening
from tests import world
from tests.clinic.scene import Scene, last_event, scene

pytestmark = pytest.mark.django_db

ONA = "onabotulinumtoxinA"
SALINE = "sodium chloride 0.9 %"
BEFORE = world.AT - timedelta(hours=1)


@pytest.fixture
def here() -> Scene:
    return scene(role=Role.ASSISTANT)


def lot_of(
    here: Scene, product: str = ONA, *, vials: int = 2, number: str = "T-1"
) -> Lot:
    new = NewLot(product, Decimal(100), number, date(2027, 6, 30))
    by, at = here.by, BEFORE
    return actions.receive(new, outlet=here.outlet.id, vials=vials, by=by, at=at)


def opening(here: Scene, lot: Lot, *, ready: bool = True) -> Opening:
    new = Opening(lot.id, here.outlet.id, patient=here.card.id, diluent=SALINE)
    if not ready:
        return new
    return attrs.evolve(new, diluent_ml=Decimal(2), reconstituted_at=world.AT)


def opened(here: Scene, lot: Lot, *, ready: bool = True) -> Vial:
    new = opening(here, lot, ready=ready)
    return actions.open_vial(new, by=here.by, at=world.AT)


def session_of(here: Scene) -> UUID:
    return Session.objects.create(
        patient=here.card,
        outlet=here.outlet,
        protocol="chronic_migraine",
        product=ONA,
        on=world.TODAY,
        units=Decimal(155),
        recorded_at=world.AT,
    ).id


def test_opened_vial_leaves_the_holding_and_its_clock_runs(here: Scene) -> None:
    vial = opened(here, lot_of(here))

    assert (vial.clock, vial.discard_at) == ("label", world.AT + timedelta(hours=24))
    assert Holding.objects.get().vials == 1
    moved = Movement.objects.get(vial=vial)
    assert (moved.kind, moved.vials, moved.units) == ("open", -1, Decimal(100))
    deed, _, patient, ids = last_event()
    assert (deed, patient) == ("stock.open_vial", here.card.id)
    assert ids == [str(vial.id), str(vial.lot_id), str(moved.id)]


@pytest.mark.parametrize(
    ("product", "clock", "hours"),
    [
        ("abobotulinumtoxinA", "unverified", 24),
        ("rimabotulinumtoxinB", "unknown", None),
        ("something_else", "unknown", None),
    ],
)
def test_clock_that_nobody_read_only_warns(
    here: Scene, product: str, clock: str, hours: int | None
) -> None:
    vial = opened(here, lot_of(here, product))
    later = world.AT + timedelta(hours=48)

    (seen,) = queries.open_vials(here.outlet.id, on=world.TODAY, at=later)

    limit = world.AT + timedelta(hours=hours) if hours else None
    assert (vial.clock, vial.discard_at) == (clock, limit)
    assert seen.barred(here.who.ids, is_sharing=False) == ""
    words = "clock_run_out" if hours else "clock_unknown"
    assert seen.warnings == (words,)


def test_read_clock_bars_after_its_hours(here: Scene) -> None:
    opened(here, lot_of(here))
    limit = world.AT + timedelta(hours=24)

    barred = [
        queries.open_vials(here.outlet.id, on=world.TODAY, at=at)[0].barred(
            here.who.ids, is_sharing=False
        )
        for at in (limit - timedelta(seconds=1), limit)
    ]

    assert barred == ["", "clock_run_out"]


def test_ready_product_needs_no_clock(here: Scene) -> None:
    vial = opened(here, lot_of(here, "relabotulinumtoxinA"), ready=False)

    (seen,) = queries.open_vials(here.outlet.id, on=world.TODAY, at=world.AT)

    assert (vial.clock, seen.warnings) == ("ready", ())


def test_vial_is_dissolved_later_and_once(here: Scene) -> None:
    vial = opened(here, lot_of(here), ready=False)
    (seen,) = queries.open_vials(here.outlet.id, on=world.TODAY, at=world.AT)
    assert seen.warnings == ("not_reconstituted", "clock_unknown")
    house = world.AT + timedelta(hours=4)
    how = Dilution(SALINE, Decimal(2), world.AT, discard_at=house)

    done = actions.reconstitute(vial.id, how, by=here.by, at=world.AT)

    assert (done.clock, done.discard_at, done.diluent_ml) == (
        "house",
        house,
        Decimal(2),
    )
    with pytest.raises(DeedRefusedError, match="made ready already"):
        actions.reconstitute(vial.id, how, by=here.by, at=world.AT)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reconstituted_at": world.AT + timedelta(minutes=1)}, "lies ahead"),
        ({"diluent_ml": Decimal(0)}, "dissolved in nothing"),
        ({"discard_at": world.AT + timedelta(hours=25)}, "later than the clock"),
        ({"discard_at": world.AT}, "before it is made ready"),
    ],
)
def test_dilution_that_cannot_be_is_refused(
    here: Scene, change: dict[str, object], words: str
) -> None:
    vial = opened(here, lot_of(here), ready=False)
    how = attrs.evolve(Dilution(SALINE, Decimal(2), world.AT), **change)  # type: ignore[arg-type]  # one field after the other

    with pytest.raises(DeedRefusedError, match=words):
        actions.reconstitute(vial.id, how, by=here.by, at=world.AT)


@pytest.mark.parametrize("bar", ["expired", "quarantined", "here", "recalled"])
def test_lot_that_may_not_be_used_is_not_opened(here: Scene, bar: str) -> None:
    lot = lot_of(here)
    by, at = here.by, world.AT
    if bar == "expired":
        Lot.objects.update(expires_on=world.TODAY - timedelta(days=1))
    elif bar == "quarantined":
        actions.quarantine(lot.id, reason="warm", by=by, at=at)
    elif bar == "here":
        actions.quarantine_here(Holding.objects.get().id, reason="w", by=by, at=at)
    else:
        actions.recall(lot.id, reference="notice", by=by, at=at)

    with pytest.raises(DeedRefusedError, match="no vial of it may be opened"):
        opened(here, lot)
    assert Holding.objects.get().vials == 2


def test_last_vial_is_opened_once(here: Scene) -> None:
    lot = lot_of(here, vials=1)
    opened(here, lot)

    with pytest.raises(DeedRefusedError, match="1 vial was asked for, 0 are held"):
        opened(here, lot)


def test_lot_that_was_never_here_is_not_opened(here: Scene) -> None:
    lot = lot_of(scene())

    with pytest.raises(DeedRefusedError, match="0 are held"):
        opened(here, lot)


def test_vial_belongs_to_one_person_unless_the_lead_allows(here: Scene) -> None:
    lot = lot_of(here)
    new = attrs.evolve(opening(here, lot), patient=None)
    with pytest.raises(DeedRefusedError, match="belongs to one person"):
        actions.open_vial(new, by=here.by, at=world.AT)
    mine = opened(here, lot)
    actions.allow_sharing(
        here.outlet.id, name="Qq Lead", reason="local rule", by=here.by, at=world.AT
    )
    shared = actions.open_vial(new, by=here.by, at=world.AT)
    other = person(world.patient(here.outlet).id)
    assert other is not None

    seen = queries.open_vials(here.outlet.id, on=world.TODAY, at=world.AT, person=other)
    both = queries.open_vials(here.outlet.id, on=world.TODAY, at=world.AT)
    (own,) = [one for one in both if one.id == mine.id]

    assert [one.id for one in seen] == [shared.id]
    assert len(both) == 2
    assert own.barred(other.ids, is_sharing=False) == "belongs_to_somebody_else"
    assert own.barred(other.ids, is_sharing=True) == ""


def test_drawn_and_wasted_make_up_what_was_opened(here: Scene) -> None:
    vial, session = opened(here, lot_of(here)), session_of(here)

    drawn = actions.draw(
        vial.id, Decimal("52.3"), session=session, by=here.by, at=world.AT
    )
    wasted = actions.discard(vial.id, reason="rest", by=here.by, at=world.AT)

    assert (drawn.units, wasted) == (Decimal("-52.3"), Decimal("47.7"))
    units = Movement.objects.filter(vial=vial).values_list("units", flat=True)
    assert sum(units) == 0
    seen = queries.open_vial(vial.id, on=world.TODAY, at=world.AT)
    assert seen is not None
    assert seen.barred(here.who.ids, is_sharing=True) == "emptied"
    assert queries.open_vials(here.outlet.id, on=world.TODAY, at=world.AT) == []
    with pytest.raises(DeedRefusedError, match="thrown away"):
        actions.draw(vial.id, Decimal(1), session=session, by=here.by, at=world.AT)


def test_last_units_empty_the_vial(here: Scene) -> None:
    vial, session = opened(here, lot_of(here)), session_of(here)

    actions.draw(vial.id, Decimal(100), session=session, by=here.by, at=world.AT)

    vial.refresh_from_db()
    assert (vial.units_left, vial.emptied_by) == (Decimal(0), here.user)
    with pytest.raises(DeedRefusedError, match="thrown away"):
        actions.discard(vial.id, reason="rest", by=here.by, at=world.AT)


@pytest.mark.parametrize("units", ["0", "-1", "100.01"])
def test_more_than_is_left_cannot_be_drawn(here: Scene, units: str) -> None:
    vial, session = opened(here, lot_of(here)), session_of(here)

    with pytest.raises(DeedRefusedError, match="cannot be drawn"):
        actions.draw(vial.id, Decimal(units), session=session, by=here.by, at=world.AT)


def test_vial_that_never_was_is_unknown() -> None:
    nobody = UUID(int=1)

    assert queries.open_vial(nobody, on=world.TODAY, at=world.AT) is None


def test_best_vials_are_chosen_of_what_may_be_used(here: Scene) -> None:
    good, bad = lot_of(here), lot_of(here, number="T-2")
    actions.quarantine(bad.id, reason="warm", by=here.by, at=world.AT)

    found = queries.best_vials(here.outlet.id, ONA, Decimal(155), on=world.TODAY)
    more = queries.best_vials(here.outlet.id, ONA, Decimal(250), on=world.TODAY)

    assert [(one.shelved.key, one.vials) for one in found.picks] == [(str(good.id), 2)]
    assert (found.waste, more.short) == (Decimal(45), Decimal(50))


@pytest.mark.parametrize("table", guards.KEPT.forever)
def test_database_keeps_what_was_written(here: Scene, table: str) -> None:
    lot = lot_of(here)
    actions.quarantine(lot.id, reason="warm", by=here.by, at=world.AT)
    place = actions.add_place(here.outlet.id, "Fridge", by=here.by, at=world.AT)
    place.readings.create(celsius=5, read_at=world.AT, read_by=here.user)

    for deed in ("DELETE FROM {}", "UPDATE {} SET id = id"):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(deed.format(table))


def test_vial_is_never_overdrawn_in_the_database(here: Scene) -> None:
    opened(here, lot_of(here))

    with pytest.raises(IntegrityError), transaction.atomic():
        Vial.objects.update(units_left=-1)
