"""Scores, items, states and the diary."""

from datetime import date
from decimal import Decimal

import pytest

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.core.facts import FactSet, Missing
from glabella.interop.notes import NoteKind
from tests import build
from tests.interop import bundles

ITEM_9 = (bundles.LOINC, "44260-8")
PHQ9 = (bundles.LOINC, "44261-6")
GAD7 = ("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7")
CSSRS = ("93246-7", "93247-5", "93248-3", "93249-1", "93250-9", "93267-3", "93269-9")


def response(items: dict[str, bundles.Resource], **fields: object) -> bundles.Resource:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "q",
        "status": "completed",
        "subject": bundles.SUBJECT,
        "authored": "2026-02-18",
        "item": [{"linkId": key, "answer": [value]} for key, value in items.items()],
        **fields,
    }


def yes(code: str) -> bundles.Resource:
    return {code: {"valueCoding": {"system": bundles.LOINC, "code": "LA33-6"}}}


def no(*codes: str) -> bundles.Resource:
    answer = {"valueCoding": {"system": bundles.LOINC, "code": "LA32-8"}}
    return dict.fromkeys(codes, answer)


def test_item_9_counts_alone(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.stored("item9_only.json"), catalogue)
    (item,) = bundles.named(reading, "phq9_item9")

    assert (item.value, item.as_of) == (1, date(2025, 11, 2))
    assert bundles.named(reading, "phq9_total") == []


@pytest.mark.parametrize(
    "value",
    [
        {"valueInteger": 2},
        {"valueQuantity": {"value": 2, "unit": "{score}"}},
        {"valueQuantity": {"value": 2.0}},
        {"valueQuantity": {"value": Decimal("2.0")}},
        {"valueCodeableConcept": bundles.concept(bundles.LOINC, "LA6570-1")},
        {
            "valueCodeableConcept": {
                "coding": [
                    {
                        "code": "often",
                        "extension": [
                            {
                                "url": "http://hl7.org/fhir/StructureDefinition/"
                                "ordinalValue",
                                "valueDecimal": 2,
                            }
                        ],
                    }
                ]
            }
        },
    ],
)
def test_a_score_is_read_from_every_kind_of_value(
    catalogue: Catalogue, value: bundles.Resource
) -> None:
    reading = bundles.read(bundles.observation(ITEM_9, **value), catalogue)

    assert bundles.values(reading, "phq9_item9") == [2]


def test_an_answer_nobody_knows_is_reported(catalogue: Catalogue) -> None:
    strange = bundles.concept("http://example.org", "perhaps")
    reading = bundles.read(
        bundles.observation(ITEM_9, valueCodeableConcept=strange), catalogue
    )

    assert bundles.values(reading, "phq9_item9") == []
    assert [n.code for n in bundles.notes(reading, NoteKind.UNKNOWN_CODE)] == [
        "perhaps"
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "amended"}, ["recorded"]),
        ({"status": "preliminary"}, ["preliminary"]),
        ({"status": "entered-in-error"}, []),
        ({"status": "registered"}, []),
        ({"effectiveDateTime": "2026-03-03"}, []),
        ({"effectiveDateTime": "2026-03-02T23:59:00Z"}, ["recorded"]),
    ],
)
def test_only_a_valid_observation_counts(
    catalogue: Catalogue, fields: bundles.Resource, expected: list[str]
) -> None:
    reading = bundles.read(
        bundles.observation(PHQ9, valueInteger=12, **fields), catalogue
    )

    assert [f.certainty for f in bundles.named(reading, "phq9_total")] == expected


def test_without_a_date_only_what_must_not_get_lost_counts(
    catalogue: Catalogue,
) -> None:
    total = bundles.observation(PHQ9, valueInteger=12)
    item = bundles.observation(ITEM_9, id="p", valueInteger=1)
    for resource in (total, item):
        del resource["effectiveDateTime"]
    whole = bundles.bundle(bundles.patient(), total, item)
    reading = bundles.read(whole, catalogue)

    assert bundles.named(reading, "phq9_total") == []
    assert [(f.as_of, f.certainty) for f in bundles.named(reading, "phq9_item9")] == [
        (build.ON, "undated")
    ]


def test_every_score_of_the_past_is_kept(catalogue: Catalogue) -> None:
    scores = [
        bundles.observation(PHQ9, id=day, effectiveDateTime=day, valueInteger=value)
        for day, value in (("2025-01-07", 21), ("2025-04-08", 15), ("2026-02-20", 9))
    ]
    reading = bundles.read(bundles.bundle(bundles.patient(), *scores), catalogue)

    assert bundles.values(reading, "phq9_total") == [21, 15, 9]


