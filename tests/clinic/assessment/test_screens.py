"""The screens of the assessment: what they show, keep, refuse and ask next."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.clinic.record.models import (
    FactEntry,
    Task,
)
from tests import world
from tests.clinic.assessment.builders import (
    MIGRAINE,
    answer,
    decide,
    item9,
    treat,
)
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

SCREENS = (
    "overview",
    "interview",
    "facts",
    "examinations",
    "examine",
    "new_dose",
    "new_preventive",
    "phq9",
    "risk",
    "acknowledge",
)
TODAY = world.TODAY.isoformat()
TICKET = re.compile(r'name="ticket" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Settings) -> None:
    settings.GLABELLA_SECOND_FACTOR = "optional"


@pytest.fixture
def here(place: Outlet, lead: User, patient: Patient) -> Scene:
    return Scene(place, lead, world.actor(lead, place), patient)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen_opens(
    doctor: Client, patient: Patient, name: str, language: str
) -> None:
    doctor.cookies["django_language"] = language

    answer = get(doctor, f"assessment:{name}", patient.id)

    assert (answer.status_code, "Zyxwvut" in said(answer)) == (200, True)


def test_every_protocol_opens(doctor: Client, here: Scene) -> None:
    answer(here, {"suicidal_thoughts": True, "nmj_disorder_mg_or_lems": True})
    treat(here, world.TODAY - timedelta(days=20), product="abobotulinumtoxinA")
    for protocol in ("major_depression", "glabellar_lines"):
        page = get(doctor, "assessment:protocol", here.card.id, protocol)
        assert page.status_code == 200
    page = get(doctor, "assessment:protocol", here.card.id, MIGRAINE)
    assert "Treat in spite of this rule" in said(page)
    missing = get(doctor, "assessment:protocol", here.card.id, "none")
    assert missing.status_code == 404


def test_urgent_finding_stands_above_with_its_task(doctor: Client, here: Scene) -> None:
    answer(here, {"suicidal_thoughts": True})

    page = said(get(doctor, "assessment:overview", here.card.id))

    assert "CLINICIAN TODAY" in page
    assert "Open task" in page
    assert "Lead Synthetic" in page
    assert "Assess the risk of suicide" in page


def test_negative_item_is_no_reassurance(doctor: Client, here: Scene) -> None:
    item9(here, 0)

    page = said(get(doctor, "assessment:overview", here.card.id))

    assert "this does not exclude a risk" in page


def test_overview_asks_as_often_for_three_decisions_as_for_one(
    doctor: Client, here: Scene
) -> None:
    decide(here)
    get(doctor, "assessment:overview", here.card.id)
    with CaptureQueriesContext(connection) as one:
        get(doctor, "assessment:overview", here.card.id)
    for _ in range(2):
        decide(here)
    with CaptureQueriesContext(connection) as three:
        get(doctor, "assessment:overview", here.card.id)

    assert len(three) == len(one)


def test_auditor_reads_and_finds_no_buttons(place: Outlet, here: Scene) -> None:
    auditor = client_of(world.member(Role.AUDITOR, place))

    page = said(get(auditor, "assessment:overview", here.card.id))

    assert "Ask about the chosen ones" not in page


# ---- the interview -------------------------------------------------------------------


def asked(page: Any) -> list[str]:
    return list(shown_by(page)["form"].asked)


def test_interview_asks_only_what_the_chosen_protocol_needs(
    doctor: Client, here: Scene
) -> None:
    page = get(doctor, "assessment:interview", here.card.id, protocol=MIGRAINE)

    assert len(asked(page)) == 6
    assert "nmj_disorder_mg_or_lems" in asked(page)


def send(doctor: Client, here: Scene, query: str = "", **data: Any) -> Any:
    url = f"/assess/{here.card.id}/interview/?{query}"
    body = {"as_of": TODAY, "source": "letter", **data}
    return doctor.post(url, {key.replace("__", "-"): v for key, v in body.items()})


def test_answers_are_kept_and_not_known_stays_unknown(
    doctor: Client, here: Scene
) -> None:
    got = send(
        doctor,
        here,
        f"protocol={MIGRAINE}",
        asked=["pregnancy", "breastfeeding", "headache_days_per_month", "sex"],
        fact__pregnancy="not_known",
        fact__breastfeeding="no",
        fact__headache_days_per_month="18 ? 20,5",
        fact__sex="female",
    )

    assert got.status_code == 302
    assert "passed=pregnancy" in got.url
    rows = dict(FactEntry.objects.values_list("fact", "value"))
    assert rows == {
        "breastfeeding": False,
        "headache_days_per_month": [18, None, Decimal("20.5")],
        "sex": "female",
    }
    assert set(FactEntry.objects.values_list("source", flat=True)) == {"letter"}
    page: Any = doctor.get(got.url)
    assert "pregnancy" not in asked(page)
    assert "Not known so far" in said(page)


def test_blank_interview_keeps_nothing(doctor: Client, here: Scene) -> None:
    send(doctor, here, asked=["pregnancy", "diary_weeks"])

    assert FactEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("headache_days_per_month", "many"),
        ("headache_days_per_month", "1 NaN"),
        ("phq9_item9", "7"),
        ("spread_of_toxin_symptoms", ["none_of_these", "diplopia"]),
    ],
)
def test_answer_that_does_not_fit_is_shown_again(
    doctor: Client, here: Scene, fact: str, words: object
) -> None:
    got = send(doctor, here, asked=[fact], query="", **{f"fact-{fact}": words})

    assert got.status_code == 422
    assert FactEntry.objects.count() == 0


def test_value_that_is_also_not_known_is_shown_again(
    doctor: Client, here: Scene
) -> None:
    data = {"fact-phq9_item9": "1", "blank-phq9_item9": "on"}

    got = send(doctor, here, asked=["phq9_item9"], **data)

    assert got.status_code == 422


def test_day_ahead_is_refused_with_the_form(doctor: Client, here: Scene) -> None:
    got = send(doctor, here, asked=["sex"], fact__sex="male", as_of="2099-01-01")

    assert got.status_code == 422
    assert "lies ahead" in said(got)


def test_choices_lists_dates_and_blanks_find_their_form(
    doctor: Client, here: Scene
) -> None:
    send(
        doctor,
        here,
        asked=[
            "spread_of_toxin_symptoms",
            "bruxism_consequence",
            "birth_date",
            "diary_weeks",
            "toxin_sessions",
            "preventives",
            "overrides",
            "no_such_fact",
        ],
        fact__spread_of_toxin_symptoms=["none_of_these"],
        fact__bruxism_consequence=["pain", "tooth_wear"],
        fact__birth_date="1980-05-01",
        blank__diary_weeks="on",
        fact__toxin_sessions="complete",
        fact__preventives="not_known",
        fact__overrides="complete",
    )

    rows = dict(FactEntry.objects.values_list("fact", "value"))
    assert rows == {
        "spread_of_toxin_symptoms": [],
        "bruxism_consequence": ["pain", "tooth_wear"],
        "birth_date": "1980-05-01",
        "toxin_sessions": [],
    }


def test_form_sent_twice_keeps_its_answers_once(doctor: Client, here: Scene) -> None:
    page = said(get(doctor, "assessment:interview", here.card.id))
    ticket = TICKET.search(page)
    assert ticket is not None

    for _ in range(2):
        send(doctor, here, asked=["sex"], fact__sex="male", ticket=ticket[1])

    assert FactEntry.objects.count() == 1


def test_preview_shortens_the_form_and_keeps_nothing(
    doctor: Client, here: Scene
) -> None:
    got = send(
        doctor,
        here,
        f"protocol={MIGRAINE}",
        asked=["nmj_disorder_mg_or_lems", "pregnancy", "phq9_item9"],
        fact__nmj_disorder_mg_or_lems="yes",
        fact__pregnancy="not_known",
        fact__phq9_item9="8",
        step="preview",
    )

    assert got.status_code == 200
    assert asked(got)[0] == "nmj_disorder_mg_or_lems"
    assert FactEntry.objects.count() == 0


def test_red_flags_are_asked_by_family(doctor: Client, here: Scene) -> None:
    where = ("assessment:interview", here.card.id)
    page = get(doctor, *where, family="spread_of_toxin")

    assert asked(page) == ["spread_of_toxin_symptoms"]
    send(
        doctor,
        here,
        "family=spread_of_toxin",
        asked=["spread_of_toxin_symptoms"],
        fact__spread_of_toxin_symptoms=["diplopia"],
    )
    assert Task.objects.get().is_urgent


def test_answers_about_the_baseline_belong_to_its_day(
    doctor: Client, here: Scene
) -> None:
    start = world.TODAY - timedelta(days=100)
    treat(here, start)
    page = said(get(doctor, "assessment:interview", here.card.id, protocol=MIGRAINE))
    assert "as it was before the first injection" in page

    send(
        doctor,
        here,
        f"protocol={MIGRAINE}",
        asked=["headache_days_per_month", "pregnancy"],
        fact__headache_days_per_month="15 15 15",
        fact__pregnancy="no",
    )

    rows = dict(FactEntry.objects.values_list("fact", "as_of"))
    assert rows == {"headache_days_per_month": start, "pregnancy": world.TODAY}


def test_statements_that_disagree_are_said_to(doctor: Client, here: Scene) -> None:
    for value in (True, False):
        answer(here, {"pregnancy": value})
    answer(here, {"breastfeeding": False}, on=world.TODAY - timedelta(days=9))

    page = said(get(doctor, "assessment:protocol", here.card.id, MIGRAINE))

    assert "Settle which one stands" in page


# ---- facts, doses, lists -------------------------------------------------------------


def test_statement_is_withdrawn_with_a_reason(doctor: Client, here: Scene) -> None:
    answer(here, {"sex": "male", "birth_date": "1980-05-01"})
    row = FactEntry.objects.get(fact="sex")
    assert get(doctor, "assessment:facts", here.card.id).status_code == 200

    where = ("assessment:withdraw_fact", here.card.id)
    post(doctor, *where, row.id, reason="wrong person")

    row.refresh_from_db()
    assert row.withdrawn_reason == "wrong person"
    assert get(doctor, *where, row.id).status_code == 404
