"""The pages of the stock, as an assistant and as the lead."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from glabella.clinic.stock import actions
from glabella.clinic.stock.models import (
    Holding,
    KitItem,
    Lot,
    Place,
    Reading,
    ReorderLevel,
    Sharing,
    Vial,
)
from glabella.clinic.stock.values import NewLot, Opening
from tests import world
from tests.clinic.pages import client_of, get, post, said
from tests.clinic.scene import Scene, scene

pytestmark = pytest.mark.django_db
ONA = "onabotulinumtoxinA"
GTIN = "07032069804988"


@pytest.fixture
def here(settings: Settings) -> Scene:
    settings.GLABELLA_SECOND_FACTOR = "relaxed"
    return scene()


@pytest.fixture
def client(here: Scene) -> Client:
    return client_of(here.user)


def lot_of(here: Scene, number: str = "T-1", *, expires_on: date | None = None) -> Lot:
    day = expires_on or date(2099, 6, 30)
    new = NewLot(ONA, Decimal(100), number, day, gtin=GTIN)
    by, at = here.by, world.AT
    return actions.receive(new, outlet=here.outlet.id, vials=3, by=by, at=at)


def vial_of(here: Scene, lot: Lot) -> Vial:
    new = Opening(lot.id, here.outlet.id, patient=here.card.id)
    return actions.open_vial(new, by=here.by, at=world.AT)


def test_empty_board_teaches_and_warns(client: Client) -> None:
    page = said(get(client, "stock:stock"))

    assert "Nothing is held here" in page
    assert "No adrenaline that may be used" in page


def test_board_shows_lots_vials_and_what_is_short(here: Scene, client: Client) -> None:
    lot = lot_of(here)
    lot_of(here, "OLD", expires_on=date(2020, 1, 31))
    vial_of(here, lot)
    post(client, "stock:level", product=ONA, vial_units="100", vials="9")
    post(client, "stock:add_kit", kind="other", name="Mask")
    day = (date(2026, 1, 1)).isoformat()
    post(client, "stock:add_kit", kind="adrenaline", name="Pen", expires_on=day)

    page = said(get(client, "stock:stock"))

    assert "T-1" in page
    assert "it is past its expiry" in page
    assert world.FAMILY in page
    assert "2 usable, level 9" in page
    assert "Not dissolved yet" in page
    assert ">expired<" in page


def test_board_asks_as_often_for_three_lots_as_for_one(
    here: Scene, client: Client
) -> None:
    vial_of(here, lot_of(here))
    get(client, "stock:stock")
    with CaptureQueriesContext(connection) as one:
        get(client, "stock:stock")
    for number in ("T-2", "T-3"):
        vial_of(here, lot_of(here, number))
    with CaptureQueriesContext(connection) as three:
        get(client, "stock:stock")

    assert len(three) == len(one)


def received(client: Client, **more: object) -> int:
    data = {
        "product": ONA,
        "vial_units": "100",
        "number": "N-1",
        "expires_on": "2099-06-30",
        "vials": "2",
        **more,
    }
    return post(client, "stock:receive", **data).status_code


def test_vials_are_received_into_a_place_once(here: Scene, client: Client) -> None:
    place = actions.add_place(here.outlet.id, "Fridge", by=here.by, at=world.AT)
    ticket = str(uuid.uuid4())

    codes = [received(client, place=place.id, ticket=ticket) for _ in range(2)]

    held = Holding.objects.get()
    assert (codes, held.vials, held.place) == ([302, 302], 2, place)
    assert received(client, vials="0") == 422
    assert received(client, expires_on="2098-06-30") == 422


def test_scan_fills_the_form(here: Scene, client: Client) -> None:
    lot_of(here)
    page = said(get(client, "stock:receive", scan=f"01{GTIN}1799063010N-7"))

    assert 'value="N-7"' in page
    assert 'value="2099-06-30"' in page
    assert 'value="100"' in page
    assert f'<option value="{ONA}" selected' in page


def test_scan_that_is_damaged_or_merged_asks(client: Client) -> None:
    damaged = said(get(client, "stock:receive", scan="xx"))
    merged = said(get(client, "stock:receive", scan=f"01{GTIN}1799063010N721S9"))
    small = said(get(client, "stock:receive", scan=f"01{GTIN}10n"))

    assert "A field is damaged" in damaged
    assert "number=N7&amp;" in merged
    assert "The lot came in small letters" in small


def test_chosen_reading_fills_the_form(client: Client) -> None:
    page = said(get(client, "stock:receive", number="N7", gtin="1"))

    assert 'value="N7"' in page


def test_lot_page_tells_its_story(here: Scene, client: Client) -> None:
    lot = lot_of(here)
    vial_of(here, lot)
    post(client, "stock:quarantine", lot.id, reason="warm")
    holding = Holding.objects.get()
    post(client, "stock:quarantine_here", holding.id, reason="too warm here")
    answer = post(client, "stock:recall", lot.id, reference="notice 7")

    page = said(get(client, "stock:lot", lot.id))

    assert answer.status_code == 302
    for words in ("notice 7", "In quarantine", "too warm here", "Opened", "1 person"):
        assert words in page
    people = said(get(client, "stock:people", lot.id))
    assert world.FAMILY in people
    assert "nobody has tried" in people


def test_people_of_another_outlet_are_counted_only(here: Scene, client: Client) -> None:
    lot, elsewhere = lot_of(here), world.outlet()
    far = world.patient(elsewhere, family_name="Farfar")
    Vial.objects.create(
        lot=lot, outlet=elsewhere, opened_at=world.AT, units_left=1, patient=far
    )

    page = said(get(client, "stock:people", lot.id))

    assert "Farfar" not in page
    assert "1 more person" in page
    assert "Nobody here got of this lot" in page


def test_release_is_signed(here: Scene, client: Client) -> None:
    lot = lot_of(here)
    holding = Holding.objects.get()
    actions.quarantine(lot.id, reason="warm", by=here.by, at=world.AT)
    actions.quarantine_here(holding.id, reason="warm", by=here.by, at=world.AT)

    wrong = post(client, "stock:release", lot.id, reason="read", password="no")  # noqa: S106 of nobody
    right = post(
        client, "stock:release", lot.id, reason="read", password=world.PASSWORD
    )
    post(client, "stock:release_here", holding.id, reason="r", password=world.PASSWORD)

    assert (wrong.status_code, right.status_code) == (422, 302)
    lot.refresh_from_db()
    holding.refresh_from_db()
    assert (lot.quarantined_at, holding.quarantined_at) == (None, None)
    assert set(lot.notes.filter(kind="release").values_list("name", flat=True)) == {
        here.user.name
    }


def test_vials_are_moved_put_away_and_wasted(here: Scene, client: Client) -> None:
    lot, other = lot_of(here), world.outlet()
    holding = Holding.objects.get()
    place = actions.add_place(here.outlet.id, "Fridge", by=here.by, at=world.AT)

    post(client, "stock:move", lot.id, target=other.id, vials="1")
    post(client, "stock:place", holding.id, place=place.id)
    post(client, "stock:waste", holding.id, vials="1", reason="broken")

    holding.refresh_from_db()
    assert (holding.vials, holding.place) == (1, place)
    post(client, "stock:place", holding.id, place="")
    holding.refresh_from_db()
    assert holding.place is None
    assert "broken" in said(get(client, "stock:lot", lot.id))


def test_holding_of_another_outlet_is_not_found(client: Client) -> None:
    other = scene()
    lot_of(other)

    answer = get(client, "stock:waste", Holding.objects.get().id)

    assert answer.status_code == 404


def test_vial_is_dissolved_and_thrown_away(here: Scene, client: Client) -> None:
    vial = vial_of(here, lot_of(here))
    at = "2026-11-02T10:00"
    how = {"diluent": "saline", "diluent_ml": "2", "reconstituted_at": at}

    first = post(client, "stock:dissolve", vial.id, **how)
    again = post(client, "stock:dissolve", vial.id, **how)
    post(client, "stock:discard", vial.id, reason="rest")

    vial.refresh_from_db()
    assert (first.status_code, again.status_code) == (302, 422)
    assert (vial.clock, vial.units_left, vial.emptied_reason) == (
        "label",
        Decimal(0),
        "rest",
    )


def test_shared_vial_is_opened_only_where_the_lead_allows(
    here: Scene, client: Client
) -> None:
    lot = lot_of(here)
    refused = post(client, "stock:open", lot.id)
    post(client, "stock:share", reason="local rule", password=world.PASSWORD)
    opened = post(client, "stock:open", lot.id)
    page = said(get(client, "stock:stock"))

    assert (refused.status_code, opened.status_code) == (422, 302)
    assert "several people" in page
    assert "local rule" in page
    post(client, "stock:end_sharing", Sharing.objects.get().id, reason="over")
    assert "Each opened vial belongs to one person" in said(get(client, "stock:stock"))


def test_stock_take_finds_a_difference_and_a_stale_sheet(
    here: Scene, client: Client
) -> None:
    empty = said(get(client, "stock:count"))
    lot_of(here)
    key = Holding.objects.get().id
    sheet = {f"counted_{key}": "2", f"reason_{key}": "lost", f"expected_{key}": "3"}

    first = post(client, "stock:count", **sheet)
    stale = post(client, "stock:count", **sheet)

    assert "There is nothing to count" in empty
    assert (first.status_code, stale.status_code) == (302, 422)
    assert Holding.objects.get().vials == 2
    assert "2 vials are held now" in said(stale)


def test_cold_chain_from_place_to_proposal(here: Scene, client: Client) -> None:
    assert "No fridge is on file" in said(get(client, "stock:cold"))
    lot_of(here)
    post(client, "stock:add_place", name="Fridge")
    place = Place.objects.get()
    assert "No reading yet" in said(get(client, "stock:cold"))
    post(client, "stock:read", place.id, celsius="12", highest="13")
    row = Reading.objects.get()

    page = said(get(client, "stock:reading", row.id))

    assert "Proposed: set it aside" in page
    assert "Fridge" in said(get(client, "stock:cold"))
    link = get(
        client, "stock:quarantine_here", Holding.objects.get().id, reason="warm!"
    )
    assert "warm!" in said(link)
    post(client, "stock:quarantine_here", Holding.objects.get().id, reason="w")
    assert "set aside" in said(get(client, "stock:reading", row.id))
    post(client, "stock:end_place", place.id)
    assert "No fridge is on file" in said(get(client, "stock:cold"))


def test_reading_inside_the_limits_says_so(here: Scene, client: Client) -> None:
    place = actions.add_place(here.outlet.id, "Fridge", by=here.by, at=world.AT)
    post(client, "stock:read", place.id, celsius="5")

    page = said(get(client, "stock:reading", Reading.objects.get().id))

    assert "No vial that lies there" in page


def test_level_is_changed_from_its_own_version(client: Client) -> None:
    post(client, "stock:level", product=ONA, vial_units="100", vials="3")
    asked = get(client, "stock:level", product=ONA, vial_units="100")
    changed = post(
        client, "stock:level", product=ONA, vial_units="100", vials="4", version="1"
    )
    stale = post(
        client, "stock:level", product=ONA, vial_units="100", vials="5", version="1"
    )

    assert 'value="3"' in said(asked)
    assert (changed.status_code, stale.status_code) == (302, 422)
    assert ReorderLevel.objects.get().vials == 4


def test_kit_item_is_taken_out(client: Client) -> None:
    soon = (date(2026, 1, 1) + timedelta(days=36_000)).isoformat()
    post(client, "stock:add_kit", kind="adrenaline", name="Pen", expires_on=soon)
    row = KitItem.objects.get()

    post(client, "stock:end_kit", row.id, reason="used")

    row.refresh_from_db()
    assert row.ended_reason == "used"
