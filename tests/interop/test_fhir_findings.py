"""Conditions and allergies: what holds on the day, and what a doubt does."""

from datetime import date

import attrs
import pytest

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue, Validity
from glabella.interop.notes import NoteKind
from tests import build
from tests.interop import bundles

MYASTHENIA = "nmj_disorder_mg_or_lems"
MIGRAINE = "chronic_migraine_diagnosis"
URINARY = (bundles.ICD10_CM, "N39.0")


def stop_values(
    catalogue: Catalogue, coded: tuple[str, str], fact_id: str, **fields: object
) -> list[object]:
    reading = bundles.read(bundles.condition(coded, **fields), catalogue)
    return bundles.values(reading, fact_id)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [True]),
        ({"abatementDateTime": "2026-03-03"}, [True]),
        ({"abatementDateTime": "2026-03-02"}, []),
        ({"abatementDateTime": "2026-03-01"}, []),
        ({"abatementPeriod": {"start": "2026-02-01", "end": "2026-03-01"}}, []),
        ({"onsetDateTime": "2026-03-02"}, [True]),
        ({"onsetDateTime": "2026-03-03"}, []),
        ({"onsetDateTime": "2026-03-02T23:30:00-11:00"}, [True]),
        ({"onsetDateTime": None, "recordedDate": "2026-03-01"}, [True]),
        ({"onsetDateTime": None, "onsetPeriod": {"start": "2026-03-03"}}, []),
        ({"clinicalStatus": bundles.status("active")}, [True]),
        (
            {
                "clinicalStatus": bundles.status("resolved"),
                "abatementDateTime": "2026-03-03",
            },
            [True],
        ),
        ({"clinicalStatus": bundles.status("resolved")}, []),
        ({"abatementString": "last winter"}, []),
        ({"onsetDateTime": "2026", "recordedDate": "2026-02-01"}, [True]),
        ({"abatementDateTime": "2026"}, [True]),
    ],
)
def test_a_condition_counts_by_its_dates_not_by_its_status(
    catalogue: Catalogue, fields: bundles.Resource, expected: list[bool]
) -> None:
    given = {key: value for key, value in fields.items() if value is not None}
    dropped = {key for key, value in fields.items() if value is None}
    resource = bundles.condition(bundles.MYASTHENIA, **given)
    kept = {key: value for key, value in resource.items() if key not in dropped}
    reading = bundles.read(kept, catalogue)

    assert bundles.values(reading, MYASTHENIA) == expected


def test_an_age_at_onset_is_placed_by_the_birth(catalogue: Catalogue) -> None:
    resource = bundles.condition(
        bundles.MYASTHENIA, onsetAge={"value": 30, "code": "a"}
    )
    del resource["onsetDateTime"]
    reading = bundles.read(resource, catalogue)

    assert bundles.values(reading, MYASTHENIA) == [True]


def test_a_resolved_condition_without_a_date_is_reported(catalogue: Catalogue) -> None:
    resource = bundles.condition(
        bundles.MYASTHENIA, clinicalStatus=bundles.status("resolved")
    )
    reading = bundles.read(resource, catalogue)

    assert [n.text for n in bundles.notes(reading, NoteKind.ENDED_UNDATED)] == [
        f'"{MYASTHENIA}" has ended, nobody recorded when'
    ]


def test_a_lifelong_disease_at_rest_still_counts(catalogue: Catalogue) -> None:
    resting = {"clinicalStatus": bundles.status("remission")}

    assert stop_values(catalogue, bundles.MYASTHENIA, MYASTHENIA, **resting) == [True]


def test_what_speaks_against_treatment_counts_undated(catalogue: Catalogue) -> None:
    undated = bundles.condition(bundles.MYASTHENIA)
    del undated["onsetDateTime"]
    (found,) = bundles.named(bundles.read(undated, catalogue), MYASTHENIA)

    assert (found.as_of, found.certainty) == (build.ON, "undated")


def test_what_opens_a_protocol_must_be_placed_in_time(catalogue: Catalogue) -> None:
    undated = bundles.condition(bundles.MIGRAINE)
    del undated["onsetDateTime"]
    this_year = bundles.condition(bundles.MIGRAINE, onsetDateTime="2026")

    for resource in (undated, this_year):
        reading = bundles.read(resource, catalogue)
        assert bundles.values(reading, MIGRAINE) == []
        assert len(bundles.notes(reading, NoteKind.UNDATED)) == 1


@pytest.mark.parametrize("doubt", ["unconfirmed", "provisional", "differential"])
def test_a_doubt_stops_but_never_opens(catalogue: Catalogue, doubt: str) -> None:
    doubted = {"verificationStatus": bundles.status(doubt)}
    stops = bundles.read(bundles.condition(bundles.MYASTHENIA, **doubted), catalogue)
    opens = bundles.read(bundles.condition(bundles.MIGRAINE, **doubted), catalogue)

    assert [f.certainty for f in bundles.named(stops, MYASTHENIA)] == [doubt]
    assert bundles.named(opens, MIGRAINE) == []
    assert len(bundles.notes(opens, NoteKind.DOUBTFUL)) == 1


