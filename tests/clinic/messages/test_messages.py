"""Messages: written once, claimed once, handed over at most once."""

import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django import Settings

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.messages import actions, gateways, steps
from glabella.clinic.messages.jobs import deliver, due
from glabella.clinic.messages.models import Message, OptOut
from glabella.clinic.messages.quiet import after_quiet_hours
from glabella.clinic.messages.values import CLAIM_LASTS, TRIES, NewMessage
from glabella.clinic.practice.models import Outlet
from tests import world

pytestmark = pytest.mark.django_db

MORNING = world.AT  # 10:00 in Zurich
TO = "canary@example.org"


class Unsent:
    """A gateway that surely sends nothing."""

    def hand_over(self, **_said: str) -> None:
        raise gateways.NotSentError("no line")


class Broken:
    """A gateway of which nobody knows what it did."""

    def hand_over(self, **_said: str) -> None:
        raise TimeoutError


class Refusing(BaseEmailBackend):
    """A mail server that refuses before it has the text."""

    def open(self) -> bool:
        raise smtplib.SMTPConnectError(421, "busy")


class SayingNo(BaseEmailBackend):
    """A mail server that says no to the text."""

    def send_messages(self, _messages: object) -> int:
        raise smtplib.SMTPDataError(554, b"no")


class HangingUp(BaseEmailBackend):
    """A mail server that hangs up in the middle."""

    def send_messages(self, _messages: object) -> int:
        raise smtplib.SMTPServerDisconnected


class BadlyHangingUp(locmem.EmailBackend):
    """A mail server that takes a message over and then hangs up badly."""

    def close(self) -> None:
        raise smtplib.SMTPServerDisconnected


def new(outlet: Outlet | None = None, **more: Any) -> NewMessage:
    known: dict[str, Any] = {
        "outlet": (outlet or world.outlet()).id,
        "kind": "reminder",
        "channel": "email",
        "address": TO,
        "language": "en",
        "subject": "Seeblick",
        "text": "Monday, 9:00",
        "key": "reminder:1",
    }
    return NewMessage(**{**known, **more})


def by(outlet: Outlet | None = None) -> Any:
    return world.actor(world.member(Role.FRONT_DESK, outlet or world.outlet()))


def written(**more: Any) -> Message:
    row = actions.write(new(**more), by=by(), at=MORNING)
    assert row is not None
    return row


def state(row: Message) -> str:
    row.refresh_from_db()
    return row.state


def test_message_is_handed_over_once() -> None:
    row = written()

    said = [deliver(row.id, worker=name, at=MORNING) for name in ("a", "b")]

    assert said == ["handed_over", "handed_over"]
    assert [(one.to, one.subject) for one in mail.outbox] == [([TO], "Seeblick")]
    assert mail.outbox[0].body.startswith("Monday, 9:00\n\nYou want no such messages")


def test_same_key_is_written_once() -> None:
    outlet = world.outlet()
    rows = [actions.write(new(outlet), by=by(), at=MORNING) for _ in range(2)]

    assert [row is None for row in rows] == [False, True]


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "advert"}, {"channel": "fax"}, {"address": " "}, {"text": ""}],
)
def test_message_that_will_not_do_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(DeedRefusedError):
        actions.write(new(**wrong), by=by(), at=MORNING)


def test_attachment_goes_along_with_its_method() -> None:
    row = written(attachment="BEGIN:VCALENDAR", method="REQUEST", kind="invitation")

    deliver(row.id, worker="a", at=MORNING)

    part = mail.outbox[0].attachments[0]
    assert part["Content-Type"] == 'text/calendar; charset="utf-8"; method="REQUEST"'


def test_message_waits_for_its_time_and_is_too_late_after_it() -> None:
    row = written(
        not_before=MORNING + timedelta(hours=1),
        expires_at=MORNING + timedelta(hours=3),
    )

    early = (due(at=MORNING), steps.claim(row.id, worker="a", at=MORNING))
    late = steps.claim(row.id, worker="a", at=MORNING + timedelta(hours=3))

    assert (early, late) == (([], False), False)
    assert state(row) == "cancelled"


def test_claim_of_one_worker_is_not_anothers() -> None:
    row = written()

    claims = [steps.claim(row.id, worker=name, at=MORNING) for name in ("a", "b")]
    steps.note_handed_over(row.id, worker="b", at=MORNING)
    steps.note_not_sent(row.id, worker="b", why="not mine", at=MORNING)

    assert claims == [True, False]
    assert state(row) == "claimed"


def test_message_that_surely_did_not_go_out_is_tried_again_and_given_up(
    settings: Settings,
) -> None:
    settings.GLABELLA_SMS_GATEWAY = f"{__name__}.Unsent"
    row = written(channel="sms", address="+41791234567")

    said, at = [], MORNING
    for _ in range(TRIES):
        said.append(deliver(row.id, worker="a", at=at))
        at += timedelta(hours=2)

    assert said == ["waiting"] * (TRIES - 1) + ["failed"]


