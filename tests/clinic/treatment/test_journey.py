"""A treatment from the patient page to the seal, through its pages."""

import pytest
from django.test import Client

from glabella.clinic.stock.models import Holding, Movement, Vial
from glabella.clinic.treatment.models import Treatment
from tests import world
from tests.clinic.pages import get, post, said
from tests.clinic.treatment import build

pytestmark = pytest.mark.django_db

MOST_ACTIONS = 12
CODE = 1  # of the second factor, which this test relaxes
AGREED_AGAIN = 1  # asked in a further session under one consent


def test_standard_session_is_sealed_and_stock_drawn(
    ready: build.Ready, doctor: Client
) -> None:
    who, staff = ready.scene.card.id, ready.staff
    build.lot(ready.scene)
    page = said(get(doctor, "treatment:sessions", who))
    assert "All checked: start" in page
    answers = {
        "is_identified": "on",
        "allergies": "none",
        "pregnancy": "no",
        "antithrombotics": "no",
        "clinician": staff.id,
    }
    post(doctor, "treatment:start", who, ready.plan.id, **answers)
    row = Treatment.objects.get()
    assert said(get(doctor, "treatment:treatment", who, row.id))
    post(doctor, "treatment:open_best", who, row.id)
    post(doctor, "treatment:scan", who, row.id, code="(10)C1234")
    row.refresh_from_db()
    data = {"version": row.version, "password": world.PASSWORD, "given": "all"}
    answer = post(doctor, "treatment:finish", who, row.id, **data)

    # Each click, choice and field by itself. Version and button are sent by the page,
    # and who injects is filled in.
    chosen = len(answers.keys() - {"clinician"})
    buttons = len(("tab", "start", "open the vials", "scan", "sign"))
    typed = len(data.keys() - {"version", "given"}) + CODE
    assert chosen + buttons + typed + AGREED_AGAIN == MOST_ACTIONS
    row.refresh_from_db()
    assert answer.status_code == 302, said(answer)
    assert row.session is not None
    assert (row.state, row.deviations, row.session.units) == ("finished", [], 155)
    assert row.session.sites.count() == 31
    assert said(get(doctor, "treatment:session", who, row.session.id))
    assert Vial.objects.get().units_left == 0
    assert Holding.objects.get().vials == 1
    kinds = Movement.objects.order_by("moved_at", "units").values_list("kind", "units")
    assert sorted(kinds) == [
        ("open", 200),
        ("receive", 0),
        ("use", -155),
        ("waste", -45),
    ]
