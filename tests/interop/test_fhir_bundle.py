"""The bundle itself: one patient, no doubles, clear errors for what cannot be read."""

from datetime import date

import pytest

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.interop.fhir import read_bundle
from glabella.interop.mistakes import SeveralMistakesError
from glabella.interop.notes import NoteKind
from tests import build
from tests.interop import bundles


def message(resource: object, catalogue: Catalogue) -> str:
    with pytest.raises(InputError) as caught:
        read_bundle(resource, on=build.ON, catalogue=catalogue)  # type: ignore[arg-type]  # the point of the test
    return str(caught.value)


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ([], "Bundle: the top level is no object. Give a FHIR Bundle."),
        (
            bundles.patient(),
            (
                'resourceType: the resource type is "Patient", not "Bundle". '
                "Export everything about the patient as one Bundle."
            ),
        ),
        (
            {"resourceType": "Bundle", "entry": {}},
            "entry: this is not a list of objects. Export the bundle again.",
        ),
        (
            {"resourceType": "Bundle", "entry": [{"resource": {}}]},
            "entry 0: the resource has no resourceType. Add it.",
        ),
        (
            bundles.bundle(bundles.patient(), bundles.patient(id="other")),
            "Bundle: the bundle holds 2 patients. Give the bundle of one patient.",
        ),
        (
            bundles.bundle(
                bundles.condition(bundles.MYASTHENIA),
                bundles.condition(
                    bundles.MYASTHENIA, id="d", subject={"reference": "Patient/b"}
                ),
            ),
            "Bundle: the bundle holds 2 patients. Give the bundle of one patient.",
        ),
    ],
)
def test_what_is_no_bundle_of_one_patient_is_refused(
    catalogue: Catalogue, resource: object, expected: str
) -> None:
    assert message(resource, catalogue) == expected


def test_an_empty_bundle_says_nothing(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.bundle(), catalogue)

    assert reading.facts == ()
    assert reading.notes == ()


def test_all_mistakes_are_told_together(catalogue: Catalogue) -> None:
    broken = bundles.bundle(
        bundles.patient(birthDate="1980-02-31"),
        bundles.condition(bundles.MYASTHENIA, onsetDateTime="2024-13"),
        bundles.observation((bundles.LOINC, "44261-6"), valueInteger=28),
    )

    with pytest.raises(SeveralMistakesError) as caught:
        bundles.read(broken, catalogue)

    assert [str(error) for error in caught.value.errors] == [
        (
            'Patient/canary, birthDate: "1980-02-31" is no day of the calendar. '
            "Use a date such as 2026-03-31."
        ),
        (
            'Condition/c, onsetDateTime: "2024-13" is no day of the calendar. '
            "Use a date such as 2026-03-31."
        ),
        (
            'fhir:Observation/o, fact "phq9_total": 28 is not at most 27. '
            "Its type is integer in points."
        ),
    ]


def test_the_same_resource_twice_is_read_once(catalogue: Catalogue) -> None:
    myasthenia = bundles.condition(bundles.MYASTHENIA)
    twice = bundles.bundle(bundles.patient(), myasthenia, dict(myasthenia))
    reading = bundles.read(twice, catalogue)

    assert bundles.values(reading, "nmj_disorder_mg_or_lems") == [True]
    assert [note.count for note in bundles.notes(reading, NoteKind.DUPLICATE)] == [1]


def test_of_two_versions_the_newer_counts(catalogue: Catalogue) -> None:
    old = bundles.condition(
        bundles.MYASTHENIA, meta={"lastUpdated": "2025-01-01T00:00:00Z"}
    )
    new = bundles.condition(
        bundles.MYASTHENIA,
        meta={"lastUpdated": "2025-06-01T00:00:00Z"},
        abatementDateTime="2025-05-30",
    )

    for pair in ((old, new), (new, old)):
        reading = bundles.read(bundles.bundle(bundles.patient(), *pair), catalogue)
        assert bundles.values(reading, "nmj_disorder_mg_or_lems") == []


def test_two_versions_without_an_age_are_refused(catalogue: Catalogue) -> None:
    first = bundles.condition(bundles.MYASTHENIA)
    second = bundles.condition(bundles.MYASTHENIA, abatementDateTime="2025-05-30")

    assert message(bundles.bundle(first, second), catalogue) == (
        "Condition/c: it stands twice with different content, and nothing says which "
        "is newer. Export the bundle again, with one version of each resource."
    )


@pytest.mark.parametrize(
    "reference",
    [
        "Patient/canary",
        "urn:uuid:canary",
        "https://fhir.example.org/r4/Patient/canary",
        "https://fhir.example.org/r4/Patient/canary/_history/2",
    ],
)
def test_the_patient_is_known_by_all_names(
    catalogue: Catalogue, reference: str
) -> None:
    myasthenia = bundles.condition(bundles.MYASTHENIA, subject={"reference": reference})
    reading = bundles.read(myasthenia, catalogue)

    assert bundles.values(reading, "nmj_disorder_mg_or_lems") == [True]


