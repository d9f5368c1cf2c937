"""What an outlet tells people by itself, and when; and who is not called back.

An outlet that has set nothing keeps to the defaults below.
"""

from datetime import date, datetime
from uuid import UUID

import attrs
from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.models import Reminding
from glabella.clinic.practice.models import Outlet

# DERIVED: defaults of this project; no source prints them.
HOURS_BEFORE = (48,)
SENDS_INVITATIONS = True
SENDS_RECALLS = False  # until the practice has decided to

# What can be chosen: hours before the appointment.
CHOICES = (336, 168, 72, 48, 24, 3)
MOST = 3  # reminders of one appointment: more is a nuisance

# "paused": for a while. "declined": the person wants none. "advised": a clinician's.
PAUSES = ("paused", "declined", "advised")


@attrs.frozen
class Rules:
    """What an outlet tells people.

    Args:
        hours_before: When a reminder is due before the appointment, the longest first.
        sends_invitations: Whether an appointment comes as a calendar entry by e-mail.
        sends_recalls: Whether people hear that it is time for a next appointment.
        is_default: Whether nobody has set anything.
    """

    hours_before: tuple[int, ...] = HOURS_BEFORE
    sends_invitations: bool = SENDS_INVITATIONS
    sends_recalls: bool = SENDS_RECALLS
    is_default: bool = False


@attrs.frozen
class NewPause:
    """Why somebody is not called back.

    Args:
        kind: One of `PAUSES`.
        until: The first day on which it no longer holds; None until somebody ends it.
    """

    kind: str
    reason: str
    until: date | None = None


def rules_of(outlet: UUID) -> Rules:
    """Return what an outlet tells people."""
    row = Reminding.objects.filter(outlet_id=outlet, ended_at__isnull=True).first()
    return _read(row) if row is not None else Rules(is_default=True)


def all_rules() -> dict[UUID, Rules]:
    """Return what each outlet that is in use tells people, in two queries."""
    rows = Reminding.objects.filter(ended_at__isnull=True)
    known = {row.outlet_id: _read(row) for row in rows}
    places = Outlet.objects.filter(closed_at__isnull=True).values_list("id", flat=True)
    return {place: known.get(place, Rules(is_default=True)) for place in places}


@transaction.atomic
def set_rules(outlet: UUID, rules: Rules, *, by: Actor, at: datetime) -> None:
    """Set what an outlet tells people from now on; what is written already stays.

    Raises:
        DeedRefusedError: If there are too many reminders, or one is not offered.
    """
    hours = sorted(set(rules.hours_before), reverse=True)
    if len(hours) > MOST or not set(hours) <= set(CHOICES):
        raise DeedRefusedError(
            _("this is not how people can be reminded."),
            where=_("reminders"),
            mending=_("Choose at most %(most)s of the times that are offered.")
            % {"most": MOST},
        )
    Outlet.objects.select_for_update(no_key=True).get(id=outlet)  # one at a time
    before = Reminding.objects.filter(outlet_id=outlet, ended_at__isnull=True)
    before.update(ended_at=at, ended_by_id=by.account)
    row = Reminding.objects.create(
        outlet_id=outlet,
        hours_before=hours,
        sends_invitations=rules.sends_invitations,
        sends_recalls=rules.sends_recalls,
        set_at=at,
        set_by_id=by.account,
    )
    record("booking.set_reminding", by=by, at=at, about=(outlet, row.id))


def _read(row: Reminding) -> Rules:
    return Rules(
        hours_before=tuple(row.hours_before),
        sends_invitations=row.sends_invitations,
        sends_recalls=row.sends_recalls,
    )
