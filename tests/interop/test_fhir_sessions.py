"""Earlier botulinum toxin sessions: product, units, place, and what is not known."""

from datetime import date
from decimal import Decimal

import pytest

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.interop.notes import NoteKind
from tests.interop import bundles

UCUM = "http://unitsofmeasure.org"
ONA = "[arb'U]{onabotulinumtoxinA}"


def rows(catalogue: Catalogue, *resources: bundles.Resource) -> list[dict[str, object]]:
    whole = bundles.bundle(bundles.patient(), *resources)
    (value,) = bundles.values(bundles.read(whole, catalogue), "toxin_sessions")
    assert isinstance(value, tuple)
    return list(value)


def dose(value: object, code: str = ONA, system: str = UCUM) -> bundles.Resource:
    return {"dose": {"value": value, "unit": "units", "system": system, "code": code}}


def test_sites_add_up_to_sessions(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.stored("toxin_sessions.json"), catalogue)
    (sessions,) = bundles.values(reading, "toxin_sessions")

    assert sessions == (
        {
            "date": date(2025, 3, 8),
            "product": None,
            "units": None,
            "condition": None,
            "place": None,
            "external": True,
            "certainty": "read from text",
        },
        {
            "date": date(2025, 6, 30),
            "product": None,
            "units": None,
            "condition": None,
            "place": None,
            "external": True,
            "certainty": "documented",
        },
        {
            "date": date(2025, 10, 3),
            "product": "abobotulinumtoxinA",
            "units": None,
            "condition": None,
            "place": None,
            "external": True,
            "certainty": "documented",
        },
        {
            "date": date(2026, 1, 12),
            "product": "onabotulinumtoxinA",
            "units": Decimal("12.5"),
            "condition": "chronic_migraine",
            "place": "Practice by the Lake",
            "external": False,
            "certainty": "documented",
        },
    )


def test_a_unit_that_is_not_the_products_own_is_reported(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.stored("toxin_sessions.json"), catalogue)

    assert [n.text for n in bundles.notes(reading, NoteKind.UNKNOWN_UNIT)] == [
        'the amount is not in the unit of the product: "U"'
    ]


def test_an_order_is_no_injection(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.stored("toxin_sessions.json"), catalogue)

    assert [n.text for n in bundles.notes(reading, NoteKind.NOT_USED)] == [
        "a botulinum toxin was ordered; that is no injection"
    ]


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("[arb'U]", UCUM),
        ("[iU]", UCUM),
        ("{Botox'U}", UCUM),
        (ONA, "http://example.org"),
        ("mL", UCUM),
    ],
)
def test_no_other_unit_gives_an_amount(
    catalogue: Catalogue, code: str, system: str
) -> None:
    (row,) = rows(
        catalogue, bundles.injection("Botox", dosage=dose(5, code=code, system=system))
    )

    assert (row["product"], row["units"]) == ("onabotulinumtoxinA", None)


def test_a_unit_of_another_product_leaves_both_open(catalogue: Catalogue) -> None:
    (row,) = rows(catalogue, bundles.injection("Dysport", dosage=dose(100)))

    assert (row["product"], row["units"]) == (None, None)


def test_the_unit_may_name_the_product(catalogue: Catalogue) -> None:
    (row,) = rows(catalogue, bundles.injection("Botulinumtoxin", dosage=dose(100)))

    assert (row["product"], row["units"]) == ("onabotulinumtoxinA", Decimal(100))


def test_one_site_without_an_amount_leaves_the_sum_open(catalogue: Catalogue) -> None:
    (row,) = rows(
        catalogue,
        bundles.injection("Botox", dosage=dose(5)),
        bundles.injection("Botox", id="j"),
    )

    assert row["units"] is None


def test_exact_amounts_stay_exact(catalogue: Catalogue) -> None:
    (row,) = rows(
        catalogue,
        bundles.injection("Botox", dosage=dose(0.1)),
        bundles.injection("Botox", id="j", dosage=dose(0.2)),
    )

    assert row["units"] == Decimal("0.3")


def test_negative_units_are_refused(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match="-5 units are less than none"):
        rows(catalogue, bundles.injection("Botox", dosage=dose(-5)))


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("XEOMIN 100 LD50 units", "incobotulinumtoxinA"),
        ("prabotulinumtoxinA-xvfs", "prabotulinumtoxinA"),
        ("NeuroBloc 5000 E/ml", "rimabotulinumtoxinB"),
        ("Botox or Dysport", None),
        ("Clostridium botulinum toxin type A", None),
    ],
)
def test_the_product_is_what_the_words_name(
    catalogue: Catalogue, text: str, product: str | None
) -> None:
    (row,) = rows(catalogue, bundles.injection(text))

    assert row["product"] == product


def test_a_patient_may_report_a_dose_given_elsewhere(catalogue: Catalogue) -> None:
    told = {
        "resourceType": "MedicationStatement",
        "id": "s",
        "status": "completed",
        "subject": bundles.SUBJECT,
        "effectiveDateTime": "2025-12-01",
        "medicationCodeableConcept": {"text": "Vistabel"},
        "dosage": [{"doseAndRate": [{"doseQuantity": dose(20)["dose"]}]}],
    }
    (row,) = rows(catalogue, told)

    assert (row["units"], row["external"], row["certainty"]) == (
        Decimal(20),
        True,
        "reported",
    )


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"performer": [{"actor": {"display": "Dr. Canary"}}]}, "Dr. Canary"),
        (
            {"performer": [{"actor": {"reference": "Practitioner/7"}}]},
            "Practitioner/7",
        ),
        ({"performer": []}, None),
    ],
)
def test_a_dose_is_external_when_nobody_says_who_gave_it(
    catalogue: Catalogue, fields: bundles.Resource, place: str | None
) -> None:
    (row,) = rows(catalogue, bundles.injection("Botox", **fields))

    assert (row["place"], row["external"]) == (place, place is None)


