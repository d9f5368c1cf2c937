"""A second click does nothing: each form that is shown carries a ticket, used once."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from glabella.clinic.accounts.models import Ticket
from glabella.clinic.accounts.request import StaffRequest

FIELD = "ticket"


class AlreadyDoneError(Exception):
    """This very form was sent before, and its deed is done."""


def new_ticket() -> str:
    """Return a ticket for a form that is about to be shown."""
    return str(uuid.uuid4())


@contextmanager
def once(request: StaffRequest) -> Iterator[None]:
    """Do what stands inside once for each form shown; its ticket is used with it.

    One transaction for ticket and deed: a refused deed leaves the ticket unused, and of
    two clicks at the same moment the second waits for the first and finds it used.
    A form without a ticket, of a program for example, is taken as it comes.

    Raises:
        AlreadyDoneError: If the ticket is used.
    """
    with transaction.atomic():
        key = _ticket(request)
        if key is not None:
            try:
                with transaction.atomic():
                    Ticket.objects.create(
                        id=key, used_at=request.at, used_by_id=request.actor.user
                    )
            except IntegrityError as error:
                raise AlreadyDoneError from error
        yield


def _ticket(request: StaffRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
