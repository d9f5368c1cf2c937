"""`glabella mail`: one test message, and what came of it."""

from argparse import Namespace
from datetime import UTC, datetime
from uuid import UUID

from django.utils.crypto import get_random_string

from glabella.cli.printing import print_page
from glabella.clinic.audit.actor import system
from glabella.clinic.messages.actions import write
from glabella.clinic.messages.jobs import deliver
from glabella.clinic.messages.models import Message
from glabella.clinic.messages.texts import text_of
from glabella.clinic.messages.values import NewMessage
from glabella.clinic.messages.words import failure_in_words
from glabella.clinic.practice.models import Outlet
from glabella.core.errors import InputError
from glabella.web.operations.readiness import check_answers, check_migrated

NOT_SENT = 1


def send_test(asked: Namespace) -> int:
    """Write a test message, hand it over at once, and say what came of it."""
    check_answers()
    check_migrated()
    outlet = _outlet(asked.outlet)
    text = text_of("test", language=asked.language, outlet=outlet)
    channel = "sms" if asked.address.startswith("+") else "email"
    now = datetime.now(UTC)
    row = write(
        NewMessage(
            outlet=outlet.id,
            kind="test",
            channel=channel,
            address=asked.address,
            language=asked.language,
            subject=text.subject,
            text=text.of(channel),
            key=f"test:{get_random_string(24)}",
        ),
        by=system("mail"),
        at=now,
    )
    if row is None:  # pragma: no cover  # the key is new, and a test is asked for
        raise InputError("it was written before.", where="message")
    state = deliver(row.id, worker="mail", at=now)
    print_page(_outcome(row.id, state))
    return 0 if state == "handed_over" else NOT_SENT


def _outlet(name: str | None) -> Outlet:
    rows = Outlet.objects.filter(closed_at__isnull=True)
    found = (rows.filter(name=name) if name else rows).first()
    if found is None:
        raise InputError(
            "there is no such outlet.",
            where=name or "practice",
            mending="Write its name as the practice page shows it.",
        )
    return found


def _outcome(message: UUID, state: str) -> str:
    if state == "handed_over":
        return "It is handed over. Look whether it arrives.\n"
    why = failure_in_words(Message.objects.get(id=message).failure)
    return f"It was not handed over ({state}): {why}.\n"
