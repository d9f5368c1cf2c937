"""From a FHIR R4 Bundle to facts, as the record stood on one day.

Everything is judged by its dates as of `on`: a condition counts if it had begun and had
not abated, whatever its status says today; what is dated later is ignored and counted.
What is not in the record stays unknown: the reader never concludes a no from silence.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue, FactValue
from glabella.core.facts import Fact
from glabella.interop.fhir.bundle import open_chart
from glabella.interop.fhir.chart import Chart
from glabella.interop.fhir.drugs import drug_facts
from glabella.interop.fhir.elements import Element
from glabella.interop.fhir.findings import allergy_facts, condition_facts
from glabella.interop.fhir.intakes import intakes
from glabella.interop.fhir.observations import observation_facts
from glabella.interop.fhir.person import cannot_be_pregnant, person_facts
from glabella.interop.fhir.sessions import session_facts
from glabella.interop.mistakes import placed, raise_any
from glabella.interop.notes import Note, NoteKind
from glabella.interop.strict_text import too_deep


@attrs.frozen
class Reading:
    """What one bundle says of a patient, and what the reader noticed beside it."""

    facts: tuple[Fact, ...]
    notes: tuple[Note, ...]


def read_bundle(bundle: Element, *, on: date, catalogue: Catalogue) -> Reading:
    """Return the facts of the one patient in a bundle, as of a day.

    Args:
        bundle: A FHIR R4 Bundle as JSON gives it.
        on: The day of the decision; nothing later counts.
        catalogue: The facts that may be produced, with their types and limits.

    Raises:
        InputError: If this is no Bundle of one patient, or a part that matters cannot
            be read; SeveralMistakesError if there is more than one such part.
    """
    try:
        chart = open_chart(bundle, on=on, catalogue=catalogue)
        facts = tuple(_checked(chart, _sections(chart)))
    except RecursionError:
        raise too_deep("Bundle") from None
    raise_any(chart.troubles)
    return Reading(facts, chart.notebook.notes())


def _sections(chart: Chart) -> Iterator[Fact]:
    taken = list(intakes(chart))
    for section in (
        person_facts(chart),
        condition_facts(chart),
        allergy_facts(chart),
        drug_facts(chart, taken),
        observation_facts(chart),
        session_facts(chart, taken),
        cannot_be_pregnant(chart),
    ):
        try:
            yield from section
        except InputError as error:
            chart.troubles.append(error)


def _checked(chart: Chart, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield each fact once, its value in the type of the catalogue."""
    seen: dict[tuple[str, date], list[FactValue]] = {}
    for fact in facts:
        if fact.id not in chart.catalogue:
            text = f'the catalogue has no fact "{fact.id}"'
            chart.notebook.add(NoteKind.NO_SUCH_FACT, text)
            continue
        try:
            value = chart.catalogue.normalise(fact.id, fact.value)
        except InputError as error:
            chart.troubles.append(placed(error, fact.source))
            continue
        same = seen.setdefault((fact.id, fact.as_of), [])
        if value not in same:
            same.append(value)
            yield Fact(fact.id, value, fact.as_of, fact.source, fact.certainty)
