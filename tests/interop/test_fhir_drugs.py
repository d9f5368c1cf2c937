"""Medicines: what is taken on the day, and preventives tried."""

from datetime import date

import pytest

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.core.facts import FactSet
from glabella.interop.notes import NoteKind
from tests import build
from tests.interop import bundles

CLOTTING = "anticoagulant_or_antiplatelet"
JUNCTION = "aminoglycoside_or_other_nmj_blocking_drug"
RELAXING = "anticholinergics_or_muscle_relaxants"
ANTIDEPRESSANT = "antidepressant_within_2_weeks"
REASONS = "http://terminology.hl7.org/CodeSystem/medicationrequest-status-reason"


def statement(text: str, **fields: object) -> bundles.Resource:
    return {
        "resourceType": "MedicationStatement",
        "id": "s",
        "status": "active",
        "subject": bundles.SUBJECT,
        "medicationCodeableConcept": {"text": text},
        **fields,
    }


@pytest.mark.parametrize(
    ("medicine", "fact_id"),
    [
        (bundles.WARFARIN, CLOTTING),
        ((bundles.RXNORM, "309362"), CLOTTING),
        ((bundles.ATC, "B01AC04"), CLOTTING),
        ((bundles.ATC, "B01AC04"), "antiplatelet"),
        ((bundles.ATC, "B01AF02"), CLOTTING),
        ((bundles.ATC, "J01GB03"), JUNCTION),
        ((bundles.ATC, "M03AC09"), JUNCTION),
        ((bundles.ATC, "M03BX01"), RELAXING),
        ((bundles.ATC, "G04BD04"), RELAXING),
        ((bundles.ATC, "N06AB06"), ANTIDEPRESSANT),
        ("Tobramycin 80 mg i.v.", JUNCTION),
        ("Amitriptylin 25 mg", ANTIDEPRESSANT),
    ],
)
def test_a_medicine_that_bears_on_treatment_is_recognised(
    catalogue: Catalogue, medicine: tuple[str, str] | str, fact_id: str
) -> None:
    reading = bundles.read(bundles.order(medicine), catalogue)
    (found,) = bundles.named(reading, fact_id)

    assert (found.value, found.as_of) == (True, build.ON)


@pytest.mark.parametrize(
    "medicine",
    [(bundles.ATC, "G04BD12"), (bundles.ATC, "M03AX01"), "Tobramycin Augentropfen"],
)
def test_a_medicine_that_does_not_bear_gives_nothing(
    catalogue: Catalogue, medicine: tuple[str, str] | str
) -> None:
    """Mirabegron is no anticholinergic, an eye drop does not reach the muscle."""
    reading = bundles.read(bundles.order(medicine), catalogue)

    assert {fact.id for fact in reading.facts} == {"birth_date", "sex"}


def test_silence_about_medicines_says_nothing(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.bundle(bundles.patient()), catalogue)

    assert {fact.id for fact in reading.facts} == {"birth_date", "sex"}


def test_no_known_medications_says_no(catalogue: Catalogue) -> None:
    none = bundles.order((bundles.SNOMED, "787481004"))
    reading = bundles.read(none, catalogue)

    for fact_id in (CLOTTING, "antiplatelet", JUNCTION, RELAXING, ANTIDEPRESSANT):
        assert bundles.values(reading, fact_id) == [False]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"authoredOn": "2026-03-02"}, [build.ON]),
        ({"authoredOn": "2026-03-03"}, []),
        ({"status": "stopped"}, []),
        ({"status": "on-hold"}, []),
        ({"status": "cancelled"}, []),
        ({"intent": "proposal"}, []),
        ({"doNotPerform": True}, []),
        (
            {"dispenseRequest": {"validityPeriod": {"end": "2026-03-01"}}},
            [],
        ),
        (
            {
                "status": "completed",
                "dispenseRequest": {"validityPeriod": {"end": "2026-03-09"}},
            },
            [build.ON],
        ),
        (
            {
                "dosageInstruction": [
                    {"timing": {"repeat": {"boundsPeriod": {"end": "2026-02-20"}}}}
                ]
            },
            [],
        ),
    ],
)
def test_an_order_counts_while_it_runs(
    catalogue: Catalogue, fields: bundles.Resource, expected: list[date]
) -> None:
    reading = bundles.read(bundles.order(bundles.WARFARIN, **fields), catalogue)

    assert [fact.as_of for fact in bundles.named(reading, CLOTTING)] == expected


