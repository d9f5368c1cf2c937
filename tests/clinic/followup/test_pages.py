"""Following up on screen: courses, scores, reviews, contacts, side effects, reports."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.tickets import new_ticket
from glabella.clinic.followup.models import Contact, Review
from glabella.clinic.practice.models import Practice
from glabella.clinic.record import actions as record
from glabella.clinic.record.models import Score, Session, SideEffect, Task
from glabella.clinic.record.values import NewFact, NewTherapy
from tests import world
from tests.clinic.followup.scenery import asked, treated
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.scene import Scene, library

pytestmark = pytest.mark.django_db
NOW = timezone.now()  # noqa: TID251 the pages read the clock
TODAY = NOW.date()


@pytest.fixture
def here() -> Scene:
    Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
    place = world.outlet("Seeblick")
    user = world.member(Role.LEAD_CLINICIAN, place, name="Lead Synthetic")
    by = world.actor(user, place, role=Role.LEAD_CLINICIAN)
    return Scene(place, user, by, world.patient(place))


@pytest.fixture
def doctor(here: Scene) -> Client:
    return client_of(here.user)


@pytest.fixture
def desk(here: Scene) -> Client:
    return client_of(world.member(Role.FRONT_DESK, here.outlet))


def days_ago(days: int, here: Scene, **changes: Any) -> Session:
    day = TODAY - timedelta(days=days)
    return treated(here, on=day, at=NOW, **changes)


def numbers(here: Scene) -> None:
    """State the numbers before the first injection and now."""
    facts = {
        "headache_days_28_baseline": 20,
        "headache_days_28_current": 10,
        "diary_recorded_days": 26,
    }
    record.record_facts(
        here.card.id,
        [NewFact(name, value, TODAY) for name, value in facts.items()],
        by=here.by,
        at=NOW,
        catalogue=library().catalogue,
    )


def test_page_of_somebody_never_treated_says_so(here: Scene, doctor: Client) -> None:
    page = said(get(doctor, "followup:overview", here.card.id))

    assert "No treatment to follow yet" in page
    assert "None is on record. That is not the same as none." in page


def test_course_shows_day_windows_and_what_is_not_booked(
    here: Scene, doctor: Client
) -> None:
    days_ago(11, here)
    page = said(get(doctor, "followup:overview", here.card.id))

    assert "day 11" in page
    assert "Look at the result" in page
    assert "not booked" in page


def test_figures_say_what_is_unknown(here: Scene, doctor: Client) -> None:
    days_ago(60, here)
    page = said(get(doctor, "followup:overview", here.card.id))

    assert "Not assessable yet" in page
    assert "Nobody knows how many days are recorded." in page
    assert "Whether other treatments changed is not known" in page


def test_figures_of_the_patient_and_the_advice(here: Scene, doctor: Client) -> None:
    days_ago(60, here)
    numbers(here)
    answer = get(doctor, "followup:overview", here.card.id)

    (card,) = shown_by(answer)["courses"]
    (row,) = card["figures"]
    found = row["figures"]
    assert (found.baseline, found.current, found.fall_percent) == (
        Decimal(20),
        Decimal(10),
        Decimal(50),
    )
    assert "26 of 28 days recorded" in said(answer)


def test_changed_medicine_makes_it_not_attributable(
    here: Scene, doctor: Client
) -> None:
    days_ago(60, here)
    new = NewTherapy("medicine", "Synthetamat", started_on=TODAY - timedelta(days=30))
    record.note_therapy(here.card.id, new, by=here.by, at=NOW)

    page = said(get(doctor, "followup:overview", here.card.id))

    assert "Not attributable" in page
    assert "Synthetamat started" in page


def test_no_page_calls_anybody_a_non_responder(here: Scene, doctor: Client) -> None:
    days_ago(100, here)
    numbers(here)

    page = said(get(doctor, "followup:overview", here.card.id)).lower()

    assert "non-responder" not in page
    assert "nonresponder" not in page


def test_number_of_queries_does_not_grow_with_the_rows(
    here: Scene, doctor: Client
) -> None:
    session = days_ago(11, here)

    def fill() -> None:
        contact = {"channel": "phone", "complaint": "none", **asked()}
        post(doctor, "followup:take_contact", here.card.id, **contact)
        new_effect(doctor, here, is_serious="yes")
        post(doctor, "followup:review", here.card.id, session.id, note="")

    def count(name: str, *args: object) -> int:
        with CaptureQueriesContext(connection) as caught:
            get(doctor, name, *args)
        return len(caught)

    fill()
    get(doctor, "followup:reports")
    before = (count("followup:overview", here.card.id), count("followup:reports"))
    fill()
    fill()

    assert (
        count("followup:overview", here.card.id),
        count("followup:reports"),
    ) == before


def new_effect(doctor: Client, here: Scene, **changes: str) -> SideEffect:
    sent = {
        "label": "Drooping lid",
        "severity": "mild",
        "causality": "possible",
        **asked(),
        **changes,
    }
    answer = post(doctor, "followup:new_effect", here.card.id, **sent)
    assert answer.status_code == 302, said(answer)
    return SideEffect.objects.latest("noted_at")


def phq(**changes: object) -> dict[str, Any]:
    items = {f"item_{number}": "1" for number in range(1, 10)}
    plain = {"taken_on": TODAY.isoformat(), "answered_by": "patient"}
    return {**plain, **items, **changes}


def test_items_are_entered_where_the_text_may_ship(here: Scene, doctor: Client) -> None:
    page = said(get(doctor, "followup:score", here.card.id, "phq9"))
    assert "Little interest or pleasure in doing things" in page

    post(doctor, "followup:score", here.card.id, "phq9", **phq())

    row = Score.objects.get()
    assert (row.total, row.items["9"]) == (Decimal(9), 1)
    assert Task.objects.filter(kind="urgent_finding").count() == 1


def test_blank_answer_gives_no_total(here: Scene, doctor: Client) -> None:
    post(doctor, "followup:score", here.card.id, "phq9", **phq(item_3=""))

    row = Score.objects.get()
    assert (row.total, row.items["3"]) == (None, None)


def test_total_alone_where_the_text_may_not_ship(here: Scene, doctor: Client) -> None:
    page = said(get(doctor, "followup:score", here.card.id, "hit6"))
    assert "own form and enter its total" in page

    sent = {"taken_on": TODAY.isoformat(), "answered_by": "patient", "total": "60"}
    post(doctor, "followup:score", here.card.id, "hit6", **sent)

    assert Score.objects.get().total == Decimal(60)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"total": "12"}, "total"),
        ({f"item_{number}": "" for number in range(1, 10)}, "nothing was answered"),
    ],
)
def test_score_that_cannot_be_is_refused_in_the_form(
    here: Scene, doctor: Client, changes: dict[str, str], words: str
) -> None:
    answer = post(doctor, "followup:score", here.card.id, "phq9", **phq(**changes))

    assert answer.status_code == 422
    assert words in said(answer)
    assert Score.objects.count() == 0


def test_pain_is_a_number_between_its_ends(here: Scene, doctor: Client) -> None:
    page = said(get(doctor, "followup:score", here.card.id, "nrs_pain"))
    assert "worst possible pain" in page

    sent = {"taken_on": TODAY.isoformat(), "answered_by": "patient", "item_pain": "7"}
    post(doctor, "followup:score", here.card.id, "nrs_pain", **sent)

    assert Score.objects.get().total == Decimal(7)


def test_score_is_withdrawn_and_kept(here: Scene, doctor: Client) -> None:
    post(doctor, "followup:score", here.card.id, "phq9", **phq())
    row = Score.objects.get()

    post(doctor, "followup:withdraw_score", here.card.id, row.id)
    row.refresh_from_db()

    assert row.withdrawn_at is not None
    assert (
        get(doctor, "followup:withdraw_score", here.card.id, row.id).status_code == 404
    )


def test_scores_beside_each_other_say_what_is_met(here: Scene, doctor: Client) -> None:
    days_ago(50, here, protocol="major_depression")
    for days, answer in ((60, "2"), (5, "1")):
        day = (TODAY - timedelta(days=days)).isoformat()
        items = {f"item_{number}": answer for number in range(1, 9)}
        sent = phq(taken_on=day, item_9="0", **items)
        post(doctor, "followup:score", here.card.id, "phq9", **sent)

    (card,) = shown_by(get(doctor, "followup:overview", here.card.id))["courses"]
    first = card["marks"][0]["marks"]

    assert first.change is not None
    assert (first.baseline.total, first.current.total) == (Decimal(16), Decimal(8))
    assert first.change.percent == Decimal("-50.0")


def test_review_keeps_the_figures_as_they_were(here: Scene, doctor: Client) -> None:
    session = days_ago(60, here)
    numbers(here)
    get(doctor, "followup:review", here.card.id, session.id)

    sent = {"note": "better", "ticket": new_ticket()}
    for _twice in range(2):
        post(doctor, "followup:review", here.card.id, session.id, **sent)

    row = Review.objects.get()
    assert row.answer["figures"][0]["fall_percent"] == Decimal(50)
    assert (row.advice, row.note) == ("continue", "better")
    page = said(get(doctor, "followup:kept_review", here.card.id, row.id))
    assert "Figures as they were" in page

    why = {"reason": "wrong patient"}
    post(doctor, "followup:withdraw_review", here.card.id, row.id, **why)
    page = said(get(doctor, "followup:kept_review", here.card.id, row.id))
    assert "This review does not stand" in page


def test_call_is_three_clicks_from_the_patient_and_ends_with_words(
    here: Scene, doctor: Client
) -> None:
    days_ago(5, here)
    page = said(get(doctor, "followup:take_contact", here.card.id))
    assert "call the emergency services now" in page
    assert "Corrugator muscle" in page

    sent = {"channel": "phone", "complaint": "other", **asked(breathing="yes")}
    answer = post(doctor, "followup:take_contact", here.card.id, **sent)

    row = Contact.objects.get()
    assert answer["Location"].endswith(f"/contacts/{row.id}/")
    page = said(get(doctor, "followup:contact", here.card.id, row.id))
    assert "Say this first" in page
    assert "New trouble breathing?" in page


def test_front_desk_takes_a_call_and_sees_nothing_clinical(
    here: Scene, desk: Client
) -> None:
    days_ago(5, here)
    page = said(get(desk, "followup:take_contact", here.card.id))
    assert "Corrugator" not in page
    assert "onabotulinumtoxinA" not in page

    sent = {
        "channel": "phone",
        "complaint": "eyelid",
        "words": "Qqsecret",
        **asked(),
    }
    post(desk, "followup:take_contact", here.card.id, **sent)

    row = Contact.objects.get()
    page = said(get(desk, "followup:contact", here.card.id, row.id))
    assert (row.level, "Qqsecret" in page, "Corrugator" in page) == (
        "today",
        False,
        False,
    )
    assert get(desk, "followup:overview", here.card.id).status_code == 403


def test_refused_call_keeps_what_was_typed(here: Scene, desk: Client) -> None:
    sent = {
        "channel": "phone",
        "complaint": "none",
        "level": "reassurance",
        "words": "Qqtyped",
        **asked(voice="yes"),
    }
    answer = post(desk, "followup:take_contact", here.card.id, **sent)

    assert answer.status_code == 422
    assert "milder than what the rules say" in said(answer)
    assert "Qqtyped" in said(answer)


def test_contact_is_judged_and_withdrawn(here: Scene, doctor: Client) -> None:
    sent = {"channel": "walk_in", "complaint": "none", **asked()}
    post(doctor, "followup:take_contact", here.card.id, **sent)
    row = Contact.objects.get()
    get(doctor, "followup:judge", here.card.id, row.id)

    judged = {"level": "today", "reason": "sounds weak"}
    post(doctor, "followup:judge", here.card.id, row.id, **judged)
    page = said(get(doctor, "followup:contact", here.card.id, row.id))
    assert "sounds weak" in page

    why = {"reason": "wrong person"}
    post(doctor, "followup:withdraw_contact", here.card.id, row.id, **why)
    page = said(get(doctor, "followup:contact", here.card.id, row.id))
    assert "This contact does not stand" in page
