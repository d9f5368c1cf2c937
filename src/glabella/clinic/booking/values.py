"""What is handed to the deeds of booking."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
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
        replaces: The appointment that is moved to this time, if it is one.
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
    replaces: UUID | None = None


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


CORRECTED = ("booked", "arrived")  # what was over by mistake becomes again


@attrs.frozen
class Correction:
    """What an appointment is in truth that was noted as over by mistake.

    Args:
        state: One of `CORRECTED`: "booked" if they are still awaited, "arrived" if they
            are here.
    """

    state: str
    reason: str
    version: int


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


# ---- the waiting list ---------------------------------------------------------------

URGENCIES = (0, 1, 2)  # usual, soon, urgent
ANSWERS = ("accepted", "declined", "lapsed", "withdrawn")

# DERIVED: defaults of this project; no source prints them.
OFFER_LASTS = timedelta(hours=4)  # counted from the end of the quiet hours
LEAST_NOTICE = timedelta(hours=3)  # between the end of an offer and its time


@attrs.frozen
class NewWaiting:
    """A place on the waiting list.

    Args:
        outlets: Where they would come; at any of theirs if none is named.
        weekdays: 0 is Monday.
        from_time: By the clock of the outlet; None for any time.
        since: From when they wait; the day of the outlet if left out.
        needed_again_on: The day on which they said that they need it again.
    """

    patient: UUID
    service: UUID
    protocol: str = ""
    outlets: Sequence[UUID] = ()
    clinician: UUID | None = None
    earliest: date | None = None
    latest: date | None = None
    weekdays: Sequence[int] = tuple(range(7))
    from_time: time | None = None
    until_time: time | None = None
    since: date | None = None
    needed_again_on: date | None = None
    note: str = ""


@attrs.frozen
class Urgency:
    """How urgent it is, said by a clinician.

    Args:
        level: One of `URGENCIES`; 0 takes an urgency back.
    """

    level: int
    reason: str = ""


@attrs.frozen
class HeldTime:
    """Time that is to be kept for somebody until a moment.

    Args:
        starts_at: Aware; on a whole five minutes.
        expires_at: Aware; afterwards others may take the time.
    """

    outlet: UUID
    service: UUID
    clinician: UUID
    starts_at: datetime
    expires_at: datetime
    room: UUID | None = None
