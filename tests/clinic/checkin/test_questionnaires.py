"""Filling in at home: when it is due, one question a page, sent once, nothing said."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.checkin import actions, queries
from glabella.clinic.checkin.models import Draft
from glabella.clinic.followup.queries.due import can_be_shown
from glabella.clinic.record.models import Decision, Score, Task
from tests import world
from tests.clinic.checkin.home import (
    Home,
    home,
    proxy_phone,
    scored,
    treated_weeks_ago,
)
from tests.clinic.pages import get, post, said, shown_by
from tests.clinic.scene import instruments, scene

pytestmark = pytest.mark.django_db
PHQ9 = "phq9"
COUNT = 10


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def at_home() -> Home:
    made = home()
    treated_weeks_ago(made.here, 6)
    return made


def due(at_home: Home, *, language: str = "en") -> list[tuple[str, int]]:
    found = queries.due(at_home.here.who, world.TODAY, language=language)
    return [(one.instrument.id, one.weeks) for one in found]


def fill_in(at_home: Home, *values: int) -> None:
    """Answer the first questions of the PHQ-9 with these."""
    post(at_home.phone, "checkin:start", PHQ9)
    for number, value in enumerate(values, start=1):
        post(at_home.phone, "checkin:question", PHQ9, number, answer=str(value))


def test_due_in_its_week_and_no_longer_once_sent(at_home: Home) -> None:
    before = due(at_home)
    scored(at_home.here, world.TODAY, 9)

    assert before == [("phq9", 6)]
    assert due(at_home) == []


@pytest.mark.parametrize(("weeks", "expected"), [(1, []), (2, [("phq9", 3)])])
def test_due_a_week_early_and_not_earlier(
    weeks: int, expected: list[tuple[str, int]]
) -> None:
    made = home()
    treated_weeks_ago(made.here, weeks)

    assert due(made) == expected


def test_due_before_a_first_session_once_it_was_decided() -> None:
    made = home()
    Decision.objects.create(
        patient=made.here.card,
        protocol="major_depression",
        protocol_version="1",
        digest="0" * 64,
        profile="CH",
        phase="start",
        verdict="consider",
        on=world.TODAY,
        facts={},
        answer={},
        decided_at=world.AT,
    )
    before = due(made)
    scored(made.here, world.TODAY - timedelta(days=27), 9)

    assert before == [("phq9", 0)]
    assert due(made) == []


def test_only_text_that_may_ship_is_shown_in_its_language() -> None:
    known = instruments().instruments
    shown = {
        (name, language)
        for name in known
        for language in ("en", "de")
        if can_be_shown(known[name], language)
    }

    assert shown == {
        ("phq9", "en"),
        ("phq9", "de"),
        ("phq2", "en"),
        ("phq2", "de"),
        ("phq4", "en"),
        ("phq4", "de"),
        ("gad7", "en"),
        ("nrs_pain", "en"),
        ("nrs_pain", "de"),
    }
    assert queries.sheet("madrs", language="en") is None
    assert queries.sheet("gad7", language="de") is None


def test_pain_is_answered_from_nothing_to_ten() -> None:
    sheet = queries.sheet("nrs_pain", language="en")

    assert sheet is not None
    assert [number for number, _ in sheet.questions[0].options] == [
        str(one) for one in range(11)
    ]
    assert sheet.question(2) is None


def test_one_question_a_page_with_a_way_back(at_home: Home) -> None:
    first = get(at_home.phone, "checkin:question", PHQ9, 1)
    begun = post(at_home.phone, "checkin:start", PHQ9)
    shown = get(at_home.phone, "checkin:question", PHQ9, 2)

    assert first.headers["Location"] == "/me/check-in/ask/phq9/"
    assert begun.headers["Location"] == "/me/check-in/ask/phq9/1/"
    assert "Feeling down, depressed, or hopeless" in said(shown)
    assert said(shown).count('type="radio"') == 4
    assert 'href="/me/check-in/ask/phq9/1/"' in said(shown)
    assert shown.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_begun_one_goes_on_where_it_stopped(at_home: Home) -> None:
    fill_in(at_home, 1, 2)

    page = said(get(at_home.phone, "checkin:home"))
    again = post(at_home.phone, "checkin:start", PHQ9)

    assert "You have begun: 2 answers are kept." in page
    assert again.headers["Location"] == "/me/check-in/ask/phq9/3/"
    assert Draft.objects.get().answers == {"1": 1, "2": 2}
    assert Score.objects.count() == 0


def test_begun_twice_is_one_draft(at_home: Home) -> None:
    words = {"language": "en", "by": at_home.by, "at": world.AT}

    first = actions.begin(at_home.here.who, PHQ9, **words)  # type: ignore[arg-type]  # plain words
    second = actions.begin(at_home.here.who, PHQ9, **words)  # type: ignore[arg-type]  # as above

    assert first.id == second.id


@pytest.mark.parametrize("sent", [{}, {"answer": "7"}, {"answer": "<script>"}])
def test_answer_that_is_none_is_asked_again(
    at_home: Home, sent: dict[str, str]
) -> None:
    post(at_home.phone, "checkin:start", PHQ9)

    answer = post(at_home.phone, "checkin:question", PHQ9, 1, **sent)

    assert answer.status_code == 422
    assert Draft.objects.get().answers == {}
    with pytest.raises(DeedRefusedError, match="none of the answers"):
        actions.answer(Draft.objects.get().id, "1", 7, by=at_home.by, at=world.AT)


def test_sent_is_a_score_and_a_task_and_no_word_about_it(at_home: Home) -> None:
    fill_in(at_home, 2, 2, 2, 2, 2, 2, 2, 2, 0, 1)

    look = said(get(at_home.phone, "checkin:send", PHQ9))
    answer = post(at_home.phone, "checkin:send", PHQ9)
    page = said(at_home.phone.get(answer.headers["Location"]))  # type: ignore[arg-type]  # the client's own answer

    row, task = Score.objects.get(), Task.objects.get()
    assert "More than half the days" in look
    assert (row.total, row.answered_by, row.recorded_by) == (
        Decimal(16),
        "patient",
        None,
    )
    assert (task.kind, task.is_urgent, task.about) == ("read_answers", False, row.id)
    assert task.title == "Read what was sent from home: PHQ-9"
    assert task.owner is not None
    assert task.owner.user == at_home.here.user
    assert f"{at_home.here.user.name} reads your answers by 3 Nov 2026." in page
    for word in (" 16<", "severe", "moderate", "risk", "score"):
        assert word not in page
    draft = Draft.objects.get()
    assert (draft.answers, draft.finished_at, draft.score) == ({}, world.AT, row)


def test_what_was_left_out_gives_no_total(at_home: Home) -> None:
    fill_in(at_home, 2, 2)

    post(at_home.phone, "checkin:send", PHQ9)

    assert Score.objects.get().total is None


def test_nothing_answered_is_not_sent(at_home: Home) -> None:
    post(at_home.phone, "checkin:start", PHQ9)

    answer = post(at_home.phone, "checkin:send", PHQ9)

    assert answer.status_code == 422
    assert "nothing was answered" in said(answer)


def test_sent_once(at_home: Home) -> None:
    fill_in(at_home, 1)
    draft = Draft.objects.get()
    post(at_home.phone, "checkin:send", PHQ9)

    again = post(at_home.phone, "checkin:send", PHQ9)

    assert again.headers["Location"] == "/me/check-in/ask/phq9/"
    assert Score.objects.count() == 1
    with pytest.raises(DeedRefusedError, match="sent already"):
        actions.finish(draft.id, by=at_home.by, at=world.AT)


def test_what_another_sent_is_not_found(at_home: Home) -> None:
    fill_in(at_home, 1)
    post(at_home.phone, "checkin:send", PHQ9)
    other = home(scene(at=at_home.here.outlet), with_hours=False)

    answer = get(other.phone, "checkin:sent", Draft.objects.get().id)

    assert answer.status_code == 404


def test_unknown_questionnaire_is_not_found(at_home: Home) -> None:
    assert get(at_home.phone, "checkin:start", "madrs").status_code == 404
    assert get(at_home.phone, "checkin:start", "nothing").status_code == 404
    with pytest.raises(DeedRefusedError, match="cannot be filled in here"):
        actions.begin(
            at_home.here.who, "madrs", language="en", by=at_home.by, at=world.AT
        )


def test_number_after_the_last_question_leads_to_sending(at_home: Home) -> None:
    fill_in(at_home, 1)

    answer = get(at_home.phone, "checkin:question", PHQ9, COUNT + 1)

    assert answer.headers["Location"] == "/me/check-in/ask/phq9/send/"


def test_page_without_anything_due_says_so() -> None:
    made = home()

    page = get(made.phone, "checkin:home")

    assert "Nothing is due now" in said(page)
    assert shown_by(page)["due"] == []


def test_proxy_answers_apart_and_is_not_asked_the_guarded_item(at_home: Home) -> None:
    fill_in(at_home, 1)
    phone = proxy_phone(at_home, "questionnaires")
    post(phone, "checkin:start", PHQ9)

    passed = get(phone, "checkin:question", PHQ9, 9)
    post(phone, "checkin:question", PHQ9, 1, answer="3")
    answer = post(phone, "checkin:send", PHQ9)

    assert passed.headers["Location"] == "/me/check-in/ask/phq9/10/"
    row = Score.objects.get()
    assert (row.answered_by, row.items["9"], row.total) == ("proxy", None, None)
    assert "ask it at the visit" in Task.objects.get().title
    assert "The practice asks it at your visit" in said(
        phone.get(answer.headers["Location"])  # type: ignore[arg-type]  # the client's own answer
    )
    assert Draft.objects.get(is_by_proxy=False).answers == {"1": 1}


def test_proxy_without_the_grant_stays_outside(at_home: Home) -> None:
    phone = proxy_phone(at_home)

    codes = [
        get(phone, name).status_code
        for name in ("checkin:home", "checkin:consents", "checkin:curve")
    ]

    assert codes == [403, 403, 403]
