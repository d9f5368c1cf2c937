"""Who the patient is: birth date, administrative sex, death."""

from collections.abc import Iterator

from glabella.core.facts import Fact
from glabella.interop.fhir.chart import Chart, source_of
from glabella.interop.fhir.elements import Element, extensions, flag, span, word
from glabella.interop.notes import NoteKind

CONFIRMED_MALE = "male"


def person_facts(chart: Chart) -> Iterator[Fact]:
    """Yield the facts of the Patient resource."""
    yield from chart.each("Patient", _person)


def _person(chart: Chart, patient: Element) -> Iterator[Fact]:
    source = source_of(patient)
    born = span(patient, "birthDate")
    if born and not chart.is_after(born, patient):
        if born.first == born.last:
            yield Fact("birth_date", born.first, born.first, source)
        else:
            chart.tell(NoteKind.UNDATED, "the birth date has no day", of=patient)
    gender = word(patient, "gender")
    if gender:
        since = born.last if born and born.last <= chart.on else chart.on
        yield Fact("sex", gender, since, source)
    yield from _death(chart, patient)


def _death(chart: Chart, patient: Element) -> Iterator[Fact]:
    """Yield whether the patient had died by the day.

    A record that is silent states nothing: then there is no fact.
    """
    source = source_of(patient)
    died = span(patient, "deceasedDateTime")
    if died is None:
        stated = flag(patient, "deceasedBoolean")
        if stated is not None:
            yield Fact("deceased", stated, chart.on, source)
    elif chart.is_after(died, patient):
        yield Fact("deceased", False, chart.on, source)
    else:
        day = min(died.last, chart.on)
        yield Fact("deceased", True, day, source)
        if died.first == died.last:
            yield Fact("death_date", day, day, source)


def cannot_be_pregnant(chart: Chart) -> Iterator[Fact]:
    """Yield a no to pregnancy and breastfeeding for a patient recorded as male.

    Not if the record speaks of either, or names a female sex at birth.
    """
    patient = chart.patient()
    if patient is None or patient.get("gender") != CONFIRMED_MALE:
        return
    at_birth = [
        word(item, "valueCode") for item in extensions(patient, "us-core-birthsex")
    ]
    if "F" in at_birth or {"pregnancy", "breastfeeding"} & chart.mentioned:
        return
    for fact_id in ("pregnancy", "breastfeeding"):
        yield Fact(fact_id, False, chart.on, source_of(patient), "derived from sex")
