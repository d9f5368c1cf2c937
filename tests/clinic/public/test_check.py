"""The self-check: ends early, keeps nothing unasked, leads to help."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from glabella.clinic.practice.knowledge import library
from glabella.clinic.public.content import conditions
from glabella.clinic.public.interview import URGENCY, End, check
from glabella.clinic.public.models import Handover
from glabella.clinic.public.values import HANDOVERS_AN_HOUR, STEPS_AN_HOUR
from tests.clinic.pages import said
from tests.clinic.public import walking

pytestmark = pytest.mark.django_db
UNSEEN = "doctor_first"


def kept(client: Client, state: str, **data: str) -> HttpResponse:
    answer = client.post(reverse("public:hand_over"), {"state": state, **data})
    assert isinstance(answer, HttpResponse)
    return answer


def test_thoughts_of_suicide_lead_to_help_at_once(client: Client) -> None:
    page = walking.walk(client, ["UK"], ["yes"])

    assert walking.step_of(page) == "help_now"
    assert "tel:116123" in said(page)
    assert "tel:999" in said(page)


def test_country_without_a_crisis_line_names_the_emergency_services(
    client: Client,
) -> None:
    page = walking.walk(client, ["EU"], ["yes"])

    assert "tel:112" in said(page)


@pytest.mark.parametrize(
    "given",
    [[["headache"], ["adult"], ["sudden"]], [["bladder"], ["adult"], ["blood"]]],
)
def test_emergency_of_the_body_names_the_emergency_services_alone(
    client: Client, given: list[list[str]]
) -> None:
    page = said(walking.walk(client, ["CH"], ["no"], *given))

    assert "tel:144" in page
    assert "tel:143" not in page


def test_emergency_without_a_known_country_still_says_whom_to_call(
    client: Client,
) -> None:
    page = said(
        walking.walk(client, ["elsewhere"], ["no"], ["muscles"], ["adult"], ["yes"])
    )

    assert "Call the emergency services of your country." in page


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ([["other"]], "other_trouble"),
        ([["mood"], ["minor"]], "too_young"),
        ([["mood"], ["adult"], ["none"]], "no_signs"),
        ([["mood"], ["adult"], ["sleep"], ["no"]], "too_short"),
        ([["headache"], ["adult"], ["sudden"]], "emergency"),
        ([["headache"], ["adult"], ["none"], ["blow", "fifty"]], "today"),
        ([["headache"], ["adult"], ["none"], ["none"], ["few"]], "few_days"),
        ([["jaw"], ["adult"], ["none"]], "no_harm"),
        ([["jaw"], ["adult"], ["wear"], ["no"]], "dentist_first"),
        ([["bladder"], ["adult"], ["blood", "none_at_all"]], "emergency"),
        ([["muscles"], ["adult"], ["no"], ["yes"]], "talk"),
        ([["mood"], ["adult"], ["sleep"], ["unknown"], ["no"]], "little_burden"),
        (
            [["headache"], ["adult"], *[["none"]] * 2, *[["unknown"]] * 2, ["no"]],
            UNSEEN,
        ),
        ([["sweat"], ["adult"], ["ill"]], "soon"),
        ([["sweat"], ["adult"], ["none"], ["soaked"], ["no"]], "doctor_first"),
        ([["sweat"], ["adult"], ["none"], ["soaked"], ["yes"]], "talk"),
    ],
)
def test_interview_ends_as_early_as_it_can(
    client: Client, given: list[list[str]], end: str
) -> None:
    page = walking.walk(client, ["CH"], ["no"], *given)

    assert walking.step_of(page) == end


def test_every_red_flag_of_headache_is_asked_with_its_urgency() -> None:
    rules = {
        rule.id: rule.urgency.value
        for rule in library().urgent
        if rule.family == "headache_red_flag"
    }
    asked = {
        flag: {"emergency": "emergency_now", "today": "clinician_today"}[option.end]
        for question in check().questions.values()
        for option in question.options
        for flag in option.flags
    }

    assert asked == rules


def test_every_way_of_the_interview_leads_to_a_question_or_an_end() -> None:
    known = {*check().questions, "by_topic"}
    options = [one for q in check().questions.values() for one in q.options]
    leads = {one.next for one in options} | {q.next for q in check().questions.values()}
    ends = {one.end for one in options if one.end}

    assert leads - known == {""}
    assert ends == set(check().ends)
    assert {one.kind for one in check().ends.values()} == set(URGENCY)
    assert {one.topic for one in conditions().values()} == set(check().by_topic)


def test_nothing_is_kept_on_the_way(client: Client) -> None:
    page = walking.walk_to_talk(client)

    assert walking.step_of(page) == "talk"
    assert Handover.objects.count() == 0
    assert set(client.cookies) <= {"csrftoken"}
    assert "no-store" in page["Cache-Control"]


def test_answers_are_kept_only_after_the_person_agrees(client: Client) -> None:
    state = walking.state_of(walking.walk_to_talk(client))

    refused = kept(client, state)
    agreed = kept(client, state, agreed="yes")

    row = Handover.objects.get()
    assert refused.status_code == 422
    assert "Nothing was kept" in said(refused)
    code = agreed.context["code"]  # type: ignore[attr-defined]  # the test client adds it
    assert code in said(agreed)
    assert code.replace("-", "") not in repr(row.__dict__)
    assert row.answers["mood_signs"] == ["low_mood", "sleep"]


def test_answers_that_lead_elsewhere_cannot_be_kept(client: Client) -> None:
    state = walking.state_of(walking.walk(client, ["CH"], ["yes"]))

    page = kept(client, state, agreed="yes")

    assert page.status_code == 422
    assert Handover.objects.count() == 0


@pytest.mark.parametrize("state", ["", "x", "W10:1:forged", "<script>", "\x00" * 9])
def test_forged_state_begins_anew(client: Client, state: str) -> None:
    page = walking.send(client, state, answer="CH")

    assert page.status_code == 422
    assert walking.step_of(page) == "country"


@pytest.mark.parametrize(
    "answer", ["", "<script>alert(1)</script>", "ÄÖ\u202e", "x" * 9000, ["CH", "UK"]]
)
def test_hostile_answer_is_refused_and_asked_again(
    client: Client, answer: object
) -> None:
    state = walking.state_of(walking.walk(client))

    page = walking.send(client, state, answer=answer)

    assert page.status_code == 422
    assert walking.step_of(page) == "country"
    assert "alert(1)" not in said(page)


def test_none_of_these_cannot_stand_beside_another_answer(client: Client) -> None:
    page = walking.walk(
        client, ["CH"], ["no"], ["jaw"], ["adult"], ["none", "headache"]
    )

    assert page.status_code == 422
    assert walking.step_of(page) == "jaw_signs"


def test_going_back_takes_the_last_answer_away(client: Client) -> None:
    page = walking.walk(client, ["CH"], ["no"])

    back = walking.send(client, walking.state_of(page), back="1")

    assert walking.step_of(back) == "safety"


def test_answering_an_end_shows_it_again(client: Client) -> None:
    end = walking.walk(client, ["CH"], ["yes"])

    again = walking.send(client, walking.state_of(end), answer="CH")

    assert walking.step_of(again) == "help_now"
    assert isinstance(check().ends["help_now"], End)


def test_too_many_answers_from_one_address_are_stopped(client: Client) -> None:
    pages = [walking.send(client, "") for _ in range(STEPS_AN_HOUR + 1)]

    assert [page.status_code for page in pages[-2:]] == [422, 429]
    other = Client(REMOTE_ADDR="10.0.0.9")
    assert walking.send(other, "").status_code == 422


def test_whoever_is_led_to_help_is_never_held_up(client: Client) -> None:
    state = walking.state_of(walking.walk(client, ["CH"]))
    for _ in range(STEPS_AN_HOUR + 1):
        walking.send(client, "")

    waits = walking.send(client, state, answer="no")
    helped = walking.send(client, state, answer="yes")
    again = walking.send(client, walking.state_of(helped), answer="")
    forged = walking.send(client, state, answer="maybe")

    assert (waits.status_code, "tel:143" in said(waits)) == (429, True)
    assert (helped.status_code, walking.step_of(helped)) == (200, "help_now")
    assert (again.status_code, walking.step_of(again)) == (200, "help_now")
    assert forged.status_code == 429


def test_too_many_codes_for_one_address_are_stopped(client: Client) -> None:
    state = walking.state_of(walking.walk_to_talk(client))

    pages = [kept(client, state, agreed="yes") for _ in range(HANDOVERS_AN_HOUR + 1)]

    assert [page.status_code for page in pages[-2:]] == [200, 429]
    assert Handover.objects.count() == HANDOVERS_AN_HOUR


def test_looking_at_the_page_of_codes_leads_to_the_check(client: Client) -> None:
    answer = client.get(reverse("public:hand_over"))

    assert answer.headers["Location"] == reverse("public:check")
