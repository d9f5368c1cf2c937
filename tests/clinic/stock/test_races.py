"""Two at the same moment: the last vial, and the last units of one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import OperationalError, connections

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.record.models import Session
from glabella.clinic.stock import actions
from glabella.clinic.stock.models import Holding, Lot, Movement, Vial
from glabella.clinic.stock.values import NewLot, Opening
from tests import world
from tests.clinic.scene import Scene, scene

pytestmark = pytest.mark.django_db(transaction=True)


def both(deed: Callable[[], object]) -> list[str]:
    """Do a deed twice at the same moment; return what came of each."""
    together = Barrier(2)

    def run() -> str:
        together.wait()
        try:
            deed()
        except (DeedRefusedError, OperationalError):  # the second: SQLite is busy
            return "refused"
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(each.result() for each in [pool.submit(run), pool.submit(run)])


def lot_of(here: Scene) -> Lot:
    new = NewLot("onabotulinumtoxinA", Decimal(100), "T-1", date(2099, 6, 30))
    return actions.receive(new, outlet=here.outlet.id, vials=1, by=here.by, at=world.AT)


def test_last_vial_is_opened_by_one_of_two() -> None:
    here = scene()
    new = Opening(lot_of(here).id, here.outlet.id, patient=here.card.id)

    found = both(lambda: actions.open_vial(new, by=here.by, at=world.AT))

    assert found == ["done", "refused"]
    assert (Holding.objects.get().vials, Vial.objects.count()) == (0, 1)


def test_vial_is_not_overdrawn_by_two() -> None:
    here = scene()
    new = Opening(lot_of(here).id, here.outlet.id, patient=here.card.id)
    vial = actions.open_vial(new, by=here.by, at=world.AT)
    session = Session.objects.create(
        patient=here.card,
        outlet=here.outlet,
        protocol="chronic_migraine",
        product="onabotulinumtoxinA",
        on=world.TODAY,
        units=60,
        recorded_at=world.AT,
    )

    found = both(
        lambda: actions.draw(
            vial.id, Decimal(60), session=session.id, by=here.by, at=world.AT
        )
    )

    vial.refresh_from_db()
    assert (found, vial.units_left) == (["done", "refused"], Decimal(40))
    assert Movement.objects.filter(kind="use").count() == 1
