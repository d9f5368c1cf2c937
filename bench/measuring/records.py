"""Invented patients as FHIR R4 bundles, the same ones for the same seed.

They hold what makes a record hard to read: gaps, statements that have grown old or lie
after the day, statements that contradict each other, states that ended or were refuted,
entries made in error, and resources that bear on nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

ON = date(2026, 3, 2)
"""The day of the decision."""

Resource = dict[str, object]

OWN = "urn:x-glabella:facts"
OUTCOME = "urn:x-glabella:preventive-outcome"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ATC = "http://www.whocc.no/atc"

PREVENTIVES = ("C07AA05", "N03AX11", "N06AA09", "C09CA06", "N07CA03")
OUTCOMES = ("failed", "not_tolerated", "unsuitable", None)

# Facts asked as observations of this project's own code, with the days they may be old.
ASKED = {
    "infection_or_inflammation_at_site": 0,
    "nmj_disorder_mg_or_lems": 300,
    "motor_neuron_disease_als": 300,
    "preexisting_dysphagia_or_respiratory_compromise": 70,
    "hypersensitivity_product_or_excipient": 300,
    "anticoagulant_or_antiplatelet": 20,
}

DIAGNOSES = (
    (SNOMED, "77386006"),
    (SNOMED, "91637004"),
    (SNOMED, "86044005"),
    (ICD10CM, "L03.211"),
    (ICD10CM, "R13.10"),
)

STATES = (
    ("82810-3", "LA15173-0", "LA26683-5"),
    ("63895-7", "LA29252-6", "LA29253-4"),
)


def bundles(count: int, *, seed: int = 1) -> list[Resource]:
    """Return so many patients, each as one bundle."""
    chance = Random(seed)  # noqa: S311 - invented patients need no secrecy
    return [_bundle(number, chance) for number in range(count)]


def _bundle(number: int, chance: Random) -> Resource:
    patient = _patient(number, chance)
    found = [patient, *_asked(chance), *_counts(chance), *_medicines(chance)]
    if patient["gender"] != "male":
        found += _states(chance)
    found += [
        resource
        for system, code in DIAGNOSES
        for resource in _diagnosis(chance, system, code)
        if code != "77386006" or patient["gender"] != "male"
    ]
    found += [*_diagnosis(chance, ICD10CM, "G43.709", often=0.8), *_allergy(chance)]
    found += _beside(chance)
    entries = [_entry(resource, number, place) for place, resource in enumerate(found)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _entry(resource: Resource, number: int, place: int) -> Resource:
    """Return a bundle entry, the resource named and about its patient."""
    kind = resource["resourceType"]
    about = "patient" if kind in {"AllergyIntolerance", "Immunization"} else "subject"
    name = f"p{number}" if kind == "Patient" else f"p{number}-{place}"
    resource["id"] = name
    if kind != "Patient":
        resource[about] = {"reference": f"Patient/p{number}"}
    return {"fullUrl": f"urn:uuid:{name}", "resource": resource}


def _patient(number: int, chance: Random) -> Resource:
    patient: Resource = {
        "resourceType": "Patient",
        "name": [{"family": "Kanarienvogel", "given": [f"No. {number}"]}],
        "gender": chance.choices(("female", "male", "other"), (60, 38, 2))[0],
    }
    if chance.random() < 0.95:
        patient["birthDate"] = _ago(chance.randint(15 * 365, 90 * 365))
    told = chance.random()
    if told < 0.03:
        patient["deceasedDateTime"] = _ago(chance.randint(-60, 900))
    elif told < 0.2:
        patient["deceasedBoolean"] = told < 0.05
    return patient


def _asked(chance: Random) -> Iterator[Resource]:
    """Yield yes-or-no observations: today's, older, later, contradicting, withdrawn."""
    for fact_id, days in ASKED.items():
        told = chance.random()
        if told < 0.85:
            old = chance.randint(0, days) if told > 0.05 else days + 400
            yield _observation(OWN, fact_id, old, valueBoolean=chance.random() < 0.04)
        if told > 0.8:
            old = chance.choice((-5, 0, days))
            yield _observation(OWN, fact_id, old, valueBoolean=chance.random() < 0.5)
        if told > 0.95:
            wrong = _observation(OWN, fact_id, 0, valueBoolean=True)
            yield wrong | {"status": "entered-in-error"}


def _states(chance: Random) -> Iterator[Resource]:
    """Yield whether she is pregnant or breastfeeding, as coded answers."""
    for code, yes, no in STATES:
        told = chance.random()
        answer = "LA4489-6" if told < 0.03 else yes if told < 0.1 else no
        if told < 0.85:
            coded = {"coding": [{"system": LOINC, "code": answer}]}
            old = 0 if told < 0.75 else chance.choice((-3, 1, 40))
            yield _observation(LOINC, code, old, valueCodeableConcept=coded)


