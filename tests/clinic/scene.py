"""A small practice for tests of deeds: an outlet, one lead clinician, one card."""

from functools import cache
from uuid import UUID

import attrs

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.models import Event
from glabella.clinic.people.cards import Person, person
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.protocols.instruments_loader import InstrumentLibrary, load_instruments
from glabella.protocols.loader import Library, load
from tests import world

library = cache(load)
instruments = cache(load_instruments)


@attrs.frozen
class Scene:
    """Who acts where, and whom it is about."""

    outlet: Outlet
    user: User
    by: Actor
    card: Patient

    @property
    def who(self) -> Person:
        """The person of the card, read anew."""
        found = person(self.card.id)
        assert found is not None
        return found


def scene(*, role: Role = Role.LEAD_CLINICIAN, at: Outlet | None = None) -> Scene:
    """Return a new scene."""
    outlet = at or world.outlet()
    user = world.member(role, outlet)
    return Scene(outlet, user, world.actor(user, outlet), world.patient(outlet))


def last_event() -> tuple[str, UUID | None, UUID | None, list[str]]:
    """Return what the trail was told last: deed, actor, patient, ids."""
    event = Event.objects.latest("sequence")
    return (event.deed, event.actor, event.patient, event.ids)


__all__ = ["InstrumentLibrary", "Library", "Scene", "instruments", "last_event"]
__all__ += ["library", "scene"]
