"""What a request carries once somebody is inside the portal."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from glabella.clinic.audit.actor import Actor
from glabella.clinic.people.cards import Person
from glabella.clinic.portal.models import Device, Door, Proxy


class PortalRequest(HttpRequest):
    """A request of a patient, or of somebody who acts for them.

    Attributes:
        at: When the request came, aware; views pass it on and read no clock.
        actor: Who acts, for deeds and the trail; a patient has no account.
        person: Whose portal this is.
        door: The row that the practice opened.
        proxy: Who acts for the person; None for the person.
        device: The remembered device, if this is one.
        grants: What may be done here; all grants for the person.
        outlet: The outlet that opened the door; its clock is the clock of the pages.
    """

    htmx: HtmxDetails
    at: datetime
    actor: Actor
    person: Person
    door: Door
    proxy: Proxy | None
    device: Device | None
    grants: frozenset[str]
    outlet: UUID
