"""The pages of facts, safety, examination and decisions."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from glabella.clinic.accounts.models import User
from glabella.clinic.assessment import actions
from glabella.clinic.assessment.models import Examination
from glabella.clinic.assessment.values import NewAnswers
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.models import (
    Decision,
    ExternalDose,
    FactEntry,
    Score,
    Task,
)
from tests import world
from tests.clinic.assessment.builders import (
    FITTING,
    MIGRAINE,
    answer,
    treat,
)
from tests.clinic.assessment.test_screens import TODAY
from tests.clinic.pages import get, post, said, shown_by
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db
SIGNED = {"password": world.PASSWORD}
WRONG = {"password": "not this one"}


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Settings) -> None:
    settings.GLABELLA_SECOND_FACTOR = "optional"


@pytest.fixture
def here(place: Outlet, lead: User, patient: Patient) -> Scene:
    return Scene(place, lead, world.actor(lead, place), patient)


def test_fact_that_is_no_more_can_still_be_read(doctor: Client, here: Scene) -> None:
    FactEntry.objects.create(
        patient=here.card, fact="gone", value=[None], recorded_at=world.AT
    )

    assert "gone" in said(get(doctor, "assessment:facts", here.card.id))


def test_unknown_toxin_is_noted_and_withdrawn(doctor: Client, here: Scene) -> None:
    post(doctor, "assessment:new_dose", here.card.id, source="patient", on=TODAY)
    row = ExternalDose.objects.get()
    page = said(get(doctor, "assessment:facts", here.card.id))
    assert "product not known" in page

    where = ("assessment:withdraw_dose", here.card.id)
    post(doctor, *where, row.id)

    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert get(doctor, *where, row.id).status_code == 404


def test_preventive_is_added(doctor: Client, here: Scene) -> None:
    where = ("assessment:new_preventive", here.card.id)

    post(doctor, *where, drug="propranolol", outcome="failed", weeks="8")

    row = FactEntry.objects.get()
    assert row.value == [
        {
            **dict.fromkeys(("class", "from", "to", "max_dose", "reason")),
            "drug": "propranolol",
            "outcome": "failed",
            "weeks": 8,
        }
    ]


# ---- safety --------------------------------------------------------------------------


def test_item_9_alone_opens_a_task(doctor: Client, here: Scene) -> None:
    post(doctor, "assessment:phq9", here.card.id, taken_on=TODAY, item9="1")

    assert Score.objects.get().items["9"] == 1
    assert Task.objects.get().is_urgent


def test_risk_is_signed(doctor: Client, here: Scene) -> None:
    answer(here, {"suicidal_thoughts": True})
    until = (world.TODAY + timedelta(days=400)).isoformat()
    data = {"method": "interview", "level": "low", "plan": "call", "cleared": "yes"}
    where = ("assessment:risk", here.card.id)
    wrong = post(doctor, *where, **data, valid_until=until, **WRONG)
    assert wrong.status_code == 422
    late = post(doctor, *where, **data, valid_until=until, **SIGNED)
    assert late.status_code == 422
    assert FactEntry.objects.count() == 1


def test_item_is_seen_by_name(doctor: Client, here: Scene) -> None:
    post(doctor, "assessment:acknowledge", here.card.id)

    assert FactEntry.objects.get().fact == "suicide_item_acknowledged"


# ---- the examination -----------------------------------------------------------------


def test_examination_is_kept_shown_and_withdrawn(doctor: Client, here: Scene) -> None:
    data = {
        "on": TODAY,
        "masseter_bulk-left": "enlarged",
        "masseter_bulk-right": "small",
    }
    post(doctor, "assessment:examine", here.card.id, **data, skin=["jaw"])
    row = Examination.objects.get()
    page = said(get(doctor, "assessment:examinations", here.card.id))
    assert "left: enlarged; right: small" in page
    assert "no injection" in page
    assert "enlarged" in said(get(doctor, "assessment:overview", here.card.id))

    where = ("assessment:withdraw_examination", here.card.id)
    post(doctor, *where, row.id, reason="wrong card")

    row.refresh_from_db()
    assert row.withdrawn_reason == "wrong card"
    assert get(doctor, *where, uuid.uuid4()).status_code == 404


def test_empty_examination_is_refused(doctor: Client, here: Scene) -> None:
    got = post(doctor, "assessment:examine", here.card.id, on=TODAY)

    assert (got.status_code, "nothing was looked at" in said(got)) == (422, True)


# ---- decisions -----------------------------------------------------------------------


def test_decision_is_signed_and_read_again(doctor: Client, here: Scene) -> None:
    where = ("assessment:decide", here.card.id, MIGRAINE)
    seen = shown_by(get(doctor, *where))["form"].initial["seen"]

    wrong = post(doctor, *where, seen=seen, **WRONG)
    assert (wrong.status_code, Decision.objects.count()) == (422, 0)
    post(doctor, *where, seen=seen, **SIGNED)

    row = Decision.objects.get()
    page = said(get(doctor, "assessment:decision", here.card.id, row.id))
    assert "Lead Synthetic" in page
    assert "says the same" in page
    assert (
        get(doctor, "assessment:decision", here.card.id, here.card.id).status_code
        == 404
    )
    assert get(doctor, "assessment:decide", here.card.id, "none").status_code == 404


def test_off_label_decision_asks_for_its_reason(doctor: Client, here: Scene) -> None:
    here.outlet.profile = "SG"
    here.outlet.save()
    now = timezone.now()  # noqa: TID251 the page is asked at this moment
    new = NewAnswers(FITTING, now.date())
    actions.take_answers(here.card.id, new, by=here.by, at=now)
    where = ("assessment:decide", here.card.id, MIGRAINE)
    page = get(doctor, *where)

    assert list(shown_by(page)["form"].fields) == [
        "reason",
        "alternatives",
        "seen",
        "password",
    ]


def test_exception_is_signed(doctor: Client, here: Scene) -> None:
    treat(here, world.TODAY - timedelta(days=20), product="abobotulinumtoxinA")
    where = ("assessment:override", here.card.id, MIGRAINE)
    rule = "other_botulinum_toxin_within_84_days"

    post(doctor, *where, rule, reason="small dose", **SIGNED)

    (row,) = FactEntry.objects.all()
    assert row.value == [
        {"criterion": rule, "who": "Lead Synthetic", "why": "small dose"}
    ]
    assert get(doctor, *where, "none").status_code == 404
