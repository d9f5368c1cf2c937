"""Start or continue: what the earlier sessions say about one protocol's course."""

from collections.abc import Iterator
from datetime import date, timedelta

from glabella.core.facts import Fact, FactSet
from glabella.core.protocol import Phase, Protocol


def session_days(protocol: Protocol, facts: FactSet) -> list[date]:
    """Return the days of earlier sessions for this condition, oldest first."""
    days = []
    for row in facts.rows("toxin_sessions"):
        day = row.get("date")
        is_ours = row.get("condition") == protocol.id
        if is_ours and isinstance(day, date) and day < facts.on:
            days.append(day)
    return sorted(days)


def course_days(protocol: Protocol, facts: FactSet) -> list[date]:
    """Return the sessions of the running course; none if the last one is too old.

    A pause longer than the protocol's `new_start_after_days` ends a course.
    """
    days = session_days(protocol, facts)
    longest = timedelta(days=protocol.new_start_after_days)
    running: list[date] = []
    later = facts.on
    for day in reversed(days):
        if later - day > longest:
            break
        running.insert(0, day)
        later = day
    return running


def course_start(protocol: Protocol, facts: FactSet) -> date | None:
    """Return the day of the first injection of the running course."""
    days = course_days(protocol, facts)
    return days[0] if days else None


def phase_of(protocol: Protocol, facts: FactSet) -> Phase:
    """Return continue while a course runs, else start."""
    return Phase.CONTINUE if course_days(protocol, facts) else Phase.START


# DERIVED: a cycle is 12 weeks where the protocol prints no shorter interval.
CYCLE_DAYS = 84


def completed_cycles(protocol: Protocol, facts: FactSet) -> int:
    """Return how many cycles of the running course are over.

    A cycle is over with the next session, or when its days have passed: what the second
    cycle brought cannot be judged on its first day.
    """
    days = course_days(protocol, facts)
    if not days:
        return 0
    minima = [i.days for i in protocol.intervals if i.kind == "minimum"]
    length = timedelta(days=min([CYCLE_DAYS, *minima]))
    return len(days) if facts.on - days[-1] >= length else len(days) - 1


def with_protocol_facts(protocol: Protocol, facts: FactSet, *, product: str) -> FactSet:
    """Return the set with what the sessions mean for this protocol and product.

    A session without a product counts as another product: unknown is not the same.
    Without any record of sessions nothing is added.
    """
    sessions = facts.lookup("toxin_sessions")
    if not isinstance(sessions, Fact):
        return facts
    return facts.with_facts(_session_facts(protocol, facts, product, sessions))


def _session_facts(
    protocol: Protocol, facts: FactSet, product: str, sessions: Fact
) -> Iterator[Fact]:
    source = "derived from toxin_sessions"
    others = [
        day
        for row in facts.rows("toxin_sessions")
        if row.get("product") != product
        and isinstance(day := row.get("date"), date)
        and day <= facts.on
    ]
    certainty = sessions.certainty
    if others or not sessions.may_be_incomplete:
        had = bool(others)
        yield Fact("other_botulinum_toxin", had, sessions.as_of, source, certainty)
    if others:
        day = max(others)
        yield Fact("last_other_toxin_date", day, sessions.as_of, source, certainty)
    if "sessions_in_course" in facts.catalogue:
        given = len(course_days(protocol, facts))
        yield Fact("sessions_in_course", given, facts.on, source)
    if not facts.history("cycles_completed"):
        completed = completed_cycles(protocol, facts)
        yield Fact("cycles_completed", completed, facts.on, source)
