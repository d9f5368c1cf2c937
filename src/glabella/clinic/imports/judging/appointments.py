"""Rows of appointments: time to be booked at the outlet, by its own clock."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import attrs

from glabella.clinic.booking.actions import CELL
from glabella.clinic.booking.models import Appointment, Cell, Service
from glabella.clinic.booking.values import NewAppointment
from glabella.clinic.imports.judging import names
from glabella.clinic.imports.judging.whose import Whose, label_of
from glabella.clinic.imports.judging.zones import in_utc
from glabella.clinic.imports.lines import Line
from glabella.clinic.imports.reading.columns import fold
from glabella.clinic.imports.reading.flaws import Flaw
from glabella.clinic.imports.values import Judged, Place, Twin
from glabella.clinic.people.cards import Person

LONGEST = 12 * 60  # minutes
Slot = tuple[UUID, datetime]


@attrs.frozen
class BookingPlan:
    """An appointment as a row says it."""

    new: NewAppointment


@attrs.frozen
class _Known:
    place: Place
    whose: Whose
    services: Mapping[str, Service]
    clinicians: Mapping[str, UUID]
    booked: frozenset[Slot]
    taken: set[Slot]


def judge(lines: Iterable[Line], place: Place) -> list[Judged]:
    """Return what each row would make."""
    rows = list(lines)
    ahead = {"starts_at__gte": place.at.astimezone(UTC) - timedelta(days=1)}
    booked = Appointment.objects.filter(**ahead).exclude(state="cancelled")
    cells = Cell.objects.filter(**ahead)
    known = _Known(
        place=place,
        whose=Whose.of(rows, place),
        services=names.services(),
        clinicians=names.clinicians(place.outlet.id),
        booked=frozenset(booked.values_list("patient_id", "starts_at")),
        taken=set(cells.values_list("resource", "starts_at")),
    )
    seen: dict[Slot, int] = {}
    return [_judged(line, known, seen=seen) for line in rows]


def _judged(line: Line, known: _Known, *, seen: dict[Slot, int]) -> Judged:
    who = known.whose.ask(line)
    label = label_of(line, who)
    service = _service(line, known)
    starts_at = _start(line, known.place)
    minutes = _minutes(line, starts_at, service, place=known.place)
    clinician = _clinician(line, known)
    note = line.text("note", most=200)
    if line.is_bad() or who is None or service is None or starts_at is None:
        return Judged(line.number, label, None, tuple(line.findings))
    twins = tuple(_twins(line, who, starts_at, known=known, seen=seen))
    if not twins:
        _take(line, clinician, (starts_at, minutes or service.minutes), known=known)
    new = NewAppointment(
        patient=who.id,
        outlet=known.place.outlet.id,
        service=service.id,
        starts_at=starts_at,
        clinician=clinician,
        minutes=minutes,
        note=note,
    )
    plan = None if line.is_bad() else BookingPlan(new)
    # Somebody cannot be at one place twice at one time.
    return Judged(
        line.number,
        label,
        plan,
        tuple(line.findings),
        twins,
        may_be_another=not twins,
    )


def _service(line: Line, known: _Known) -> Service | None:
    said = line.needed("service", most=120)
    found = known.services.get(fold(said))
    if said and found is None:
        words = names.several(one.name_en for one in known.services.values())
        line.find("service", "no_such_service", known=words or "-")
    return found


def _start(line: Line, place: Place) -> datetime | None:
    field = "start" if line.text("start") else "date"
    found = line.moment(field)
    if found is None:
        if not line.text(field):
            line.find(field, "empty")
        return None
    clock = found.clock or line.clock("time")
    if clock is None:
        if not line.is_bad():
            line.find("time" if "time" in line.headers else field, "time_is_missing")
        return None
    starts_at = _in_utc(line, found.day, clock, field=field, place=place)
    if starts_at is not None:
        _check_start(line, starts_at, field=field, place=place)
    return starts_at


def _in_utc(
    line: Line, day: date, clock: time, *, field: str, place: Place
) -> datetime | None:
    try:
        return in_utc(day, clock, zone=place.outlet.time_zone)
    except Flaw as flaw:
        line.find_flaw(field, flaw)
        return None


def _check_start(line: Line, starts_at: datetime, *, field: str, place: Place) -> None:
    if starts_at < place.at:
        line.find(field, "is_past")
    if starts_at.timestamp() % CELL.total_seconds():
        line.find(field, "not_on_five_minutes")


def _minutes(
    line: Line, starts_at: datetime | None, service: Service | None, *, place: Place
) -> int | None:
    minutes = line.whole("minutes")
    if minutes is None and line.text("end") and starts_at is not None:
        minutes = _until(line, starts_at, place=place)
    if minutes is not None and not 0 < minutes <= LONGEST:
        line.find("minutes" if line.text("minutes") else "end", "no_such_length")
    if minutes is None and service is not None:
        line.find(
            "minutes", "length_of_service", is_error=False, minutes=str(service.minutes)
        )
    return minutes


def _until(line: Line, starts_at: datetime, *, place: Place) -> int | None:
    """Return how long it is until the end that a row says."""
    clock = line.clock("end") if line.peek("end") is None else None
    found = line.peek("end")
    local = starts_at.astimezone(place.zone)
    day, end = (found.day, found.clock) if found else (local.date(), clock)
    if end is None:
        return None
    ends_at = _in_utc(line, day, end, field="end", place=place)
    return None if ends_at is None else int((ends_at - starts_at).total_seconds() // 60)


def _clinician(line: Line, known: _Known) -> UUID | None:
    said = line.text("clinician", most=120)
    words = known.clinicians
    found = words.get(fold(said)) or words.get(names.untitled(said))
    if said and found is None:
        line.find("clinician", "no_such_clinician")
    return found


def _twins(
    line: Line,
    who: Person,
    starts_at: datetime,
    *,
    known: _Known,
    seen: dict[Slot, int],
) -> Iterator[Twin]:
    if any((card, starts_at) in known.booked for card in who.ids):
        yield Twin("same_appointment", patient=who.id)
    first = seen.setdefault((who.id, starts_at), line.number)
    if first != line.number:
        yield Twin("same_in_this_file", line=first)


def _take(
    line: Line, clinician: UUID | None, span: tuple[datetime, int], *, known: _Known
) -> None:
    """Take the time of a clinician, or find that it is taken."""
    if clinician is None or line.is_bad():
        return
    start, minutes = span
    count = -(-timedelta(minutes=minutes) // CELL)
    slots = {(clinician, start + CELL * place) for place in range(count)}
    if slots & known.taken:
        line.find("clinician", "clinician_is_taken")
    else:
        known.taken.update(slots)
