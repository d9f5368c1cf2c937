"""The job that hands one message over, and what happens to it on the way."""

import logging
from datetime import datetime
from uuid import UUID

from glabella.clinic.messages import steps
from glabella.clinic.messages.gateways import NotSentError, hand_over
from glabella.clinic.messages.models import Message
from glabella.clinic.messages.whom import barred

logger = logging.getLogger("glabella.messages")


def deliver(message: UUID, *, worker: str, at: datetime) -> str:
    """Claim a message and hand it over, at most once; return its state.

    Args:
        worker: Name of the process, unique among those that run.
    """
    if not steps.claim(message, worker=worker, at=at):
        return Message.objects.get(id=message).state
    row = Message.objects.select_related("outlet").get(id=message)
    if why := barred(row):
        # Somebody has died, or the way is not safe any more, since it was written.
        steps.note_barred(message, worker=worker, why=why)
        return "cancelled"
    try:
        hand_over(row)
    except NotSentError as error:
        steps.note_not_sent(message, worker=worker, why=str(error), at=at)
    except Exception as error:  # noqa: BLE001 whatever happened, nobody knows more
        # Only the kind of error is logged: its words may hold an address.
        why = type(error).__name__
        logger.error("message %s is uncertain: %s", message, why)  # noqa: TRY400 the words of the error may name a person
        steps.note_uncertain(message, worker=worker, why=why)
    else:
        steps.note_handed_over(message, worker=worker, at=at)
    return Message.objects.get(id=message).state


def due(*, at: datetime, limit: int = 1000) -> list[UUID]:
    """Return the messages that may be handed over now, the oldest first."""
    rows = Message.objects.filter(state="waiting", not_before__lte=at)
    return list(rows.order_by("not_before").values_list("id", flat=True)[:limit])
