"""Part one: one patient against all protocols, every answer with its reasons."""

import gzip
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import attrs
from measuring.figures import Durations, time_each
from measuring.people import Person, as_recorded, completed, worked_cases
from measuring.records import ON, Resource, bundles

from glabella.core.derived import with_derived
from glabella.core.eligibility import Assessment, Setting, assess_all
from glabella.core.facts import FactSet
from glabella.core.interview import flips, questions
from glabella.interop.fhir import read_bundle
from glabella.protocols.loader import Library

TARGET_MS = 2
"""What the median may take on one core, with full explanations and without flips."""

FULL = "assess, nearly everything known"
OWN = "assess, as the worked cases"
TARGETED = (FULL, OWN)

WARM = 20
ROUNDS = 3
RECORDS = 200
FLIPPED = 10
SYNTHEA = Path(__file__).parents[2] / "tests" / "data" / "synthea"


@attrs.frozen
class Desk:
    """All protocols and one setting, ready to assess."""

    library: Library

    @property
    def setting(self) -> Setting:
        """A country, no practice: all protocols are drafts."""
        return Setting(profile="UK", sources=self.library.sources)

    def assess_all(self, facts: FactSet) -> tuple[Assessment, ...]:
        """Return every protocol's answer: truths, facts used and missing, sources."""
        protocols = self.library.protocols.values()
        return assess_all(protocols, facts, setting=self.setting)

    def ask_all(self, facts: FactSet) -> object:
        """Return every protocol's next questions."""
        return [questions(answer) for answer in self.assess_all(facts)]

    def flip_all(self, facts: FactSet) -> object:
        """Return every protocol's next questions and flip points."""
        return [
            (questions(answer), flips(answer, setting=self.setting))
            for answer in self.assess_all(facts)
        ]

    def assess_bundle(self, bundle: Resource) -> object:
        """Return every protocol's answer about a record that is already parsed."""
        catalogue = self.library.catalogue
        found = read_bundle(bundle, on=ON, catalogue=catalogue).facts
        facts = FactSet(catalogue, on=ON, facts=found)
        return self.assess_all(with_derived(facts))


def measure(library: Library) -> dict[str, Durations]:
    """Return how long one patient takes in each form, by the name of the form."""
    desk = Desk(library)
    cases = worked_cases(library)
    full, own = completed(cases), as_recorded(cases)
    small, large = bundles(RECORDS), list(_synthea())
    _timed(desk.assess_all, library, full[:WARM])
    return {
        FULL: _timed(desk.assess_all, library, full),
        OWN: _timed(desk.assess_all, library, own),
        "assess and ask": _timed(desk.ask_all, library, full),
        "assess, ask and flip": _timed(desk.flip_all, library, full[:FLIPPED], 1),
        "from a bundle of 25 resources": time_each(desk.assess_bundle, small),
        "from a large synthetic bundle": time_each(desk.assess_bundle, large * ROUNDS),
    }


def _timed(
    deed: Callable[[FactSet], object],
    library: Library,
    people: list[Person],
    rounds: int = ROUNDS,
) -> Durations:
    """Time a deed on fact sets that are built before the clock starts."""
    fresh = [person.fact_set(library) for _ in range(rounds) for person in people]
    return time_each(deed, fresh)


def _synthea() -> Iterator[Resource]:
    """Yield the synthetic records that lie beside the tests, parsed."""
    for path in sorted(SYNTHEA.glob("*.json.gz")):
        text = gzip.decompress(path.read_bytes())
        yield json.loads(text, parse_float=Decimal)
