"""Calendar, waiting list and series on screen."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.models import Event
from glabella.clinic.booking import actions
from glabella.clinic.booking.models import Appointment, FreedTime, Offer, WaitingEntry
from glabella.clinic.booking.values import NewTime, NewWaiting, Urgency
from glabella.clinic.practice.models import Practice
from tests import world
from tests.clinic.booking import build
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db
MONDAY = build.MONDAY.isoformat()


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
        yield


@pytest.fixture
def here() -> Scene:
    return build.open_house()


def booked(here: Scene) -> Appointment:
    new = build.wanted(here, build.service())
    return actions.book(new, by=here.by, at=world.AT)


def waits(here: Scene, row: Appointment) -> WaitingEntry:
    """Give the time of an appointment back, and let its patient wait for it."""
    actions.cancel(row.id, reason="ill", version=1, by=here.by, at=world.AT)
    new = NewWaiting(here.card.id, row.service_id, since=world.TODAY)
    return actions.join(new, by=here.by, at=world.AT)


def test_day_shows_the_appointment_and_tells_the_trail_whose(here: Scene) -> None:
    row = booked(here)

    page = get(client_of(here.user), "booking:calendar", on=MONDAY)

    column = shown_by(page)["columns"][0]
    visit = column.visits[0]
    assert (column.title, visit.row, visit.time) == (here.user.name, row, "09:00-09:30")
    assert (visit.band.row, visit.band.rows, column.frame.rows) == (13, 6, 108)
    assert world.FAMILY in said(page)
    assert Event.objects.latest("sequence").ids == [str(here.card.id)]


def test_week_shows_everybody_or_one_and_leaves_an_empty_weekend_out(
    here: Scene,
) -> None:
    booked(here)
    client = client_of(here.user)

    week = shown_by(get(client, "booking:calendar", on=MONDAY, view="week"))
    other = shown_by(
        get(
            client,
            "booking:calendar",
            on=MONDAY,
            view="week",
            clinician=str(world.member(Role.CLINICIAN, here.outlet).staff.id),
        )
    )

    assert [len(one.visits) for one in week["columns"]] == [1, 0, 0, 0, 0]
    assert [len(one.visits) for one in other["columns"]] == [0, 0, 0, 0, 0]


def test_held_time_and_what_has_no_clinician_stand_there_too(here: Scene) -> None:
    row = booked(here)
    entry = waits(here, row)
    free = FreedTime.objects.get()
    actions.offer_to(free.id, entry.id, by=here.by, at=world.AT)
    alone = build.wanted(here, row.service, clinician=None)
    actions.book(alone, by=here.by, at=world.AT)

    page = get(client_of(here.user), "booking:calendar", on=MONDAY)

    titles = [one.title for one in shown_by(page)["columns"]]
    assert titles == [here.user.name, "Without a clinician"]
    assert "kept for an answer" in said(page)


@pytest.mark.parametrize("on", ["2026-02-31", "odd", ""])
def test_odd_day_is_today(here: Scene, on: str) -> None:
    page = get(client_of(here.user), "booking:calendar", on=on, clinician="odd")

    assert shown_by(page)["on"] == world.TODAY


def test_whoever_works_nowhere_sees_no_calendar() -> None:
    user = world.member(Role.AUDITOR, None)

    page = get(client_of(user), "booking:calendar")

    assert shown_by(page)["columns"] == []
    assert "You work at no outlet" in said(page)


def test_free_time_leads_to_whom_it_is_for(here: Scene) -> None:
    client = client_of(here.user)
    columns = shown_by(get(client, "booking:calendar", on=MONDAY))["columns"]
    url = columns[0].free[0][2]

    page = client.get(f"{url}&q={world.FAMILY}")

    assert world.FAMILY in said(page)  # type: ignore[arg-type]  # the client returns one
    enter = client.get(shown_by(page)["rows"][0][1])  # type: ignore[arg-type]  # the client says more than its type
    assert "2026-11-09" in said(enter)  # type: ignore[arg-type]  # the client says more than its type


def test_hour_that_comes_twice_is_moved_to_the_one_that_was_meant(here: Scene) -> None:
    row = booked(here)
    second = "2027-10-31T01:30:00Z"  # 02:30 for the second time that day
    sent = {
        "on": "2027-10-31",
        "time": "02:30",
        "at": second,
        "version": "1",
        "clinician": str(here.user.staff.id),
        "despite": "night",
        "seen": "closed holiday outside_hours outside_work",
    }

    answer = post(client_of(here.user), "booking:move", here.card.id, row.id, **sent)

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.starts_at.isoformat() == "2027-10-31T01:30:00+00:00"


def test_time_that_the_clocks_leave_out_is_refused(here: Scene) -> None:
    row = booked(here)
    sent = {"on": "2027-03-28", "time": "02:30", "at": "odd", "version": "1"}

    answer = post(client_of(here.user), "booking:move", here.card.id, row.id, **sent)

    assert answer.status_code == 422
    assert "The clocks go forward" in said(answer)


def test_somebody_joins_is_offered_and_takes_it_by_telephone(here: Scene) -> None:
    client, row = client_of(here.user), booked(here)
    actions.cancel(row.id, reason="ill", version=1, by=here.by, at=world.AT)
    wishes = {"service": row.service_id, "weekdays": ["0", "1"], "note": "<b>mornings"}
    assert post(client, "booking:join", here.card.id, **wishes).status_code == 302
    entry, free = WaitingEntry.objects.get(), FreedTime.objects.get()
    assert (entry.weekdays, entry.since) == ("01", world.TODAY)

    page = said(get(client, "booking:waiting"))
    assert "&lt;b&gt;mornings" in page
    assert "Call them: no message may go out" in page
    where = (here.card.id, entry.id, free.id)
    assert get(client, "booking:offer", *where).status_code == 200
    assert post(client, "booking:offer", *where).status_code == 302
    assert "Offered" in said(get(client, "booking:waiting"))
    offer = Offer.objects.get()
    post(client, "booking:answer", here.card.id, offer.id, "accept")

    assert Appointment.objects.get(state="booked").starts_at == build.NINE
    assert "accepted" in said(get(client, "booking:waiting"))
    again = post(client, "booking:answer", here.card.id, offer.id, "decline")
    assert again.status_code == 302
    odd = post(client, "booking:answer", here.card.id, offer.id, "perhaps")
    assert odd.status_code == 404


def test_urgency_is_said_by_a_clinician_and_its_reason_hidden_from_the_desk(
    here: Scene,
) -> None:
    entry = waits(here, booked(here))
    client = client_of(here.user)
    desk = client_of(world.member(Role.FRONT_DESK, here.outlet))
    sent = {"level": "2", "reason": "cannot swallow", "version": "1"}

    refused = post(desk, "booking:urge", here.card.id, entry.id, **sent)
    answer = post(client, "booking:urge", here.card.id, entry.id, **sent)

    assert (refused.status_code, answer.status_code) == (403, 302)
    assert "cannot swallow" in said(get(client, "booking:waiting"))
    page = said(get(desk, "booking:waiting"))
    assert ("cannot swallow" in page, "urgent" in page) == (False, True)


def test_somebody_is_taken_off_with_a_reason(here: Scene) -> None:
    entry = waits(here, booked(here))
    client = client_of(here.user)

    sent = {"reason": "moved away", "version": "1"}
    answer = post(client, "booking:leave", here.card.id, entry.id, **sent)

    assert answer.status_code == 302
    assert "Nobody waits" in said(get(client, "booking:waiting"))


def test_moved_appointment_frees_its_old_time(here: Scene) -> None:
    row = booked(here)

    to = NewTime(build.NINE + timedelta(hours=2))
    actions.move(row.id, to, version=1, by=here.by, at=world.AT)

    assert FreedTime.objects.get().starts_at == build.NINE


def test_series_follows_the_course_and_books_what_is_chosen(here: Scene) -> None:
    treatment, review = build.service("treatment"), build.service("review")
    build.treated(here, days_ago=70)
    client = client_of(here.user)

    page = shown_by(get(client, "booking:series", here.card.id, count="2"))
    steps = page["found"].steps
    kinds = [one.service for one in steps]
    assert kinds == [treatment, review, treatment, review]
    assert all(one.slots for one in steps)
    starts = [one.slots[0].starts_at for one in steps]
    assert starts == sorted(starts)
    chosen = {one.key: one.slots[0].starts_at.isoformat() for one in steps[:3]}
    answer = post(client, "booking:series", here.card.id, count="2", **chosen)

    assert answer.status_code == 302
    rows = Appointment.objects.order_by("starts_at")
    assert [row.starts_at for row in rows] == starts[:3]


def test_series_books_nothing_if_one_time_is_gone(here: Scene) -> None:
    build.service("treatment")
    build.treated(here, days_ago=70)
    client = client_of(here.user)

    none = post(client, "booking:series", here.card.id)
    gone = post(
        client, "booking:series", here.card.id, treatment1=build.NINE.isoformat()
    )
    odd = post(client, "booking:series", here.card.id, treatment1="2026-13-40T00:00Z")

    assert [one.status_code for one in (none, gone, odd)] == [422, 422, 422]
    assert "taken meanwhile" in said(gone)
    assert Appointment.objects.count() == 0


def test_series_says_what_it_lacks(here: Scene) -> None:
    client = client_of(here.user)
    nothing = said(get(client, "booking:series", here.card.id, count="odd"))
    build.treated(here, days_ago=70)
    no_service = said(get(client, "booking:series", here.card.id))
    build.treated(here, days_ago=60, product="mystery toxin")
    unknown = said(get(client, "booking:series", here.card.id))

    assert "no course to follow" in nothing
    assert "No service of the kind" in no_service
    assert "Nobody can say from when" in unknown


@pytest.mark.parametrize(("level", "word"), [(1, "soon"), (2, "urgent")])
def test_log_says_how_urgent_it_was(here: Scene, level: int, word: str) -> None:
    entry = waits(here, booked(here))
    urgency = Urgency(level, "a clinician asks")
    actions.set_urgency(
        entry.id, urgency, version=entry.version, by=here.by, at=world.AT
    )
    freed = FreedTime.objects.get()
    actions.offer_to(freed.id, entry.id, by=here.by, at=world.AT)

    page = said(get(client_of(here.user), "booking:waiting"))

    log = page.partition("Why it was their turn")[2]
    assert f"place 1 of 1 · {word} · waits since" in " ".join(log.split())
