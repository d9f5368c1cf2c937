"""What is handed to the deeds of booking."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

import attrs

from glabella.clinic.practice.values import Hours

KINDS = ("first", "treatment", "review", "other")


@attrs.frozen
class NewAppointment:
    """Time to be taken.

    Args:
        starts_at: Aware; on a whole five minutes.
        minutes: Length; the length of the service if left out.
        despite: Why it is booked although something speaks against it.
    """

    patient: UUID
    outlet: UUID
    service: UUID
    starts_at: datetime
    clinician: UUID | None = None
    room: UUID | None = None
    minutes: int | None = None
    protocol: str = ""
    note: str = ""
    despite: str = ""


@attrs.frozen
class NewTime:
    """Where an appointment is moved to; clinician and room stay if left out.

    Args:
        starts_at: Aware; on a whole five minutes.
        despite: Why it is booked although something speaks against it.
    """

    starts_at: datetime
    clinician: UUID | None = None
    room: UUID | None = None
    despite: str = ""


@attrs.frozen
class ServiceDetails:
    """How something is booked.

    Args:
        minutes: Of the appointment; those before and after stay free around it. All
            are multiples of five.
        skill: What the clinician must be able to do; "" for anybody.
        is_online: Whether people book it themselves.
        outlets: Where it is offered; everywhere if none is named.
    """

    minutes: int
    minutes_before: int = 0
    minutes_after: int = 0
    skill: str = ""
    needs_room: bool = False
    is_online: bool = False
    outlets: Sequence[UUID] = ()


@attrs.frozen
class Week:
    """The hours of somebody at an outlet, and from which day on they hold."""

    rows: Sequence[Hours]
    from_on: date


@attrs.frozen
class ChangedDay:
    """A day unlike the others of its week; without hours, a day off."""

    on: date
    starts: time | None = None
    ends: time | None = None
    reason: str = ""