@pytest.mark.parametrize(
    "fields",
    [
        {"effectiveDateTime": "2026-03-03"},
        {"status": "not-done"},
        {"status": "entered-in-error"},
    ],
)
def test_what_was_not_given_by_the_day_is_no_session(
    catalogue: Catalogue, fields: bundles.Resource
) -> None:
    reading = bundles.read(bundles.injection("Botox", **fields), catalogue)

    assert bundles.named(reading, "toxin_sessions") == []


def test_the_list_may_be_incomplete_and_says_so(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.injection("Botox"), catalogue)
    (sessions,) = bundles.named(reading, "toxin_sessions")

    assert sessions.certainty == "list may be incomplete"
    assert sessions.source == "fhir:MedicationAdministration/i"


def test_a_vaccination_is_no_session(catalogue: Catalogue) -> None:
    """An antitoxin or vaccine is an Immunization, and that type is not read."""
    vaccine = {
        "resourceType": "Immunization",
        "id": "v",
        "vaccineCode": {"text": "botulinum antitoxin"},
    }
    reading = bundles.read(bundles.bundle(bundles.patient(), vaccine), catalogue)

    assert bundles.named(reading, "toxin_sessions") == []


def procedure(**fields: object) -> bundles.Resource:
    return {
        "resourceType": "Procedure",
        "id": "p",
        "status": "completed",
        "subject": bundles.SUBJECT,
        "performedPeriod": {"start": "2025-11-04T09:00:00Z"},
        "code": {"text": "Botulinumtoxin-Injektion"},
        **fields,
    }


def test_a_procedure_counts_from_its_words(catalogue: Catalogue) -> None:
    (row,) = rows(
        catalogue,
        procedure(
            usedCode=[{"text": "IncobotulinumtoxinA"}],
            reasonCode=[
                bundles.concept(*bundles.PREGNANT),
                bundles.concept(bundles.ICD10, "G24.5"),
            ],
            location={"display": "Ward 3"},
        ),
    )

    assert row == {
        "date": date(2025, 11, 4),
        "product": "incobotulinumtoxinA",
        "units": None,
        "condition": "blepharospasm",
        "place": "Ward 3",
        "external": False,
        "certainty": "read from text",
    }


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"status": "not-done"}, NoteKind.NOT_USED),
        ({"performedPeriod": None}, NoteKind.UNDATED),
        ({"performedPeriod": {"start": "2026-03-03"}}, NoteKind.AFTER_DAY),
        ({"code": {"text": "Suture"}}, NoteKind.UNKNOWN_CODE),
    ],
)
def test_a_procedure_that_does_not_count_is_reported(
    catalogue: Catalogue, fields: bundles.Resource, kind: NoteKind
) -> None:
    reading = bundles.read(procedure(**fields), catalogue)

    assert bundles.named(reading, "toxin_sessions") == []
    assert [note.kind for note in reading.notes] == [kind]


@pytest.mark.parametrize(
    "broken",
    [
        procedure(performedPeriod={"start": "2025-11-31"}),
        bundles.injection("Botox", dosage=[]),
    ],
)
def test_a_broken_session_is_refused(
    catalogue: Catalogue, broken: bundles.Resource
) -> None:
    with pytest.raises(InputError):
        bundles.read(broken, catalogue)


def test_a_toxin_without_a_date_is_reported(catalogue: Catalogue) -> None:
    undated = bundles.injection("Botox")
    del undated["effectiveDateTime"]
    reading = bundles.read(undated, catalogue)

    assert bundles.named(reading, "toxin_sessions") == []
    assert [n.text for n in bundles.notes(reading, NoteKind.UNDATED)] == [
        "a botulinum toxin without a date"
    ]


def test_a_session_nobody_sent_still_joins_its_sites(catalogue: Catalogue) -> None:
    """The procedure is named and not in the bundle; it says nothing of the place."""
    elsewhere = [{"reference": "Procedure/elsewhere"}]
    silent = [{"reference": "Procedure/p"}]
    (first,) = rows(
        catalogue,
        bundles.injection("Botox", partOf=elsewhere, dosage=dose(5)),
        bundles.injection("Botox", id="j", partOf=elsewhere, dosage=dose(5)),
    )
    (second,) = rows(catalogue, procedure(), bundles.injection("Botox", partOf=silent))

    assert (first["units"], first["place"]) == (Decimal(10), None)
    assert (second["place"], second["condition"]) == (None, None)


def test_an_unknown_reason_names_no_condition(catalogue: Catalogue) -> None:
    (row,) = rows(
        catalogue,
        bundles.injection(
            "Botox",
            reasonCode=[{"text": "wish"}],
            reasonReference=[{"reference": "Condition/nobody"}],
        ),
    )

    assert row["condition"] is None
