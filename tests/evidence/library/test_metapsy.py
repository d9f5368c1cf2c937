"""A Metapsy database is read with each known trap reported at its row."""

from collections import Counter
from pathlib import Path

import pytest
import simplejson

from glabella.core.errors import InputError
from glabella.evidence.library import load
from glabella.evidence.metapsy import (
    MetapsyDatabase,
    MixedDatabasesError,
    SignRule,
    common_sign,
    read_metapsy,
)
from glabella.evidence.metapsy_metadata import SearchFlow
from glabella.evidence.metapsy_writer import COLUMNS, metapsy_csv, write_metapsy
from glabella.evidence.study import Design
from tests.evidence.library import builders as b

HEAD = (
    "study;condition_arm1;condition_arm2;multi_arm1;outcome_type;instrument;time_weeks;"
    "n_arm1;mean_arm1;sd_arm1;n_arm2;mean_arm2;sd_arm2;"
    "n_change_arm1;mean_change_arm1;sd_change_arm1;"
    "n_change_arm2;mean_change_arm2;sd_change_arm2;full_ref;.id;.g"
)
NO_CHANGE = "NA;NA;NA;NA;NA;NA"


def means(study: str, mean: str, effect: str, **rest: str) -> str:
    """Return a row of end points; the second arm has the mean 13,0."""
    name = rest.get("name", f"{study}_id")
    reference = rest.get("reference", "Example A. (2020)")
    n = rest.get("n", "30")
    return (
        f"{study};tox;pcb;NA;msd;scale;6,00;{n};{mean};6,0;30;13,0;6,2;{NO_CHANGE};"
        f"{reference};{name};{effect}"
    )


def change(study: str, mean: str, effect: str) -> str:
    return (
        f"{study};tox;pcb;20 U;change;scale;6,00;NA;NA;NA;NA;NA;NA;"
        f"30;{mean};6,0;31;-2,0;6,1;Example B. (2021);{study}_id;{effect}"
    )


CLEAN = (means("A", "10,0", "-0,49"), change("B", "-5,5", "-0,57"))


def database(folder: Path, *rows: str, head: str = HEAD, **metadata: object) -> Path:
    """Write a database; metadata are files by their stem, JSON unless a text."""
    (folder / "metadata").mkdir(parents=True)
    (folder / "data.csv").write_text("\n".join((head, *rows)) + "\n", "utf-8")
    for stem, value in metadata.items():
        is_text = isinstance(value, str)
        name = f"{stem}.{'txt' if is_text else 'json'}"
        text = value if is_text else simplejson.dumps(value)
        (folder / "metadata" / name).write_text(str(text), "utf-8")
    return folder


def told(folder: Path) -> list[str]:
    return [f"{each.place}: {each.law}" for each in read_metapsy(folder).findings]


def test_a_clean_database_gives_no_finding(tmp_path: Path) -> None:
    found = read_metapsy(
        database(
            tmp_path / "db",
            *CLEAN,
            number_studies="2",
            shorthand="clean",
            last_search="2026-01-01",
            references={"A": "Example A. (2020)"},
            variable_description={"study": "the study"},
        )
    )

    assert found.findings == ()
    assert (found.studies, found.sign) == (("A", "B"), SignRule.AS_MEANS)
    told_beside = found.metadata
    assert (told_beside.shorthand, told_beside.number_studies) == ("clean", 2)
    assert told_beside.references == {"A": "Example A. (2020)"}


def test_decimal_points_and_commas_between_cells_are_reported(tmp_path: Path) -> None:
    rows = [row.replace(",", ".").replace(";", ",") for row in CLEAN]

    found = told(database(tmp_path / "db", *rows, head=HEAD.replace(";", ",")))

    assert found == ["file: has commas between cells and decimal points."]


@pytest.mark.parametrize("name", ["NA", ""])
def test_a_row_without_an_identity_is_reported(tmp_path: Path, name: str) -> None:
    found = told(database(tmp_path / "db", means("A", "10,0", "-0,49", name=name)))

    assert found == ['line 2: has no .id; the text "NA" identifies nothing.']


def test_two_rows_of_one_identity_are_reported(tmp_path: Path) -> None:
    rows = [means("A", "10,0", "-0,49", name="x"), means("B", "9,0", "-0,65", name="x")]

    found = told(database(tmp_path / "db", *rows))

    law = 'shares the .id "x" with another row.'
    assert found == [f"line 2: {law}", f"line 3: {law}"]


def test_a_turned_sign_is_reported_by_both_who_look(tmp_path: Path) -> None:
    rows = [*CLEAN, means("C", "9,0", "0,65")]

    found = told(database(tmp_path / "db", *rows))

    assert [each.rpartition(": ")[2] for each in found] == [
        "has the effect 0.65, against the sign rule of its database (as_means).",
        "the opposite sign.",
    ]


