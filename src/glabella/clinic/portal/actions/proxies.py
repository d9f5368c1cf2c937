"""Deeds about those who act for a person: each grant agreed one by one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import laws
from glabella.clinic.portal.actions.doors import standing
from glabella.clinic.portal.doors import is_unchecked
from glabella.clinic.portal.models import Proxy
from glabella.clinic.portal.values import GRANTS, NewProxy


@transaction.atomic
def grant_proxy(door: UUID, new: NewProxy, *, by: Actor, at: datetime) -> Proxy:
    """Let somebody act for a person: appointments, and each more that was agreed.

    Raises:
        DeedRefusedError: If the door is closed or unchecked, or a grant is not known.
    """
    row = standing(door)
    if is_unchecked(row):
        raise DeedRefusedError(
            _("nobody has checked yet who opened this portal."),
            where=_("portal"),
            mending=_("Check the identity first."),
        )
    for grant in new.grants:
        laws.one_of(grant, tuple(GRANTS), where=_("grant"))
    proxy = Proxy.objects.create(
        door_id=door,
        relation_id=new.relation,
        birth_date=new.birth_date,
        grants=sorted(new.grants | {"appointments"}),
        granted_at=at,
        granted_by_id=by.user,
    )
    record("portal.grant_proxy", by=by, at=at, patient=row.patient_id, about=proxy.id)
    return proxy


@transaction.atomic
def end_proxy(proxy: UUID, *, by: Actor, at: datetime) -> None:
    """End what somebody was granted; they are outside at the next step."""
    rows = Proxy.objects.filter(id=proxy)
    row = laws.found(rows.select_related("door"))
    laws.end(rows, "ended", by=by, at=at)
    patient = row.door.patient_id
    record("portal.end_proxy", by=by, at=at, patient=patient, about=proxy)
