"""What a running course reads like on a day: figures, window, co-treatment, advice.

For clinicians. The advice is that of `core.response`; beside it stands what makes it
weaker: a window that takes in the wearing off, and other treatments that changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from glabella.clinic.record.models import Score, Session, Therapy
from glabella.clinic.record.plain import plain
from glabella.core.course import Course, Place, course
from glabella.core.errors import GlabellaError
from glabella.core.facts import FactSet
from glabella.core.instruments import Instrument
from glabella.core.phases import course_start, with_protocol_facts
from glabella.core.protocol import Protocol
from glabella.core.response import Figures, Response, response
from glabella.core.score_change import Change, change
from glabella.core.scores import Score as CoreScore
from glabella.core.scoring import score
from glabella.core.truth import Truth
from glabella.protocols.instruments_loader import InstrumentLibrary
from glabella.protocols.loader import Library

# The diary counts the 28 days before the day of the question, see `record.statements`.
WINDOW_DAYS = 28
# Measures of the protocols whose instrument has another name.
_ALIASES = {"pain_nrs": "nrs_pain"}


@attrs.frozen
class Window:
    """The days the current numbers are counted in, seen from the last injection.

    Args:
        first: The first day.
        last: The last day.
        from_day: Of `first`, counted from the injection; below zero before it.
        to_day: Of `last`.
        has_wear_off: Whether it takes in the wearing off; unknown where nobody has read
            when that begins.
        reaches_back: Whether it begins before the injection.
    """

    first: date
    last: date
    from_day: int
    to_day: int
    has_wear_off: Truth
    reaches_back: bool


@attrs.frozen
class CoTreatment:
    """Another treatment that changed while the course ran."""

    name: str
    what: str  # "started", "stopped"
    on: date


@attrs.frozen
class Marks:
    """What the numbers of one instrument say since the baseline.

    `change` is None where one of the two scores is missing.
    """

    instrument: Instrument
    baseline: Score | None
    current: Score | None
    change: Change | None


@attrs.frozen
class Reading:
    """A course as it reads on a day."""

    protocol: Protocol
    session: Session
    on: date
    started_on: date
    course: Course
    response: Response
    window: Window
    changes: tuple[CoTreatment, ...]
    attributable: Truth
    marks: tuple[Marks, ...]

    @property
    def days_since(self) -> int:
        """Days since the last session."""
        return (self.on - self.session.on).days


@attrs.frozen
class Known:
    """What the record says of a person, read once for all courses."""

    facts: FactSet
    sessions: Sequence[Session]
    therapies: Sequence[Therapy]
    scores: Sequence[Score]
    profile: str


def readings(
    known: Known, *, library: Library, instruments: InstrumentLibrary
) -> tuple[Reading, ...]:
    """Return the reading of each condition that was ever treated here, newest first."""
    newest: dict[str, Session] = {}
    for row in sorted(known.sessions, key=lambda each: each.on, reverse=True):
        is_over = row.sealed_at is not None or row.origin == "imported"
        if is_over and row.on <= known.facts.on and row.protocol in library.protocols:
            newest.setdefault(row.protocol, row)
    return tuple(
        _reading(row, known, library=library, instruments=instruments)
        for row in newest.values()
    )


def _reading(
    row: Session, known: Known, *, library: Library, instruments: InstrumentLibrary
) -> Reading:
    protocol, on = library.protocols[row.protocol], known.facts.on
    facts = with_protocol_facts(protocol, known.facts, product=row.product)
    place = Place(row.product, known.profile, library.sources)
    found = course(protocol, row.on, place=place)
    started = course_start(protocol, facts) or row.on
    changes = tuple(_changes(known.therapies, since=started, until=on))
    return Reading(
        protocol=protocol,
        session=row,
        on=on,
        started_on=started,
        course=found,
        response=response(
            protocol, facts, profile=known.profile, sources=library.sources
        ),
        window=window(found, on=on),
        changes=changes,
        attributable=_attributable(known.therapies, changes, since=started),
        marks=tuple(
            _marks(each, known.scores, started=started, on=on)
            for each in instruments_of(protocol, instruments)
        ),
    )


def window(found: Course, *, on: date) -> Window:
    """Return the days that a diary question of the day `on` looks back on."""
    first, last = on - timedelta(days=WINDOW_DAYS), on - timedelta(days=1)
    wear_off = found.window("wear_off")
    has_wear_off = Truth.UNKNOWN
    if wear_off is not None:
        has_wear_off = Truth.of(last >= wear_off.from_)
    return Window(
        first=first,
        last=last,
        from_day=(first - found.treated).days,
        to_day=(last - found.treated).days,
        has_wear_off=has_wear_off,
        reaches_back=first < found.treated,
    )


def _changes(
    therapies: Iterable[Therapy], *, since: date, until: date
) -> Iterator[CoTreatment]:
    """Yield what changed from the baseline before the first injection on."""
    first = since - timedelta(days=WINDOW_DAYS)
    for row in therapies:
        for what, day in (("started", row.started_on), ("stopped", row.stopped_on)):
            if day is not None and first <= day <= until:
                yield CoTreatment(row.name, what, day)


def _attributable(
    therapies: Sequence[Therapy], changes: Sequence[CoTreatment], *, since: date
) -> Truth:
    """Return whether the figures can be put down to the injections alone.

    A list that nobody keeps, and a start that nobody knows, leave it open.
    """
    if changes:
        return Truth.NO
    is_open = any(
        row.started_on is None and (row.stopped_on is None or row.stopped_on >= since)
        for row in therapies
    )
    return Truth.UNKNOWN if is_open or not therapies else Truth.YES


def instruments_of(
    protocol: Protocol, instruments: InstrumentLibrary
) -> tuple[Instrument, ...]:
    """Return the instruments that the measures of a protocol are taken with."""
    names = [_ALIASES.get(each.id, each.id) for each in protocol.measures]
    known = instruments.instruments
    return tuple(known[name] for name in names if name in known)


def _marks(
    instrument: Instrument, scores: Sequence[Score], *, started: date, on: date
) -> Marks:
    """Return the last score before the course beside the last one of it."""
    rows = [row for row in scores if row.instrument == instrument.id]
    before = [row for row in rows if row.taken_on <= started]
    after = [row for row in rows if started < row.taken_on <= on]
    baseline = before[-1] if before else None
    current = after[-1] if after else None
    both = None
    if baseline is not None and current is not None:
        both = _change(instrument, baseline, current)
    return Marks(instrument, baseline, current, both)


def _change(instrument: Instrument, baseline: Score, current: Score) -> Change | None:
    try:
        return change(
            instrument,
            baseline=_scored(instrument, baseline),
            current=_scored(instrument, current),
        )
    except GlabellaError:  # an old form, or an item that the newer version lacks
        return None


def _scored(instrument: Instrument, row: Score) -> CoreScore:
    if row.items:
        return score(instrument, row.items)
    return score(instrument, {}, total=row.total)


def as_answer(found: Reading) -> dict[str, object]:
    """Return the figures of a reading as a review keeps them."""
    return {
        "schema": "glabella.review/1",
        "on": found.on.isoformat(),
        "protocol": found.protocol.id,
        "protocol_version": found.protocol.version,
        "protocol_digest": found.protocol.digest,
        "treated_on": found.session.on.isoformat(),
        "course_started_on": found.started_on.isoformat(),
        "days_since": found.days_since,
        "decision": found.response.decision.value,
        "rule": found.response.rule.criterion.id if found.response.rule else None,
        "rules": [
            {
                "id": rule.criterion.id,
                "truth": rule.evaluation.truth.value,
                "unverified": rule.unverified,
            }
            for rule in found.response.rules
        ],
        "figures": [_figures(each) for each in found.response.figures],
        "window": {
            "first": found.window.first.isoformat(),
            "last": found.window.last.isoformat(),
            "from_day": found.window.from_day,
            "to_day": found.window.to_day,
            "has_wear_off": found.window.has_wear_off.value,
        },
        "attributable": found.attributable.value,
        "changes": [plain(attrs.asdict(each)) for each in found.changes],
    }


def _figures(found: Figures) -> dict[str, object]:
    return {
        "measure": found.measure,
        "baseline": found.baseline,
        "current": found.current,
        "fall_percent": found.fall_percent,
        "recorded_days": found.recorded_days,
        "recorded_minimum": found.recorded_minimum,
        "response": found.response.value,
        "remission": found.remission.value,
    }
