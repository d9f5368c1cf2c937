"""Reads about the practice: what it has decided, who works where, who is away."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from glabella.clinic.practice.models import (
    Confirmation,
    LabelDecision,
    Leave,
    Outlet,
    Practice,
    ProtocolSignature,
    Staff,
)
from glabella.core import practice as core
from glabella.core.protocol import Label

RUNNING = Q(withdrawn_at__isnull=True)


def decisions() -> core.Practice:
    """Return what the practice has decided by name, as the core judges by it."""
    practice = Practice.objects.filter(id=1).first()
    return core.Practice(
        name=practice.name if practice else "",
        signatures=tuple(map(_signature, ProtocolSignature.objects.filter(RUNNING))),
        confirmations=tuple(map(_confirmation, Confirmation.objects.filter(RUNNING))),
        label_decisions=tuple(
            map(_label_decision, LabelDecision.objects.filter(RUNNING))
        ),
    )


def _signature(row: ProtocolSignature) -> core.Signature:
    return core.Signature(
        protocol=row.protocol,
        version=row.version,
        who=row.signed_name,
        on=row.signed_at.date(),
        digest=row.digest,
    )


def _confirmation(row: Confirmation) -> core.Confirmation:
    return core.Confirmation(
        what=row.what, who=row.confirmed_name, on=row.confirmed_at.date()
    )


def _label_decision(row: LabelDecision) -> core.LabelDecision:
    return core.LabelDecision(
        protocol=row.protocol,
        product=row.product,
        profile=row.profile,
        status=Label(row.status),
        who=row.decided_name,
        on=row.decided_at.date(),
    )


def signatures_of(protocol: str) -> list[ProtocolSignature]:
    """Return every signature of a protocol, newest first."""
    rows = ProtocolSignature.objects.filter(protocol=protocol)
    return list(rows.select_related("signed_by").order_by("-signed_at"))


def outlet(key: UUID) -> Outlet:
    """Return an outlet by its id."""
    return Outlet.objects.get(id=key)


def today_at(place: Outlet, *, at: datetime) -> date:
    """Return which day it is at an outlet."""
    return at.astimezone(ZoneInfo(place.time_zone)).date()


def staff_of(outlets: frozenset[UUID] | None = None) -> list[Staff]:
    """Return the members of staff, by name; only of these outlets if some are named."""
    rows = Staff.objects.select_related("user").filter(user__is_active=True)
    if outlets is not None:
        here = rows.filter(
            user__memberships__outlet_id__in=outlets,
            user__memberships__ended_at__isnull=True,
        )
        rows = here.distinct()
    return list(rows.order_by("user__name"))


def away(on: date) -> dict[UUID, UUID | None]:
    """Return who is away on a day, each with the deputy."""
    rows = Leave.objects.filter(
        starts_on__lte=on, ends_before__gt=on, cancelled_at__isnull=True
    )
    return dict(rows.values_list("staff_id", "deputy_id"))


def lapsed(staff: Staff, *, on: date) -> list[str]:
    """Return what has run out on a day: "registration", or the name of a training."""
    until = staff.registration_until
    gone = ["registration"] if until is not None and until < on else []
    rows = staff.trainings.filter(until__lt=on).order_by("name")
    return gone + list(rows.values_list("name", flat=True))
