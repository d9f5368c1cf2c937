"""Builders for tests of the diaries: somebody inside the portal, and entries."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.test import Client

from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.diary.values import Arriving
from glabella.clinic.portal import actions as portal
from glabella.clinic.portal.models import Door
from glabella.clinic.record.values import NewDiaryDay
from tests import world
from tests.clinic.scene import Scene

HIMSELF = Actor(user=None, kind="patient", role="self", purpose="portal")
YESTERDAY = world.TODAY - timedelta(days=1)


def door(here: Scene) -> Door:
    return portal.open_door(
        here.card.id,
        outlet=here.outlet.id,
        agreed_on=world.TODAY,
        by=here.by,
        at=world.AT,
    )


def inside(of: Door) -> Client:
    """Return a phone that came in through a door."""
    token = portal.make_link(of.id, by=system("test"), at=world.AT)
    client = Client()
    answer = client.post(f"/me/link/{token.secret}/", {"born": "1980-05-01"})
    assert answer.status_code == 302
    return client


def free(on: date = world.TODAY) -> NewDiaryDay:
    return NewDiaryDay("headache", on, had=False)


def attack(on: date = world.TODAY, *, severity: int = 7) -> NewDiaryDay:
    return NewDiaryDay(
        "headache",
        on,
        had=True,
        severity=severity,
        hours=Decimal(4),
        medicines=("triptan",),
    )


def arriving(day: NewDiaryDay, *, key: UUID | None = None) -> Arriving:
    return Arriving(day, key=key or uuid4())