@pytest.mark.parametrize("value", [28, -1, float("nan"), 10**50, "12"])
def test_a_number_that_cannot_be_is_refused(
    catalogue: Catalogue, value: object
) -> None:
    with pytest.raises(InputError, match="Observation/o"):
        bundles.read(bundles.observation(PHQ9, valueInteger=value), catalogue)


def test_responses_and_panels_are_read(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.stored("questionnaires.json"), catalogue)
    told = {
        (fact.id, fact.as_of.isoformat()): fact.value
        for fact in reading.facts
        if fact.id not in {"birth_date", "sex"}
    }

    assert told == {
        ("phq9_item1", "2026-02-18"): 2,
        ("phq9_item2", "2026-02-18"): 2,
        ("phq9_item3", "2026-02-18"): 1,
        ("phq9_item4", "2026-02-18"): 1,
        ("phq9_item5", "2026-02-18"): 1,
        ("phq9_item6", "2026-02-18"): 2,
        ("phq9_item7", "2026-02-18"): 1,
        ("phq9_item8", "2026-02-18"): 0,
        ("phq9_item9", "2026-02-18"): 0,
        ("phq9_total", "2026-02-18"): 10,
        ("gad7_total", "2026-02-18"): 12,
        ("phq9_item1", "2025-12-01"): 3,
        ("phq9_item9", "2025-12-01"): 0,
    }
    assert [n.text for n in bundles.notes(reading, NoteKind.UNKNOWN_CODE)] == [
        "answers to items that no table knows: 1"
    ]


def test_an_unfinished_form_still_tells_item_9(catalogue: Catalogue) -> None:
    form = response({"/44260-8": {"valueInteger": 3}}, status="in-progress")
    (found,) = bundles.named(bundles.read(form, catalogue), "phq9_item9")

    assert (found.value, found.certainty) == (3, "form not finished")


def test_an_item_deep_in_a_form_is_found(catalogue: Catalogue) -> None:
    form = response({})
    inner = {
        "linkId": "x",
        "definition": "http://example.org/q#44260-8",
        "answer": [{"valueInteger": 1}],
    }
    form["item"] = [{"linkId": "group", "item": [{"linkId": "part", "item": [inner]}]}]

    assert bundles.values(bundles.read(form, catalogue), "phq9_item9") == [1]


def test_a_score_with_a_missing_item_has_no_total(catalogue: Catalogue) -> None:
    form = response({code: {"valueInteger": 3} for code in GAD7[:-1]})

    assert bundles.values(bundles.read(form, catalogue), "gad7_total") == []


def test_a_total_that_is_not_the_sum_contradicts_it(catalogue: Catalogue) -> None:
    form = response({code: {"valueInteger": 1} for code in GAD7})
    total = bundles.observation(
        (bundles.LOINC, "70274-6"), effectiveDateTime="2026-02-18", valueInteger=9
    )
    whole = bundles.bundle(bundles.patient(), form, total)
    reading = bundles.read(whole, catalogue)
    facts = FactSet(catalogue, on=build.ON, facts=reading.facts)

    assert sorted(map(str, bundles.values(reading, "gad7_total"))) == ["7", "9"]
    assert isinstance(facts.lookup("gad7_total"), Missing)
    assert [n.text for n in bundles.notes(reading, NoteKind.CONFLICT)] == [
        '"gad7_total" of 2026-02-18 is not the sum of its items'
    ]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (yes(CSSRS[3]), [True]),
        (no(*CSSRS), [False]),
        (no(*CSSRS[:-1]), []),
        (no(*CSSRS[:-1]) | yes(CSSRS[-1]), [True]),
    ],
)
def test_any_yes_of_the_screener_counts_and_only_all_no_is_a_no(
    catalogue: Catalogue, answers: bundles.Resource, expected: list[bool]
) -> None:
    reading = bundles.read(response(answers), catalogue)

    assert bundles.values(reading, "cssrs_any_yes") == expected


@pytest.mark.parametrize(
    ("coded", "code", "fact_id", "expected"),
    [
        ("82810-3", "LA15173-0", "pregnancy", [True]),
        ("82810-3", "LA26683-5", "pregnancy", [False]),
        ("82810-3", "LA4489-6", "pregnancy", []),
        ("63895-7", "LA29252-6", "breastfeeding", [True]),
        ("63895-7", "LA29253-4", "breastfeeding", [False]),
    ],
)
def test_a_state_is_read_from_its_answer(
    catalogue: Catalogue, coded: str, code: str, fact_id: str, expected: list[bool]
) -> None:
    state = bundles.observation(
        (bundles.LOINC, coded),
        valueCodeableConcept=bundles.concept(bundles.LOINC, code),
    )

    assert bundles.values(bundles.read(state, catalogue), fact_id) == expected


