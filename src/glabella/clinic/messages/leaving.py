"""The way out of messages: a signed address under each that somebody may do without."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from glabella.clinic.messages.models import Message
from glabella.clinic.messages.values import ASKED_FOR

SALT = "glabella.messages.leaving"


def absolute(path: str) -> str:
    """Return the whole address of a page, as a message must give it."""
    return f"{settings.GLABELLA_ADDRESS}{path}"


def leaving_address(message: Message) -> str:
    """Return where the reader of a message says "no more"; "" if it was asked for."""
    if message.kind in ASKED_FOR:
        return ""
    return absolute(reverse("messages:stop", args=[token_of(message.id)]))


def token_of(message: UUID) -> str:
    """Return what names a message to its reader; nobody else can make it."""
    return Signer(salt=SALT).sign(message.hex)


def message_of(token: str) -> Message | None:
    """Return the message that a token names; None if it is not one of ours."""
    try:
        named = UUID(hex=Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
    return Message.objects.filter(id=named).select_related("outlet").first()
