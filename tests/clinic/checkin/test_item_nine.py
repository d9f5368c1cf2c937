"""The question about suicidal thoughts: who reads it, help at once, no reassurance."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from glabella.clinic.checkin import actions
from glabella.clinic.checkin.models import Draft
from glabella.clinic.checkin.watch import closing, reading, watch
from glabella.clinic.people.models import Registration
from glabella.clinic.practice.models import Closure, Staff
from glabella.clinic.record.models import Score, Task
from tests import world
from tests.clinic.checkin.home import (
    Home,
    another_physician,
    home,
    leave,
    treated_weeks_ago,
)
from tests.clinic.pages import get, post, said

pytestmark = pytest.mark.django_db
PHQ9 = "phq9"
ZURICH = ZoneInfo("Europe/Zurich")
CLOSED = datetime(2026, 11, 2, 17, 30, tzinfo=ZURICH)
SATURDAY = datetime(2026, 11, 7, 10, 0, tzinfo=ZURICH)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def at_home() -> Home:
    made = home()
    treated_weeks_ago(made.here, 6)
    post(made.phone, "checkin:start", PHQ9)
    return made


def asked(at_home: Home) -> str:
    """Return where the ninth question leads: its page, or past it."""
    answer = get(at_home.phone, "checkin:question", PHQ9, 9)
    return answer.headers.get("Location", "") or said(answer)


def tell(at_home: Home, value: int) -> str:
    """Answer the ninth question; return where it leads."""
    answer = post(at_home.phone, "checkin:question", PHQ9, 9, answer=str(value))
    return str(answer.headers["Location"])


def test_before_it_the_person_reads_what_an_answer_does(at_home: Home) -> None:
    second = another_physician(at_home.here)

    page = asked(at_home)

    assert "An honest answer does not cancel your treatment." in page
    assert f"{at_home.here.user.name} reads your answer today before 18:00." in page
    assert f"If that is not possible, {second.user.name} does." in page
    assert 'href="tel:143"' in page
    assert 'href="tel:144"' in page
    assert 'href="tel:+41440000000"' in page
    assert 'type="radio"' not in page
    assert "better off dead" in said(
        at_home.phone.get("/me/check-in/ask/phq9/9/?read=1")  # type: ignore[arg-type]  # the client's own answer
    )


def test_above_zero_is_stored_at_once_with_help_and_task(at_home: Home) -> None:
    second = another_physician(at_home.here)

    led = tell(at_home, 1)
    page = said(at_home.phone.get(led))  # type: ignore[arg-type]  # as above

    row, task = Score.objects.get(), Task.objects.get()
    assert led == "/me/check-in/ask/phq9/help/"
    assert (row.items["9"], row.items["1"], row.total) == (1, None, None)
    assert (task.kind, task.is_urgent, task.about) == ("urgent_finding", True, row.id)
    assert task.owner == Staff.objects.get(user=at_home.here.user)
    assert task.deputy == second
    assert task.due_at == datetime(2026, 11, 2, 18, 0, tzinfo=ZURICH)
    assert page.index('href="tel:143"') < page.index("Go on with the rest")
    assert "Your answer is stored already." in page
    assert Draft.objects.get().finished_at is None


def test_zero_is_no_reassurance(at_home: Home) -> None:
    led = tell(at_home, 0)
    answer = post(at_home.phone, "checkin:send", PHQ9)
    page = said(at_home.phone.get(answer.headers["Location"]))  # type: ignore[arg-type]  # as above

    assert led == "/me/check-in/ask/phq9/10/"
    assert "risk" not in page.lower()
    assert [task.kind for task in Task.objects.all()] == ["read_answers"]


def test_whole_of_the_same_answers_opens_no_second_urgent_task(at_home: Home) -> None:
    tell(at_home, 2)
    for number in range(1, 9):
        post(at_home.phone, "checkin:question", PHQ9, number, answer="1")

    post(at_home.phone, "checkin:send", PHQ9)

    assert sorted(task.kind for task in Task.objects.all()) == [
        "read_answers",
        "urgent_finding",
    ]
    assert sorted(str(row.total) for row in Score.objects.all()) == ["10.00", "None"]


def test_taken_back_before_sending_leaves_the_first_answer_standing(
    at_home: Home,
) -> None:
    tell(at_home, 2)
    tell(at_home, 0)

    post(at_home.phone, "checkin:send", PHQ9)

    assert sorted(row.items["9"] for row in Score.objects.all()) == [0, 2]
    assert Task.objects.filter(kind="urgent_finding").count() == 1


def test_graver_answer_opens_a_task_of_its_own(at_home: Home) -> None:
    tell(at_home, 1)
    tell(at_home, 1)
    tell(at_home, 3)

    assert sorted(row.items["9"] for row in Score.objects.all()) == [1, 3]
    assert Task.objects.filter(kind="urgent_finding").count() == 2


def test_nobody_on_duty_is_not_asked_and_there_is_no_total(at_home: Home) -> None:
    leave(at_home.here)
    for number in range(1, 9):
        post(at_home.phone, "checkin:question", PHQ9, number, answer="1")

    led = asked(at_home)
    back = said(get(at_home.phone, "checkin:question", PHQ9, 10))
    look = said(get(at_home.phone, "checkin:send", PHQ9))
    post(at_home.phone, "checkin:send", PHQ9)

    assert led == "/me/check-in/ask/phq9/10/"
    assert 'href="/me/check-in/ask/phq9/8/"' in back
    assert "nobody could read it today" in look
    row, task = Score.objects.get(), Task.objects.get()
    assert (row.items["9"], row.total) == (None, None)
    assert "Item 9 was not offered: ask it at the visit" in task.title
    assert task.owner is None


def test_deputy_on_duty_reads_it(at_home: Home) -> None:
    leave(at_home.here, deputy=another_physician(at_home.here))

    assert "Second Synthetic reads your answer today before 18:00." in asked(at_home)


def test_answer_on_the_screen_is_taken_though_nobody_is_left(at_home: Home) -> None:
    leave(at_home.here)

    led = tell(at_home, 3)
    page = said(at_home.phone.get(led))  # type: ignore[arg-type]  # as above

    assert Score.objects.get().items["9"] == 3
    assert "Please do not wait for that" in page


def test_passed_over_then_answered_counts_as_answered(at_home: Home) -> None:
    draft = Draft.objects.get()
    actions.pass_over(draft.id, "9", by=at_home.by, at=world.AT)
    actions.pass_over(draft.id, "9", by=at_home.by, at=world.AT)

    tell(at_home, 0)
    actions.pass_over(draft.id, "9", by=at_home.by, at=world.AT)

    draft.refresh_from_db()
    assert (draft.answers, draft.skipped) == ({"9": 0}, [])


def test_help_without_such_an_answer_leads_back(at_home: Home) -> None:
    answer = get(at_home.phone, "checkin:help", PHQ9)

    assert answer.headers["Location"] == "/me/check-in/ask/phq9/"


@pytest.mark.parametrize(
    ("at", "is_there"),
    [
        (datetime(2026, 11, 2, 6, 0, tzinfo=ZURICH), True),
        (datetime(2026, 11, 2, 17, 0, tzinfo=ZURICH), True),
        (datetime(2026, 11, 2, 17, 1, tzinfo=ZURICH), False),
        (SATURDAY, False),
    ],
)
def test_nobody_is_promised_outside_the_hours(at: datetime, *, is_there: bool) -> None:
    made = home()

    assert (watch(made.here.outlet, at=at) is not None) is is_there


def test_nobody_is_promised_without_hours_on_file() -> None:
    made = home(with_hours=False)

    found = reading(made.here.outlet, at=world.AT)

    assert watch(made.here.outlet, at=world.AT) is None
    assert found.on == world.TODAY + timedelta(days=2)
    assert found.due_at == datetime(2026, 11, 4, 23, 59, tzinfo=ZURICH)


def test_nobody_is_promised_on_closed_days_and_holidays() -> None:
    made = home()
    Closure.objects.create(
        outlet=made.here.outlet,
        starts_on=world.TODAY,
        ends_before=world.TODAY + timedelta(days=3),
        announced_at=world.AT,
    )
    christmas = date(2026, 12, 25)

    assert watch(made.here.outlet, at=world.AT) is None
    assert reading(made.here.outlet, at=world.AT).on == world.TODAY + timedelta(days=3)
    assert closing(made.here.outlet, on=christmas) is None


def test_person_who_is_registered_nowhere_is_not_asked(at_home: Home) -> None:
    Registration.objects.all().delete()

    assert 'type="radio"' in said(get(at_home.phone, "checkin:question", PHQ9, 8))