@pytest.mark.parametrize(
    ("server", "state"),
    [
        (f"{__name__}.Refusing", "waiting"),
        (f"{__name__}.SayingNo", "waiting"),
        (f"{__name__}.HangingUp", "uncertain"),
        (f"{__name__}.BadlyHangingUp", "handed_over"),
        ("glabella.clinic.messages.gateways.NoMail", "waiting"),
    ],
)
def test_mail_waits_only_if_it_surely_did_not_go_out(
    server: str, state: str, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = server
    row = written()

    assert deliver(row.id, worker="a", at=MORNING) == state
    later = Message.objects.get().not_before > row.not_before
    assert later == (state == "waiting")


def test_message_of_which_nobody_knows_is_never_sent_again(settings: Settings) -> None:
    settings.GLABELLA_SMS_GATEWAY = f"{__name__}.Broken"
    row = written(channel="sms", address="+41791234567")

    said = [deliver(row.id, worker="a", at=MORNING) for _ in range(2)]

    assert said == ["uncertain", "uncertain"]
    assert Message.objects.get().tries == 0


def test_console_hands_over_without_naming_anybody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    row = written(channel="sms", address="+41791234567")

    said = deliver(row.id, worker="a", at=MORNING)

    assert said == "handed_over"
    assert caplog.messages == [f"sms {row.id} of {len(row.text)} characters"]


def test_claim_that_nobody_answers_for_becomes_uncertain() -> None:
    row = written()
    steps.claim(row.id, worker="dead", at=MORNING)

    soon = steps.sweep(older_than=CLAIM_LASTS, at=MORNING + CLAIM_LASTS)
    later = steps.sweep(
        older_than=CLAIM_LASTS, at=MORNING + CLAIM_LASTS + timedelta(seconds=1)
    )

    assert (soon, later, state(row)) == (0, 1, "uncertain")


def test_uncertain_message_is_settled_once_by_name() -> None:
    row = written()
    steps.claim(row.id, worker="dead", at=MORNING)
    steps.note_uncertain(row.id, worker="dead", why="killed")

    again = actions.settle(row.id, as_="sent_again", by=by(), at=MORNING)

    assert again is not None
    assert (again.state, again.text, state(row)) == ("waiting", row.text, "uncertain")
    with pytest.raises(DeedRefusedError):
        actions.settle(row.id, as_="lost", by=by(), at=MORNING)


def test_settling_without_sending_writes_nothing_new() -> None:
    row = written()
    steps.claim(row.id, worker="dead", at=MORNING)
    steps.note_uncertain(row.id, worker="dead", why="killed")

    assert actions.settle(row.id, as_="arrived", by=by(), at=MORNING) is None
    assert Message.objects.count() == 1


def test_changed_appointment_withdraws_what_waits() -> None:
    about = world.outlet().id
    row = written(about=about)

    counts = [actions.withdraw(about, by=by(), at=MORNING) for _ in range(2)]

    assert (counts, state(row)) == ([1, 0], "cancelled")


def test_opted_out_address_gets_nothing_but_what_it_asked_for() -> None:
    row = written()
    actions.opt_out(TO, at=MORNING)
    actions.opt_out(TO.upper(), at=MORNING)

    reminder = actions.write(new(key="2"), by=by(), at=MORNING)
    link = actions.write(new(key="3", kind="link"), by=by(), at=MORNING)

    assert (state(row), reminder, link is None) == ("cancelled", None, False)
    assert OptOut.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ("2026-11-02T07:59", "2026-11-02T08:00"),
        ("2026-11-02T08:00", "2026-11-02T08:00"),
        ("2026-11-02T19:59", "2026-11-02T19:59"),
        ("2026-11-02T20:00", "2026-11-03T08:00"),
        ("2026-10-25T02:30", "2026-10-25T08:00"),  # the hour that comes twice
    ],
)
def test_quiet_hours_are_kept_by_the_clock_of_the_outlet(
    wanted: str, sent: str
) -> None:
    zone = ZoneInfo("Europe/Zurich")
    moment = datetime.fromisoformat(wanted).replace(tzinfo=zone).astimezone(UTC)

    found = after_quiet_hours(moment, zone=zone)

    assert found == datetime.fromisoformat(sent).replace(tzinfo=zone)


def test_link_that_was_asked_for_heeds_no_quiet_hours() -> None:
    night = datetime(2026, 11, 2, 22, tzinfo=UTC)

    link = actions.write(new(kind="link"), by=by(), at=night)
    reminder = actions.write(new(key="2"), by=by(), at=night)

    assert link is not None
    assert reminder is not None
    assert (link.not_before, reminder.not_before) == (
        night,
        datetime(2026, 11, 3, 7, tzinfo=UTC),
    )
