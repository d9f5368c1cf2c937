"""Who may come again and has nothing booked: one message a cycle, and a list for staff.

A recall is no advice: nobody must be treated. It follows the usual window of the course
(`next_date`), never a number that is only recalled, and rests while the person or a
clinician wants it to.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.booking.models import Appointment, Pause
from glabella.clinic.booking.next_date import again, next_date
from glabella.clinic.booking.reminders import why_not
from glabella.clinic.booking.rules import PAUSES, NewPause, all_rules
from glabella.clinic.booking.telling import WORKER, portal_of
from glabella.clinic.messages.actions import withdraw, write
from glabella.clinic.messages.models import Message
from glabella.clinic.messages.texts import text_of
from glabella.clinic.messages.values import NewMessage
from glabella.clinic.messages.whom import contact_for
from glabella.clinic.people import laws
from glabella.clinic.people.cards import Person, person
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record.models import Session

# DERIVED: whoever was here last longer ago has left, and is not called after.
LONGEST = timedelta(days=400)
# DERIVED: who could not be written to at once still may be, for so long.
STILL = timedelta(days=28)
LOOKS_FOR = 5  # minutes of each hour
AHEAD = ("booked", "arrived", "in_room")
STATES = (
    "due",
    "written",
    "failed",
    "passed",
    "allowed",
    "unknown",
    "unreachable",
    *PAUSES,
)


@attrs.frozen
class Cycle:
    """A last session, and when the next one usually is, at an outlet.

    Args:
        since: The first usual day; the first that is allowed where none is printed.
        usual_until: The day the usual time is over; None where none is printed.
    """

    session: Session
    since: date
    usual_until: date | None
    place: Outlet

    @property
    def written_until(self) -> date:
        """The day from which nobody is written to any more."""
        return max(self.usual_until or self.since, self.since + STILL)


@attrs.frozen
class Recall:
    """Somebody who may come again and has nothing booked.

    Args:
        cycle: The last session and what follows from it.
        state: One of `STATES`. "due": nobody has written yet. "passed": it was so long
            ago that nobody is written to any more. "allowed": no source prints a usual
            time, so that a person decides. "unknown": nobody can say from when more is
            allowed.
        why: Of "unreachable", see `reminders.NotReminded`.
        told_at: When the message was written.
    """

    who: Person
    cycle: Cycle
    state: str
    why: str = ""
    told_at: datetime | None = None
    pause: Pause | None = None


def recalls_at(place: Outlet, *, at: datetime) -> list[Recall]:
    """Return who may come again at an outlet, the longest waiting first."""
    return sorted(_recalls(place, at=at), key=lambda one: one.cycle.since)


def write_recalls(*, at: datetime, by: Actor = WORKER) -> int:
    """Write to those whose usual window has begun; return how many.

    Once a cycle: the key names the session that the window follows. Called each minute,
    it looks in the first minutes of each hour: windows are days long.
    """
    if at.minute >= LOOKS_FOR:
        return 0
    calling = [key for key, one in all_rules().items() if one.sends_recalls]
    places = Outlet.objects.filter(id__in=calling)
    return sum(
        _write(one, place, by=by, at=at)
        for place in places
        for one in _recalls(place, at=at)
        if one.state == "due"
    )


@transaction.atomic
def pause(patient: UUID, new: NewPause, *, by: Actor, at: datetime) -> Pause:
    """Call somebody back no more, or not before a day; what waits is withdrawn.

    A second word replaces the first, which is kept.

    Raises:
        DeedRefusedError: If no reason is given, or a pause "for a while" has no end.
    """
    laws.one_of(new.kind, PAUSES, where=_("kind"))
    why = laws.words(new.reason, where=_("reason"))
    if new.kind == "paused" and new.until is None:
        raise DeedRefusedError(
            _("nobody says how long the pause lasts."),
            where=_("until"),
            mending=_("Give a day, or note that the person wants no more calls."),
        )
    who = person(patient)
    ids = who.ids if who is not None else (patient,)
    running = Pause.objects.filter(patient_id__in=ids, ended_at__isnull=True)
    running.update(ended_at=at, ended_by_id=by.account)
    row = Pause.objects.create(
        patient_id=patient,
        kind=new.kind,
        reason=why,
        until=new.until,
        set_at=at,
        set_by_id=by.account,
    )
    for one in ids:
        withdraw(one, by=by, at=at)
    record("booking.pause_recall", by=by, at=at, patient=patient, about=row.id)
    return row


@transaction.atomic
def end_pause(key: UUID, *, by: Actor, at: datetime) -> None:
    """Call somebody back again when it is time.

    Raises:
        DeedRefusedError: If the pause is over.
    """
    rows = Pause.objects.filter(id=key)
    row = laws.found(rows)
    laws.end(rows, "ended", by=by, at=at)
    record("booking.end_pause", by=by, at=at, patient=row.patient_id, about=key)


def pause_of(who: Person, *, on: date) -> Pause | None:
    """Return why somebody is not called back on a day; None if they are."""
    running = Q(until__isnull=True) | Q(until__gt=on)
    rows = Pause.objects.filter(running, patient_id__in=who.ids, ended_at__isnull=True)
    return rows.order_by("-set_at").first()


def _recalls(place: Outlet, *, at: datetime) -> Iterator[Recall]:
    on = today_at(place, at=at)
    lasts = _last_sessions(place, on=on)
    begun = [
        Cycle(session, span[0], span[1], place)
        for session in lasts
        if (span := again(session, place)) and span[0] <= on
    ]
    told = _told(one.session.id for one in begun)
    for one in begun:
        who = person(one.session.patient_id)
        if who is None or who.patient.deceased_on or who.patient.erased_at:
            continue
        found = _read(who, one, told=told, on=on)
        if found is not None and not _coming(who.ids, at=at):
            yield found


def _last_sessions(place: Outlet, *, on: date) -> list[Session]:
    """Return the last session of everybody who was treated at an outlet last."""
    rows = Session.objects.filter(on__gt=on - LONGEST, on__lte=on)
    found: dict[UUID, Session] = {}
    for row in rows.select_related("patient").order_by("-on", "-recorded_at"):
        found.setdefault(row.patient.merged_into_id or row.patient_id, row)
    return [row for row in found.values() if row.outlet_id == place.id]


def _coming(cards: Collection[UUID], *, at: datetime) -> bool:
    rows = Appointment.objects.filter(
        patient_id__in=cards, starts_at__gte=at - timedelta(hours=12), state__in=AHEAD
    )
    return rows.exists()


def _told(sessions: Iterable[UUID]) -> dict[str, Message]:
    keys = [_key(one) for one in sessions]
    return {row.key: row for row in Message.objects.filter(key__in=keys)}


def _key(session: UUID) -> str:
    return f"recall:{session}"


def _read(
    who: Person, course: Cycle, *, told: Mapping[str, Message], on: date
) -> Recall | None:
    """Return what is to be done about somebody; None if it is too early after all."""
    message = told.get(_key(course.session.id))
    if message is not None and message.state != "cancelled":
        is_lost = message.state in {"failed", "uncertain"}
        state = "failed" if is_lost else "written"
        return Recall(who, course, state=state, told_at=message.written_at)
    paused = pause_of(who, on=on)
    if paused is not None:
        return Recall(who, course, state=paused.kind, pause=paused)
    found = next_date(who, place=course.place, on=on)
    if found.is_known and found.earliest is not None and found.earliest > on:
        return None
    if not found.is_known:
        return Recall(who, course, state="unknown")
    if course.usual_until is None:
        return Recall(who, course, state="allowed")
    if course.written_until <= on:
        return Recall(who, course, state="passed")
    why = why_not(who, kind="recall")
    return Recall(who, course, state="unreachable" if why else "due", why=why)


def _write(one: Recall, place: Outlet, *, by: Actor, at: datetime) -> int:
    to = contact_for(one.who, kind="recall")
    if to is None:
        return 0
    words = text_of("recall", language=to.language, outlet=place, **portal_of(one.who))
    new = NewMessage(
        outlet=place.id,
        kind="recall",
        channel=to.channel,
        address=to.address,
        language=to.language,
        subject=words.subject,
        text=words.of(to.channel),
        key=_key(one.cycle.session.id),
        patient=one.who.id,
        about=one.who.id,
        expires_at=_midnight(one.cycle.written_until, place),
    )
    return int(write(new, by=by, at=at) is not None)


def _midnight(day: date, place: Outlet) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(place.time_zone))
