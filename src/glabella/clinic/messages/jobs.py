"""The job that hands one message over, and what happens to it on the way."""

import logging
from datetime import datetime
from uuid import UUID

from glabella.clinic.messages import actions
from glabella.clinic.messages.gateways import NotSentError, hand_over
from glabella.clinic.messages.models import Message

logger = logging.getLogger("glabella.messages")


def deliver(message: UUID, *, worker: str, at: datetime) -> str:
    """Claim a message and hand it over, at most once; return its state.

    Args:
        worker: Name of the process, unique among those that run.
    """
    if not actions.claim(message, worker=worker, at=at):
        return Message.objects.get(id=message).state
    row = Message.objects.get(id=message)
    try:
        hand_over(row)
    except NotSentError as error:
        actions.note_not_sent(message, worker=worker, why=str(error), at=at)
    except Exception as error:
        logger.exception("message %s is uncertain", message)
        why = type(error).__name__
        actions.note_uncertain(message, worker=worker, why=why)
    else:
        actions.note_handed_over(message, worker=worker, at=at)
    return Message.objects.get(id=message).state


def due(*, at: datetime, limit: int = 100) -> list[UUID]:
    """Return the messages that may be handed over now, the oldest first."""
    rows = Message.objects.filter(state="waiting", not_before__lte=at)
    return list(rows.order_by("not_before").values_list("id", flat=True)[:limit])