@pytest.mark.parametrize(
    ("letter", "expected"),
    [("G", ["recorded"]), ("V", ["provisional"]), ("A", []), ("Z", [])],
)
def test_the_german_letter_of_certainty_counts(
    catalogue: Catalogue, letter: str, expected: list[str]
) -> None:
    resource = bundles.condition((bundles.ICD10_GM, "G70.0"))
    resource["code"]["coding"][0]["extension"] = [
        {
            "url": "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit",
            "valueCoding": {"code": letter},
        }
    ]
    reading = bundles.read(resource, catalogue)

    assert [f.certainty for f in bundles.named(reading, MYASTHENIA)] == expected


@pytest.mark.parametrize(
    ("system", "code", "fact_id"),
    [
        (bundles.ICD10_CM, "G70.00", MYASTHENIA),
        (bundles.ICD10_CM, "G43709", MIGRAINE),
        (bundles.ICD10_CM, "G43.E19", MIGRAINE),
        (bundles.ICD10_GM, "G70.0", MYASTHENIA),
        (bundles.ICD10, "g70.0", MYASTHENIA),
        ("urn:oid:2.16.840.1.113883.6.96", "91637004", MYASTHENIA),
    ],
)
def test_a_code_is_found_however_it_is_written(
    catalogue: Catalogue, system: str, code: str, fact_id: str
) -> None:
    assert stop_values(catalogue, (system, code), fact_id) == [True]


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (bundles.ICD10_CM, "G43.909"),
        (bundles.ICD10, "G43.0"),
        (bundles.ICD10, "G43"),
        (bundles.ICD10_CM, "F10.21"),
        ("http://example.org", "91637004"),
    ],
)
def test_a_neighbour_of_a_known_code_means_nothing(
    catalogue: Catalogue, system: str, code: str
) -> None:
    reading = bundles.read(bundles.condition((system, code)), catalogue)

    assert {fact.id for fact in reading.facts} == {"birth_date", "sex"}


def test_one_code_may_say_several_things(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.condition((bundles.ICD10, "F32.3")), catalogue)
    told = {fact.id: fact.value for fact in reading.facts}

    assert told["depression_diagnosis"] is True
    assert told["depression_severity"] == "severe"
    assert told["psychosis"] is True


def test_a_known_code_beside_an_unknown_one_is_enough(catalogue: Catalogue) -> None:
    resource = bundles.condition(bundles.MYASTHENIA)
    resource["code"]["coding"].append({"system": "http://example.org", "code": "1"})
    reading = bundles.read(resource, catalogue)

    assert bundles.values(reading, MYASTHENIA) == [True]
    assert bundles.notes(reading, NoteKind.UNKNOWN_CODE) == []


def test_a_code_of_a_visit_speaks_of_its_day(catalogue: Catalogue) -> None:
    """A visit in pregnancy has no end date; it must not make her pregnant for ever."""
    visit = bundles.condition((bundles.ICD10, "Z34.0"), onsetDateTime="2025-04-01")
    (found,) = bundles.named(bundles.read(visit, catalogue), "pregnancy")

    assert (found.value, found.as_of) == (True, date(2025, 4, 1))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            bundles.concept(bundles.SNOMED, "782555009"),
            {"cows_milk_protein_allergy": (True, "recorded")},
        ),
        (
            {"text": "Botulinum toxin type A"},
            {"hypersensitivity_product_or_excipient": (True, "read from text")},
        ),
        (
            {"text": "Human albumin"},
            {"hypersensitivity_product_or_excipient": (True, "read from text")},
        ),
        (
            {"text": "Kuhmilcheiweiß"},
            {"cows_milk_protein_allergy": (True, "read from text")},
        ),
        (
            bundles.concept(bundles.SNOMED, "716186003"),
            {
                "cows_milk_protein_allergy": (False, "recorded"),
                "hypersensitivity_product_or_excipient": (False, "recorded"),
            },
        ),
        (bundles.concept(bundles.SNOMED, "91934008", "Allergy to nut"), {}),
    ],
)
def test_an_allergy_answers_only_what_it_says(
    catalogue: Catalogue,
    code: bundles.Resource,
    expected: dict[str, tuple[bool, str]],
) -> None:
    """A list of other allergies is no denial: the question stays open."""
    reading = bundles.read(bundles.allergy(code), catalogue)
    told = {
        fact.id: (fact.value, fact.certainty)
        for fact in reading.facts
        if fact.id not in {"birth_date", "sex"}
    }

    assert told == expected


