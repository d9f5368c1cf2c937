"""Medicines in one shape, whatever resource records them.

Vocabulary: an *intake* is one medicine over some time: ordered, stated or given.
"""

from collections.abc import Callable, Iterator
from itertools import chain

import attrs

from glabella.core.errors import InputError
from glabella.interop.fhir.chart import Chart, name_of
from glabella.interop.fhir.elements import (
    Concept,
    Element,
    Span,
    concept,
    flag,
    part,
    parts,
    span,
    word,
)
from glabella.interop.fhir.states import Extent
from glabella.interop.mistakes import placed
from glabella.interop.notes import NoteKind

_NEVER_TAKEN = frozenset(
    {"cancelled", "draft", "entered-in-error", "intended", "not-done", "not-taken"}
)
_WISHES = frozenset({"proposal", "plan", "option"})
_RUNNING = frozenset({"active", "in-progress", ""})


@attrs.frozen
class Intake:
    """One medicine over some time; `is_moment` for a single administration."""

    resource: Element
    concept: Concept
    extent: Extent
    is_moment: bool = False


def intakes(chart: Chart) -> Iterator[Intake]:
    """Yield everything the patient was given or told to take up to the day."""
    for resource_type, read in _READERS.items():
        for resource in chart.of(resource_type):
            try:
                found = _intake(chart, resource, read=read)
            except InputError as error:
                chart.troubles.append(placed(error, name_of(resource)))
                continue
            if found is not None:
                yield found


def medication_of(chart: Chart, resource: Element) -> Concept | None:
    """Return what the medicine is: named in the resource, or in a Medication."""
    inline = concept(resource, "medicationCodeableConcept")
    if inline is not None:
        return inline
    medication = chart.resolve(resource, "medicationReference", home=resource)
    if medication is not None:
        return _with_ingredients(medication)
    reference = part(resource, "medicationReference")
    text = word(reference, "display") if reference else ""
    return Concept((), text) if text else None


def _with_ingredients(medication: Element) -> Concept:
    found = concept(medication, "code") or Concept((), "")
    inner = [concept(i, "itemCodeableConcept") for i in parts(medication, "ingredient")]
    ingredients = [item for item in inner if item is not None]
    named = [found, *ingredients]
    codings = chain.from_iterable(item.codings for item in named)
    return Concept(tuple(codings), " ".join(item.text for item in named).strip())


def _intake(
    chart: Chart, resource: Element, *, read: Callable[[Element], tuple[Extent, bool]]
) -> Intake | None:
    status, intent = word(resource, "status"), word(resource, "intent")
    if status in _NEVER_TAKEN or intent in _WISHES or flag(resource, "doNotPerform"):
        chart.tell(NoteKind.NOT_USED, f"never taken: {status or intent}", of=resource)
        return None
    medicine = medication_of(chart, resource)
    if medicine is None:
        chart.tell(NoteKind.UNKNOWN_CODE, "the medicine is not named", of=resource)
        return None
    extent, is_moment = read(resource)
    if chart.is_after(extent.begun, resource):
        return None
    return Intake(resource, medicine, extent, is_moment)


def _ordered(resource: Element) -> tuple[Extent, bool]:
    bounds = [_bounds(item) for item in parts(resource, "dosageInstruction")]
    supply = part(resource, "dispenseRequest")
    valid = part(supply, "validityPeriod") if supply else None
    begun = _first(bounds, "start") or span(resource, "authoredOn")
    ended = _first(bounds, "end") or (span(valid, "end") if valid else None)
    return _extent(resource, begun=begun, ended=ended), False


def _stated(resource: Element) -> tuple[Extent, bool]:
    period = part(resource, "effectivePeriod")
    begun = span(period, "start") if period else span(resource, "effectiveDateTime")
    ended = span(period, "end") if period else None
    return _extent(
        resource, begun=begun or span(resource, "dateAsserted"), ended=ended
    ), False


def _given(resource: Element) -> tuple[Extent, bool]:
    period = part(resource, "effectivePeriod")
    if period is None:
        return Extent(span(resource, "effectiveDateTime")), True
    extent = Extent(span(period, "start"), span(period, "end"))
    return extent, word(resource, "status") not in _RUNNING and extent.ended is None


def _extent(resource: Element, *, begun: Span | None, ended: Span | None) -> Extent:
    is_running = word(resource, "status") in _RUNNING
    return Extent(begun, ended, is_over=not is_running or ended is not None)


def _bounds(dosage: Element) -> Element:
    timing = part(dosage, "timing")
    repeat = part(timing, "repeat") if timing else None
    return (part(repeat, "boundsPeriod") if repeat else None) or {}


def _first(periods: list[Element], edge: str) -> Span | None:
    return next((span(period, edge) for period in periods if edge in period), None)


_READERS: dict[str, Callable[[Element], tuple[Extent, bool]]] = {
    "MedicationRequest": _ordered,
    "MedicationStatement": _stated,
    "MedicationAdministration": _given,
}