def test_another_person_gives_no_fact(catalogue: Catalogue) -> None:
    child = bundles.condition(
        bundles.MYASTHENIA, subject={"reference": "Patient/child"}
    )
    reading = bundles.read(child, catalogue)

    assert bundles.values(reading, "nmj_disorder_mg_or_lems") == []
    assert [n.text for n in bundles.notes(reading, NoteKind.NOT_USED)] == [
        "about another person or a group"
    ]


def test_a_bundle_without_a_patient_is_about_the_one_it_names(
    catalogue: Catalogue,
) -> None:
    reading = bundles.read(
        bundles.bundle(bundles.condition(bundles.MYASTHENIA)), catalogue
    )

    assert bundles.values(reading, "nmj_disorder_mg_or_lems") == [True]


def test_kinds_that_are_not_read_are_counted(catalogue: Catalogue) -> None:
    claims = [{"resourceType": "Claim", "id": str(number)} for number in range(3)]
    reading = bundles.read(bundles.bundle(bundles.patient(), *claims), catalogue)
    (note,) = bundles.notes(reading, NoteKind.UNUSED_TYPE)

    assert (note.resource_type, note.count) == ("Claim", 3)


def test_every_code_system_and_resource_type_is_read(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.stored("code_systems.json"), catalogue)
    told = {fact.source: (fact.id, fact.value) for fact in reading.facts}

    expected = {
        "fhir:Condition/snomed": ("nmj_disorder_mg_or_lems", True),
        "fhir:Condition/icd10": ("cervical_dystonia_diagnosis", True),
        "fhir:Condition/icd10cm": ("chronic_migraine_diagnosis", True),
        "fhir:Condition/icd11": ("bruxism_type", "sleep"),
        "fhir:Condition/icd10gm": ("depression_severity", "moderate"),
        "fhir:AllergyIntolerance/none": ("cows_milk_protein_allergy", False),
        "fhir:MedicationRequest/atc": (
            "aminoglycoside_or_other_nmj_blocking_drug",
            True,
        ),
        "fhir:MedicationStatement/rxnorm": ("anticoagulant_or_antiplatelet", True),
        "fhir:MedicationAdministration/text": (
            "anticholinergics_or_muscle_relaxants",
            True,
        ),
        "fhir:Observation/loinc": ("phq9_total", 14),
        "fhir:Observation/own": ("hit6_total", 63),
    }
    assert {source: told.get(source) for source in expected} == expected


def test_a_code_nobody_knows_is_reported_with_its_system(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.stored("code_systems.json"), catalogue)
    (note,) = bundles.notes(reading, NoteKind.UNKNOWN_CODE)

    assert (note.resource_type, note.system, note.code, note.display, note.count) == (
        "Condition",
        "http://example.org/codes",
        "X-1",
        "A code of this house",
        1,
    )


def test_an_ambiguous_code_becomes_a_question(catalogue: Catalogue) -> None:
    """ICD-10 G43.3 may be chronic migraine, and is complicated migraine by its name."""
    reading = bundles.read(bundles.stored("code_systems.json"), catalogue)
    (note,) = bundles.notes(reading, NoteKind.AMBIGUOUS_CODE)

    assert note.code == "G43.3"
    assert note.text == (
        "ICHD-3 chronic migraine is coded here, and complicated migraine too. "
        "Which is it?"
    )


def test_what_was_entered_in_error_gives_nothing(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.stored("entered_in_error.json"), catalogue)

    assert {fact.id for fact in reading.facts} == {"birth_date", "sex"}
    assert [(n.resource_type, n.text) for n in reading.notes] == [
        ("Condition", "entered-in-error"),
        ("MedicationRequest", "never taken: draft"),
        ("Condition", "refuted"),
        ("Observation", "status entered-in-error"),
    ]


def nested(depth: int) -> dict[str, object]:
    inner: dict[str, object] = {}
    for _ in range(depth):
        inner = {"extension": inner}
    return inner


def test_a_bundle_nested_too_deeply_is_refused(catalogue: Catalogue) -> None:
    twice = [
        bundles.condition(bundles.MYASTHENIA, note=nested(20_000)) for _ in range(2)
    ]

    assert message(bundles.bundle(*twice), catalogue) == (
        "Bundle: the input is nested too deeply. Export it again."
    )


