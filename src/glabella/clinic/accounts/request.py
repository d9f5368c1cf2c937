"""What a request carries once the access table has let it through."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.standing import Standing
from glabella.clinic.audit.actor import Actor


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in.

    Attributes:
        at: When the request came, aware; views pass it on and read no clock.
        actor: Who acts, for deeds and the trail.
        standing: Their roles.
        outlet: Opaque id of the outlet they work in now; None if they have none.
        outlets: Those they may choose, by name.
        shown_ids: The patients a list shows; set by `shown`, None until then.
    """

    user: User  # the access middleware lets nobody else in
    htmx: HtmxDetails
    at: datetime
    actor: Actor
    standing: Standing
    outlet: UUID | None
    outlets: tuple[UUID, ...]
    shown_ids: tuple[UUID, ...] | None


def shown(request: StaffRequest, patients: Iterable[UUID]) -> None:
    """Tell the trail whom else a page shows; an empty list is told too."""
    request.shown_ids = tuple(patients)