def test_an_order_stopped_nobody_knows_when_is_reported(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.order(bundles.WARFARIN, status="stopped"), catalogue)

    assert [n.text for n in bundles.notes(reading, NoteKind.ENDED_UNDATED)] == [
        f'"{CLOTTING}": ended, nobody recorded when'
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"effectivePeriod": {"start": "2025-06-01"}}, [build.ON]),
        ({"effectivePeriod": {"start": "2025-06-01", "end": "2026-03-01"}}, []),
        ({"effectiveDateTime": "2026-01-05"}, [build.ON]),
        ({"dateAsserted": "2026-01-05"}, [build.ON]),
        ({"status": "not-taken"}, []),
        ({}, [build.ON]),
    ],
)
def test_a_statement_counts_while_it_runs(
    catalogue: Catalogue, fields: bundles.Resource, expected: list[date]
) -> None:
    reading = bundles.read(statement("apixaban", **fields), catalogue)

    assert [fact.as_of for fact in bundles.named(reading, CLOTTING)] == expected


def test_an_administration_is_a_statement_of_its_day(catalogue: Catalogue) -> None:
    given = bundles.injection("Gentamicin 240 mg", effectiveDateTime="2026-02-27")
    (found,) = bundles.named(bundles.read(given, catalogue), JUNCTION)

    assert (found.as_of, found.certainty) == (date(2026, 2, 27), "read from text")


def test_a_running_infusion_counts_today(catalogue: Catalogue) -> None:
    given = bundles.injection(
        "Heparin", status="in-progress", effectivePeriod={"start": "2026-03-01"}
    )
    del given["effectiveDateTime"]

    assert [
        f.as_of for f in bundles.named(bundles.read(given, catalogue), CLOTTING)
    ] == [build.ON]


@pytest.mark.parametrize(
    ("end", "expected"), [("2026-02-16", [True]), ("2026-02-15", [])]
)
def test_an_antidepressant_counts_two_weeks_longer(
    catalogue: Catalogue, end: str, expected: list[bool]
) -> None:
    period = {"start": "2025-01-01", "end": end}
    reading = bundles.read(
        statement("Sertralin", status="completed", effectivePeriod=period), catalogue
    )

    assert bundles.values(reading, ANTIDEPRESSANT) == expected


def test_a_medicine_may_stand_in_a_resource_of_its_own(catalogue: Catalogue) -> None:
    medication = {
        "resourceType": "Medication",
        "id": "drug",
        "ingredient": [{"itemCodeableConcept": {"text": "Clopidogrel"}}],
    }
    contained = bundles.order("x", contained=[medication])
    contained["medicationReference"] = {"reference": "#drug"}
    beside = bundles.order("x")
    beside["medicationReference"] = {"reference": "Medication/drug"}
    for resource, others in ((contained, []), (beside, [medication])):
        del resource["medicationCodeableConcept"]
        whole = bundles.bundle(bundles.patient(), resource, *others)
        assert bundles.values(bundles.read(whole, catalogue), CLOTTING) == [True]


def test_a_medicine_without_a_name_is_reported(catalogue: Catalogue) -> None:
    nameless = bundles.order("x")
    del nameless["medicationCodeableConcept"]
    reading = bundles.read(nameless, catalogue)

    assert [n.text for n in bundles.notes(reading, NoteKind.UNKNOWN_CODE)] == [
        "the medicine is not named"
    ]


def preventive(catalogue: Catalogue, **fields: object) -> object:
    """Return the one row of the preventives list of an order, or None."""
    reading = bundles.read(bundles.order("Propranolol 40 mg", **fields), catalogue)
    rows = bundles.values(reading, "preventives")
    if not rows:
        return None
    assert isinstance(rows[0], tuple)
    (row,) = rows[0]
    return row


