import re
import sys

import pytest
from django.http import HttpResponse
from django.test import Client

from glabella.clinic.accounts.roles import Role
from glabella.clinic.library.evidence.answer import Answer
from glabella.clinic.library.evidence.choice import Choice
from glabella.clinic.library.evidence.knowledge import shelf
from glabella.clinic.library.evidence.pooled import pool_with
from glabella.clinic.library.evidence.trial import (
    CountedTrial,
    MeasuredTrial,
    StandardisedTrial,
    trial_form,
    trial_row,
)
from glabella.protocols.document import Language
from tests import world
from tests.clinic.pages import client_of, get, said

pytestmark = pytest.mark.django_db

RESPONSE = "depression_response"
COUNTS = {
    "toxin_events": "20",
    "toxin_people": "100",
    "control_events": "18",
    "control_people": "100",
}
SCORES = {"toxin_people": "50", "control_people": "50", "difference": "-0.1"}


@pytest.fixture
def reader() -> Client:
    return client_of(world.member(Role.CLINICIAN, world.outlet()))


def asked(reader: Client, name: str, **query: str) -> HttpResponse:
    return get(reader, "library:whatif", name, **query)


def shown(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", said(answer)).split())


def test_before_anything_is_filled_in_the_question_stands_as_it_is(
    reader: Client,
) -> None:
    page = shown(asked(reader, RESPONSE))

    assert "Nobody has done this trial." in page
    assert "Odds ratio 10.09" in page


def test_counted_trial_stands_apart_before_and_after(reader: Client) -> None:
    page = shown(asked(reader, RESPONSE, **COUNTS))

    assert "Hypothetical trial, n = 200" in page
    assert "Hypothetical: nobody has done this trial" in page
    assert "Before and after" in page
    assert "Odds ratio 10.09" in page


def test_choice_of_the_question_is_kept(reader: Client) -> None:
    page = said(asked(reader, RESPONSE, recalled="wollmer2012", model="dl", **COUNTS))

    assert '<input type="hidden" name="recalled" value="wollmer2012">' in page
    assert '<input type="hidden" name="model" value="dl">' in page
    assert "Odds ratio 8.27" in shown(
        asked(reader, RESPONSE, recalled="wollmer2012", **COUNTS)
    )


def test_difference_is_added_to_a_question_of_scores(reader: Client) -> None:
    found = asked(reader, "depression_score", **SCORES)

    assert found.status_code == 200
    assert "Hypothetical trial, n = 100" in shown(found)


def test_measured_trial_makes_the_second_study(reader: Client) -> None:
    found = asked(reader, "bruxism_pain", deviation="2", **SCORES)

    page = shown(found)
    assert "Cannot be pooled, because only one study has usable numbers" in page
    assert "With the hypothetical trial" in page


def test_trial_alone_is_no_evidence(reader: Client) -> None:
    found = asked(reader, "side_effects_brow", **COUNTS)

    assert "These studies cannot be pooled in this way" in shown(found)


def test_more_events_than_people_are_refused(reader: Client) -> None:
    found = asked(reader, RESPONSE, **COUNTS | {"toxin_events": "101"})

    assert found.status_code == 422
    assert "These are more events than people." in shown(found)


def test_missing_number_is_refused(reader: Client) -> None:
    found = asked(reader, RESPONSE, toxin_people="10")

    assert found.status_code == 422


def test_without_the_statistics_the_page_says_so(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)

    assert "The statistics are not installed" in shown(
        asked(reader, RESPONSE, **COUNTS)
    )


@pytest.mark.parametrize(
    ("name", "form"),
    [
        (RESPONSE, CountedTrial),
        ("depression_score", StandardisedTrial),
        ("bruxism_pain", MeasuredTrial),
    ],
)
def test_form_fits_the_question(name: str, form: type) -> None:
    assert trial_form(shelf().question(name)) is form


def test_trial_of_no_difference_pulls_the_answer_towards_none() -> None:
    question = shelf().question(RESPONSE)
    form = CountedTrial(COUNTS)
    assert form.is_valid()

    found = pool_with(
        shelf().rows(RESPONSE),
        trial_row(form, question),
        Choice(model="ce"),
        Language("en"),
    )

    assert isinstance(found, Answer)
    assert found.studies == 3
    assert float(found.estimate) < 3