def test_a_reaction_outweighs_no_known_allergy(catalogue: Catalogue) -> None:
    reaction = bundles.allergy({"text": "Botox"})
    denial = bundles.allergy(
        bundles.concept(bundles.SNOMED, "716186003"), id="b", recordedDate="2026-02-01"
    )
    both = bundles.bundle(bundles.patient(), reaction, denial)
    reading = bundles.read(both, catalogue)

    assert bundles.values(reading, "hypersensitivity_product_or_excipient") == [True]
    assert bundles.values(reading, "cows_milk_protein_allergy") == [False]
    assert len(bundles.notes(reading, NoteKind.CONFLICT)) == 1


def test_a_refuted_allergy_counts_for_nothing(catalogue: Catalogue) -> None:
    reading = bundles.read(
        bundles.allergy(
            {"text": "Botox"}, verificationStatus=bundles.status("refuted")
        ),
        catalogue,
    )

    assert bundles.values(reading, "hypersensitivity_product_or_excipient") == []


def test_a_doubtful_code_says_so(catalogue: Catalogue) -> None:
    """A retention is not always acute; a code from memory is not verified."""
    dysphagia = bundles.condition((bundles.SNOMED, "40739000"))
    milk = bundles.allergy(bundles.concept(bundles.ICD10_CM, "Z91.011"))
    told = {
        fact.id: fact.certainty
        for resource in (dysphagia, milk)
        for fact in bundles.read(resource, catalogue).facts
    }

    assert told["preexisting_dysphagia_or_respiratory_compromise"] == (
        "unverified code"
    )
    assert told["cows_milk_protein_allergy"] == "broader code"


def test_a_diagnosis_that_has_ended_opens_nothing(catalogue: Catalogue) -> None:
    over = bundles.condition(bundles.MIGRAINE, abatementDateTime="2025-01-01")
    undated = bundles.condition(
        bundles.MIGRAINE, clinicalStatus=bundles.status("resolved")
    )

    assert bundles.read(over, catalogue).notes == ()
    assert [n.kind for n in bundles.read(undated, catalogue).notes] == [
        NoteKind.ENDED_UNDATED
    ]
    assert bundles.values(bundles.read(undated, catalogue), MIGRAINE) == []


def test_a_code_of_a_visit_needs_a_date(catalogue: Catalogue) -> None:
    visit = bundles.condition((bundles.ICD10, "Z34"))
    del visit["onsetDateTime"]
    reading = bundles.read(visit, catalogue)

    assert bundles.values(reading, "pregnancy") == []
    assert [n.text for n in bundles.notes(reading, NoteKind.UNDATED)] == [
        '"pregnancy" has no date'
    ]


def test_what_is_only_worded_is_reported(catalogue: Catalogue) -> None:
    worded = bundles.condition(bundles.MIGRAINE, code={"text": "bad back"})
    empty = bundles.condition(bundles.MIGRAINE, code={})

    for resource, text in ((worded, 'no table knows "bad back"'), (empty, "no code")):
        reading = bundles.read(resource, catalogue)
        assert [n.text for n in bundles.notes(reading, NoteKind.UNKNOWN_CODE)] == [text]


def test_an_allergy_without_a_code_says_nothing(catalogue: Catalogue) -> None:
    nameless = bundles.allergy({})
    del nameless["code"]

    assert bundles.read(nameless, catalogue).notes == ()


def test_a_fact_that_never_expires_keeps_the_day_it_began(
    catalogue: Catalogue,
) -> None:
    """A practice may let a life span never end; then the onset is its day."""
    lasting = attrs.evolve(catalogue[MYASTHENIA], validity=Validity("for_life", None))
    definitions = {**catalogue.definitions, MYASTHENIA: lasting}
    reading = bundles.read(
        bundles.condition(bundles.MYASTHENIA), Catalogue(definitions)
    )

    assert [f.as_of for f in bundles.named(reading, MYASTHENIA)] == [date(2024, 1, 10)]


@pytest.mark.parametrize(
    "extension",
    [
        {"url": "http://fhir.de/StructureDefinition/seitenlokalisation"},
        {"url": "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit"},
    ],
)
def test_an_extension_without_a_letter_changes_nothing(
    catalogue: Catalogue, extension: bundles.Resource
) -> None:
    resource = bundles.condition((bundles.ICD10_GM, "G70.0"))
    resource["code"]["coding"][0]["extension"] = [extension]

    assert bundles.values(bundles.read(resource, catalogue), MYASTHENIA) == [True]


@pytest.mark.parametrize(
    ("age", "born"), [(9000, "1980-05-01"), (30, "1980-02-31"), ("old", "1980-05-01")]
)
def test_an_age_that_cannot_be_is_refused(
    catalogue: Catalogue, age: object, born: str
) -> None:
    resource = bundles.condition(
        bundles.MYASTHENIA, onsetAge={"value": age, "code": "a"}
    )
    del resource["onsetDateTime"]
    whole = bundles.bundle(bundles.patient(birthDate=born), resource)

    with pytest.raises(InputError):
        bundles.read(whole, catalogue)
