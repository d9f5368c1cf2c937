"""Who could take a time that became free: in rank, with what speaks against each.

Interval and ledger are asked of `laws`, hours of `slots`, vials of the stock. Where
nobody can say whether the stock suffices, the time is not offered by itself.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.booking.laws import objections, said
from glabella.clinic.booking.models import FreedTime, Offer, WaitingEntry
from glabella.clinic.booking.next_date import next_date
from glabella.clinic.booking.ranking import Need, overdue_days, ranked
from glabella.clinic.booking.slots import Asked, Slot, free_slots
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.messages.whom import Contact, contact_for, is_written_to
from glabella.clinic.people.cards import Person, outlets_of, person
from glabella.clinic.planning import queries as planning
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at
from glabella.clinic.stock import queries as stock

ENOUGH, SHORT, UNKNOWN, NOT_ASKED = "enough", "short", "unknown", "not_asked"
# Whoever stands on the waiting list is asked by the practice, so the first does not
# count; and they wait for a time before the one they have, so the second does not.
ASKED_BY_US = frozenset({"not_online", "before_another"})
# A treatment alone is served from the shelf, and alone has a window that can end.
TREATMENT = "treatment"


@attrs.frozen
class Waiting:
    """Somebody who waits, with their need.

    Args:
        last_day: Of the sensible window; None if nobody knows of one.
    """

    entry: WaitingEntry
    who: Person
    need: Need
    last_day: date | None = None


@attrs.frozen
class Candidate:
    """Somebody who waits, seen beside one time that is free.

    Args:
        slot: The time as they would take it; None if it does not fit.
        barred: Why it may not be offered to them, code and words.
        stock: One of "enough", "short", "unknown", "not_asked".
        contact: Where they may be written to; None if only by telephone.
    """

    waiting: Waiting
    slot: Slot | None
    barred: tuple[tuple[str, str], ...]
    stock: str
    contact: Contact | None

    @property
    def may_be_offered(self) -> bool:
        """Whether the practice may offer it without a second thought."""
        return not self.barred and self.stock in {ENOUGH, NOT_ASKED}

    @property
    def staff_may_offer(self) -> bool:
        """Whether staff may offer it: nothing bars it, whatever the stock."""
        return self.slot is not None and not self.barred

    @property
    def passed(self) -> str:
        """Why they are passed over, as a code; "" if they are not."""
        if self.barred:
            return self.barred[0][0]
        return "" if self.may_be_offered else f"stock_{self.stock}"


def who_waits(outlets: Iterable[UUID], *, at: datetime) -> list[Waiting]:
    """Return those who wait for some of these outlets, the next one first."""
    mine = set(outlets)
    rows = WaitingEntry.objects.filter(ended_at__isnull=True)
    entries = rows.select_related("patient", "service", "clinician__user")
    found: dict[UUID, Waiting] = {}
    for entry in entries.prefetch_related("outlets"):
        who = person(entry.patient_id)
        if who is None:
            continue
        wanted = {one.id for one in entry.outlets.all()} or outlets_of(who)
        here = sorted(wanted & mine)
        if here:
            found[entry.id] = _waiting(entry, who, outlet=here[0], at=at)
    order = ranked(one.need for one in found.values())
    return [found[need.entry] for need in order]


def candidates(freed: FreedTime, *, at: datetime) -> list[Candidate]:
    """Return everybody who waits for such a time, in rank, with what bars it."""
    place = Outlet.objects.get(id=freed.outlet_id)
    fitting = [
        one
        for one in who_waits([place.id], at=at)
        if one.entry.clinician_id in {None, freed.clinician_id}
    ]
    slots: dict[UUID, list[Slot]] = {}
    for one in fitting:
        service = one.entry.service
        if service.id not in slots:
            slots[service.id] = _slots(freed, service_of=one, place=place, at=at)
    return [
        _candidate(one, freed, slots[one.entry.service_id], place=place, at=at)
        for one in fitting
    ]


def open_freed(outlets: Iterable[UUID] | None, *, at: datetime) -> list[FreedTime]:
    """Return the freed times that are still to come, the next one first."""
    rows = FreedTime.objects.filter(settled_at__isnull=True, starts_at__gt=at)
    if outlets is not None:
        rows = rows.filter(outlet__in=list(outlets))
    beside = rows.select_related("outlet", "clinician__user", "room")
    return list(beside.order_by("starts_at", "id"))


def need_in_words(one: Waiting) -> list[str]:
    """Return what ranks somebody, in words that name no condition."""
    need, words = one.need, []
    if need.urgency:
        words.append(_("urgent") if need.urgency > 1 else _("soon"))
    if need.overdue:
        words.append(_("overdue by %(days)s days") % {"days": need.overdue})
    if need.is_needed_again:
        words.append(_("says it is needed again"))
    words.append(_("waits since %(day)s") % {"day": said(need.since)})
    return words


def _waiting(
    entry: WaitingEntry, who: Person, *, outlet: UUID, at: datetime
) -> Waiting:
    place = Outlet.objects.get(id=outlet)
    today = today_at(place, at=at)
    last = _last_day(entry, who, place=place, on=today)
    need = Need(
        entry=entry.id,
        urgency=entry.urgency,
        overdue=overdue_days(last, on=today),
        is_needed_again=entry.needed_again_on is not None,
        since=entry.since,
        entered_at=entry.entered_at,
    )
    return Waiting(entry, who, need, last)


def _last_day(
    entry: WaitingEntry, who: Person, *, place: Outlet, on: date
) -> date | None:
    if entry.service.kind not in {TREATMENT, "review"}:
        return None
    known = next_date(who, place=place, on=on, protocol=entry.protocol)
    window = known.usual if entry.service.kind == TREATMENT else known.review
    return window.to - timedelta(days=1) if window is not None else None


def _slots(
    freed: FreedTime, *, service_of: Waiting, place: Outlet, at: datetime
) -> list[Slot]:
    day = freed.starts_at.astimezone(ZoneInfo(place.time_zone)).date()
    asked = Asked(
        service=service_of.entry.service,
        first=day,
        days=1,
        now=at,
        outlet=place.id,
        clinician=freed.clinician_id,
    )
    return [
        slot
        for slot in free_slots(asked)
        if freed.starts_at <= slot.starts_at < freed.ends_at
    ]


def _candidate(
    one: Waiting,
    freed: FreedTime,
    slots: list[Slot],
    *,
    place: Outlet,
    at: datetime,
) -> Candidate:
    zone = ZoneInfo(place.time_zone)
    slot = next((s for s in slots if _suits(one.entry, s, zone)), None)
    barred = list(_of_the_entry(one, freed, place=place, is_free=bool(slots)))
    if slot is None and not barred:
        barred = [("does_not_suit", _("does not suit the wishes on the list"))]
    if slot is not None:
        barred += _of_the_laws(one, slot, at=at)
    return Candidate(
        waiting=one,
        slot=slot,
        barred=tuple(barred),
        stock=_stock(one, slot, zone),
        contact=contact_for(one.who, kind="offer"),
    )


def _suits(entry: WaitingEntry, slot: Slot, zone: ZoneInfo) -> bool:
    """Return whether a time is one that somebody said would suit them."""
    starts, ends = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    day = starts.date()
    return (
        (entry.earliest is None or entry.earliest <= day)
        and (entry.latest is None or day <= entry.latest)
        and str(day.weekday()) in entry.weekdays
        and (entry.from_time is None or entry.from_time <= starts.time())
        and (entry.until_time is None or ends.time() <= entry.until_time)
    )


def _of_the_entry(
    one: Waiting, freed: FreedTime, *, place: Outlet, is_free: bool
) -> Iterable[tuple[str, str]]:
    if not is_free:
        yield "not_free", _("the time is too short, taken, or closed")
    if place.id not in outlets_of(one.who):
        yield "not_registered", _("is not registered at this outlet")
    if not is_written_to(one.who.patient):
        yield "not_asked", _("is not to be contacted any more")
    offers = Offer.objects.filter(entry=one.entry)
    if offers.filter(answer="").exists():
        yield "has_an_offer", _("has another offer that still runs")
    if offers.filter(freed=freed).exclude(answer="").exists():
        yield "was_asked", _("was asked for this time already")


def _of_the_laws(one: Waiting, slot: Slot, *, at: datetime) -> list[tuple[str, str]]:
    found = objections(_thought_of(one, slot), at=at)
    return [
        (law.code, law.words)
        for law in found
        if law.bars and law.code not in ASKED_BY_US
    ]


def _thought_of(one: Waiting, slot: Slot) -> NewAppointment:
    return NewAppointment(
        patient=one.who.id,
        outlet=slot.outlet,
        service=one.entry.service_id,
        starts_at=slot.starts_at,
        clinician=slot.clinician,
        room=slot.room,
        protocol=one.entry.protocol,
    )


def _stock(one: Waiting, slot: Slot | None, zone: ZoneInfo) -> str:
    """Return whether the shelf of the outlet holds what the approved plan needs."""
    if one.entry.service.kind != TREATMENT:
        return NOT_ASKED
    plan = planning.approved(one.who)
    if plan is None or slot is None or plan.total_units <= Decimal(0):
        return UNKNOWN
    day = slot.starts_at.astimezone(zone).date()
    choice = stock.best_vials(slot.outlet, plan.product, plan.total_units, on=day)
    return SHORT if choice.short > 0 else ENOUGH


def as_log(ranking: Iterable[Candidate]) -> list[Mapping[str, object]]:
    """Return a ranking as the fair log keeps it, in order."""
    return [
        {
            "entry": str(one.waiting.entry.id),
            "urgency": one.waiting.need.urgency,
            "overdue_days": one.waiting.need.overdue,
            "needed_again": one.waiting.need.is_needed_again,
            "since": one.waiting.need.since.isoformat(),
            "passed": one.passed,
        }
        for one in ranking
    ]
