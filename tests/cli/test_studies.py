"""`glabella studies`: studies, questions, and databases in the Metapsy format."""

from pathlib import Path

import pytest

from glabella.cli.studies_page import study_page
from glabella.evidence.library import load
from glabella.protocols.document import Language, as_text
from tests.cli.conftest import Glabella

LIBRARY = load()
LANGUAGES = ("en", "de")


def test_every_study_is_listed(glabella: Glabella) -> None:
    result = glabella("studies", "--json")

    listed = [each["id"] for each in result.json["studies"]]
    assert (result.code, listed) == (0, list(LIBRARY.studies))


def test_the_list_names_studies_and_questions(glabella: Glabella) -> None:
    lines = glabella("studies", "--language", "de").out.splitlines()

    assert lines[:2] == ["Studien", "======="]
    assert lines[-1] == f"{len(LIBRARY.studies)} Studien."
    assert [
        name for name in LIBRARY.questions if f"  {name}" not in "\n".join(lines)
    ] == []


def test_every_study_is_published_whole(glabella: Glabella) -> None:
    made = glabella("studies", *LIBRARY.studies, "--json").json["studies"]

    told = {each["id"]: [line["id"] for line in each["results"]] for each in made}
    assert told == {
        study.id: [line.id for line in study.results]
        for study in LIBRARY.studies.values()
    }


@pytest.mark.parametrize("name", LIBRARY.studies)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_leaves_out_no_line_of_a_study(name: str, language: str) -> None:
    study = LIBRARY.studies[name]

    page = as_text(study_page(study, LIBRARY, Language(language)))

    assert [line.id for line in study.results if line.id not in page] == []
    wide = [line for line in page.splitlines() if len(line) > 80]
    assert [line for line in wide if " " in line.strip()] == []


def test_a_study_says_what_is_unknown_of_it(glabella: Glabella) -> None:
    lines = glabella("studies", "magid2014").out.splitlines()

    assert "  - unknown: side effects, blinding, drop-outs" in lines


def test_a_number_comes_with_status_place_and_quotation(glabella: Glabella) -> None:
    made = glabella("studies", "finzi2014", "--json").json["studies"][0]

    [line] = [line for line in made["results"] if line["id"] == "o024"]
    assert (line["numbers"], line["basis"], line["sources"]) == (
        {"events": 17, "total": 33},
        "DERIVED",
        ["finzi2014"],
    )
    assert line["note"] == "52% of 33; only 17/33 (51.5%) rounds to 52%"


@pytest.mark.parametrize(
    ("name", "design"),
    [
        ("affatato2021", "meta-analysis, not a trial"),
        ("escher_review", "narrative review, not a trial"),
    ],
)
def test_a_review_is_not_called_a_trial(
    glabella: Glabella, name: str, design: str
) -> None:
    made = glabella("studies", name, "--json").json["studies"][0]

    assert made["design_in_words"] == design
    assert made["cited_as"].startswith("Articles cite it as if it were a trial")


@pytest.mark.parametrize("name", LIBRARY.questions)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_shows_rows_reasons_and_draft(
    glabella: Glabella, name: str, language: str
) -> None:
    words = ("studies", "--question", name, "--language", language)
    made = glabella(*words, "--json").json["question"]
    page = " ".join(glabella(*words).out.split())

    found = LIBRARY.rows(name)
    assert [row["study"] for row in made["rows"]] == [row.study for row in found.rows]
    shown = [*made["unusable"], made["certainty"]]
    assert [each for each in shown if each.get("reason", "") not in page] == []
    draft = {"en": "Draft of this project", "de": "Entwurf dieses Projekts"}[language]
    assert draft in page
    assert (made["cannot_be_pooled"] or "") in page


def test_recalled_numbers_are_named_to_count(glabella: Glabella) -> None:
    words = ("studies", "--question", "migraine_headache_days", "--json")

    without = glabella(*words).json["question"]
    asked = glabella(*words, "--include-recalled").json["question"]

    assert without["rows"] == []
    assert {row["basis"] for row in asked["rows"]} == {"RECALLED"}
    assert (asked["include_recalled"], asked["cannot_be_pooled"]) == (True, None)


def test_each_kind_of_row_has_its_numbers(glabella: Glabella) -> None:
    kinds = {
        kind
        for name in LIBRARY.questions
        for row in glabella("studies", "--question", name, "--json").json["question"][
            "rows"
        ]
        for kind in ("counts", "means", "effect")
        if kind in row
    }

    assert kinds == {"counts", "means", "effect"}


def test_a_database_is_written_and_read_back(
    glabella: Glabella, tmp_path: Path
) -> None:
    folder = tmp_path / "db"

    written = glabella("studies", "--write-metapsy", folder)
    again = glabella("studies", "--write-metapsy", folder, "--json")
    read = glabella("studies", "--read-metapsy", folder, "--json")

    assert (written.code, written.out) == (0, f"Written: {folder}\n")
    assert again.json["written"] == str(folder)
    assert (read.code, read.json["database"]["findings"]) == (0, [])


def test_traps_of_a_database_are_told(glabella: Glabella, tmp_path: Path) -> None:
    folder = tmp_path / "db"
    glabella("studies", "--write-metapsy", folder)
    (folder / "metadata" / "number_studies.txt").write_text("7\n", "utf-8")

    told = glabella("studies", "--read-metapsy", folder)
    made = glabella("studies", "--read-metapsy", folder, "--json")

    assert (told.code, made.code) == (1, 1)
    first, *_, last = told.out.splitlines()
    assert first.startswith("metadata/number_studies.txt, file: says 7 studies, and ")
    assert last.endswith(", 1 findings.")
    assert len(made.json["database"]["findings"]) == 1


def test_a_folder_that_cannot_be_written_is_bad_input(
    glabella: Glabella, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")

    result = glabella("studies", "--write-metapsy", blocked / "db", "--json")

    [error] = result.json["errors"]
    assert (result.code, error["what"][:18]) == (2, "cannot be written:")


def test_a_table_of_ones_own_is_inspected(glabella: Glabella, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("study,events1,n1,events2,n2\nA,3,20,1,21\nB,9,8,1,9\n", "utf-8")

    told = glabella("studies", "--inspect", path, "--language", "de")
    made = glabella("studies", "--inspect", path, "--json")

    law = "prints 9 events among 8 people in arm 1."
    assert told.out.splitlines() == [
        f"mine.csv, line 3: {law} Read the paper again.",
        "2 Zeilen, 2 Studien, 1 Befunde.",
    ]
    database = made.json["database"]
    assert (made.code, database["sign"], len(database["findings"])) == (1, None, 1)


def test_references_leave_for_other_programs(glabella: Glabella) -> None:
    one = glabella("studies", "brin2020", "--references", "bibtex").out
    every = glabella("studies", "--references", "ris", "--json").json["references"]

    named = [line for line in one.splitlines() if line.startswith("@")]
    assert named == ["@misc{brin2020,", "@misc{brin2020_ctg,", "@misc{tox2022_t1,"]
    assert every.count("TY  - GEN") == len(LIBRARY.publications)


def test_a_study_and_a_question_are_not_asked_together(glabella: Glabella) -> None:
    result = glabella("studies", "finzi2014", "--question", "bruxism_pain")

    assert (result.code, result.out) == (2, "")


@pytest.mark.parametrize("words", [("gone",), ("--question", "gone")])
def test_an_unknown_name_is_bad_input(
    glabella: Glabella, words: tuple[str, ...]
) -> None:
    assert glabella("studies", *words).code == 2
