"""One patient's bundle, opened for one day: resources by type, references, notes.

Every section of the reader asks the chart; nothing else knows the bundle.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import attrs

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.core.facts import Fact
from glabella.interop.fhir.codebook import Codebook
from glabella.interop.fhir.elements import (
    Coding,
    Concept,
    Element,
    Span,
    part,
    span,
    word,
)
from glabella.interop.mistakes import placed
from glabella.interop.notes import Notebook, NoteKind

Section = Callable[["Chart", Element], Iterator[Fact]]


@attrs.frozen
class Chart:
    """What the sections of the reader share while one bundle is read.

    `mentioned` holds every fact that any resource speaks of, whatever its day;
    `troubles` holds what cannot be used.
    """

    on: date
    catalogue: Catalogue
    codes: Codebook
    resources: Mapping[str, list[Element]]
    by_reference: Mapping[str, Element]
    notebook: Notebook = attrs.field(factory=Notebook)
    troubles: list[InputError] = attrs.field(factory=list)
    mentioned: set[str] = attrs.field(factory=set)

    def of(self, resource_type: str) -> list[Element]:
        """Return the resources of a type."""
        return self.resources.get(resource_type, [])

    def each(self, resource_type: str, section: Section) -> Iterator[Fact]:
        """Yield the facts of all resources of a type; keep a broken one as trouble."""
        for resource in self.of(resource_type):
            try:
                yield from section(self, resource)
            except InputError as error:
                self.troubles.append(placed(error, name_of(resource)))

    def patient(self) -> Element | None:
        """Return the patient, if the bundle has one."""
        return next(iter(self.of("Patient")), None)

    def birth(self) -> date | None:
        """Return the birth date if it is known to the day."""
        patient = self.patient()
        try:
            born = span(patient, "birthDate") if patient else None
        except InputError:
            return None  # the section for the person reports it
        return born.first if born and born.first == born.last else None

    def resolve(self, node: Element, name: str, *, home: Element) -> Element | None:
        """Return what a reference points to: contained in `home`, or in the bundle."""
        target = part(node, name)
        reference = word(target, "reference") if target else ""
        if reference.startswith("#"):
            contained = home.get("contained")
            inner = contained if isinstance(contained, list) else []
            same = (
                r for r in inner if isinstance(r, dict) and r.get("id") == reference[1:]
            )
            return next(same, None)
        return self.by_reference.get(reference)

    def tell(self, kind: NoteKind, text: str, *, of: Element) -> None:
        """Note something about a resource."""
        self.notebook.add(kind, text, resource_type=type_of(of))

    def tell_code(
        self, kind: NoteKind, text: str, *, coding: Coding, of: Element
    ) -> None:
        """Note something about a code."""
        self.notebook.add(
            kind,
            text,
            resource_type=type_of(of),
            coding=(coding.system, coding.code, coding.display),
        )

    def tell_unknown(self, concept: Concept, resource: Element) -> None:
        """Report each code of a concept that no table knows, or its bare text."""
        for coding in concept.codings:
            self.tell_code(
                NoteKind.UNKNOWN_CODE,
                "no table knows this code",
                coding=coding,
                of=resource,
            )
        if not concept.codings:
            text = f'no table knows "{concept.label}"' if concept.label else "no code"
            self.tell(NoteKind.UNKNOWN_CODE, text, of=resource)

    def is_after(self, when: Span | None, resource: Element) -> bool:
        """Return whether something lies after the day; if so, count it."""
        if when is None or when.first <= self.on:
            return False
        self.tell(
            NoteKind.AFTER_DAY, "dated after the day of the decision", of=resource
        )
        return True

    def expires(self, fact_id: str) -> bool:
        """Return whether a statement of this fact grows old."""
        known = fact_id in self.catalogue
        return known and self.catalogue[fact_id].validity.days is not None


def type_of(resource: Element) -> str:
    """Return the type of a resource."""
    return str(resource.get("resourceType", ""))


def name_of(resource: Element) -> str:
    """Return the type and id of a resource, as references write them."""
    return f"{type_of(resource)}/{resource.get('id', '?')}"


def source_of(resource: Element) -> str:
    """Return how a fact names the resource it comes from."""
    return f"fhir:{name_of(resource)}"