def test_a_database_may_count_benefit_as_positive(tmp_path: Path) -> None:
    turned = [row.replace(";-0,", ";0,") for row in CLEAN]

    found = read_metapsy(database(tmp_path / "db", *turned))

    assert (found.sign, found.findings) == (SignRule.TURNED, ())


def test_an_effect_that_its_means_contradict_is_reported(tmp_path: Path) -> None:
    found = told(database(tmp_path / "db", *CLEAN, means("C", "9,0", "-3,95")))

    assert found == [
        "line 4: prints the effect -3.95, but its means give -0.647: another size."
    ]


def test_text_in_a_number_is_reported(tmp_path: Path) -> None:
    found = told(database(tmp_path / "db", *CLEAN, means("C", "9,0", "NA", n="~30")))

    assert found == ['line 4, column n_arm1: has "~30", which is no number.']


def test_garbled_letters_are_reported(tmp_path: Path) -> None:
    row = means("A", "10,0", "-0,49", reference="MÃ¼ller A. (2020)")

    found = told(database(tmp_path / "db", row, references={"A": "MÃ¼ller", "B": "x"}))

    law = "holds letters that were encoded twice."
    assert found == [f"A: {law}", f"line 2, column full_ref: {law}"]


# --- the search flow

AFTER_REMOVAL = (
    "holds 60, which is the count after duplicates were removed, not the duplicates."
)

SOUND = {
    "database.hits": 100,
    "database.hits.duplicates.removed": 40,
    "records.screened": 60,
    "full.text.assessed.for.eligibility": 10,
    "full.text.excluded.reasons": {"Not an RCT": 8},
    "included": 2,
}


@pytest.mark.parametrize(
    ("changed", "law"),
    [
        ({}, []),
        (
            {"database.hits.duplicates.removed": 60},
            [f"database.hits.duplicates.removed: {AFTER_REMOVAL}"],
        ),
        (
            {"records.screened": 50},
            ["records.screened: says 50, but 100 hits less 40 duplicates leave 60."],
        ),
        (
            {"full.text.excluded.reasons": {"Not an RCT": 5}},
            ["included: says 2, but 10 full texts less 5 excluded leave 5."],
        ),
        (
            {"full.text.excluded.reasons": {"Not an RCT": "8"}},
            ["excluded, Not an RCT: writes the number 8 as a text."],
        ),
        (
            {"records.screened": "many"},
            ["records.screened: has 'many', which is no count."],
        ),
        ({"records.screened": 60.0}, []),
        ({"full.text.excluded.reasons": "none"}, []),
        (
            {"included": 3, "full.text.excluded.reasons": None},
            ["file: says 3 studies, and the table holds 2."],
        ),
    ],
)
def test_a_search_flow_that_does_not_add_up_is_reported(
    tmp_path: Path, changed: dict[str, object], law: list[str]
) -> None:
    flow = {**SOUND, **changed}

    assert told(database(tmp_path / "db", *CLEAN, search_flow=flow)) == law


def test_a_flow_that_is_no_table_says_nothing(tmp_path: Path) -> None:
    found = read_metapsy(database(tmp_path / "db", *CLEAN, search_flow=[1, 2]))

    assert (found.metadata.flow, found.findings) == (SearchFlow(), ())


def test_metadata_that_are_no_json_are_reported(tmp_path: Path) -> None:
    folder = database(tmp_path / "db", *CLEAN)
    (folder / "metadata" / "search_flow.json").write_text("{", "utf-8")

    [found] = read_metapsy(folder).findings

    assert (found.file, found.law[:12]) == ("metadata/search_flow.json", "is no JSON: ")


def test_another_number_of_studies_is_reported(tmp_path: Path) -> None:
    found = told(database(tmp_path / "db", *CLEAN, number_studies="3"))

    assert found == ["file: says 3 studies, and the table holds 2."]


def test_metadata_that_are_no_utf8_are_reported(tmp_path: Path) -> None:
    folder = database(tmp_path / "db", *CLEAN)
    (folder / "metadata" / "shorthand.txt").write_bytes(b"\xff")

    found = read_metapsy(folder)

    [only] = found.findings
    assert (only.file, only.law[:13]) == ("metadata/shorthand.txt", "is no UTF-8: ")
    assert found.name == "db"


def test_json_without_end_is_reported(tmp_path: Path) -> None:
    folder = database(tmp_path / "db", *CLEAN)
    (folder / "metadata" / "references.json").write_text("[" * 100_000, "utf-8")

    [only] = read_metapsy(folder).findings

    assert (only.file, only.law[:12]) == ("metadata/references.json", "is no JSON: ")


@pytest.mark.parametrize("number", ["two", "\u00b2"])
def test_a_number_of_studies_that_is_none_is_not_counted(
    tmp_path: Path, number: str
) -> None:
    found = read_metapsy(database(tmp_path / "db", *CLEAN, number_studies=number))

    assert (found.metadata.number_studies, found.findings) == (None, ())


