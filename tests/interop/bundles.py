"""Builders for FHIR resources, and the bundles that lie in `tests/data`."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

from glabella.core.fact_types import Catalogue
from glabella.core.facts import Fact
from glabella.interop.fhir import Reading, read_bundle
from glabella.interop.notes import Note, NoteKind
from tests import build
from tests.conftest import ROOT

Resource = dict[str, Any]

SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ICD10_GM = "http://fhir.de/CodeSystem/bfarm/icd-10-gm"
ICD10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
ATC = "http://www.whocc.no/atc"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
LOINC = "http://loinc.org"
OWN = "urn:x-glabella:facts"

DATA = ROOT / "tests" / "data"
SUBJECT = {"reference": "Patient/canary"}

MIGRAINE = (SNOMED, "124171000119105")
MYASTHENIA = (SNOMED, "91637004")
PREGNANT = (SNOMED, "72892002")
WARFARIN = (RXNORM, "855332")


def stored(name: str) -> Resource:
    """Return one of the bundles that this project wrote."""
    return _object((DATA / "fhir" / name).read_bytes())


def synthea(name: str) -> Resource:
    """Return one of the three synthetic bundles, by the start of its file name."""
    (path,) = (DATA / "synthea").glob(f"{name}_*.json.gz")
    return unpacked(path)


def unpacked(path: Path) -> Resource:
    """Return the content of a compressed bundle."""
    return _object(gzip.decompress(path.read_bytes()))


def _object(data: bytes) -> Resource:
    value = json.loads(data)
    assert isinstance(value, dict)
    return value


def bundle(*resources: Resource) -> Resource:
    """Return a bundle of these resources."""
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def patient(**fields: object) -> Resource:
    """Return a patient, by default a woman born in 1980."""
    return {
        "resourceType": "Patient",
        "id": "canary",
        "gender": "female",
        "birthDate": "1980-05-01",
        **fields,
    }


def concept(system: str, code: str, display: str = "") -> Resource:
    """Return a codeable concept with one coding."""
    return {"coding": [{"system": system, "code": code, "display": display}]}


def condition(coded: tuple[str, str], **fields: object) -> Resource:
    """Return a condition that began on 10 January 2024 and has not ended."""
    return {
        "resourceType": "Condition",
        "id": "c",
        "subject": SUBJECT,
        "code": concept(*coded),
        "onsetDateTime": "2024-01-10",
        **fields,
    }


def allergy(code: Resource, **fields: object) -> Resource:
    """Return an allergy recorded on 15 January 2026."""
    return {
        "resourceType": "AllergyIntolerance",
        "id": "a",
        "patient": SUBJECT,
        "recordedDate": "2026-01-15",
        "code": code,
        **fields,
    }


def order(coded: tuple[str, str] | str, **fields: object) -> Resource:
    """Return an active order of 1 February 2026, by code or in words."""
    return {
        "resourceType": "MedicationRequest",
        "id": "m",
        "status": "active",
        "intent": "order",
        "subject": SUBJECT,
        "authoredOn": "2026-02-01",
        "medicationCodeableConcept": medicine(coded),
        **fields,
    }


def medicine(coded: tuple[str, str] | str) -> Resource:
    """Return what a medicine is, by code or in words."""
    return {"text": coded} if isinstance(coded, str) else concept(*coded)


def observation(coded: tuple[str, str], **fields: object) -> Resource:
    """Return an observation of 20 February 2026."""
    return {
        "resourceType": "Observation",
        "id": "o",
        "status": "final",
        "subject": SUBJECT,
        "code": concept(*coded),
        "effectiveDateTime": "2026-02-20",
        **fields,
    }


def injection(product: str, **fields: object) -> Resource:
    """Return one administration of a toxin on 12 January 2026, without an amount."""
    return {
        "resourceType": "MedicationAdministration",
        "id": "i",
        "status": "completed",
        "subject": SUBJECT,
        "effectiveDateTime": "2026-01-12",
        "medicationCodeableConcept": {"text": product},
        **fields,
    }


def status(code: str) -> Resource:
    """Return a status that is a codeable concept."""
    return {"coding": [{"code": code}]}


def read(resource: Resource, catalogue: Catalogue, *, on: date = build.ON) -> Reading:
    """Read a bundle, or a few resources with the patient beside them."""
    whole = resource if resource.get("resourceType") == "Bundle" else None
    return read_bundle(whole or bundle(patient(), resource), on=on, catalogue=catalogue)


def values(reading: Reading, fact_id: str) -> list[object]:
    """Return the values of a fact, oldest first."""
    found = sorted(named(reading, fact_id), key=lambda fact: fact.as_of)
    return [fact.value for fact in found]


def named(reading: Reading, fact_id: str) -> list[Fact]:
    """Return all statements of a fact."""
    return [fact for fact in reading.facts if fact.id == fact_id]


def notes(reading: Reading, kind: NoteKind) -> list[Note]:
    """Return the notes of a kind."""
    return [note for note in reading.notes if note.kind is kind]