def _counts(chance: Random) -> Iterator[Resource]:
    """Yield headache and migraine days of the last months, with gaps, and a PHQ-9."""
    latest = chance.choice((0, 5, 20, 40, 80, 110))
    for fact_id, most in (
        ("headache_days_per_month", 30),
        ("migraine_days_per_month", 20),
    ):
        for back in range(4):
            told = chance.random()
            if told < 0.88:
                days = chance.randint(most // 4, most)
                quantity = {"value": days, "unit": "days"}
                old = latest + 30 * back - (35 if told < 0.02 else 0)
                yield _observation(OWN, fact_id, old, valueQuantity=quantity)
    if chance.random() < 0.7:
        score = {"value": chance.randint(0, 27), "unit": "points"}
        old = chance.choice((0, 10, 30, 60))
        yield _observation(LOINC, "44261-6", old, valueQuantity=score)


def _diagnosis(
    chance: Random, system: str, code: str, *, often: float = 0.06
) -> Iterator[Resource]:
    """Yield a condition: running, over with or without a date, refuted, or later."""
    if chance.random() >= often:
        return
    told = chance.random()
    found: Resource = {
        "resourceType": "Condition",
        "clinicalStatus": _coded("clinical", "active"),
        "verificationStatus": _coded("verification", "confirmed"),
        "code": {"coding": [{"system": system, "code": code}]},
        "onsetDateTime": _ago(chance.randint(1, 2000) if told > 0.04 else -20),
    }
    if told > 0.75:
        status = chance.choice(("resolved", "inactive", "remission"))
        found["clinicalStatus"] = _coded("clinical", status)
    if told > 0.85:
        found["abatementDateTime"] = _ago(chance.choice((-30, 0, 1)))
    if told < 0.12:
        doubt = chance.choice(("refuted", "entered-in-error", "provisional"))
        found["verificationStatus"] = _coded("verification", doubt)
    yield found


def _allergy(chance: Random) -> Iterator[Resource]:
    if chance.random() < 0.3:
        yield {
            "resourceType": "AllergyIntolerance",
            "code": {"coding": [{"system": SNOMED, "code": "716186003"}]},
            "recordedDate": _ago(chance.choice((-10, 0, 100, 500))),
        }


def _medicines(chance: Random) -> Iterator[Resource]:
    """Yield preventives with or without an outcome, and perhaps an anticoagulant."""
    for code in chance.sample(PREVENTIVES, chance.randint(0, len(PREVENTIVES))):
        taken = _statement(chance, code)
        outcome = chance.choice(OUTCOMES)
        if outcome is not None:
            reason = {"coding": [{"system": OUTCOME, "code": outcome}]}
            taken["statusReason"] = [reason]
        yield taken
    if chance.random() < 0.12:
        yield _statement(chance, "B01AA03")


def _statement(chance: Random, code: str) -> Resource:
    begun = chance.choice((-10, 50, 200, 300, 420, 800))
    period: Resource = {"start": _ago(begun)}
    status = chance.choices(("active", "completed", "not-taken"), (60, 35, 5))[0]
    if status == "completed" and chance.random() < 0.8:
        period["end"] = _ago(chance.choice((-5, 0, 20)))
    return {
        "resourceType": "MedicationStatement",
        "status": status,
        "medicationCodeableConcept": {"coding": [{"system": ATC, "code": code}]},
        "effectivePeriod": period,
    }


def _beside(chance: Random) -> Iterator[Resource]:
    """Yield what any record also holds and no criterion asks for."""
    for code in ("29463-7", "8302-2", "8867-4"):
        quantity = {"value": chance.randint(60, 190), "unit": "1"}
        yield _observation(LOINC, code, 30, valueQuantity=quantity)
    yield {"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"}}
    yield {"resourceType": "Immunization", "status": "completed"}


def _observation(system: str, code: str, days_ago: int, **value: object) -> Resource:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": system, "code": code}]},
        "effectiveDateTime": _ago(days_ago),
        **value,
    }


def _coded(kind: str, code: str) -> Resource:
    system = f"http://terminology.hl7.org/CodeSystem/condition-{kind}"
    return {"coding": [{"system": system, "code": code}]}


def _ago(days: int) -> str:
    return (ON - timedelta(days=days)).isoformat()


def size_of(found: Sequence[Resource]) -> float:
    """Return the mean number of resources of a bundle."""
    entries = [bundle["entry"] for bundle in found]
    return sum(len(e) for e in entries if isinstance(e, list)) / len(found)
