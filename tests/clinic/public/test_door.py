"""What staff do at the public door: help lines, professional pages, codes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.audit.models import Event
from glabella.clinic.public import actions, queries, values
from glabella.clinic.public.content import conditions
from glabella.clinic.public.models import Handover, HelpLine, Knock
from glabella.clinic.public.values import CODE_LASTS, CODES_AN_HOUR, NOT_INDEXED
from glabella.web.operations.clockwork import STEPS, go_round
from tests import world
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db

ANSWERS = {"topic": ("mood",), "mood_signs": ("low_mood", "sleep")}
FAR = datetime(2999, 1, 1, tzinfo=UTC)  # pages have a clock of their own
LINE = {
    "country": "EU",
    "name": "Line of Green",
    "number": "0000 111",
    "source": "https://example.org/line",
    "read_on": "2026-11-02",
}


def a_code(at: datetime = world.AT) -> str:
    return actions.hand_over(ANSWERS, language="en", at=at)


def test_code_opens_the_answers_once_for_a_patient() -> None:
    place = world.outlet()
    who, by = world.patient(place), world.actor(world.member(Role.CLINICIAN, place))
    code = a_code()

    opened = actions.redeem(code.lower(), patient=who.id, by=by, at=world.AT)

    assert opened.answers == ANSWERS
    assert opened.language == "en"
    assert [row.patient_id for row in queries.handed_over((who.id,))] == [who.id]
    with pytest.raises(DeedRefusedError, match="opens nothing"):
        actions.redeem(code, patient=who.id, by=by, at=world.AT)
    assert Event.objects.filter(deed="public.redeem").count() == 1


def test_code_that_is_too_old_opens_nothing_and_is_erased() -> None:
    place = world.outlet()
    who, by = world.patient(place), world.actor(world.member(Role.CLINICIAN, place))
    code, later = a_code(), world.AT + CODE_LASTS

    with pytest.raises(DeedRefusedError, match="opens nothing"):
        actions.redeem(code, patient=who.id, by=by, at=later)
    actions.hand_over(ANSWERS, language="de", at=later)

    assert [row.language for row in Handover.objects.all()] == ["de"]


def test_worker_erases_answers_that_nobody_fetched() -> None:
    """The page promises it; it must not wait until somebody else checks themselves."""
    a_code()
    kept = []
    for at in (world.AT + CODE_LASTS - timedelta(minutes=1), world.AT + CODE_LASTS):
        failed = go_round(STEPS, at=at)
        kept.append((failed, Handover.objects.count()))

    assert kept == [((), 1), ((), 0)]


def test_store_of_answers_does_not_grow_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "HANDOVERS_OF_ALL", 1)
    a_code()

    with pytest.raises(DeedRefusedError, match="too many answers wait"):
        a_code()
    assert values.HANDOVERS_OF_ALL == 500


def test_tries_older_than_an_hour_are_forgotten() -> None:
    assert actions.knock("step", "a", limit=1, at=world.AT)
    assert not actions.knock("step", "a", limit=1, at=world.AT)
    assert actions.knock("step", "a", limit=1, at=world.AT + timedelta(hours=1))
    assert Knock.objects.count() == 1


def test_practice_is_told_which_country_lacks_a_crisis_line() -> None:
    place = world.outlet(profile="EU", time_zone="Europe/Paris")
    client = client_of(world.member(Role.ADMINISTRATOR, place))

    before = get(client, "public:door")
    answer = post(client, "public:add_line", **LINE)
    after = get(client, "public:door")

    assert "None is on file for Elsewhere in the European Union" in said(before)
    assert answer.status_code == 302
    assert "None is on file" not in said(after)
    assert "Line of Green" in said(get(Client(), "public:help"))


def test_crisis_line_that_was_ended_is_shown_no_longer() -> None:
    place = world.outlet(profile="EU", time_zone="Europe/Paris")
    client = client_of(world.member(Role.ADMINISTRATOR, place))
    post(client, "public:add_line", **LINE)

    post(client, "public:end_line", HelpLine.objects.get().id)

    assert "Line of Green" not in said(get(Client(), "public:help"))
    assert queries.without_crisis_line() == ["EU"]


@pytest.mark.parametrize(
    "wrong", [{"number": "call me"}, {"read_on": "2999-01-01"}, {"country": "XX"}]
)
def test_crisis_line_that_cannot_be_right_is_refused(wrong: dict[str, str]) -> None:
    client = client_of(world.member(Role.ADMINISTRATOR, world.outlet()))

    answer = post(client, "public:add_line", **{**LINE, **wrong})

    assert answer.status_code == 422
    assert HelpLine.objects.count() == 0


def test_unknown_country_has_nobody_to_call() -> None:
    assert queries.help_in("XX") is None


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("slug", conditions())
def test_professionals_read_what_studies_say(slug: str, language: str) -> None:
    client = client_of(world.member(Role.CLINICIAN, world.outlet()))

    address = reverse("public:full", args=[slug])
    answer = client.get(address, headers={"accept-language": language})

    assert answer.status_code == 200
    assert len(answer.context["claims"]) == len(conditions()[slug].claims)
    assert answer.headers["X-Robots-Tag"] == NOT_INDEXED
    assert client.get(reverse("public:full", args=["other"])).status_code == 404


def test_stranger_sees_no_page_for_professionals(client: Client) -> None:
    answer = client.get(reverse("public:full", args=["depression"]))

    assert answer.status_code == 302


def test_clinician_opens_a_code_and_reads_the_answers() -> None:
    place = world.outlet()
    who = world.patient(place)
    client = client_of(world.member(Role.CLINICIAN, place))

    answer = post(client, "public:code", who.id, code=a_code(FAR))
    page = said(get(client, "public:code", who.id))

    assert answer.status_code == 302
    assert "You sleep badly." in page


def test_front_desk_opens_a_code_and_reads_no_answer() -> None:
    place = world.outlet()
    who = world.patient(place)
    client = client_of(world.member(Role.FRONT_DESK, place))

    answer = post(client, "public:code", who.id, code=a_code(FAR))
    page = said(get(client, "public:code", who.id))

    assert answer.status_code == 302
    assert Handover.objects.get().patient_id == who.id
    assert "You sleep badly." not in page


def test_guessing_codes_is_stopped() -> None:
    place = world.outlet()
    who = world.patient(place)
    client = client_of(world.member(Role.FRONT_DESK, place))

    pages = [
        post(client, "public:code", who.id, code="2222-2222-2222")
        for _ in range(CODES_AN_HOUR + 1)
    ]

    assert "opens nothing" in said(pages[-2])
    assert "too many codes were tried" in said(pages[-1])