def test_a_code_of_this_project_gives_any_fact(catalogue: Catalogue) -> None:
    overuse = bundles.observation(
        (bundles.OWN, "medication_overuse"),
        valueCodeableConcept=bundles.concept(bundles.OWN, "managed"),
    )
    therapist = bundles.observation(
        (bundles.OWN, "treating_mental_health_clinician"), id="p", valueBoolean=True
    )
    unknown = bundles.observation(
        (bundles.OWN, "mood_of_the_cat"), id="q", valueInteger=1
    )
    whole = bundles.bundle(bundles.patient(), overuse, therapist, unknown)
    reading = bundles.read(whole, catalogue)

    assert bundles.values(reading, "medication_overuse") == ["managed"]
    assert bundles.values(reading, "treating_mental_health_clinician") == [True]
    assert [n.text for n in bundles.notes(reading, NoteKind.NO_SUCH_FACT)] == [
        'the catalogue has no fact "mood_of_the_cat"'
    ]


def test_a_month_nobody_counted_stays_empty(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.stored("headache_diary.json"), catalogue)
    (counts,) = bundles.named(reading, "headache_days_per_month")

    assert counts.value == (Decimal(18), Decimal(17), None, Decimal(19))
    assert counts.as_of == date(2026, 2, 28)


def test_two_counts_of_one_month_leave_it_empty(catalogue: Catalogue) -> None:
    counts = [
        bundles.observation(
            (bundles.OWN, "headache_days_per_month"),
            id=str(value),
            effectivePeriod={"start": "2026-02-01", "end": "2026-02-28"},
            valueInteger=value,
        )
        for value in (14, 16)
    ]
    for resource in counts:
        del resource["effectiveDateTime"]
    reading = bundles.read(bundles.bundle(bundles.patient(), *counts), catalogue)

    assert bundles.values(reading, "headache_days_per_month") == [(None,)]
    assert [n.text for n in bundles.notes(reading, NoteKind.CONFLICT)] == [
        '"headache_days_per_month": two counts for 2026-02'
    ]


@pytest.mark.parametrize(
    "answer",
    [
        {"valueDecimal": 2},
        {"valueQuantity": {"value": 2}},
        {"valueCoding": {"system": bundles.LOINC, "code": "LA6570-1"}},
    ],
)
def test_an_answer_is_read_from_every_kind_of_value(
    catalogue: Catalogue, answer: bundles.Resource
) -> None:
    reading = bundles.read(response({"/44260-8": answer}), catalogue)

    assert bundles.values(reading, "phq9_item9") == [2]


def test_an_answer_without_a_value_says_nothing(catalogue: Catalogue) -> None:
    reading = bundles.read(response({"/44260-8": {}}), catalogue)

    assert bundles.values(reading, "phq9_item9") == []


def test_a_date_and_a_text_are_read_as_they_stand(catalogue: Catalogue) -> None:
    source = bundles.observation(
        (bundles.OWN, "headache_days_source"), valueString="diary"
    )
    last = bundles.observation(
        (bundles.OWN, "last_toxin_date"),
        id="p",
        valueDateTime="2025-12-01T10:00:00+01:00",
    )
    whole = bundles.bundle(bundles.patient(), source, last)
    reading = bundles.read(whole, catalogue)

    assert bundles.values(reading, "headache_days_source") == ["diary"]
    assert bundles.values(reading, "last_toxin_date") == [date(2025, 12, 1)]


def test_an_item_answered_twice_on_a_day_is_reported(catalogue: Catalogue) -> None:
    first = response({code: {"valueInteger": 1} for code in GAD7})
    second = response({GAD7[0]: {"valueInteger": 2}}, id="r")
    whole = bundles.bundle(bundles.patient(), first, second)
    reading = bundles.read(whole, catalogue)

    assert [n.text for n in bundles.notes(reading, NoteKind.CONFLICT)] == [
        "item 69725-0 was answered twice on 2026-02-18, differently"
    ]


def test_answers_that_are_no_numbers_have_no_sum(catalogue: Catalogue) -> None:
    ticked = response({code: {"valueBoolean": True} for code in GAD7})
    counted = response({code: {"valueInteger": 0} for code in CSSRS}, id="r")
    whole = bundles.bundle(bundles.patient(), ticked, counted)
    reading = bundles.read(whole, catalogue)

    assert bundles.values(reading, "gad7_total") == []
    assert bundles.values(reading, "cssrs_any_yes") == []


def test_a_total_that_is_the_sum_is_told_once(catalogue: Catalogue) -> None:
    form = response({code: {"valueInteger": 1} for code in GAD7})
    total = bundles.observation(
        (bundles.LOINC, "70274-6"), effectiveDateTime="2026-02-18", valueInteger=7
    )
    reading = bundles.read(bundles.bundle(bundles.patient(), form, total), catalogue)

    assert bundles.values(reading, "gad7_total") == [7]
    assert reading.notes == ()
