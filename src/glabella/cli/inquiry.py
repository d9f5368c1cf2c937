"""A question about one patient, with everything that is needed to answer it."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from glabella.cli.names import known_product, known_profile
from glabella.cli.patient import load_patient
from glabella.cli.practice_file import (
    decisions_in_facts,
    joined,
    read_practice_file,
)
from glabella.core.derived import with_derived
from glabella.core.eligibility import Setting
from glabella.core.facts import Fact, FactSet
from glabella.core.practice import Practice
from glabella.core.product import Product, substance_names
from glabella.core.profile import Profile
from glabella.core.protocol import Protocol
from glabella.core.sessions import with_substances
from glabella.interop.inputs import Patient
from glabella.interop.notes import Note
from glabella.protocols.loader import Library, load


@attrs.frozen
class Inquiry:
    """One patient seen on one day, in one country, by one practice.

    `product` is None where each protocol speaks of its own.
    """

    library: Library
    practice: Practice
    country: Profile
    facts: FactSet
    baseline: FactSet | None = None
    product: Product | None = None
    notes: tuple[Note, ...] = ()

    @property
    def profile(self) -> str:
        """The name of the country profile."""
        return self.country.id

    @property
    def setting(self) -> Setting:
        """Where and by whom the decision is made."""
        return Setting(
            profile=self.country.id,
            sources=self.library.sources,
            practice=self.practice,
            product=self.product.id if self.product else None,
        )

    def with_facts(self, facts: Iterable[Fact]) -> "Inquiry":
        """Return the inquiry with these statements, and what follows from them."""
        return attrs.evolve(self, facts=with_derived(self.facts.with_facts(facts)))


def empty_inquiry(words: Namespace, *, on: date) -> Inquiry:
    """Return an inquiry that knows nothing of a patient yet.

    Raises:
        InputError: If a file or a name cannot be used.
        FindingsError: If the protocols or the practice file have mistakes.
    """
    library = load()
    file = read_practice_file(words.practice, library)
    library = attrs.evolve(library, catalogue=file.over(library.catalogue))
    product = getattr(words, "product", None)
    return Inquiry(
        library=library,
        practice=file.practice,
        country=known_profile(words.profile or file.profile, library),
        facts=FactSet(library.catalogue, on=on, facts=()),
        product=known_product(product, library) if product else None,
    )


def read_inquiry(words: Namespace) -> Inquiry:
    """Return the inquiry that the words of a verb describe.

    Raises:
        InputError: If a file, a name or a day cannot be used.
        FindingsError: If the protocols or the practice file have mistakes.
    """
    empty = empty_inquiry(words, on=date.min)
    library = empty.library
    patient = load_patient(words.patient, on=words.on, catalogue=library.catalogue)
    own = decisions_in_facts(patient.practice or {}, library)
    return attrs.evolve(
        empty,
        practice=joined(empty.practice, own),
        facts=_facts(patient, library),
        baseline=_baseline(patient, library),
        notes=patient.notes,
    )


def _facts(patient: Patient, library: Library) -> FactSet:
    facts = FactSet(library.catalogue, on=patient.on, facts=patient.facts)
    names = substance_names(library.products.values())
    return with_derived(with_substances(facts, names))


def _baseline(patient: Patient, library: Library) -> FactSet | None:
    frozen = patient.baseline
    if frozen is None:
        return None
    facts = FactSet(library.catalogue, on=frozen.on, facts=frozen.facts)
    return with_derived(facts)


def asked_protocols(
    library: Library, names: Sequence[str] | None
) -> tuple[Protocol, ...]:
    """Return the protocols of these names, each once; all if none is named."""
    wanted = dict.fromkeys(names or library.protocols)
    return tuple(library.protocol(name) for name in wanted)
