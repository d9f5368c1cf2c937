"""Earlier botulinum toxin sessions, from administrations, statements and procedures.

Units count only in the unit of the product itself, UCUM `[arb'U]{inn}`: every other
unit is reported and leaves the amount unknown. A product that nobody names stays
unknown. A session whose place nobody recorded is external.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain

import attrs

from glabella.core.errors import InputError
from glabella.core.facts import INCOMPLETE_LIST, Fact
from glabella.interop.fhir.chart import Chart, name_of, source_of, type_of
from glabella.interop.fhir.elements import (
    Concept,
    Element,
    concept,
    concepts,
    number,
    part,
    parts,
    span,
    word,
)
from glabella.interop.fhir.intakes import Intake
from glabella.interop.fhir.toxins import is_toxin, product_named, speaks_of_toxin
from glabella.interop.mistakes import placed
from glabella.interop.notes import NoteKind

UCUM = "http://unitsofmeasure.org"

# UCUM 2.2: arbitrary units are not commensurable; the annotation names the substance.
_OWN_UNIT = re.compile(r"\[arb'U\]\{(\w+)\}")

_NOT_DONE = frozenset({"entered-in-error", "not-done", "preparation"})


@attrs.frozen
class _Dose:
    """What one resource says of toxin given: a single site, or a whole session."""

    resource: Element
    day: date
    session: str
    product: str | None
    units: Decimal | None
    condition: str | None
    place: str | None
    certainty: str


def session_facts(chart: Chart, taken: list[Intake]) -> Iterator[Fact]:
    """Yield the list of earlier sessions, if the record has any."""
    doses = [*_from_intakes(chart, taken)]
    doses += _from_procedures(chart, {dose.session for dose in doses})
    if not doses:
        return
    sessions: dict[tuple[object, ...], list[_Dose]] = {}
    for dose in sorted(doses, key=lambda dose: dose.day):
        key = (dose.session, dose.day, dose.product, dose.place)
        sessions.setdefault(key, []).append(dose)
    rows = tuple(_row(group) for group in sessions.values())
    sources = ", ".join(sorted({source_of(dose.resource) for dose in doses}))
    newest = max(dose.day for dose in doses)
    yield Fact("toxin_sessions", rows, newest, sources, INCOMPLETE_LIST)


def _row(doses: list[_Dose]) -> dict[str, object]:
    """Return one session: the sum of its sites, unknown if one of them is."""
    first = doses[0]
    known = [dose.units for dose in doses if dose.units is not None]
    return {
        "date": first.day,
        "product": first.product,
        "units": sum(known, Decimal(0)) if len(known) == len(doses) else None,
        "condition": next((d.condition for d in doses if d.condition), None),
        "place": first.place,
        "external": first.place is None,
        "certainty": first.certainty,
    }


def _from_intakes(chart: Chart, taken: list[Intake]) -> Iterator[_Dose]:
    for intake in taken:
        if not is_toxin(chart.codes, intake.concept):
            continue
        kind = type_of(intake.resource)
        try:
            if kind == "MedicationRequest":
                text = "a botulinum toxin was ordered; that is no injection"
                chart.tell(NoteKind.NOT_USED, text, of=intake.resource)
            elif kind == "MedicationAdministration":
                yield from _dose(
                    chart, intake, quantity=_given(intake), certainty="documented"
                )
            else:
                yield from _dose(
                    chart, intake, quantity=_stated(intake), certainty="reported"
                )
        except InputError as error:
            chart.troubles.append(placed(error, name_of(intake.resource)))


def _given(intake: Intake) -> Element | None:
    dosage = part(intake.resource, "dosage")
    return part(dosage, "dose") if dosage else None


def _stated(intake: Intake) -> Element | None:
    """Return the one dose a statement names; several doses are no amount."""
    dosages = parts(intake.resource, "dosage")
    rates = [*chain.from_iterable(parts(dosage, "doseAndRate") for dosage in dosages)]
    return part(rates[0], "doseQuantity") if len(rates) == 1 else None


def _dose(
    chart: Chart, intake: Intake, *, quantity: Element | None, certainty: str
) -> Iterator[_Dose]:
    resource, begun = intake.resource, intake.extent.begun
    if begun is None:
        chart.tell(NoteKind.UNDATED, "a botulinum toxin without a date", of=resource)
        return
    named = product_named(chart.codes, intake.concept.words)
    product, units = _amount(chart, resource, named=named, quantity=quantity)
    yield _Dose(
        resource=resource,
        day=min(begun.last, chart.on),
        session=_session(chart, resource),
        product=product,
        units=units,
        condition=_condition(chart, resource),
        place=_place(chart, resource),
        certainty=certainty,
    )


def _amount(
    chart: Chart, resource: Element, *, named: str | None, quantity: Element | None
) -> tuple[str | None, Decimal | None]:
    """Return the product and its units, as far as both are certain."""
    if quantity is None:
        return named, None
    value = number(quantity, "value")
    if value is not None and value < 0:
        raise InputError(
            f"{value} units are less than none.", where="dose", mending="Correct it."
        )
    unit = word(quantity, "code") or word(quantity, "unit")
    annotated = _OWN_UNIT.fullmatch(unit) if word(quantity, "system") == UCUM else None
    if annotated is None or "comparator" in quantity:
        text = f'the amount is not in the unit of the product: "{unit}"'
        chart.tell(NoteKind.UNKNOWN_UNIT, text, of=resource)
        return named, None
    in_unit = product_named(chart.codes, annotated[1].casefold())
    if in_unit is None or named not in {None, in_unit}:
        text = f'the product is {named}, the unit says "{unit}"'
        chart.tell(NoteKind.CONFLICT, text, of=resource)
        return None, None
    return in_unit, value


def _session(chart: Chart, resource: Element) -> str:
    """Return the name of the session a site belongs to, or nothing."""
    for reference in parts(resource, "partOf"):
        target = chart.resolve({"it": reference}, "it", home=resource)
        return name_of(target) if target else word(reference, "reference")
    return ""


def _condition(chart: Chart, resource: Element) -> str | None:
    """Return the protocol that the stated reason belongs to, or None."""
    reasons = concepts(resource, "reasonCode")
    for reference in parts(resource, "reasonReference"):
        target = chart.resolve({"it": reference}, "it", home=resource)
        reasons += concepts(target, "code") if target else []
    protocols = map(partial(_protocol, chart), reasons)
    return next((protocol for protocol in protocols if protocol), None)


def _protocol(chart: Chart, reason: Concept) -> str:
    """Return the protocol of the first diagnosis a reason names, or nothing."""
    keys = [chart.codes.key(coding) for coding in reason.codings]
    meanings = chain.from_iterable(chart.codes.meanings(key) or () for key in keys)
    named = (chart.codes.roles[meaning.fact].protocol for meaning in meanings)
    return next((protocol for protocol in named if protocol), "")


def _place(chart: Chart, resource: Element) -> str | None:
    """Return who gave it or where, from the session or from the resource itself."""
    for reference in parts(resource, "partOf"):
        session = chart.resolve({"it": reference}, "it", home=resource)
        if session is not None and type_of(session) == "Procedure":
            found = _named(chart, session)
            if found:
                return found
    return _named(chart, resource)


def _named(chart: Chart, resource: Element) -> str | None:
    actors = [part(performer, "actor") for performer in parts(resource, "performer")]
    for reference in (part(resource, "location"), *actors):
        target = chart.resolve({"it": reference}, "it", home=resource) or {}
        name = target.get("name")
        found = name if isinstance(name, str) else ""
        if reference:
            found = found or word(reference, "display") or word(reference, "reference")
        if found:
            return found
    return None


def _from_procedures(chart: Chart, sessions: set[str]) -> Iterator[_Dose]:
    for resource in chart.of("Procedure"):
        try:
            yield from _procedure(chart, resource, sessions=sessions)
        except InputError as error:
            chart.troubles.append(placed(error, name_of(resource)))


def _procedure(
    chart: Chart, resource: Element, *, sessions: set[str]
) -> Iterator[_Dose]:
    """Yield a session that only a procedure speaks of: no units, no loose product."""
    code = concept(resource, "code") or Concept((), "")
    used = concepts(resource, "usedCode")
    words = " ".join(item.words for item in (code, *used))
    if not speaks_of_toxin(chart.codes, words):
        chart.tell_unknown(code, resource)
        return
    if word(resource, "status") in _NOT_DONE:
        chart.tell(NoteKind.NOT_USED, word(resource, "status"), of=resource)
        return
    period = part(resource, "performedPeriod")
    when = span(period, "start") if period else span(resource, "performedDateTime")
    if name_of(resource) in sessions or chart.is_after(when, resource):
        return
    if when is None:
        chart.tell(NoteKind.UNDATED, "a botulinum toxin without a date", of=resource)
        return
    chart.tell(
        NoteKind.READ_FROM_TEXT, f'understood by the words "{words}"', of=resource
    )
    yield _Dose(
        resource=resource,
        day=min(when.last, chart.on),
        session=name_of(resource),
        product=product_named(chart.codes, words, loose=True),
        units=None,
        condition=_condition(chart, resource),
        place=_place(chart, resource),
        certainty="read from text",
    )
