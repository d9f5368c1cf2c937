"""Builders for tests of online booking: an open house, a stranger, their code."""

import re
from datetime import date, datetime
from typing import Any

import attrs

from glabella.clinic.audit.actor import Actor
from glabella.clinic.booking.models import Service
from glabella.clinic.messages.models import Message
from glabella.clinic.online.values import Contact, Named, NewAsking
from tests import world
from tests.clinic.booking import build
from tests.clinic.scene import Scene

STRANGER = Actor(user=None, kind="anonymous", origin="test", purpose="portal")
MAIL = Contact("email", "stranger@example.org")
NAMED = Named("Wvutsrq", "Ppcanary", date(1985, 3, 4), "en")


@attrs.frozen
class Open:
    """An outlet that books online, and what can be booked there."""

    here: Scene
    service: Service

    @property
    def address(self) -> tuple[Any, Any]:
        """What the address of its days is made of."""
        return self.here.outlet.id, self.service.id


def open_online(**more: Any) -> Open:
    """Return an outlet that is open on weekdays, with a first talk of half an hour."""
    here = build.open_house()
    return Open(here, build.service("first", is_online=True, **more))


def wanted(place: Open, *, starts_at: datetime = build.NINE, **more: Any) -> NewAsking:
    """Return what a stranger asks for: Monday at nine, with a page of their own."""
    known: dict[str, Any] = {
        "who": NAMED,
        "contact": MAIL,
        "may_write": True,
        "wants_portal": True,
    }
    return NewAsking(
        outlet=place.here.outlet.id,
        service=place.service.id,
        starts_at=starts_at,
        **(known | more),
    )


def sent_code(address: str = MAIL.value) -> str:
    """Return the code of the last message to an address."""
    row = Message.objects.filter(kind="code", address=address).latest("not_before")
    found = re.search(r"\b(\d{6})\b", row.text)
    assert found is not None
    return found[1]


def filled(**more: str) -> dict[str, str]:
    """Return the form of somebody new."""
    return {
        "start": build.NINE.isoformat(),
        "given_names": "Ppcanary",
        "family_name": "Wvutsrq",
        "birth_date": "1985-03-04",
        "contact": MAIL.value,
        "may_write": "on",
        "wants_portal": "yes",
        "check_code": "",
    } | more


AT = world.AT
