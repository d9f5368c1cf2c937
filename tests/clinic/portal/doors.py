"""Builders for tests of the portal: a door, and a phone that stands behind it."""

from datetime import date
from uuid import UUID

from django.test import Client

from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.people.models import Contact, Patient, Relation
from glabella.clinic.portal import actions
from glabella.clinic.portal.models import Door, Proxy
from glabella.clinic.portal.values import NewProxy
from tests import world
from tests.clinic.scene import Scene

BY = system("test")
STRANGER = Actor(user=None, kind="anonymous", origin="test", purpose="portal")
BORN = {"born": "1980-05-01"}


def opened(here: Scene) -> Door:
    """Return the door that the practice opened for the person."""
    return actions.open_door(
        here.card.id,
        outlet=here.outlet.id,
        agreed_on=world.TODAY,
        by=here.by,
        at=world.AT,
    )


def opened_online(here: Scene) -> Door:
    """Return the door that somebody opened online, unchecked."""
    entry = actions.open_own_door(
        here.card.id,
        outlet=here.outlet.id,
        agreed_on=world.TODAY,
        by=STRANGER,
        at=world.AT,
    )
    return Door.objects.get(id=entry.door)


def behind(door: Door, *, proxy: Proxy | None = None, **form: str) -> Client:
    """Return a phone whose holder came through a link."""
    key = proxy.id if proxy else None
    born = {"born": proxy.birth_date.isoformat()} if proxy else BORN
    token = actions.make_link(door.id, by=BY, at=world.AT, proxy=key)
    client = Client()
    client.post(f"/me/link/{token.secret}/", {**born, **form})
    return client


def acting(here: Scene, door: Door, *grants: str) -> Proxy:
    """Return somebody who acts for the person."""
    relation = Relation.objects.create(
        patient=here.card, kind="proxy", name="Synthetic Proxy", noted_at=world.AT
    )
    new = NewProxy(relation.id, date(1970, 1, 1), grants=frozenset(grants))
    return actions.grant_proxy(door.id, new, by=here.by, at=world.AT)


def contact(
    card: Patient,
    value: str,
    *,
    kind: str = "email",
    is_safe: bool | None = True,
    may_remind: bool | None = True,
) -> UUID:
    """Return the id of a new contact on file."""
    row = Contact.objects.create(
        patient=card,
        kind=kind,
        value=value,
        search_value=value.casefold(),
        is_safe=is_safe,
        may_remind=may_remind,
    )
    return row.id
