"""One patient from a bundle and facts files, read from values and from the disk."""

import gzip
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from glabella.cli.patient import load_patient
from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.core.facts import Fact, FactSet, Missing
from glabella.interop.mistakes import SeveralMistakesError
from glabella.interop.notes import NoteKind
from glabella.interop.patient import (
    InputKind,
    Patient,
    PatientInput,
    detect_kind,
    read_patient,
)
from glabella.interop.strict_text import SIZE_LIMIT
from tests import build
from tests.interop import bundles

TODAY = date(2026, 11, 21)
DIARY = "facts.headache_days_per_month = [18, 17, 19]"
SESSION = {"date": "2026-01-12", "product": "onabotulinumtoxinA"}


def given(*inputs: object) -> list[PatientInput]:
    """Return inputs: texts as TOML, everything else as JSON."""
    return [
        PatientInput(
            f"input {number}",
            item.encode() if isinstance(item, str) else json.dumps(item).encode(),
        )
        for number, item in enumerate(inputs, start=1)
    ]


def patient_of(
    catalogue: Catalogue, *inputs: object, on: date | None = None
) -> Patient:
    return read_patient(given(*inputs), catalogue=catalogue, on=on, today=TODAY)


def value(patient: Patient, fact_id: str) -> object:
    (found,) = [fact for fact in patient.facts if fact.id == fact_id]
    return found.value


def conflicts(patient: Patient) -> list[str]:
    return [note.text for note in patient.notes if note.kind is NoteKind.CONFLICT]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x1f\x8b\x08", InputKind.GZIP),
        (b' \n{"on": 1}', InputKind.JSON),
        (b'\xef\xbb\xbf{"on": 1}', InputKind.JSON),
        (b"[1, 2]", InputKind.JSON),
        (b"[facts]\n", InputKind.TOML),
        (b"[[sessions]]\n", InputKind.TOML),
        (b"on = 2026-03-02", InputKind.TOML),
        (b'"on" = 2026-03-02', InputKind.TOML),
        (b"", InputKind.TOML),
        (b"\xff\xfe", InputKind.TOML),
    ],
)
def test_the_kind_is_seen_from_the_bytes(data: bytes, kind: InputKind) -> None:
    assert detect_kind(data) is kind


def test_a_facts_file_completes_a_bundle(catalogue: Catalogue) -> None:
    patient = patient_of(catalogue, bundles.synthea("Ima_Reinger"), DIARY)

    assert patient.on == TODAY
    assert value(patient, "chronic_migraine_diagnosis") is True
    assert value(patient, "headache_days_per_month") == (
        Decimal(18),
        Decimal(17),
        Decimal(19),
    )


def test_the_day_is_the_callers_then_the_files_then_today(
    catalogue: Catalogue,
) -> None:
    file = "on = 2026-03-02\n" + DIARY

    assert patient_of(catalogue, file, on=build.ON).on == build.ON
    assert patient_of(catalogue, file).on == date(2026, 3, 2)
    assert patient_of(catalogue, DIARY).on == TODAY


def test_a_named_day_wins_and_leaves_the_day_of_the_statement(
    catalogue: Catalogue,
) -> None:
    later = patient_of(catalogue, "on = 2026-03-02\n" + DIARY, on=date(2026, 4, 1))

    assert later.facts[0].as_of == date(2026, 3, 2)


def test_files_of_different_days_need_a_named_one(catalogue: Catalogue) -> None:
    files = ("on = 2026-03-02", "on = 2026-03-03")

    with pytest.raises(InputError) as caught:
        patient_of(catalogue, *files)
    assert str(caught.value) == (
        "on: the files name different days: 2026-03-02, 2026-03-03. "
        "Say which day counts, with --on DATE."
    )
    assert patient_of(catalogue, *files, on=build.ON).on == build.ON


def test_two_values_of_one_day_are_a_stated_conflict(catalogue: Catalogue) -> None:
    score = bundles.observation((bundles.LOINC, "44261-6"), valueInteger=12)
    file = 'facts.phq9_total = { value = 9, as_of = 2026-02-20, source = "letter" }'
    patient = patient_of(
        catalogue, bundles.bundle(bundles.patient(), score), file, on=build.ON
    )
    facts = FactSet(catalogue, on=build.ON, facts=patient.facts)

    assert isinstance(facts.lookup("phq9_total"), Missing)
    assert conflicts(patient) == [
        '"phq9_total" of 2026-02-20: 12 (fhir:Observation/o), 9 (letter)'
    ]


