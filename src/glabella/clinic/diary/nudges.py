"""The reminder of the day: at most one a day, and only for those who asked for it."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from glabella.clinic.audit.actor import Actor
from glabella.clinic.diary import queries
from glabella.clinic.diary.models import NudgeWish
from glabella.clinic.messages.actions import write
from glabella.clinic.messages.texts import text_of
from glabella.clinic.messages.values import NewMessage
from glabella.clinic.messages.whom import contact_for
from glabella.clinic.people.cards import Person, person
from glabella.clinic.portal.models import Door
from glabella.clinic.portal.queries import door_of

KIND = "notice"  # it says that something waits on one's own pages, and no more


def write_nudges(*, by: Actor, at: datetime) -> int:
    """Write the reminders that are due; return how many were new.

    It may run as often as it likes: a day has one key. Who has written the day already,
    or has no open portal, or no safe way for messages, gets none.
    """
    asked = NudgeWish.objects.filter(is_on=True).values_list("patient_id", flat=True)
    return sum(_write_one(patient, by=by, at=at) for patient in sorted(set(asked)))


def _write_one(patient: UUID, *, by: Actor, at: datetime) -> bool:
    who = person(patient)
    door = door_of(who.ids) if who else None
    if who is None or door is None:
        return False
    local = at.astimezone(ZoneInfo(door.outlet.time_zone))
    wish = queries.wish(who)
    is_due = wish.holds(local.date()) and local.hour >= wish.hour
    if not is_due or _is_written(who, on=local.date()):
        return False
    new = _message(who, door, on=local.date())
    return new is not None and write(new, by=by, at=at) is not None


def _is_written(who: Person, *, on: date) -> bool:
    """Return whether every diary that is kept has its entry for a day."""
    return all(queries.day_of(who, diary, on=on) for diary in queries.kept(who))


def _message(who: Person, door: Door, *, on: date) -> NewMessage | None:
    contact = contact_for(who, kind=KIND)
    if contact is None:
        return None
    words = text_of(KIND, language=contact.language, outlet=door.outlet)
    return NewMessage(
        outlet=door.outlet_id,
        kind=KIND,
        channel=contact.channel,
        address=contact.address,
        language=contact.language,
        subject=words.subject,
        text=words.of(contact.channel),
        key=f"nudge:{who.id}:{on.isoformat()}",
        patient=who.id,
    )
