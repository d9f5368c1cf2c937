"""A course with the protocol, the product and the advice that belong to it."""

from collections.abc import Sequence
from datetime import date

import attrs

from glabella.core.course import Course
from glabella.core.intervals import DateWindow
from glabella.core.protocol import Protocol
from glabella.core.response import Response
from glabella.core.sources import Text

WINDOWS: dict[str, Text] = {
    "onset": Text("onset", "Wirkungseintritt"),
    "full_effect": Text("full effect", "volle Wirkung"),
    "review": Text(
        "review, for side effects and asymmetry; no top-up",
        "Kontrolle auf Nebenwirkungen und Asymmetrie; keine Nachinjektion",
    ),
    "score": Text("scores to be taken", "Messinstrumente ausfüllen"),
    "wear_off": Text("wear-off", "Nachlassen der Wirkung"),
}

EARLIEST = Text("earliest repeat", "früheste Wiederholung")
USUAL = Text("usual repeat", "übliche Wiederholung")


@attrs.frozen
class TreatedCourse:
    """What follows one session; `is_planned` if no session is on file."""

    protocol: Protocol
    product: str
    course: Course
    advice: Response
    is_planned: bool


@attrs.frozen
class Event:
    """One window on the timeline, of one condition."""

    window: DateWindow
    what: str
    name: Text
    protocol: Protocol
    unverified: str | None = None


def timeline(courses: Sequence[TreatedCourse]) -> tuple[Event, ...]:
    """Return the windows of all courses in order of time."""
    events = [event for each in courses for event in _events(each)]
    return tuple(sorted(events, key=lambda e: (e.window.from_, e.window.to, e.what)))


def _events(each: TreatedCourse) -> list[Event]:
    found = [
        Event(item.window, item.id, WINDOWS[item.id], each.protocol, item.unverified)
        for item in each.course.windows
    ]
    repeat = each.course.earliest_repeat
    if repeat is not None:
        found.append(_one_day(repeat.day, each, repeat.unverified))
    usual = each.course.usual_repeat
    if usual is not None:
        found.append(Event(usual, "usual_repeat", USUAL, each.protocol))
    return found


def _one_day(day: date, each: TreatedCourse, unverified: str | None) -> Event:
    window = DateWindow.one_day(day)
    return Event(window, "earliest_repeat", EARLIEST, each.protocol, unverified)
