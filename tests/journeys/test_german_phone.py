"""German on a phone: the table of a plan, and the signature of the patient."""

from decimal import Decimal

import pytest

from glabella.clinic.consent.models import Consent
from glabella.clinic.people.models import Patient
from tests.clinic.consent import build as consents
from tests.clinic.planning import build
from tests.clinic.scene import Scene
from tests.clinic.treatment import build as treatment
from tests.journeys.walking import PHONE, Walk, look
from tests.journeys.way import Hands
from tests.web.browsing import overflow

pytestmark = pytest.mark.django_db


def test_plan_and_signature_fit_a_phone_in_german(walk: Walk, clinic: Scene) -> None:
    Patient.objects.update(language="de")
    build.know(clinic)
    plan = build.draft(clinic)
    treatment.decision(clinic)
    paper = consents.consent(clinic, treatment.plan(clinic), language="de")
    consents.talk(clinic, paper)
    page = walk.page_as(clinic.user, PHONE, language="de")
    hands = Hands(page)

    page.goto(f"/plan/{clinic.card.id}/{plan.id}/")
    hands.sees("Musculus frontalis")
    look(page, "phone-1-plan")
    assert overflow(page) == 0
    hands.write("sites-3-units", "7,5")
    hands.press("Entwurf speichern")
    plan.refresh_from_db()
    assert plan.total_units == Decimal("157.5")

    page.goto(f"/consent/{clinic.card.id}/{paper.id}/sign/")
    hands.draw()
    look(page, "phone-2-signature")
    assert overflow(page) == 0
    hands.press("Unterschreiben")

    paper.refresh_from_db()
    assert paper.signed_method == "tablet"
    assert Consent.objects.count() == 1
    look(page, "phone-3-signed")
    assert overflow(page) == 0