@pytest.mark.parametrize(
    ("died", "expected"),
    [
        ({}, []),
        ({"deceasedBoolean": True}, [True]),
        ({"deceasedBoolean": False}, [False]),
        ({"deceasedDateTime": "2026-03-01"}, [True]),
        ({"deceasedDateTime": "2026-03-02"}, [True]),
        ({"deceasedDateTime": "2026-03-03"}, [False]),
        ({"deceasedDateTime": "2026"}, [True]),
    ],
)
def test_death_counts_from_its_day(
    catalogue: Catalogue, died: bundles.Resource, expected: list[bool]
) -> None:
    """A silent record states nothing, and a year of death that has begun counts."""
    reading = bundles.read(bundles.bundle(bundles.patient(**died)), catalogue)

    assert bundles.values(reading, "deceased") == expected


def test_a_birth_date_without_a_day_is_reported(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.bundle(bundles.patient(birthDate="1980")), catalogue)

    assert bundles.values(reading, "birth_date") == []
    assert [n.text for n in bundles.notes(reading, NoteKind.UNDATED)] == [
        "the birth date has no day"
    ]


def test_a_birth_date_is_a_statement_of_the_birth(catalogue: Catalogue) -> None:
    """So that a look back at an earlier day still knows the age."""
    reading = bundles.read(bundles.bundle(bundles.patient()), catalogue)
    (born,) = bundles.named(reading, "birth_date")

    assert (born.value, born.as_of) == (date(1980, 5, 1), date(1980, 5, 1))
    assert bundles.values(reading, "sex") == ["female"]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (bundles.patient(gender="male"), [False]),
        (bundles.patient(gender="female"), []),
        (bundles.patient(gender="other"), []),
        (
            bundles.patient(
                gender="male",
                extension=[{"url": "http://x/us-core-birthsex", "valueCode": "F"}],
            ),
            [],
        ),
    ],
)
def test_only_a_recorded_male_sex_answers_for_pregnancy(
    catalogue: Catalogue, person: bundles.Resource, expected: list[bool]
) -> None:
    reading = bundles.read(bundles.bundle(person), catalogue)

    assert bundles.values(reading, "pregnancy") == expected
    assert bundles.values(reading, "breastfeeding") == expected


def test_a_recorded_pregnancy_stands_before_the_sex(catalogue: Catalogue) -> None:
    """Administrative sex is no proof, also when the pregnancy is over."""
    past = bundles.condition(bundles.PREGNANT, abatementDateTime="2024-09-01")
    reading = bundles.read(
        bundles.bundle(bundles.patient(gender="male"), past), catalogue
    )

    assert bundles.values(reading, "pregnancy") == []


def test_a_broken_reference_to_the_patient_is_refused(catalogue: Catalogue) -> None:
    resource = bundles.condition(bundles.MYASTHENIA, subject="Patient/canary")

    assert message(bundles.bundle(resource), catalogue) == (
        "Condition/c, subject: this is not an object. Export the bundle again."
    )


def test_a_resource_may_be_named_by_its_address_only(catalogue: Catalogue) -> None:
    """As in a transaction, where the server has not given ids yet."""
    drug = {"resourceType": "Medication", "code": {"text": "Warfarin"}}
    taken = bundles.order("x", medicationReference={"reference": "urn:uuid:1"})
    del taken["medicationCodeableConcept"]
    whole = bundles.bundle(bundles.patient(), taken)
    whole["entry"].append({"fullUrl": "urn:uuid:1", "resource": drug})
    reading = bundles.read(whole, catalogue)

    assert bundles.values(reading, "anticoagulant_or_antiplatelet") == [True]


def test_before_the_birth_there_is_no_birth_date(catalogue: Catalogue) -> None:
    unborn = date(1980, 4, 30)
    reading = bundles.read(bundles.bundle(bundles.patient()), catalogue, on=unborn)

    assert [(fact.id, fact.as_of) for fact in reading.facts] == [("sex", unborn)]


def test_a_patient_without_a_birth_date_still_has_a_sex(catalogue: Catalogue) -> None:
    person = bundles.patient()
    del person["birthDate"]
    reading = bundles.read(bundles.bundle(person), catalogue)

    assert [(fact.id, fact.as_of) for fact in reading.facts] == [("sex", build.ON)]


def test_the_same_statement_from_two_resources_is_told_once(
    catalogue: Catalogue,
) -> None:
    both = bundles.bundle(
        bundles.condition(bundles.MYASTHENIA),
        bundles.condition((bundles.ICD10_CM, "G70.00"), id="d"),
    )
    (found,) = bundles.named(bundles.read(both, catalogue), "nmj_disorder_mg_or_lems")

    assert found.source == "fhir:Condition/c"


def test_a_patient_without_a_sex_has_none(catalogue: Catalogue) -> None:
    person = bundles.patient()
    del person["gender"]
    reading = bundles.read(bundles.bundle(person), catalogue)

    assert [fact.id for fact in reading.facts] == ["birth_date"]
