"""The picture of a person's way: injections as marks, scores and headache days below.

A month in which too few days were recorded is a gap: a blank day is not a free day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from glabella.charts.timeline import Timeline
from glabella.charts.timeline_parts import (
    Change,
    Injection,
    Panel,
    Reading,
    Threshold,
    Window,
    WindowKind,
)
from glabella.charts.words import words_in
from glabella.clinic.people.cards import Person
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import DiaryDay, Score, Session, Therapy
from glabella.core.protocol import Protocol
from glabella.protocols.loader import Library

# Days of a month that must be recorded for it to count, see clinical-review: response
# needs at least 20 recorded days.
RECORDED_DAYS = 20
LONGEST = timedelta(days=800)
# Instruments drawn on the overview, and the number at which remission is spoken of.
SHOWN = {"phq9": ("PHQ-9", 27), "madrs": ("MADRS", 60), "hit6": ("HIT-6", 78)}
KINDS = {
    "onset": WindowKind.ONSET,
    "full_effect": WindowKind.PEAK,
    "review": WindowKind.REVIEW,
    "wear_off": WindowKind.WEAR_OFF,
}


def course_chart(
    who: Person,
    sessions: Sequence[Session],
    *,
    on: date,
    library: Library,
    language: str,
) -> Timeline | None:
    """Return the picture; None while there is nothing to draw.

    Args:
        sessions: Of this person, newest first.
    """
    scores = record.scores(who)
    days = record.diary(who, since=on - LONGEST)
    known = [row.on for row in sessions] + [row.taken_on for row in scores]
    known += [row.on for row in days[:1]]
    drawn = [day for day in known if on - LONGEST <= day <= on]
    if not drawn:
        return None
    start = min(drawn) - timedelta(days=14)
    return Timeline(
        title=_("Course: injections, scores and headache days"),
        start=start,
        end=on + timedelta(days=90),
        injections=tuple(_injections(sessions, since=start)),
        panels=tuple(_panels(scores, days, start=start, end=on)),
        windows=tuple(_windows(sessions, library, language)),
        changes=tuple(_changes(record.therapies(who), start=start, end=on)),
        on=on,
        words=words_in(language),
    )


def _injections(sessions: Iterable[Session], *, since: date) -> Iterator[Injection]:
    for row in sessions:
        if row.on >= since:
            yield Injection(on=row.on, product=row.product, units=row.units)


def _panels(
    scores: Sequence[Score], days: Sequence[DiaryDay], *, start: date, end: date
) -> Iterator[Panel]:
    for key, (title, high) in SHOWN.items():
        readings = tuple(
            Reading(on=row.taken_on, value=row.total)
            for row in scores
            if row.instrument == key and start <= row.taken_on <= end
        )
        if readings:
            yield Panel(title=title, readings=readings, low=0, high=high)
    if days:
        yield Panel(
            title=_("Headache days in the month"),
            readings=tuple(_months(days, end=end)),
            unit=_("days"),
            low=0,
            high=31,
            thresholds=(Threshold(value=15, label=_("15 days")),),
        )


def _months(days: Sequence[DiaryDay], *, end: date) -> Iterator[Reading]:
    """Yield one reading a calendar month, whole months and the running one."""
    # Two cards of one person may both have the day: what was entered last stands.
    answers = {row.on: row.had for row in days}
    first = days[0].on.replace(day=1)
    while first <= end:
        after = (first + timedelta(days=32)).replace(day=1)
        rows = [had for on, had in answers.items() if first <= on < after]
        known = [had for had in rows if had is not None]
        value = sum(known) if len(known) >= RECORDED_DAYS else None
        yield Reading(on=first, value=value, until=after)
        first = after


def _windows(
    sessions: Sequence[Session], library: Library, language: str
) -> Iterator[Window]:
    """Yield the windows after the last session, as its protocol says them."""
    last = sessions[0] if sessions else None
    protocol: Protocol | None = library.protocols.get(last.protocol) if last else None
    if last is None or protocol is None:
        return
    for window in protocol.windows:
        kind = KINDS.get(window.id)
        if kind is not None and not window.basis.is_recalled:
            label = window.text.in_language(language) if window.text else window.id
            yield Window(
                kind=kind,
                label=label,
                start=last.on + timedelta(days=window.from_day),
                end=last.on + timedelta(days=window.to_day),
            )


def _changes(
    therapies: Iterable[Therapy], *, start: date, end: date
) -> Iterator[Change]:
    for row in therapies:
        if row.started_on and start <= row.started_on <= end:
            label = _("%(name)s started") % {"name": row.name}
            yield Change(on=row.started_on, label=label)
        if row.stopped_on and start <= row.stopped_on <= end:
            label = _("%(name)s stopped") % {"name": row.name}
            yield Change(on=row.stopped_on, label=label)
