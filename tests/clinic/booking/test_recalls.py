"""Recalls: one message a cycle, and a list that says why somebody gets none."""

from datetime import datetime, timedelta

import pytest
import time_machine

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking import recalls
from glabella.clinic.booking.models import Pause
from glabella.clinic.booking.rules import NewPause, Rules, set_rules
from glabella.clinic.people.models import Patient
from tests import world
from tests.clinic.booking.build import open_house, treated
from tests.clinic.booking.telling import booked, hand_over, reachable, written
from tests.clinic.pages import client_of, get, post, said
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db

AT = world.AT


def due_house(*, days_ago: int = 85, protocol: str = "blepharospasm") -> Scene:
    """Return a house that calls back, with somebody treated some days ago."""
    here = open_house()
    reachable(here)
    rules = Rules(sends_recalls=True)
    set_rules(here.outlet.id, rules, by=here.by, at=AT)
    treated(here, days_ago=days_ago, protocol=protocol)
    return here


def states(here: Scene, *, at: datetime = AT) -> list[str]:
    return [one.state for one in recalls.recalls_at(here.outlet, at=at)]


def test_somebody_whose_usual_time_has_begun_is_written_to_once() -> None:
    here = due_house()

    before = states(here)
    first, second = recalls.write_recalls(at=AT), recalls.write_recalls(at=AT)

    assert (before, first, second) == (["due"], 1, 0)
    assert states(here) == ["written"]
    (message,) = written("recall")
    assert message.about == here.card.id
    assert "call us" in message.text


def test_lost_message_is_shown_and_not_written_again() -> None:
    here = due_house()
    recalls.write_recalls(at=AT)
    message = written("recall")[0]
    hand_over(message, at=AT)
    type(message).objects.update(state="uncertain")

    assert states(here) == ["failed"]
    assert recalls.write_recalls(at=AT) == 0


def test_it_looks_in_the_first_minutes_of_each_hour() -> None:
    due_house()

    assert recalls.write_recalls(at=AT.replace(minute=5)) == 0
    assert recalls.write_recalls(at=AT.replace(minute=4)) == 1


def test_nobody_is_due_before_the_usual_time() -> None:
    here = due_house(days_ago=30)

    assert states(here) == []


def test_where_no_usual_time_is_printed_people_decide() -> None:
    here = due_house(protocol="chronic_migraine")

    assert states(here) == ["allowed"]
    assert recalls.write_recalls(at=AT) == 0


def test_who_was_missed_is_still_written_to_for_some_weeks() -> None:
    here = due_house(days_ago=84 + 27)

    assert states(here) == ["due"]
    assert states(here, at=AT + timedelta(days=1)) == ["passed"]


def test_nobody_is_written_to_after_the_usual_time() -> None:
    here = due_house(days_ago=300)

    assert states(here) == ["passed"]
    assert recalls.write_recalls(at=AT) == 0


def test_who_has_an_appointment_is_not_listed() -> None:
    here = due_house()
    booked(here, at=AT)

    assert states(here) == []


def test_who_has_died_is_not_listed() -> None:
    here = due_house()
    Patient.objects.update(deceased_on=world.TODAY)

    assert states(here) == []


def test_who_cannot_be_written_to_is_listed_with_the_reason() -> None:
    here = due_house()
    here.card.contacts.update(may_remind=None)

    (one,) = recalls.recalls_at(here.outlet, at=AT)

    assert (one.state, one.why) == ("unreachable", "not_agreed")
    assert recalls.write_recalls(at=AT) == 0


def test_unknown_dose_elsewhere_leaves_it_to_people() -> None:
    here = due_house()
    treated(here, days_ago=86, product="a toxin nobody knows")

    assert states(here) == ["unknown"]


def test_outlet_that_sends_none_keeps_the_list() -> None:
    here = due_house()
    set_rules(here.outlet.id, Rules(), by=here.by, at=AT)

    assert recalls.write_recalls(at=AT) == 0
    assert states(here) == ["due"]


@pytest.mark.parametrize("kind", ["declined", "advised", "paused"])
def test_pause_holds_the_message_back(kind: str) -> None:
    here = due_house()
    recalls.write_recalls(at=AT)
    until = world.TODAY + timedelta(days=14)

    recalls.pause(here.card.id, NewPause(kind, "travels", until), by=here.by, at=AT)

    assert [one.state for one in written("recall")] == ["cancelled"]
    assert states(here) == [kind]
    assert recalls.write_recalls(at=AT) == 0
    assert states(here, at=AT + timedelta(days=14)) == ["due"]


def test_second_pause_replaces_the_first_which_is_kept() -> None:
    here = due_house()
    recalls.pause(here.card.id, NewPause("advised", "why"), by=here.by, at=AT)
    last = recalls.pause(here.card.id, NewPause("declined", "no"), by=here.by, at=AT)

    assert Pause.objects.count() == 2
    found = recalls.pause_of(here.who, on=world.TODAY)
    assert found == last


def test_ended_pause_calls_back_again() -> None:
    here = due_house()
    row = recalls.pause(here.card.id, NewPause("declined", "no"), by=here.by, at=AT)

    recalls.end_pause(row.id, by=here.by, at=AT)

    assert states(here) == ["due"]
    with pytest.raises(DeedRefusedError):
        recalls.end_pause(row.id, by=here.by, at=AT)


def test_pause_for_a_while_needs_its_end() -> None:
    here = due_house()

    with pytest.raises(DeedRefusedError, match="how long the pause lasts"):
        recalls.pause(here.card.id, NewPause("paused", "travels"), by=here.by, at=AT)


def test_pages_of_recalls_pause_and_call_back_again() -> None:
    here = due_house()
    client = client_of(world.member(Role.FRONT_DESK, here.outlet))
    card = here.card.id

    refused = post(client, "booking:pause_recall", card, kind="paused", reason="x")
    answer = post(client, "booking:pause_recall", card, kind="declined", reason="y")
    row = Pause.objects.get()
    form = get(client, "booking:end_pause", card, row.id)
    ended = post(client, "booking:end_pause", card, row.id)

    codes = [one.status_code for one in (refused, answer, form, ended)]
    assert codes == [422, 302, 200, 302]
    assert Pause.objects.get().ended_at is not None


def test_list_names_people_and_what_was_done() -> None:
    here = due_house()
    recalls.pause(here.card.id, NewPause("advised", "rests"), by=here.by, at=AT)
    user = world.member(Role.FRONT_DESK, here.outlet)

    with time_machine.travel(AT, tick=False):
        page = said(get(client_of(user), "booking:recalls"))

    assert world.FAMILY in page
    assert "Paused on advice: rests" in page
