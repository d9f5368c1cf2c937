"""A lot is recalled: from the fridge to those who got of it, in one step."""

from decimal import Decimal

import pytest

from glabella.clinic.record.models import Task
from glabella.clinic.record.values import NewLot
from tests import world
from tests.clinic.followup.scenery import treated
from tests.clinic.scene import Scene
from tests.clinic.treatment import build
from tests.journeys.walking import Walk, look
from tests.journeys.way import Hands

pytestmark = pytest.mark.django_db


def test_recalled_lot_leads_to_those_who_got_of_it(walk: Walk, clinic: Scene) -> None:
    lot = build.lot(clinic)
    build.lot(clinic, "D9")
    treated(clinic, lots=(NewLot(lot.id, lot.number, Decimal(25)),))
    spared = world.patient(clinic.outlet, family_name="Spared")
    hands = Hands(walk.page_as(clinic.user))

    hands.page.goto("/stock/")
    look(hands.page, "recall-1-stock")
    hands.follow("C1234")
    hands.follow("Recall")
    hands.write("reference", "synthetic notice of the maker")
    hands.press("Recall, and open a task for each person")
    look(hands.page, "recall-2-people")

    hands.sees("0 of 1 know.", world.FAMILY, "nobody has tried")
    task = Task.objects.get(kind="lot_recall")
    assert (task.patient_id, task.is_urgent) == (clinic.card.id, True)
    assert task.patient_id != spared.id
    hands.follow(f"Note an attempt {world.FAMILY}, {world.GIVEN}")
    look(hands.page, "recall-3-attempt")
