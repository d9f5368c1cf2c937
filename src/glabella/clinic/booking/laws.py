"""What speaks against an appointment: hours, closed days, leave, skill, and its kind.

Staff are warned and decide, some of it with a reason; somebody who books for themselves
is refused. The words name no product and no condition: the front desk reads them too.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from glabella.clinic.booking.models import (
    Appointment,
    Service,
    WorkingDay,
    WorkingHours,
)
from glabella.clinic.booking.next_date import next_date, repeat_after
from glabella.clinic.booking.spans import Span, joined, span_of_day, without
from glabella.clinic.booking.values import NewAppointment, NewTime
from glabella.clinic.people.cards import Person, person
from glabella.clinic.practice.holidays import holidays_of
from glabella.clinic.practice.models import Closure, Leave, Outlet, Staff
from glabella.clinic.practice.queries import today_at

_DAY = timedelta(days=1)


@attrs.frozen
class Objection:
    """One thing that speaks against an appointment.

    Args:
        code: Of the law, such as "closed".
        words: Why, as a sentence without its first capital, as refusals are said.
        asks_reason: Whether staff must say why they book all the same.
        bars: Whether somebody who books for themselves is refused.
        warns: Whether staff are told.
        earliest: The first day on which it does not hold any more, where one is known.
    """

    code: str
    words: str
    asks_reason: bool = False
    bars: bool = True
    warns: bool = True
    earliest: date | None = None


@attrs.frozen
class _Case:
    """An appointment that is thought of, with what the laws need of it."""

    new: NewAppointment
    service: Service
    place: Outlet
    staff: Staff | None
    day: date
    span: Span
    at: datetime


def objections(new: NewAppointment, *, at: datetime) -> tuple[Objection, ...]:
    """Return all that speaks against an appointment; empty if nothing does.

    Taken time is not among it: that nobody can book.
    """
    case = _case(new, at=at)
    return (
        *_of_the_moment(case),
        *_of_the_outlet(case),
        *_of_the_service(case),
        *_of_the_clinician(case),
        *_of_the_kind(case),
    )


def moved(row: Appointment, to: NewTime) -> NewAppointment:
    """Return an appointment as if it were booked anew at another time."""
    return NewAppointment(
        patient=row.patient_id,
        outlet=row.outlet_id,
        service=row.service_id,
        starts_at=to.starts_at,
        clinician=to.clinician or row.clinician_id,
        room=to.room or row.room_id,
        minutes=int((row.ends_at - row.starts_at).total_seconds()) // 60,
        protocol=row.protocol,
        despite=to.despite,
        replaces=row.id,
    )


def is_theirs_to_change(row: Appointment, *, at: datetime) -> bool:
    """Return whether a patient may still move or cancel an appointment themselves.

    Until so many hours before it as its outlet says; afterwards they call.
    """
    until = row.starts_at - timedelta(hours=row.outlet.own_changes_hours)
    return row.state == "booked" and at <= until


def _case(new: NewAppointment, *, at: datetime) -> _Case:
    service = Service.objects.prefetch_related("outlets").get(id=new.service)
    place = Outlet.objects.prefetch_related("hours").get(id=new.outlet)
    start = int(new.starts_at.timestamp()) // 300
    length = -(-(new.minutes or service.minutes) // 5)
    return _Case(
        new=new,
        service=service,
        place=place,
        staff=_staff(new.clinician),
        day=new.starts_at.astimezone(ZoneInfo(place.time_zone)).date(),
        span=(start, start + length),
        at=at,
    )


def _staff(key: UUID | None) -> Staff | None:
    if key is None:
        return None
    return Staff.objects.filter(id=key).select_related("user").first()


def _of_the_moment(case: _Case) -> Iterator[Objection]:
    if case.new.starts_at < case.at:
        yield Objection("past", _("it lies in the past."))


def _of_the_outlet(case: _Case) -> Iterator[Objection]:
    place, day = case.place, case.day
    closed = Closure.objects.filter(
        outlet=place, ended_at__isnull=True, starts_on__lte=day, ends_before__gt=day
    )
    is_german = (get_language() or "en").startswith("de")
    for row in closed:
        why = row.words_de if is_german else row.words_en
        words = _("the outlet is closed on that day.")
        words = _("the outlet is closed: %(why)s.") % {"why": why} if why else words
        yield Objection("closed", words, asks_reason=True, earliest=row.ends_before)
    if place.keeps_holidays:
        names = holidays_of(
            place, first=day, before=day + _DAY, language=get_language() or "en"
        )
        for name in names.values():
            words = _("it is a public holiday: %(name)s.") % {"name": name}
            yield Objection("holiday", words, asks_reason=True, earliest=day + _DAY)
    hours = list(place.hours.all())
    if not hours:
        yield Objection("no_hours", _("the outlet has no opening hours on file."))
        return
    opened = [(row.opens, row.closes) for row in hours if row.weekday == day.weekday()]
    if not _is_inside(case, [_span(case, *one) for one in opened]):
        yield Objection("outside_hours", _("it lies outside the opening hours."))


def _of_the_service(case: _Case) -> Iterator[Objection]:
    offered = {outlet.id for outlet in case.service.outlets.all()}
    if offered and case.place.id not in offered:
        yield Objection("not_here", _("this outlet does not offer the service."))
    if case.service.needs_room and case.new.room is None:
        yield Objection("no_room", _("the service needs a room, and none is chosen."))
    if not case.service.is_online:
        yield Objection("not_online", _("the practice books this."), warns=False)


def _of_the_clinician(case: _Case) -> Iterator[Objection]:
    staff, day = case.staff, case.day
    if staff is None:
        yield Objection("no_clinician", _("no clinician is chosen."))
        return
    name = {"name": staff.user.name}
    wanted = case.service.skill
    if wanted and wanted not in staff.skills:
        words = _("%(name)s does not have the skill that the service asks for.") % name
        yield Objection("no_skill", words)
    away = Leave.objects.filter(
        staff=staff,
        cancelled_at__isnull=True,
        starts_on__lte=day,
        ends_before__gt=day,
    ).first()
    if away is not None:
        words = _("%(name)s is away on that day.") % name
        yield Objection("away", words, asks_reason=True, earliest=away.ends_before)
    yield from _of_the_week(case, staff)


def _of_the_week(case: _Case, staff: Staff) -> Iterator[Objection]:
    name, day = {"name": staff.user.name}, case.day
    changed = WorkingDay.objects.filter(
        staff=staff, outlet=case.place, on=day, ended_at__isnull=True
    ).first()
    running = Q(until_before__isnull=True) | Q(until_before__gt=day)
    week = list(
        WorkingHours.objects.filter(
            running, staff=staff, outlet=case.place, from_on__lte=day
        )
    )
    if changed is None and not week:
        words = _("%(name)s has no working hours on file at this outlet.") % name
        yield Objection("no_working_hours", words)
        return
    times = [(row.starts, row.ends) for row in week if row.weekday == day.weekday()]
    if changed is not None:
        times = []
        if changed.starts is not None and changed.ends is not None:
            times = [(changed.starts, changed.ends)]
    if not _is_inside(case, [_span(case, *one) for one in times]):
        words = _("%(name)s does not work here at that time.") % name
        yield Objection("outside_work", words)


def _of_the_kind(case: _Case) -> Iterator[Objection]:
    kind = case.service.kind
    who = person(case.new.patient) if kind in {"treatment", "review"} else None
    if who is None:
        return
    today = today_at(case.place, at=case.at)
    found = next_date(who, place=case.place, on=today, protocol=case.new.protocol)
    if kind == "review":
        window = found.review
        if window is not None and not window.from_ <= case.day < window.to:
            words = _("a review is due from %(first)s to %(last)s.")
            days = {"first": said(window.from_), "last": said(window.to - _DAY)}
            yield Objection("outside_review", words % days, bars=False)
        return
    if not found.is_known:
        words = _(
            "nobody can say from when another treatment is allowed: what was given "
            "before is not fully known."
        )
        yield Objection("interval_unknown", words, asks_reason=True)
    elif found.earliest is not None and case.day < found.earliest:
        words = _(
            "it is too soon after the last treatment: the next one is allowed from "
            "%(day)s."
        ) % {"day": said(found.earliest)}
        yield Objection("too_soon", words, asks_reason=True, earliest=found.earliest)
    yield from _of_other_treatments(case, who, protocol=found.protocol)


def _of_other_treatments(
    case: _Case, who: Person, *, protocol: str
) -> Iterator[Objection]:
    """Yield treatments that are booked already and stand too near."""
    rows = Appointment.objects.filter(
        patient_id__in=who.ids,
        service__kind="treatment",
        starts_at__gte=case.at,
        state="booked",
    )
    if case.new.replaces is not None:
        rows = rows.exclude(id=case.new.replaces)
    others = rows.select_related("outlet")
    name = case.new.protocol or protocol
    for row in others.order_by("starts_at"):
        day = row.starts_at.astimezone(ZoneInfo(row.outlet.time_zone)).date()
        first, second = sorted((day, case.day))
        allowed = repeat_after(who, first, place=case.place, protocol=name)
        if allowed is not None and second < allowed:
            words = _("another treatment is booked on %(day)s, and that is too near.")
            is_later = first == day
            yield Objection(
                "too_near" if is_later else "before_another",
                words % {"day": said(day)},
                asks_reason=True,
                earliest=allowed if is_later else None,
            )


def said(day: date) -> str:
    """Return a day in words; never 12/02/2026: half the world reads another day."""
    return date_format(day, pgettext("date format", "j M Y"))


def _span(case: _Case, starts: time, ends: time) -> Span:
    return span_of_day(case.day, starts, ends, zone=ZoneInfo(case.place.time_zone))


def _is_inside(case: _Case, spans: list[Span]) -> bool:
    return not without([case.span], joined(spans))