def test_a_stopped_preventive_has_not_failed(catalogue: Catalogue) -> None:
    """Stopping alone says nothing: the outcome stays unknown."""
    row = preventive(catalogue, status="stopped")

    assert isinstance(row, dict)
    assert (row["drug"], row["class"], row["outcome"]) == (
        "propranolol",
        "beta_blocker",
        None,
    )
    assert (row["from"], row["to"]) == (date(2026, 2, 1), None)


@pytest.mark.parametrize(
    ("system", "code", "outcome"),
    [
        (bundles.SNOMED, "58848006", "failed"),
        (bundles.SNOMED, "407563006", "not_tolerated"),
        (REASONS, "sintol", "not_tolerated"),
        ("urn:x-glabella:preventive-outcome", "unsuitable", "unsuitable"),
        (REASONS, "hospadm", None),
    ],
)
def test_a_stated_reason_gives_the_outcome(
    catalogue: Catalogue, system: str, code: str, outcome: str | None
) -> None:
    reason = bundles.concept(system, code)
    row = preventive(catalogue, status="stopped", statusReason=reason)

    assert isinstance(row, dict)
    assert row["outcome"] == outcome


@pytest.mark.parametrize(
    ("reason", "is_listed"),
    [
        ({"text": "Migräne"}, True),
        (bundles.concept(*bundles.MIGRAINE), True),
        (bundles.concept(bundles.SNOMED, "38341003", "Hypertension"), False),
    ],
)
def test_a_drug_given_for_something_else_is_no_preventive(
    catalogue: Catalogue, reason: bundles.Resource, *, is_listed: bool
) -> None:
    row = preventive(catalogue, reasonCode=[reason])

    assert (row is not None) is is_listed


def test_two_orders_of_one_drug_are_one_preventive(catalogue: Catalogue) -> None:
    first = statement(
        "Topiramat 25 mg",
        status="completed",
        effectivePeriod={"start": "2023-01-01", "end": "2023-04-01"},
    )
    second = statement(
        "Topiramate 50 mg",
        id="t",
        status="completed",
        effectivePeriod={"start": "2025-01-01", "end": "2025-06-01"},
        statusReason=[bundles.concept(bundles.SNOMED, "58848006")],
    )
    reading = bundles.read(bundles.bundle(bundles.patient(), first, second), catalogue)
    (found,) = bundles.named(reading, "preventives")

    assert found.certainty == "list may be incomplete"
    rows = FactSet(catalogue, on=build.ON, facts=reading.facts).rows("preventives")
    assert found.as_of == date(2025, 6, 1)
    assert [
        {key: row[key] for key in ("drug", "outcome", "from", "to")} for row in rows
    ] == [
        {
            "drug": "topiramate",
            "outcome": "failed",
            "from": date(2023, 1, 1),
            "to": date(2025, 6, 1),
        }
    ]


def test_no_known_medications_needs_a_date(catalogue: Catalogue) -> None:
    none = statement("x")
    none["medicationCodeableConcept"] = bundles.concept(bundles.SNOMED, "787481004")
    reading = bundles.read(none, catalogue)

    assert bundles.values(reading, CLOTTING) == []
    assert [n.text for n in bundles.notes(reading, NoteKind.UNDATED)] == [
        '"no known medications" has no date'
    ]


def test_a_preventive_without_any_date_is_not_listed(catalogue: Catalogue) -> None:
    reading = bundles.read(statement("Topiramat"), catalogue)

    assert bundles.values(reading, "preventives") == []


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"reasonReference": [5]}, "it"),
        ({"doNotPerform": "yes"}, "doNotPerform"),
        ({"authoredOn": "2026-02-30"}, "authoredOn"),
    ],
)
def test_a_broken_order_is_refused(
    catalogue: Catalogue, fields: bundles.Resource, where: str
) -> None:
    with pytest.raises(InputError) as caught:
        bundles.read(bundles.order("Propranolol", **fields), catalogue)
    assert caught.value.where.endswith(where)
