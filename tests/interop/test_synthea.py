"""The 24 synthetic bundles: none breaks the reader, which finds what is there."""

from datetime import date
from pathlib import Path

import pytest

from glabella.core.fact_types import Catalogue
from glabella.interop.notes import NoteKind
from tests.interop import bundles

BUNDLES = 24
TODAY = date(2026, 11, 21)
# Written out from the bundles by eye: conditions and Patient.deceasedDateTime.
DEAD = {
    "Barrett_Douglas": date(2010, 1, 17),
    "Gustavo_Olson": date(2020, 2, 29),
    "Jarred_Stracke": date(2012, 6, 2),
    "Olen_Kulas": date(2015, 1, 2),
    "Vida_Schultz": date(2006, 12, 25),
}
MIGRAINE = {
    "Barrett_Douglas",
    "Blaine_Schroeder",
    "Cary_OHara",
    "Donnell_Green",
    "Gustavo_Olson",
    "Ima_Reinger",
    "Jarred_Stracke",
    "Mafalda_Turcotte",
    "Olen_Kulas",
    "Quintin_Parker",
    "Suzan_Sanford",
    "Trenton_Turner",
}


def found(
    folder: Path, catalogue: Catalogue, *, on: date, fact_id: str
) -> dict[str, object]:
    """Return the people for whom a fact is true or a date, by name, with the value."""
    table = {}
    for path in sorted((folder / "patients").glob("*.json.gz")):
        reading = bundles.read(bundles.unpacked(path), catalogue, on=on)
        name = "_".join(path.name.split("_")[:2])
        for value in bundles.values(reading, fact_id):
            if value is not False:
                table[name] = value
    return table


def test_there_are_24_bundles(shared_data: Path) -> None:
    assert len(list((shared_data / "patients").glob("*.json.gz"))) == BUNDLES


def test_the_dead_are_recognised(shared_data: Path, catalogue: Catalogue) -> None:
    dead = found(shared_data, catalogue, on=TODAY, fact_id="death_date")
    deceased = found(shared_data, catalogue, on=TODAY, fact_id="deceased")

    assert dead == DEAD
    assert deceased == dict.fromkeys(DEAD, True)


def test_those_with_migraine_are_recognised(
    shared_data: Path, catalogue: Catalogue
) -> None:
    migraine = found(
        shared_data, catalogue, on=TODAY, fact_id="chronic_migraine_diagnosis"
    )

    assert migraine == dict.fromkeys(MIGRAINE, True)


def test_the_pregnant_of_that_day_are_found(
    shared_data: Path, catalogue: Catalogue
) -> None:
    """Of those with migraine exactly one; the other ended on 11 June 2016."""
    pregnant = found(shared_data, catalogue, on=date(2016, 6, 1), fact_id="pregnancy")

    assert pregnant == {"Ima_Reinger": True, "Deidre_Daniel": True}
    assert MIGRAINE & pregnant.keys() == {"Ima_Reinger"}


def test_nobody_is_pregnant_today(shared_data: Path, catalogue: Catalogue) -> None:
    assert found(shared_data, catalogue, on=TODAY, fact_id="pregnancy") == {}


def test_no_code_is_dropped_in_silence(shared_data: Path, catalogue: Catalogue) -> None:
    """Each condition gives a fact, is over, lies later, or is reported."""
    for path in (shared_data / "patients").glob("*.json.gz"):
        bundle = bundles.unpacked(path)
        reading = bundles.read(bundle, catalogue, on=TODAY)
        reported = {note.code for note in reading.notes}
        sources = {fact.source for fact in reading.facts}
        for entry in bundle["entry"]:
            resource = entry["resource"]
            if resource["resourceType"] != "Condition":
                continue
            is_over = resource.get("abatementDateTime", "9") < TODAY.isoformat()
            is_told = resource["code"]["coding"][0]["code"] in reported
            is_fact = f"fhir:Condition/{resource['id']}" in sources
            assert is_over or is_told or is_fact, resource


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2016, 4, 10), []),
        (date(2016, 4, 11), [True]),
        (date(2016, 11, 13), [True]),
        (date(2016, 11, 14), []),
    ],
)
def test_a_pregnancy_counts_from_onset_until_abatement(
    catalogue: Catalogue, day: date, expected: list[bool]
) -> None:
    reading = bundles.read(bundles.synthea("Ima_Reinger"), catalogue, on=day)

    assert bundles.values(reading, "pregnancy") == expected


def test_a_pregnancy_of_the_day_is_a_statement_of_the_day(catalogue: Catalogue) -> None:
    """It grows old at once, so the onset weeks ago must not be its date."""
    day = date(2016, 6, 1)
    reading = bundles.read(bundles.synthea("Ima_Reinger"), catalogue, on=day)

    assert [fact.as_of for fact in bundles.named(reading, "pregnancy")] == [day]


def test_a_diagnosis_keeps_the_day_it_began(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.synthea("Ima_Reinger"), catalogue, on=TODAY)
    (diagnosis,) = bundles.named(reading, "chronic_migraine_diagnosis")

    assert diagnosis.as_of == date(2016, 11, 12)
    assert diagnosis.certainty == "recorded"


def test_what_lies_after_the_day_is_ignored_and_counted(catalogue: Catalogue) -> None:
    before = date(2016, 11, 11)
    reading = bundles.read(bundles.synthea("Ima_Reinger"), catalogue, on=before)
    later = bundles.notes(reading, NoteKind.AFTER_DAY)

    assert bundles.named(reading, "chronic_migraine_diagnosis") == []
    assert {note.resource_type: note.count for note in later} == {
        "Condition": 2,  # the migraine of the next day, an infection of 2017
        "MedicationRequest": 8,
    }


def test_a_past_pregnancy_leaves_the_question_open(catalogue: Catalogue) -> None:
    reading = bundles.read(bundles.synthea("Laurie_McCullough"), catalogue, on=TODAY)

    assert bundles.named(reading, "pregnancy") == []


def test_the_dead_were_alive_before(catalogue: Catalogue) -> None:
    alive = bundles.read(
        bundles.synthea("Jarred_Stracke"), catalogue, on=date(2012, 6, 1)
    )

    assert bundles.values(alive, "deceased") == [False]
    assert bundles.named(alive, "death_date") == []
