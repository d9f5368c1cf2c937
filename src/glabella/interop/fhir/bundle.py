"""From a Bundle to a chart: one patient, no doubles, resources indexed once."""

from collections.abc import Iterable
from datetime import date

import attrs

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.interop.fhir.chart import Chart, name_of, type_of
from glabella.interop.fhir.codebook import codebook
from glabella.interop.fhir.elements import Element, part, parts, word
from glabella.interop.mistakes import placed, raise_any
from glabella.interop.notes import Notebook, NoteKind

USED_TYPES = frozenset(
    {
        "AllergyIntolerance",
        "Condition",
        "Medication",
        "MedicationAdministration",
        "MedicationRequest",
        "MedicationStatement",
        "Observation",
        "Patient",
        "Procedure",
        "QuestionnaireResponse",
    }
)

# Named by other resources; they carry no fact of the patient themselves.
_BESIDE = frozenset({"Location", "Organization", "Practitioner", "PractitionerRole"})


@attrs.frozen
class _Entry:
    """A resource and the address under which others name it."""

    resource: Element
    address: str


def open_chart(bundle: Element, *, on: date, catalogue: Catalogue) -> Chart:
    """Return the chart of the one patient in a bundle.

    Raises:
        InputError: If this is no Bundle, an entry is broken, or it holds two patients.
    """
    _check_type(bundle)
    notebook = Notebook()
    entries = _without_doubles(_entries(bundle, notebook), notebook)
    by_reference = _by_reference(entries)
    resources: dict[str, list[Element]] = {}
    for entry in entries:
        resources.setdefault(type_of(entry.resource), []).append(entry.resource)
    names = _names_of_patient(resources, entries)
    for kind in USED_TYPES & resources.keys():
        resources[kind] = _of_this_patient(resources[kind], names, notebook=notebook)
    return Chart(
        on=on,
        catalogue=catalogue,
        codes=codebook(),
        resources=resources,
        by_reference=by_reference,
        notebook=notebook,
    )


def _check_type(bundle: object) -> None:
    if not isinstance(bundle, dict):
        raise InputError(
            "the top level is no object.", where="Bundle", mending="Give a FHIR Bundle."
        )
    kind = bundle.get("resourceType")
    if kind != "Bundle":
        raise InputError(
            f'the resource type is "{kind}", not "Bundle".',
            where="resourceType",
            mending="Export everything about the patient as one Bundle.",
        )


def _entries(bundle: Element, notebook: Notebook) -> list[_Entry]:
    """Return the entries that matter; count the kinds that are not read."""
    found, errors = [], []
    unused: dict[str, int] = {}
    for index, entry in enumerate(parts(bundle, "entry")):
        try:
            resource = part(entry, "resource")
            if resource is None:
                continue
            kind = _kind(resource)
            if kind not in USED_TYPES and kind not in _BESIDE:
                unused[kind] = unused.get(kind, 0) + 1
                continue
            word(resource, "id")
            found.append(_Entry(resource, word(entry, "fullUrl")))
        except InputError as error:
            errors.append(
                InputError(error.what, where=f"entry {index}", mending=error.mending)
            )
    raise_any(errors)
    for kind, count in unused.items():
        text = "this kind of resource is not read"
        notebook.add(NoteKind.UNUSED_TYPE, text, resource_type=kind, count=count)
    return found


def _kind(resource: Element) -> str:
    kind = word(resource, "resourceType")
    if not kind:
        raise InputError("the resource has no resourceType.", mending="Add it.")
    return kind


def _without_doubles(entries: list[_Entry], notebook: Notebook) -> list[_Entry]:
    """Return each resource once; of two versions the one updated later."""
    kept: dict[tuple[str, str], _Entry] = {}
    errors = []
    for number, entry in enumerate(entries):
        resource = entry.resource
        name = word(resource, "id") or entry.address or f"#{number}"
        key = (type_of(resource), name)
        if key not in kept:
            kept[key] = entry
            continue
        text = "the same resource stands twice; read once"
        notebook.add(NoteKind.DUPLICATE, text, resource_type=type_of(resource))
        newer = _newer(kept[key], entry)
        if newer is None:
            errors.append(_two_versions(resource))
        else:
            kept[key] = newer
    raise_any(errors)
    return list(kept.values())


def _newer(first: _Entry, second: _Entry) -> _Entry | None:
    if first.resource == second.resource:
        return first
    ages = [_updated(entry.resource) for entry in (first, second)]
    if "" in ages or ages[0] == ages[1]:
        return None
    return first if ages[0] > ages[1] else second


def _updated(resource: Element) -> str:
    meta = part(resource, "meta")
    return word(meta, "lastUpdated") if meta else ""


def _two_versions(resource: Element) -> InputError:
    return InputError(
        "it stands twice with different content, and nothing says which is newer.",
        where=name_of(resource),
        mending="Export the bundle again, with one version of each resource.",
    )


def _by_reference(entries: Iterable[_Entry]) -> dict[str, Element]:
    """Return the resources by every name a reference may use."""
    table: dict[str, Element] = {}
    for entry in entries:
        identifier = entry.resource.get("id")
        if entry.address:
            table[entry.address] = entry.resource
        if identifier:
            table[f"{type_of(entry.resource)}/{identifier}"] = entry.resource
            table[f"urn:uuid:{identifier}"] = entry.resource
    return table


def _names_of_patient(
    resources: dict[str, list[Element]], entries: Iterable[_Entry]
) -> frozenset[str]:
    """Return what a reference to the patient may say.

    Without a Patient resource it is the one name that all resources use.
    """
    names = set()
    for entry in entries:
        if type_of(entry.resource) == "Patient":
            identifier = entry.resource.get("id")
            names |= {entry.address, f"Patient/{identifier}", f"urn:uuid:{identifier}"}
    patients = len(resources.get("Patient", ()))
    if patients == 0:
        read = (
            entry.resource for entry in entries if type_of(entry.resource) in USED_TYPES
        )
        names = {_person_of(resource) for resource in read} - {""}
        patients = len(names)
    if patients > 1:
        raise InputError(
            f"the bundle holds {patients} patients.",
            where="Bundle",
            mending="Give the bundle of one patient.",
        )
    return frozenset(names - {""})


def _of_this_patient(
    resources: list[Element], names: frozenset[str], *, notebook: Notebook
) -> list[Element]:
    """Return the resources about the patient; report those about somebody else."""
    mine = []
    for resource in resources:
        reference = _person_of(resource)
        if not reference or reference in names or _tail(reference) in names:
            mine.append(resource)
        else:
            text = "about another person or a group"
            notebook.add(NoteKind.NOT_USED, text, resource_type=type_of(resource))
    return mine


def _tail(reference: str) -> str:
    """Return type and id of a reference that is a whole address."""
    return "/".join(reference.split("/_history/", 1)[0].rsplit("/", 2)[-2:])


def _person_of(resource: Element) -> str:
    """Return the reference to the person a resource is about, or nothing."""
    try:
        about = part(resource, "subject") or part(resource, "patient")
        return word(about, "reference") if about else ""
    except InputError as error:
        raise placed(error, name_of(resource)) from None
