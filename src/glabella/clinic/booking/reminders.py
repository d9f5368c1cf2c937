"""Reminders of appointments: written when they are due, once each; and who gets none.

A reminder is written when its moment has come and not before, so that what changes
until then needs no taking back. Of several that are due after a standstill, the nearest
to the appointment is written alone.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs

from glabella.clinic.audit.actor import Actor
from glabella.clinic.booking.closures import call_instead, hits
from glabella.clinic.booking.models import Appointment
from glabella.clinic.booking.rules import Rules, all_rules, rules_of
from glabella.clinic.booking.telling import OUT, WORKER, letter, reader_of, stamped
from glabella.clinic.messages.actions import write
from glabella.clinic.messages.models import Message
from glabella.clinic.messages.whom import contact_for, is_theirs
from glabella.clinic.messages.wishes import is_opted_out
from glabella.clinic.people.cards import Person, person
from glabella.clinic.people.models import Contact as Way
from glabella.clinic.practice.notices import notice_words
from glabella.clinic.practice.queries import today_at

AHEAD = timedelta(days=14)  # how far staff see whom no reminder will reach
AROUND = timedelta(days=7)  # DERIVED: closed days so near are told with a reminder
TELLING = ("booked", "invitation", "moved")


@attrs.frozen
class NotReminded:
    """An appointment that nobody is reminded of.

    Args:
        why: "restricted", "deceased", "erased", "no_way", "not_safe", "not_agreed",
            "opted_out" or "cannot_text".
    """

    row: Appointment
    why: str


def write_reminders(*, at: datetime, by: Actor = WORKER) -> int:
    """Write the reminders that are due; return how many.

    Safe to call at any time and by several: the key of a message is unique.
    """
    rules = all_rules()
    hours = [one for each in rules.values() for one in each.hours_before]
    if not hours:
        return 0
    rows = _coming(at=at, until=at + timedelta(hours=max(hours)))
    told = _told_since(row.id for row in rows)
    written = _keys(rows)
    in_vain = hits(rows)
    count = 0
    for row in rows:
        mine = rules.get(row.outlet_id, Rules(hours_before=()))
        due = due_hours(row, mine, told=told.get(row.id), at=at)
        if row.id in in_vain:
            if due is not None:
                call_instead(in_vain[row.id], by=by, at=at)
            continue
        key = _key(row, due, written) if due is not None else None
        if due is not None and key is not None:
            ends = _useful_until(row, due, mine)
            count += _remind(row, key=key, expires_at=ends, by=by, at=at)
    return count


def due_hours(
    row: Appointment, rules: Rules, *, told: datetime | None, at: datetime
) -> int | None:
    """Return which reminder of an appointment is due; None if none is.

    Args:
        told: When the person was written the time of the appointment last. Who has just
            booked, or just heard of a new time, is not reminded of it.
    """
    begun = [
        hours
        for hours in rules.hours_before
        if row.starts_at - timedelta(hours=hours) <= at
    ]
    if not begun:
        return None
    nearest = min(begun)
    moment = row.starts_at - timedelta(hours=nearest)
    known_since = max(row.booked_at, told or row.booked_at)
    return nearest if known_since < moment else None


def not_reminded(outlet: UUID, *, at: datetime) -> list[NotReminded]:
    """Return the appointments of the next days that nobody will be reminded of.

    Those on closed days and in leave stand on a list of their own, see
    `closures.hits_ahead`.
    """
    if not rules_of(outlet).hours_before:
        return []
    rows = [row for row in _coming(at=at, until=at + AHEAD) if row.outlet_id == outlet]
    in_vain = hits(rows)
    found = []
    for row in rows:
        if row.id in in_vain:
            continue
        who = person(row.patient_id)
        why = why_not(who) if who is not None else "no_way"
        if why:
            found.append(NotReminded(row, why))
    return found


def why_not(who: Person, *, kind: str = "reminder") -> str:
    """Return why somebody is not written to; "" if they are, see `NotReminded`."""
    gone = _gone(who)
    if gone or contact_for(who, kind=kind) is not None:
        return gone
    ways = list(
        Way.objects.filter(
            patient_id__in=who.ids, kind__in=("email", "phone"), ended_at__isnull=True
        )
    )
    safe = [one for one in ways if one.is_safe and is_theirs(one, who)]
    agreed = [one for one in safe if one.may_remind]
    for step, why in ((ways, "no_way"), (safe, "not_safe"), (agreed, "not_agreed")):
        if not step:
            return why
    said_no = any(is_opted_out(value) for one in agreed for value in _values(one))
    return "opted_out" if said_no else "cannot_text"


def _gone(who: Person) -> str:
    card = who.patient
    if card.erased_at:
        return "erased"
    if card.deceased_on:
        return "deceased"
    return "restricted" if card.restricted_at else ""


def _values(way: Way) -> tuple[str, str]:
    return way.value, way.search_value


def _coming(*, at: datetime, until: datetime) -> list[Appointment]:
    rows = Appointment.objects.filter(
        state="booked", starts_at__gt=at, starts_at__lte=until
    )
    beside = rows.select_related("patient", "outlet", "service")
    return list(beside.order_by("starts_at", "id"))


def _told_since(ids: Iterable[UUID]) -> dict[UUID, datetime]:
    rows = Message.objects.filter(about__in=list(ids), kind__in=TELLING)
    known = rows.filter(state__in=(*OUT, "waiting")).order_by("written_at")
    pairs = known.values_list("about", "written_at")
    return {about: moment for about, moment in pairs if about is not None}


def _keys(rows: Iterable[Appointment]) -> dict[str, str]:
    """Return the reminders of appointments that were written: key and state."""
    ids = [row.id for row in rows]
    found = Message.objects.filter(about__in=ids, kind="reminder")
    return dict(found.values_list("key", "state"))


def _key(row: Appointment, hours: int, written: dict[str, str]) -> str | None:
    """Return the key of a reminder that is still to be written; None if it was.

    One that was withdrawn, because the appointment moved away and came back, or
    because the person was out of reach for a while, does not count.
    """
    turn = 0
    while True:
        key = f"reminder:{row.id}:{hours}:{turn}"
        state = written.get(stamped(key, row.starts_at))
        if state is None:
            return key
        if state != "cancelled":
            return None
        turn += 1


def _useful_until(row: Appointment, hours: int, rules: Rules) -> datetime:
    later = [one for one in rules.hours_before if one < hours]
    return row.starts_at - timedelta(hours=max(later)) if later else row.starts_at


def _remind(
    row: Appointment, *, key: str, expires_at: datetime, by: Actor, at: datetime
) -> int:
    reader = reader_of(row, kind="reminder")
    if reader is None:
        return 0
    values: dict[str, datetime | str] = {"at": row.starts_at}
    notice = _notice(row, reader.to.language, at=at)
    if notice:
        values["notice"] = notice
    new = letter(reader, "reminder", key=key, values=values)
    new = attrs.evolve(new, expires_at=expires_at)
    return int(write(new, by=by, at=at) is not None)


def _notice(row: Appointment, language: str, *, at: datetime) -> str:
    """Return what is said about closed days near an appointment; "" if none are."""
    place = row.outlet
    day = row.starts_at.astimezone(ZoneInfo(place.time_zone)).date()
    told = notice_words(place, on=today_at(place, at=at), language=language)
    near = [
        one.words
        for one in told
        if one.starts_on - AROUND <= day <= one.last_on + AROUND
    ]
    return " ".join(near)
