"""Who looks after what a patient's answers demand, and until when."""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from glabella.clinic.accounts.roles import PHYSICIANS, Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people.models import Registration
from glabella.clinic.practice.models import Outlet, Staff
from glabella.clinic.practice.queries import away, today_at
from glabella.clinic.record.values import Duty


def home_of(patient: UUID, *, by: Actor) -> Outlet:
    """Return the outlet that looks after a patient now.

    That is where the deed is done, if the patient is registered there; else where the
    patient was registered last.

    Raises:
        DeedRefusedError: If the patient is registered nowhere.
    """
    rows = Registration.objects.filter(patient_id=patient).select_related("outlet")
    known = {row.outlet_id: row.outlet for row in rows.order_by("registered_at")}
    running = [row.outlet_id for row in rows if row.ended_at is None]
    if by.outlet in known:
        return known[by.outlet]
    for outlet in reversed(list(known)):
        if outlet in running or not running:
            return known[outlet]
    raise DeedRefusedError(
        _("the patient is registered nowhere."),
        where=_("urgent finding"),
        mending=_("Register the patient at an outlet first."),
    )


def end_of_day(outlet: Outlet, *, at: datetime) -> datetime:
    """Return the last minute of the day of an outlet: midnight reads as tomorrow."""
    zone = ZoneInfo(outlet.time_zone)
    return datetime.combine(today_at(outlet, at=at), time(23, 59), tzinfo=zone)


def on_duty(outlet: Outlet, *, at: datetime) -> Duty:
    """Return who looks after urgent findings of an outlet today, and the deputy.

    Lead clinicians come first, then clinicians, each by name. Whoever is away is
    passed over; the deputy whom they named comes next.
    """
    absent = away(today_at(outlet, at=at))
    found: list[UUID] = []
    for staff in _physicians(outlet):
        one = absent.get(staff, staff)
        if one is not None and one not in absent and one not in found:
            found.append(one)
    owner, deputy, *_rest = [*found, None, None]
    return Duty(owner, deputy)


def _physicians(outlet: Outlet) -> list[UUID]:
    here = Q(user__memberships__outlet_id=outlet.id)
    everywhere = Q(user__memberships__outlet__isnull=True)
    is_lead = When(user__memberships__role=Role.LEAD_CLINICIAN, then=Value(0))
    rows = Staff.objects.filter(
        here | everywhere,
        user__is_active=True,
        user__memberships__role__in=PHYSICIANS,
        user__memberships__ended_at__isnull=True,
    )
    ordered = rows.annotate(place=Case(is_lead, default=Value(1)))
    ids = ordered.order_by("place", "user__name", "id").values_list("id", flat=True)
    return list(dict.fromkeys(ids))