@pytest.mark.parametrize("stated", ["birth_date = 1981-05-01", 'sex = "male"'])
def test_what_never_changes_contradicts_whatever_its_day(
    catalogue: Catalogue, stated: str
) -> None:
    patient = patient_of(
        catalogue, bundles.bundle(bundles.patient()), f"facts.{stated}", on=build.ON
    )
    facts = FactSet(catalogue, on=build.ON, facts=patient.facts)

    assert isinstance(facts.lookup(stated.split(maxsplit=1)[0]), Missing)
    assert len(conflicts(patient)) == 1


def test_sessions_of_both_are_joined(catalogue: Catalogue) -> None:
    """A file that names one session must not hide the doses the bundle knows."""
    mine = {"sessions": [{**SESSION, "units": 155, "date": "2025-06-01"}]}
    patient = patient_of(
        catalogue, bundles.stored("toxin_sessions.json"), mine, on=build.ON
    )
    rows = value(patient, "toxin_sessions")

    assert isinstance(rows, tuple)
    assert [row["date"].isoformat() for row in rows] == [
        "2025-03-08",
        "2025-06-30",
        "2025-10-03",
        "2026-01-12",
        "2025-06-01",
    ]


@pytest.mark.parametrize(
    ("units", "expected", "told"),
    [
        (12.5, Decimal("12.5"), 0),
        (None, Decimal("12.5"), 0),
        (155, None, 1),
    ],
)
def test_the_same_session_stands_once(
    catalogue: Catalogue, units: object, expected: Decimal | None, told: int
) -> None:
    mine = {"sessions": [{**SESSION, "units": units, "place": "here"}]}
    patient = patient_of(
        catalogue, bundles.stored("toxin_sessions.json"), mine, on=build.ON
    )
    rows = value(patient, "toxin_sessions")

    assert isinstance(rows, tuple)
    assert len(rows) == 4
    assert (rows[-1]["units"], rows[-1]["place"]) == (expected, "here")
    assert len(conflicts(patient)) == told


def test_two_sessions_of_one_day_stay_two(catalogue: Catalogue) -> None:
    twice = {"sessions": [{**SESSION, "units": 5}, {**SESSION, "units": 5}]}
    once = {"sessions": [{**SESSION, "units": 5}]}
    patient = patient_of(catalogue, twice, once, on=build.ON)
    rows = value(patient, "toxin_sessions")

    assert isinstance(rows, tuple)
    assert len(rows) == 2


def test_a_file_gives_a_preventive_its_outcome(catalogue: Catalogue) -> None:
    metoprolol = bundles.bundle(
        bundles.patient(), bundles.order("Metoprolol", status="stopped")
    )
    file = {"facts": {"preventives": [{"drug": "Metoprolol", "outcome": "failed"}]}}
    patient = patient_of(catalogue, metoprolol, file, on=build.ON)
    facts = FactSet(catalogue, on=build.ON, facts=patient.facts)
    found = facts.lookup("preventives")

    assert [
        (row["drug"], row["class"], row["outcome"]) for row in facts.rows("preventives")
    ] == [("Metoprolol", "beta_blocker", "failed")]
    assert isinstance(found, Fact)
    assert found.certainty == "recorded"


def test_two_bundles_are_refused(catalogue: Catalogue) -> None:
    one = bundles.bundle(bundles.patient())

    with pytest.raises(InputError, match="there are 2 bundles"):
        patient_of(catalogue, one, one)


def test_two_baselines_are_refused(catalogue: Catalogue) -> None:
    file = "baseline = { on = 2025-10-01, facts = { phq9_total = 21 } }"

    assert patient_of(catalogue, file).baseline is not None
    with pytest.raises(InputError, match="baseline: there are 2 of them"):
        patient_of(catalogue, file, file)


