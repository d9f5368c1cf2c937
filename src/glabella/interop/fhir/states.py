"""Whether a recorded state holds on the day: begun by then, and not over by then.

Today's status in the record does not decide; the dates do.
Imprecise dates are read towards caution: a state may have begun on the first day its
date allows and may have ended on the last.
"""

from datetime import date
from enum import Enum

import attrs

from glabella.core.errors import InputError
from glabella.interop.fhir.chart import Chart
from glabella.interop.fhir.elements import (
    Concept,
    Element,
    Span,
    concept,
    extensions,
    number,
    part,
    span,
    word,
)

ENDED_STATUS = frozenset({"resolved", "inactive", "remission"})
RESTING_STATUS = frozenset({"inactive", "remission"})
DOUBTED = frozenset({"unconfirmed", "provisional", "differential"})
REFUTED = frozenset({"entered-in-error", "refuted"})

# Certainty of the diagnosis in German records: V suspected, A excluded, Z state after.
_GERMAN = {"V": "provisional", "A": "refuted"}
_GERMAN_OVER = "Z"
_GERMAN_EXTENSION = "icd-10-gm-diagnosesicherheit"


class Standing(Enum):
    """How a state stands to the day."""

    LATER = "later"
    HOLDS = "holds"
    OVER = "over"
    OVER_UNDATED = "over_undated"
    UNDATED = "undated"


@attrs.frozen
class Extent:
    """When a state began and ended, as far as recorded."""

    begun: Span | None
    ended: Span | None = None
    is_over: bool = False
    """Over by its status, with or without a date."""

    def standing(self, on: date) -> Standing:
        """Return how the state stands to a day."""
        if self.begun is not None and self.begun.first > on:
            return Standing.LATER
        if self.ended is not None and self.ended.last <= on:
            return Standing.OVER
        if self.is_over and self.ended is None:
            return Standing.OVER_UNDATED
        return Standing.UNDATED if self.begun is None else Standing.HOLDS

    def is_certain(self, on: date) -> bool:
        """Return whether it holds whatever the imprecise dates mean."""
        if self.begun is None or self.begun.last > on:
            return False
        return self.ended.first > on if self.ended else not self.is_over


def standing_day(chart: Chart, fact_id: str, *, begun: Span | None) -> date:
    """Return the day for which a state that still holds is a statement.

    Where the fact grows old it is the day of the decision: the record keeps the state
    open. Where it does not, it is the day the state began.
    """
    if begun is None or chart.expires(fact_id):
        return chart.on
    return min(begun.last, chart.on)


def extent_of(chart: Chart, resource: Element) -> Extent:
    """Return when a condition or an allergy began and ended."""
    begun = (
        span(resource, "onsetDateTime")
        or _edge(resource, "onsetPeriod", edge="start")
        or _at_age(chart, resource, name="onsetAge")
        or span(resource, "recordedDate")
    )
    ended = (
        span(resource, "abatementDateTime")
        or _edge(resource, "abatementPeriod", edge="end")
        or _at_age(chart, resource, name="abatementAge")
    )
    is_over = bool(ended or word(resource, "abatementString"))
    is_over |= status_of(resource, "clinicalStatus") in ENDED_STATUS
    is_over |= german_certainty(concept(resource, "code")) == _GERMAN_OVER
    return Extent(begun, ended, is_over=is_over)


def status_of(resource: Element, name: str) -> str:
    """Return the code of a status that is a codeable concept."""
    found = concept(resource, name)
    return found.first_code() if found else ""


def verification_of(resource: Element) -> str:
    """Return how sure the record is: a FHIR verification status, or nothing."""
    stated = status_of(resource, "verificationStatus")
    german = _GERMAN.get(german_certainty(concept(resource, "code")), "")
    return german if stated in {"", "confirmed"} and german else stated


def german_certainty(code: Concept | None) -> str:
    """Return the letter of the German extension on a diagnosis, or nothing."""
    for coding in code.codings if code else ():
        for extension in extensions(coding.element, _GERMAN_EXTENSION):
            value = part(extension, "valueCoding")
            letter = word(value, "code") if value else word(extension, "valueCode")
            if letter:
                return letter
    return ""


def _edge(resource: Element, name: str, *, edge: str) -> Span | None:
    period = part(resource, name)
    return span(period, edge) if period else None


def _at_age(chart: Chart, resource: Element, *, name: str) -> Span | None:
    """Return the year of life an age in years stands for."""
    age, born = part(resource, name), chart.birth()
    years = number(age, "value") if age else None
    if age is None or born is None or years is None or word(age, "code") != "a":
        return None
    year = born.year + int(years)
    if not date.min.year <= year < date.max.year:
        raise InputError("this is no age.", where=name, mending="Give it in years.")
    return Span(date(year, 1, 1), date(year + 1, 12, 31))
