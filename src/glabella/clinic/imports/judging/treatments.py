"""Rows of past treatments: sessions to be recorded as imported."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

import attrs

from glabella.clinic.imports.judging import names
from glabella.clinic.imports.judging.whose import Whose, label_of
from glabella.clinic.imports.lines import Line
from glabella.clinic.imports.reading.columns import fold
from glabella.clinic.imports.values import Judged, Place, Twin
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.knowledge import library
from glabella.clinic.record.models import Session
from glabella.clinic.record.values import NewLot, NewSession
from glabella.clinic.stock.models import Lot

MOST_UNITS = Decimal("99999.99")  # the column of a session
Key = tuple[UUID, date, str, Decimal]


@attrs.frozen
class SessionPlan:
    """A session as a row says it."""

    patient: UUID
    new: NewSession


@attrs.frozen
class _Known:
    place: Place
    whose: Whose
    substances: Mapping[str, str]
    protocols: Mapping[str, str]
    clinicians: Mapping[str, UUID]
    lots: Mapping[tuple[str, str], UUID]


def judge(lines: Iterable[Line], place: Place) -> list[Judged]:
    """Return what each row would make."""
    rows = list(lines)
    known = _Known(
        place=place,
        whose=Whose.of(rows, place),
        substances=names.substances(),
        protocols=names.protocols(),
        clinicians=names.clinicians(place.outlet.id),
        lots=_lots(),
    )
    planned = [_plan(line, known) for line in rows]
    on_file = _on_file(who for _, who, _ in planned if who)
    seen: dict[Key, int] = {}
    return [
        _judged(line, who, plan, on_file=on_file, seen=seen)
        for line, who, plan in planned
    ]


def _lots() -> dict[tuple[str, str], UUID]:
    """Return each lot by substance and number; of two presentations, neither."""
    found: dict[tuple[str, str], set[UUID]] = {}
    for key, product, number in Lot.objects.values_list("id", "product", "number"):
        found.setdefault((product, fold(number)), set()).add(key)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def _on_file(people: Iterable[Person]) -> dict[Key, UUID]:
    """Return what these people were given already."""
    owners = {card: who.id for who in people for card in who.ids}
    found: dict[Key, UUID] = {}
    cards = list(owners)
    for start in range(0, len(cards), 500):
        rows = Session.objects.filter(patient_id__in=cards[start : start + 500])
        for row in rows.only("patient_id", "on", "product", "units"):
            who = owners[row.patient_id]
            found[who, row.on, row.product, row.units.normalize()] = who
    return found


def _plan(line: Line, known: _Known) -> tuple[Line, Person | None, SessionPlan | None]:
    who = known.whose.ask(line)
    on = _day(line)
    product = known_word(line, "product", known.substances)
    protocol = known_word(line, "protocol", known.protocols)
    units = _units(line)
    new = NewSession(
        outlet=known.place.outlet.id,
        protocol=protocol,
        product=product,
        on=on or known.place.on,
        clinician=_clinician(line, known),
        lots=_lots_used(line, product, units, known=known),
        units=units,
        origin="imported",
        note=_note(line),
    )
    if line.is_bad() or who is None:
        return line, who, None
    return line, who, SessionPlan(who.id, new)


def _day(line: Line) -> date | None:
    on = line.day("date")
    if on is None and not line.text("date"):
        line.find("date", "empty")
    if on is not None and on > line.rules.days.on:
        line.find("date", "lies_ahead", day=on.isoformat())
    return on


def known_word(line: Line, field: str, words: Mapping[str, str]) -> str:
    """Return the code of a word that must be known; "" and a finding if it is not."""
    said = line.needed(field, most=120)
    code = words.get(fold(said), "")
    if said and not code:
        line.find(field, f"no_such_{field}", known=_words_of(field))
    return code


def _words_of(field: str) -> str:
    """Return the words that would do, as a person writes them."""
    found = library()
    if field == "protocol":
        return names.several(one.name.en for one in found.protocols.values())
    brands = (one.name for each in found.products.values() for one in each.brands)
    return names.several([*found.products, *brands])


def _units(line: Line) -> Decimal | None:
    units = line.decimal("units")
    if units is None and not line.text("units"):
        line.find("units", "empty")
    if units is not None and not 0 < units <= MOST_UNITS:
        line.find("units", "not_above_zero")
        return None
    if units is not None and units != round(units, 2):
        line.find("units", "too_fine")
    return units


def _clinician(line: Line, known: _Known) -> UUID | None:
    said = line.text("clinician", most=120)
    found = known.clinicians.get(fold(said)) or known.clinicians.get(
        names.untitled(said)
    )
    if said and found is None:
        line.find("clinician", "clinician_in_note", is_error=False)
    return found


def _lots_used(
    line: Line, product: str, units: Decimal | None, *, known: _Known
) -> tuple[NewLot, ...]:
    number = line.text("lot", most=40)
    if not number or units is None:
        return ()
    return (NewLot(known.lots.get((product, fold(number))), number, units),)


def _note(line: Line) -> str:
    """Return what has no column of its own, with the header that stood above it."""
    wanted = ("note", "sites", "clinician")
    found = [(field, line.text(field, most=10_000)) for field in wanted]
    return "\n".join(
        f"{line.headers.get(field, field)}: {said}" for field, said in found if said
    )


def _judged(
    line: Line,
    who: Person | None,
    plan: SessionPlan | None,
    *,
    on_file: Mapping[Key, UUID],
    seen: dict[Key, int],
) -> Judged:
    label = label_of(line, who)
    if plan is None:
        return Judged(line.number, label, None, tuple(line.findings))
    units = plan.new.units or Decimal(0)
    key = (plan.patient, plan.new.on, plan.new.product, units.normalize())
    twins: list[Twin] = []
    if key in on_file:
        twins.append(Twin("same_session", patient=on_file[key]))
    first = seen.setdefault(key, line.number)
    if first != line.number:
        twins.append(Twin("same_in_this_file", line=first))
    return Judged(line.number, label, plan, tuple(line.findings), tuple(twins))
