"""Cold chain, quarantine, recall with its contact list, levels, sharing, kit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.people.models import Contact, Patient
from glabella.clinic.record.actions import close_task, note_attempt
from glabella.clinic.record.models import Session, SessionLot, Task
from glabella.clinic.record.values import NewAttempt
from glabella.clinic.stock import actions, queries
from glabella.clinic.stock.cold import excursions, kept_in
from glabella.clinic.stock.contacts import contacts_of
from glabella.clinic.stock.models import Holding, Lot, Place
from glabella.clinic.stock.values import (
    COLD_CHAIN,
    LOT_RECALL,
    Count,
    NewKitItem,
    NewLevel,
    NewLot,
    NewReading,
    Opening,
)
from glabella.interop.gs1 import Scan
from tests import world
from tests.clinic.scene import Scene, library, scene

pytestmark = pytest.mark.django_db
ONA = "onabotulinumtoxinA"


@pytest.fixture
def here() -> Scene:
    return scene()


def lot_of(here: Scene, product: str = ONA, number: str = "T-1", vials: int = 3) -> Lot:
    new = NewLot(product, Decimal(100), number, date(2027, 6, 30), gtin="1")
    by, at = here.by, world.AT
    return actions.receive(new, outlet=here.outlet.id, vials=vials, by=by, at=at)


def given(here: Scene, lot: Lot | None, card: Patient, number: str = "") -> Session:
    row = Session.objects.create(
        patient=card,
        outlet=here.outlet,
        protocol="chronic_migraine",
        product=ONA,
        on=world.TODAY,
        units=Decimal(155),
        recorded_at=world.AT,
    )
    SessionLot.objects.create(session=row, lot=lot, lot_number=number, units=155)
    return row


def fridge(here: Scene) -> Place:
    return actions.add_place(here.outlet.id, " Fridge ", by=here.by, at=world.AT)


def test_places_have_names_of_their_own(here: Scene) -> None:
    place = fridge(here)

    with pytest.raises(DeedRefusedError, match="a place of this name"):
        fridge(here)
    actions.end_place(place.id, by=here.by, at=world.AT)
    assert fridge(here).name == "Fridge"
    assert [row.name for row in queries.places(here.outlet.id)] == ["Fridge"]


def test_place_with_vials_is_not_given_up(here: Scene) -> None:
    lot_of(here)
    place, holding = fridge(here), Holding.objects.get()
    actions.put_in_place(holding.id, place=place.id, by=here.by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="vials lie in it"):
        actions.end_place(place.id, by=here.by, at=world.AT)
    assert queries.held_at(here.outlet.id)[0].place == "Fridge"
    actions.put_in_place(holding.id, place=None, by=here.by, at=world.AT)
    assert queries.held_at(here.outlet.id)[0].place == ""


def test_vials_are_put_only_where_they_are(here: Scene) -> None:
    lot_of(here)
    elsewhere = fridge(scene())

    with pytest.raises(DeedRefusedError, match="no such place in this outlet"):
        actions.put_in_place(
            Holding.objects.get().id, place=elsewhere.id, by=here.by, at=world.AT
        )


@pytest.mark.parametrize(
    ("celsius", "lowest", "highest", "is_outside"),
    [
        ("5", None, None, False),
        ("2", None, "8", False),
        ("8.1", None, None, True),
        ("5", "1.9", None, True),
        ("5", None, "9", True),
    ],
)
def test_reading_outside_the_limits_opens_one_task(
    here: Scene,
    celsius: str,
    lowest: str | None,
    highest: str | None,
    *,
    is_outside: bool,
) -> None:
    lot_of(here)
    place = fridge(here)
    new = NewReading(
        place.id,
        Decimal(celsius),
        lowest=Decimal(lowest) if lowest else None,
        highest=Decimal(highest) if highest else None,
    )

    actions.read_temperature(new, by=here.by, at=world.AT)
    row = actions.read_temperature(new, by=here.by, at=world.AT)

    found = excursions(new, kept_in(place), products=library().products)
    assert [one.is_proposed for one in found] == [True] * is_outside
    assert Task.objects.filter(kind=COLD_CHAIN, is_urgent=True).count() == is_outside
    assert queries.last_readings(here.outlet.id)[0].place == row.place
    assert len(queries.readings(here.outlet.id)) == 2


def test_limit_that_nobody_read_asks_and_proposes_nothing(here: Scene) -> None:
    lot_of(here, "abobotulinumtoxinA")
    lot_of(here, "no_such_product", "T-9")
    new = NewReading(fridge(here).id, Decimal(20))

    row = actions.read_temperature(new, by=here.by, at=world.AT)

    found = excursions(new, kept_in(row.place), products=library().products)
    assert [one.is_proposed for one in found] == [False]
    assert Task.objects.filter(kind=COLD_CHAIN).count() == 1


def test_reading_that_contradicts_itself_is_refused(here: Scene) -> None:
    new = NewReading(fridge(here).id, Decimal(5), lowest=Decimal(6))

    with pytest.raises(DeedRefusedError, match="Read the thermometer again"):
        actions.read_temperature(new, by=here.by, at=world.AT)


def test_quarantine_here_leaves_other_outlets_alone(here: Scene) -> None:
    lot, other = lot_of(here), world.outlet()
    actions.move(
        lot.id, route=(here.outlet.id, other.id), vials=1, by=here.by, at=world.AT
    )
    mine = Holding.objects.get(outlet=here.outlet)

    actions.quarantine_here(mine.id, reason=" warm ", by=here.by, at=world.AT)

    assert queries.held_at(here.outlet.id)[0].barred(world.TODAY) == "quarantined"
    assert queries.held_at(other.id)[0].barred(world.TODAY) == ""
    assert queries.usable(here.outlet.id, on=world.TODAY) == {}
    actions.move(
        lot.id, route=(here.outlet.id, other.id), vials=1, by=here.by, at=world.AT
    )
    assert queries.held_at(other.id)[0].barred(world.TODAY) == "quarantined"


def test_release_wants_name_and_reason(here: Scene) -> None:
    lot = lot_of(here)
    holding = Holding.objects.get().id
    by, at = here.by, world.AT
    with pytest.raises(DeedRefusedError, match="not set aside"):
        actions.release(lot.id, name="Qq", reason="read", by=by, at=at)
    actions.quarantine(lot.id, reason="warm", by=by, at=at)
    actions.quarantine_here(holding, reason="warm", by=by, at=at)
    with pytest.raises(DeedRefusedError, match="set aside already"):
        actions.quarantine(lot.id, reason="warm", by=by, at=at)
    with pytest.raises(DeedRefusedError, match="Say who vouches"):
        actions.release(lot.id, name=" ", reason="read", by=by, at=at)
    with pytest.raises(DeedRefusedError, match="keeps a reason"):
        actions.release_here(holding, name="Qq", reason=" ", by=by, at=at)

    actions.release(lot.id, name="Qq", reason="holder asked", by=by, at=at)
    actions.release_here(holding, name="Qq", reason="holder asked", by=by, at=at)

    assert queries.held_at(here.outlet.id)[0].barred(world.TODAY) == ""
    notes = lot.notes.order_by("kind", "outlet").values_list("kind", "name")
    assert sorted(notes) == [
        ("quarantine", ""),
        ("quarantine", ""),
        ("release", "Qq"),
        ("release", "Qq"),
    ]


def test_recall_opens_a_task_for_each_person_once(here: Scene) -> None:
    lot = lot_of(here)
    twin = world.patient(here.outlet)
    Patient.objects.filter(id=twin.id).update(merged_into=here.card)
    given(here, lot, here.card)
    given(here, lot, twin)
    given(here, None, world.patient(here.outlet), "t-1")
    opened = world.patient(here.outlet)
    new = Opening(lot.id, here.outlet.id, patient=opened.id)
    actions.open_vial(new, by=here.by, at=world.AT)
    by, at = here.by, world.AT

    first = actions.recall(lot.id, reference="notice", by=by, at=at)
    again = actions.recall(lot.id, reference="notice", by=by, at=at)
    given(here, lot, world.patient(here.outlet))
    late = actions.recall(lot.id, reference="notice", by=by, at=at)

    assert (first, again, late) == (3, 0, 1)
    assert Task.objects.filter(kind=LOT_RECALL, about=lot.id).count() == 4
    assert len(queries.patients_of(lot.id)) == 4


def test_recall_reaches_somebody_who_is_registered_nowhere(here: Scene) -> None:
    lot, card = lot_of(here), here.card
    given(here, lot, card)
    card.registrations.all().delete()

    assert actions.recall(lot.id, reference="n", by=here.by, at=world.AT) == 1
    assert Task.objects.get(kind=LOT_RECALL).outlet == here.outlet
    assert contacts_of(lot.id, outlets=[here.outlet.id]) == []


def contact(card: Patient, value: str, *, is_safe: bool | None) -> None:
    Contact.objects.create(
        patient=card, kind="phone", value=value, search_value=value, is_safe=is_safe
    )


def test_contact_list_names_safe_ways_and_who_knows(here: Scene) -> None:
    lot, card = lot_of(here), here.card
    given(here, lot, card)
    contact(card, "+41 1", is_safe=True)
    contact(card, "+41 2", is_safe=False)
    contact(card, "+41 3", is_safe=None)

    def told() -> tuple[bool, str]:
        (row,) = contacts_of(lot.id)
        assert [way.value for way in row.ways] == ["+41 1"]
        return (row.told.task is not None, row.told.result)

    before = told()
    actions.recall(lot.id, reference="notice", by=here.by, at=world.AT)
    task, by, at = Task.objects.get(kind=LOT_RECALL), here.by, world.AT
    fresh = told()
    note_attempt(task.id, NewAttempt("phone", "no_answer"), by=by, at=at)
    tried = told()
    note_attempt(task.id, NewAttempt("phone", "reached"), by=by, at=at)

    assert (before, fresh) == ((False, ""), (True, ""))
    assert (tried, told()) == ((True, "tried"), (True, "reached"))


def test_closed_task_says_so_on_the_list(here: Scene) -> None:
    lot = lot_of(here)
    given(here, lot, here.card)
    actions.recall(lot.id, reference="notice", by=here.by, at=world.AT)
    task = Task.objects.get(kind=LOT_RECALL)
    close_task(task.id, outcome="told", version=1, by=here.by, at=world.AT)

    assert contacts_of(lot.id)[0].told.result == "closed"


def test_contact_list_asks_as_often_for_three_as_for_one(here: Scene) -> None:
    lot = lot_of(here)
    given(here, lot, here.card)
    actions.recall(lot.id, reference="notice", by=here.by, at=world.AT)
    with CaptureQueriesContext(connection) as one:
        contacts_of(lot.id)
    for _ in range(2):
        given(here, lot, world.patient(here.outlet))
    actions.recall(lot.id, reference="notice", by=here.by, at=world.AT)
    with CaptureQueriesContext(connection) as three:
        assert len(contacts_of(lot.id)) == 3

    assert len(three) == len(one)


def test_level_asks_for_more_and_is_versioned(here: Scene) -> None:
    lot_of(here)
    new = NewLevel(here.outlet.id, ONA, Decimal(100), 3)
    row = actions.set_reorder_level(new, by=here.by, at=world.AT)
    (short,) = queries.to_reorder(here.outlet.id, on=world.TODAY)
    assert (short.usable, short.level) == (3, 3)

    lower = NewLevel(here.outlet.id, ONA, Decimal(100), 2, version=row.version)
    actions.set_reorder_level(lower, by=here.by, at=world.AT)

    assert queries.to_reorder(here.outlet.id, on=world.TODAY) == []
    assert [one.vials for one in queries.levels(here.outlet.id)] == [2]
    with pytest.raises(StaleError):
        actions.set_reorder_level(lower, by=here.by, at=world.AT)
    bad = NewLevel(here.outlet.id, ONA, Decimal(100), -1)
    with pytest.raises(DeedRefusedError, match="not below none"):
        actions.set_reorder_level(bad, by=here.by, at=world.AT)


def test_sharing_is_allowed_once_and_ended(here: Scene) -> None:
    by, at, outlet = here.by, world.AT, here.outlet.id
    row = actions.allow_sharing(outlet, name="Qq", reason="rule", by=by, at=at)
    with pytest.raises(DeedRefusedError, match="allowed already"):
        actions.allow_sharing(outlet, name="Qq", reason="rule", by=by, at=at)
    with pytest.raises(DeedRefusedError, match="Say who allows it"):
        actions.allow_sharing(outlet, name="", reason="rule", by=by, at=at)
    assert queries.is_sharing(outlet)

    actions.end_sharing(row.id, reason="over", by=by, at=at)

    assert not queries.is_sharing(outlet)


def test_kit_tells_what_expires(here: Scene) -> None:
    by, at, outlet = here.by, world.AT, here.outlet.id
    pen = NewKitItem("Pen", "adrenaline", expires_on=world.TODAY)
    row = actions.add_kit_item(pen, outlet=outlet, by=by, at=at)
    actions.add_kit_item(NewKitItem("Mask"), outlet=outlet, by=by, at=at)
    tomorrow = world.TODAY + timedelta(days=1)

    assert [one.name for one in queries.kit(outlet)] == ["Pen", "Mask"]
    assert queries.kit_expiring(outlet, before=tomorrow) == [row]
    assert queries.has_adrenaline(outlet, on=world.TODAY)
    assert not queries.has_adrenaline(outlet, on=tomorrow)
    actions.end_kit_item(row.id, reason="expired", by=by, at=at)
    assert not queries.has_adrenaline(outlet, on=world.TODAY)
    new = NewKitItem("Pen", "adrenaline")
    with pytest.raises(DeedRefusedError, match="adrenaline expires"):
        actions.add_kit_item(new, outlet=outlet, by=by, at=at)


def test_stock_take_writes_each_line_and_finds_what_moved(here: Scene) -> None:
    lot_of(here)
    lot_of(here, number="T-2")
    first, second = Holding.objects.order_by("lot__number")
    by, at, outlet = here.by, world.AT, here.outlet.id
    counts = [Count(first.id, 3, 2, "broken"), Count(second.id, 3, 3)]

    assert actions.take_stock(outlet, counts, by=by, at=at) == 1

    moved = first.lot.movements.get(kind="count")
    assert (moved.vials, moved.reason) == (-1, "broken")
    assert second.lot.movements.get(kind="count").vials == 0
    with pytest.raises(StaleError) as stale:
        actions.take_stock(outlet, counts, by=by, at=at)
    assert stale.value.theirs == {"T-1": "2 vials are held now"}
    with pytest.raises(DeedRefusedError, match="keeps a reason"):
        actions.take_stock(outlet, [Count(first.id, 2, 1)], by=by, at=at)
    with pytest.raises(DeedRefusedError, match="nothing to count"):
        actions.take_stock(world.outlet().id, counts, by=by, at=at)


def test_move_to_the_same_outlet_is_refused(here: Scene) -> None:
    lot, outlet = lot_of(here), here.outlet.id

    with pytest.raises(DeedRefusedError, match="there already"):
        actions.move(lot.id, route=(outlet, outlet), vials=1, by=here.by, at=world.AT)


def test_scan_finds_its_lot_and_never_guesses(here: Scene) -> None:
    lot = lot_of(here)
    day = lot.expires_on

    def found(**fields: object) -> Lot | None:
        return queries.lot_of_scan(Scan(raw="", **fields))  # type: ignore[arg-type]  # fields of a scan

    assert found(lot="t-1", gtin="1", expires_on=day) == lot
    assert found(lot="T-1") == lot
    assert found(lot="T-1", gtin="2") is None
    assert found(lot="T-1", expires_on=world.TODAY) is None
    assert found() is None
    lot_of(here, "abobotulinumtoxinA")
    assert found(lot="T-1") is None
    article = queries.article("1")
    assert article is not None
    assert (article.number, queries.article("")) == ("T-1", None)
