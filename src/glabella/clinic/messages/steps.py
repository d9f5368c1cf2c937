"""What a worker does with a message: claim, note, and what was not heard of again.

Between claim and note stands the hand-over itself, outside of any transaction. Whoever
dies there leaves the claim behind; `sweep` turns it into *uncertain*, for staff to see.
Each step stands under its own condition and is committed at once.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from glabella.clinic.messages.models import Message
from glabella.clinic.messages.values import FIRST_PAUSE, SECRET, TRIES


def claim(message: UUID, *, worker: str, at: datetime) -> bool:
    """Take a message that waits, for one hand-over; return whether it was there.

    The condition stands in the update: of two workers one gets it. It is committed at
    once, so that the claim is seen even if the worker dies in the next moment.
    """
    rows = Message.objects.filter(id=message, state="waiting", not_before__lte=at)
    late = rows.filter(expires_at__lte=at)
    if late.update(state="cancelled", failure="too late"):
        return False
    return bool(rows.update(state="claimed", worker=worker, claimed_at=at))


def note_handed_over(message: UUID, *, worker: str, at: datetime) -> None:
    """Note that a message is out of the house.

    A worker that was slow, not dead, still knows what it did.
    """
    rows = Message.objects.filter(id=message, worker=worker, settled_at__isnull=True)
    rows.filter(state__in=("claimed", "uncertain")).update(
        state="handed_over", handed_over_at=at, failure=""
    )
    _forget(Message.objects.filter(id=message, state="handed_over"))


def note_barred(message: UUID, *, worker: str, why: str) -> None:
    """Cancel a message that may not go there any more."""
    _mine(message, worker).update(state="cancelled", failure=why)


def note_not_sent(message: UUID, *, worker: str, why: str, at: datetime) -> None:
    """Let a message that surely did not go out wait for another try, or give it up."""
    row = _mine(message, worker).first()
    if row is None:
        return
    tries = row.tries + 1
    pause = FIRST_PAUSE * 2 ** (tries - 1)
    _mine(message, worker).update(
        state="waiting" if tries < TRIES else "failed",
        tries=tries,
        failure=why[:200],
        not_before=at + pause,
    )


def note_uncertain(message: UUID, *, worker: str, why: str) -> None:
    """Note that nobody knows whether a message went out."""
    _mine(message, worker).update(state="uncertain", failure=why[:200])


def sweep(*, older_than: timedelta, at: datetime) -> int:
    """Turn claims that nobody has answered for into *uncertain*; return how many."""
    lost = Message.objects.filter(state="claimed", claimed_at__lt=at - older_than)
    return lost.update(state="uncertain", failure="worker was not heard of again")


def forget_secrets(*, at: datetime) -> int:
    """Forget links and codes that are out of the house, or too old; return how many.

    That one was written, to whom and when, is kept.
    """
    over = Q(state__in=("handed_over", "cancelled")) | Q(settled_at__isnull=False)
    return _forget(Message.objects.filter(over | Q(expires_at__lte=at)))


def forget_erased(*, at: datetime) -> int:
    """Forget where somebody was written to whose record was erased; return how many.

    The address names them, and so does the calendar entry that went along.
    """
    rows = Message.objects.filter(patient__erased_at__lte=at).exclude(address="")
    return rows.update(address="", subject="", text="", attachment="")


def _forget(rows: QuerySet[Message]) -> int:
    secret = rows.filter(kind__in=SECRET).exclude(text="")
    # Of a stranger who never confirmed nothing is kept, and their address neither.
    secret.filter(patient__isnull=True).update(address="")
    return secret.update(text="")


def _mine(message: UUID, worker: str) -> QuerySet[Message]:
    return Message.objects.filter(id=message, state="claimed", worker=worker)
