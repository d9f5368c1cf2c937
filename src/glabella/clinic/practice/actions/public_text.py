"""What an outlet may say to the public: written after a release by name, and before."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.practice.models import Outlet

CONDITION_ONLY, FULL = "condition_only", "full"


@transaction.atomic
def set_public_text(outlet: UUID, profile: str, *, by: Actor, at: datetime) -> None:
    """Note how much an outlet says in public; the release itself stands elsewhere."""
    Outlet.objects.filter(id=outlet).update(public_text_profile=profile)
    record("practice.set_public_text", by=by, at=at, about=outlet)
