"""Stock: what comes in, what is found, what is undone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from glabella.clinic.imports.obstacles import obstacles_of
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock.models import Holding, Lot, Movement
from glabella.clinic.stock.values import NewLot
from tests import world
from tests.clinic.imports.runs import Desk, codes, report

pytestmark = pytest.mark.django_db


HELD = "Artikel;Stärke;Charge;Verfalldatum;Bestand\nXeomin;100;L-1;06/2027;12\n"


def test_stock_comes_in_and_goes(desk: Desk) -> None:
    run = desk.tried(HELD, "stock")
    assert codes(run) == []

    run = desk.imported(run)

    held = Holding.objects.get()
    assert (held.vials, held.outlet) == (12, desk.place)
    assert (held.lot.product, held.lot.vial_units, held.lot.number) == (
        "incobotulinumtoxinA",
        Decimal(100),
        "L-1",
    )
    assert held.lot.expires_on == date(2027, 6, 30)
    desk.undone(run.id)
    held.refresh_from_db()
    moved = Movement.objects.order_by("vials").values_list("kind", "vials")
    assert (held.vials, list(moved)) == (0, [("undo", -12), ("receive", 12)])


def test_lot_of_an_undone_run_is_believed_anew(desk: Desk) -> None:
    run = desk.imported(desk.tried(HELD, "stock"))
    desk.undone(run.id)

    again = desk.tried(HELD.replace("06/2027", "07/2027"), "stock")

    assert codes(again) == []
    desk.imported(again)
    held = Holding.objects.get()
    assert (held.vials, held.lot.expires_on) == (12, date(2027, 7, 31))
    assert held.lot.notes.get().kind == "correction"


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("Artikel", "Notox", ("Artikel", "no_such_product")),
        ("Stärke", "", ("Stärke", "empty")),
        ("Stärke", "-1", ("Stärke", "not_above_zero")),
        ("Stärke", "77", ("Stärke", "no_such_vial")),
        ("Stärke", "many", ("Stärke", "not_a_number")),
        ("Charge", "", ("Charge", "empty")),
        ("Verfalldatum", "", ("Verfalldatum", "empty")),
        ("Verfalldatum", "06/27", ("Verfalldatum", "two_digits_of_a_year")),
        ("Verfalldatum", "06/2025", ("Verfalldatum", "has_expired")),
        ("Bestand", "", ("Bestand", "empty")),
        ("Bestand", "1,5", ("Bestand", "not_whole")),
        ("Bestand", "0", ("Bestand", "not_above_zero")),
    ],
)
def test_quirk_of_stock_is_found(
    desk: Desk, column: str, value: str, found: tuple[str, str]
) -> None:
    header, cells = (line.split(";") for line in HELD.splitlines())
    cells[header.index(column)] = value

    run = desk.tried(f"{';'.join(header)}\n{';'.join(cells)}\n", "stock")

    assert codes(run) == [(2, *found)]


def held_before(desk: Desk, vials: int = 5) -> Lot:
    new = NewLot("incobotulinumtoxinA", Decimal(100), "L-1", date(2027, 6, 30))
    return stock.receive(
        new, outlet=desk.place.id, vials=vials, by=desk.by, at=world.AT
    )


def test_lot_that_is_held_gains_vials_only_if_chosen(desk: Desk) -> None:
    held_before(desk)
    run = desk.tried(HELD, "stock")
    assert [twin.why for twin in report(run).twins[0].twins] == ["held_already"]

    run = desk.imported(run, {2: "another"})

    assert Holding.objects.get().vials == 17
    desk.undone(run.id)
    assert Holding.objects.get().vials == 5
    moved = Movement.objects.order_by("vials").values_list("vials", flat=True)
    assert list(moved) == [-12, 5, 12]


def test_lot_that_was_moved_since_stands_in_the_way(desk: Desk) -> None:
    held_before(desk)
    run = desk.imported(desk.tried(HELD, "stock"), {2: "another"})
    holding = Holding.objects.get()
    later = world.AT + timedelta(minutes=1)
    stock.waste(holding.id, vials=1, reason="broken", by=desk.by, at=later)

    assert [(one.why, one.by_table) for one in obstacles_of(run)] == [
        ("referred_to", "stock.Movement")
    ]


def test_another_expiry_of_a_lot_is_found(desk: Desk) -> None:
    held_before(desk)
    text = f"{HELD}Xeomin;100;L-2;06/2027;1\nXeomin;100;L-2;07/2027;1\n"
    text = text.replace("L-1;06/2027", "L-1;05/2027")

    run = desk.tried(f"{text}Xeomin;100;L-2;06/2027;2\n", "stock")

    assert codes(run) == [
        (2, "Verfalldatum", "other_expiry"),
        (4, "Verfalldatum", "other_expiry"),
    ]
    assert [row.line for row in report(run).twins] == [5]