def test_a_table_of_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"lacks the columns condition_arm1, "):
        read_metapsy(database(tmp_path / "db", "A", head="study"))


# --- several databases together


def test_databases_of_one_sign_have_a_common_one(tmp_path: Path) -> None:
    one = read_metapsy(database(tmp_path / "one", *CLEAN))
    silent = read_metapsy(database(tmp_path / "two", means("A", "10,0", "NA")))

    assert common_sign([one, silent]) is SignRule.AS_MEANS
    assert common_sign([silent]) is SignRule.UNKNOWN


def test_databases_of_two_signs_cannot_be_mixed(tmp_path: Path) -> None:
    turned = [row.replace(";-0,", ";0,") for row in CLEAN]
    one = read_metapsy(database(tmp_path / "one", *CLEAN))
    other = read_metapsy(database(tmp_path / "two", *turned))

    with pytest.raises(MixedDatabasesError, match=r"\(one: as_means; two: turned\)"):
        common_sign([one, other])


# --- the public database

REPORTED = {
    "metadata/search_flow.json": 9,
    "data.csv": 16,
}


def test_the_traps_of_the_public_database_are_found(shared_data: Path) -> None:
    found = read_metapsy(shared_data / "metapsy" / "depression-psiloctr")

    assert (len(found.rows), len(found.studies)) == (220, 15)
    assert (found.sign, found.decimal_comma) == (SignRule.AS_MEANS, True)
    assert Counter(each.file for each in found.findings) == REPORTED
    assert _screened(found) == [
        "says 1103, but 8174 hits less 5670 duplicates leave 2504."
    ]
    assert found.metadata.flow.reasons[1] == ("Not an RCT", 11)


def _screened(found: MetapsyDatabase) -> list[str]:
    return [each.law for each in found.findings if each.place == "records.screened"]


# --- the database of this project


def test_the_library_goes_round_through_the_format(tmp_path: Path) -> None:
    library = load()
    write_metapsy(library, tmp_path / "db", searched_on="2026-11-21")

    found = read_metapsy(tmp_path / "db")

    studies = [s for s in library.studies.values() if not s.design.is_review]
    assert found.findings == ()
    assert found.studies == tuple(study.label for study in studies)
    assert (found.metadata.number_studies, found.metadata.last_search) == (
        len(studies),
        "2026-11-21",
    )
    assert found.metadata.variables == COLUMNS
    [row] = [r for r in found.rows if r.text("results") == "o024, o025"]
    assert {key: str(n) for key, n in row.numbers.items() if n is not None} == {
        "event_arm1": "17",
        "totaln_arm1": "33",
        "event_arm2": "6",
        "totaln_arm2": "41",
        "time_weeks": "6",
        "year": "2014",
    }
    assert (row.text("status"), row.text("outcome_type")) == ("DERIVED", "response")


def test_no_recalled_number_leaves_in_the_format() -> None:
    table = metapsy_csv(load())

    assert [line for line in table.splitlines() if "RECALLED" in line] == []
    wollmer = [line for line in table.splitlines() if line.startswith("Wollmer 2012")]
    assert [line.split(";")[10:26] for line in wollmer] == [["NA"] * 16]


def test_a_study_without_contrast_or_paper_has_its_row(tmp_path: Path) -> None:
    folder = b.library_folder(tmp_path)
    alone = b.STUDY.replace('[[contrast]]\narm = "toxin"\nagainst = "placebo"\n', "")
    (folder / "studies" / "one.toml").write_text(alone, "utf-8")
    library = load(folder)
    assert library.studies["one"].design is Design.RANDOMISED

    lines = metapsy_csv(library).splitlines()

    assert [line[:29] for line in lines[1:]] == ["One 2020;NA;NA;NA;NA;NA;NA;NA"]


def test_changes_are_written_in_their_own_columns(tmp_path: Path) -> None:
    lines = [
        f"""
[[result]]
id = "{arm}"
instrument = "scale"
measure = "change"
outcome = "score"
week = 6
arm = "{arm}"
n = 20
change = -3.5
change_sd = 2.0
basis = "SEEN"
sources = ["PAPER"]
"""
        for arm in ("toxin", "placebo")
    ]
    folder = b.library_folder(tmp_path, one=b.STUDY + "".join(lines))
    write_metapsy(load(folder), tmp_path / "db", searched_on="2026-11-21")

    [row] = read_metapsy(tmp_path / "db").rows

    assert (row.text("outcome_type"), row.text("design")) == ("change", "parallel")
    assert [
        str(row.numbers[f"{kind}_change_arm1"]) for kind in ("mean", "sd", "n")
    ] == [
        "-3.5",
        "2.0",
        "20",
    ]