def test_mistakes_of_all_inputs_are_told_together(catalogue: Catalogue) -> None:
    broken = bundles.bundle(bundles.patient(birthDate="1980-02-31"))

    with pytest.raises(SeveralMistakesError) as caught:
        patient_of(catalogue, broken, "facts.phq9_total = 99\nfacts.x = 1")
    assert len(caught.value.errors) == 3


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "x: it is empty. Give a patient."),
        (b"<Bundle/>", "x: this is XML. Export the bundle as JSON."),
        (b'{"a": "\xff"}', "x: byte 7 is not UTF-8. Save the file as UTF-8."),
    ],
)
def test_what_is_neither_json_nor_toml_is_refused(
    catalogue: Catalogue, data: bytes, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_patient(
            [PatientInput("x", data)], catalogue=catalogue, on=None, today=TODAY
        )
    assert str(caught.value) == expected


def test_files_are_read_compressed_or_not(catalogue: Catalogue, tmp_path: Path) -> None:
    (bundle,) = (bundles.DATA / "synthea").glob("Ima_*.json.gz")
    facts = tmp_path / "diary.toml"
    facts.write_text(DIARY, encoding="utf-8")
    patient = load_patient([str(bundle), str(facts)], on=build.ON, catalogue=catalogue)

    assert value(patient, "birth_date") == date(1990, 4, 16)
    assert value(patient, "headache_days_per_month") == (
        Decimal(18),
        Decimal(17),
        Decimal(19),
    )


def test_a_hyphen_is_standard_input(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(DIARY.encode())))
    patient = load_patient(["-"], on=build.ON, catalogue=catalogue)

    assert [fact.id for fact in patient.facts] == ["headache_days_per_month"]


def test_without_any_day_today_counts(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(DIARY, encoding="utf-8")
    patient = load_patient([str(path)], on=None, catalogue=catalogue)

    assert patient.facts[0].as_of == patient.on


def test_a_file_that_is_not_there_is_named(catalogue: Catalogue) -> None:
    with pytest.raises(InputError) as caught:
        load_patient(["nobody.json"], on=build.ON, catalogue=catalogue)
    assert str(caught.value) == (
        "nobody.json: the file cannot be read: No such file or directory. "
        "Check the name."
    )


def test_a_file_beyond_the_limit_is_not_opened(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with pytest.raises(InputError, match="larger than 64 MiB and was not read"):
        load_patient([str(path)], on=build.ON, catalogue=catalogue)


def test_a_small_file_that_unpacks_beyond_the_limit_is_refused(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "bomb.json.gz"
    path.write_bytes(gzip.compress(b" " * (SIZE_LIMIT + 1)))

    with pytest.raises(InputError, match="larger than 64 MiB and was not read"):
        load_patient([str(path)], on=build.ON, catalogue=catalogue)


@pytest.mark.parametrize("cut", [5, 30])
def test_a_cut_off_compressed_file_is_refused(
    catalogue: Catalogue, tmp_path: Path, cut: int
) -> None:
    path = tmp_path / "cut.json.gz"
    path.write_bytes(gzip.compress(DIARY.encode())[:cut])

    with pytest.raises(InputError, match="cannot be unpacked"):
        load_patient([str(path)], on=build.ON, catalogue=catalogue)


def test_a_broken_compressed_file_is_refused(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "broken.json.gz"
    path.write_bytes(b"\x1f\x8b" + b"\xff" * 40)

    with pytest.raises(InputError, match="cannot be unpacked"):
        load_patient([str(path)], on=build.ON, catalogue=catalogue)


def test_a_source_that_contradicts_itself_is_left_to_the_fact_set(
    catalogue: Catalogue,
) -> None:
    rows = [{"value": [{"drug": drug}], "as_of": "2026-03-01"} for drug in ("a", "b")]
    patient = patient_of(catalogue, {"facts": {"preventives": rows}}, on=build.ON)
    facts = FactSet(catalogue, on=build.ON, facts=patient.facts)

    assert isinstance(facts.lookup("preventives"), Missing)
    assert len(conflicts(patient)) == 1


def test_rows_without_a_name_are_never_joined(catalogue: Catalogue) -> None:
    nameless = {"sessions": [{"date": "2026-01-12"}]}
    patient = patient_of(catalogue, nameless, nameless, on=build.ON)
    rows = value(patient, "toxin_sessions")

    assert isinstance(rows, tuple)
    assert len(rows) == 2


@pytest.mark.parametrize("text", ["[1]", '{"on": "tomorrow"}'])
def test_a_file_without_a_usable_day_is_refused(
    catalogue: Catalogue, text: str
) -> None:
    with pytest.raises(InputError):
        read_patient(
            [PatientInput("x", text.encode())],
            catalogue=catalogue,
            on=None,
            today=TODAY,
        )


def test_a_list_of_one_source_stays_as_it_is(catalogue: Catalogue) -> None:
    patient = patient_of(
        catalogue, bundles.stored("toxin_sessions.json"), DIARY, on=build.ON
    )
    reading = bundles.read(bundles.stored("toxin_sessions.json"), catalogue)

    assert [value(patient, "toxin_sessions")] == bundles.values(
        reading, "toxin_sessions"
    )
