"""Who did not come: said in time, seen again where it matters, taken back by reason."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import actions, queries
from glabella.clinic.booking.models import Appointment, FreedTime, Service
from glabella.clinic.booking.values import Correction, NewWaiting
from glabella.clinic.messages.models import Message
from glabella.clinic.practice.models import Practice
from tests import world
from tests.clinic.booking import build
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.scene import Scene, last_event

pytestmark = pytest.mark.django_db

NOW = build.NINE + timedelta(minutes=32, seconds=20)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
        yield


@pytest.fixture
def here() -> Scene:
    return build.open_house()


def at_nine(here: Scene) -> Appointment:
    new = build.wanted(here, build.service())
    return actions.book(new, by=here.by, at=world.AT)


def no_show(row: Appointment, here: Scene, *, at: datetime = NOW) -> Appointment:
    return actions.set_state(row.id, "no_show", version=row.version, by=here.by, at=at)


def test_no_show_frees_no_time_and_tells_nobody_who_waits(here: Scene) -> None:
    row = at_nine(here)
    waiting = NewWaiting(
        world.patient(here.outlet).id, row.service_id, since=world.TODAY
    )
    actions.join(waiting, by=here.by, at=world.AT)

    assert no_show(row, here).state == "no_show"

    assert FreedTime.objects.count() == 0
    assert Message.objects.count() == 0


def test_nobody_knows_before_it_begins_that_somebody_does_not_come(
    here: Scene,
) -> None:
    row = at_nine(here)

    with pytest.raises(DeedRefusedError, match="may still come"):
        no_show(row, here, at=build.NINE - timedelta(minutes=1))


@pytest.mark.parametrize("over", ["no_show", "done"])
def test_what_is_over_goes_on_by_no_button(here: Scene, over: str) -> None:
    row = at_nine(here)
    row = actions.set_state(row.id, over, version=1, by=here.by, at=NOW)

    with pytest.raises(DeedRefusedError, match="over"):
        actions.set_state(row.id, "arrived", version=2, by=here.by, at=NOW)


@pytest.mark.parametrize("state", ["booked", "arrived"])
def test_mistake_is_taken_back_with_a_reason(here: Scene, state: str) -> None:
    row = no_show(at_nine(here), here)
    client = client_of(here.user)
    sent = {"state": state, "version": row.version}

    bare = post(client, "booking:correct", here.card.id, row.id, **sent)
    told = post(
        client, "booking:correct", here.card.id, row.id, **sent, reason="wrong line"
    )

    assert (bare.status_code, told.status_code) == (422, 302)
    row.refresh_from_db()
    assert (row.state, row.corrected_reason) == (state, "wrong line")
    assert last_event()[0] == "booking.correct"
    assert queries.no_shows([here.card.id], at=NOW) == {}


def test_mistake_of_somebody_else_meanwhile_is_not_taken_back(here: Scene) -> None:
    row = no_show(at_nine(here), here)
    client = client_of(here.user)
    stale = {"state": "booked", "reason": "late", "version": 1}

    answer = post(client, "booking:correct", here.card.id, row.id, **stale)

    assert answer.status_code == 422
    assert "changed this meanwhile" in said(answer)


def test_only_what_is_over_is_taken_back(here: Scene) -> None:
    row = at_nine(here)

    with pytest.raises(DeedRefusedError, match="not over"):
        actions.correct(row.id, Correction("booked", "x", 1), by=here.by, at=NOW)
    with pytest.raises(DeedRefusedError, match="not known"):
        actions.correct(row.id, Correction("done", "x", 1), by=here.by, at=NOW)
    assert (
        get(client_of(here.user), "booking:correct", here.card.id, row.id).status_code
        == 404
    )
    assert (
        get(client_of(here.user), "booking:correct", here.card.id, uuid4()).status_code
        == 404
    )


def test_who_did_not_come_again_and_again_is_seen_where_it_matters(
    here: Scene,
) -> None:
    what = build.service("first")
    client = client_of(here.user)
    for weeks in (1, 2, 60):
        start = build.NINE - timedelta(weeks=weeks)
        new = build.wanted(here, what, starts_at=start)
        no_show(actions.book(new, by=here.by, at=start), here)
    coming = build.wanted(here, what, starts_at=build.NINE + timedelta(hours=1))
    actions.book(coming, by=here.by, at=world.AT)

    booking = said(get(client, "booking:book", here.card.id))
    card = said(get(client, "desk:patient", here.card.id))
    board = shown_by(get(client, "desk:today"))["columns"]["coming"]

    assert "2 times in the last twelve months" in booking
    assert "Did not come 2 times in the last twelve months." in card
    assert [one.missed for one in board] == [2]


def test_no_show_of_today_is_not_counted_before_itself(here: Scene) -> None:
    no_show(at_nine(here), here)

    page = get(client_of(here.user), "desk:today")

    over = shown_by(page)["columns"]["over"]
    assert [(one.missed, one.may_take_back) for one in over] == [(0, True)]
    assert "Noted by mistake?" in said(page)
    assert Service.objects.count() == 1
