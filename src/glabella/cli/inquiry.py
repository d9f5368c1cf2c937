"""A question about one patient, with everything that is needed to answer it."""

from argparse import Namespace
from collections.abc import Sequence

import attrs

from glabella.cli.names import checked_product, checked_profile
from glabella.cli.patient import load_patient
from glabella.cli.practice_file import (
    decisions_in_facts,
    joined,
    read_practice_file,
)
from glabella.core.derived import with_derived
from glabella.core.eligibility import Setting
from glabella.core.facts import FactSet
from glabella.core.practice import Practice
from glabella.core.protocol import Protocol
from glabella.interop.notes import Note
from glabella.interop.patient import Patient
from glabella.protocols.loader import Library, load


@attrs.frozen
class Inquiry:
    """One patient seen on one day, in one country, by one practice.

    `product` is None where each protocol speaks of its own.
    """

    library: Library
    practice: Practice
    profile: str
    facts: FactSet
    baseline: FactSet | None = None
    product: str | None = None
    notes: tuple[Note, ...] = ()

    @property
    def setting(self) -> Setting:
        """Where and by whom the decision is made."""
        return Setting(
            profile=self.profile,
            sources=self.library.sources,
            practice=self.practice,
            product=self.product,
        )


def read_inquiry(words: Namespace) -> Inquiry:
    """Return the inquiry that the words of a verb describe.

    Raises:
        InputError: If a file, a name or a day cannot be used.
        FindingsError: If the protocols or the practice file have mistakes.
    """
    library = load()
    file = read_practice_file(words.practice, library)
    library = attrs.evolve(library, catalogue=file.over(library.catalogue))
    profile = checked_profile(words.profile or file.profile, library)
    product = getattr(words, "product", None)
    patient = load_patient(words.patient, on=words.on, catalogue=library.catalogue)
    own = decisions_in_facts(patient.practice or {}, library)
    return Inquiry(
        library=library,
        practice=joined(file.practice, own),
        profile=profile,
        facts=_facts(patient, library),
        baseline=_baseline(patient, library),
        product=checked_product(product, library) if product else None,
        notes=patient.notes,
    )


def _facts(patient: Patient, library: Library) -> FactSet:
    facts = FactSet(library.catalogue, on=patient.on, facts=patient.facts)
    return with_derived(facts)


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
