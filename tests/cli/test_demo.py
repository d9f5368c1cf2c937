"""`glabella demo`: the whole way, and files to try it on."""

from pathlib import Path

import pytest

from glabella.cli import demo_verb
from tests.cli.conftest import Glabella


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_says_synthetic_first_and_goes_all_the_way(
    glabella: Glabella, language: str
) -> None:
    result = glabella("demo", "--language", language)

    lines = result.out.splitlines()
    steps = [line[:2] for line in lines if line[:2] in {f"{n}." for n in range(1, 9)}]
    assert (result.code, "synthetic" in lines[0] or "synthetisch" in lines[0]) == (
        0,
        True,
    )
    assert steps == ["1.", "2.", "3.", "4.", "5."]
    assert [line for line in lines if len(line) > 80] == []


def test_its_document_holds_the_documents_of_the_verbs(glabella: Glabella) -> None:
    made = glabella("demo", "--json").json

    assert (made["synthetic"], made["bundle"]) == (True, True)
    assert (made["plan"]["status"], made["plan"]["arithmetic_units"]) == (
        "needs_confirmation",
        169,
    )
    assert (
        made["confirmed_plan"]["status"],
        made["confirmed_plan"]["total_units"],
    ) == (
        "proposed",
        169,
    )


def test_without_the_record_the_facts_file_suffices(
    glabella: Glabella, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As it is where the package is installed without its tests."""
    monkeypatch.setattr(demo_verb, "BUNDLES", tmp_path)

    result = glabella("demo", "--json")
    page = glabella("demo")

    assert (result.json["bundle"], "1. What the record says" in page.out) == (
        False,
        False,
    )
    assert glabella("demo", "--write", tmp_path / "files").out.splitlines() == [
        str(tmp_path / "files" / name) for name in ("patient.toml", "practice.toml")
    ]


def test_the_files_it_writes_give_the_same_plan(
    glabella: Glabella, tmp_path: Path
) -> None:
    glabella("demo", "--write", tmp_path)

    result = glabella(
        "plan",
        tmp_path / "bundle.json.gz",
        tmp_path / "patient.toml",
        *("--protocol", "chronic_migraine", "--protocol", "major_depression"),
        *("--scheme", "major_depression=glabella_female_29"),
        *("--product", "onabotulinumtoxinA", "--json"),
        *("--practice", tmp_path / "practice.toml"),
    )

    assert (result.code, result.json["total_units"]) == (0, 169)


def test_it_overwrites_no_file(glabella: Glabella, tmp_path: Path) -> None:
    (tmp_path / "practice.toml").write_text("mine")

    result = glabella("demo", "--write", tmp_path)

    assert (result.code, sorted(p.name for p in tmp_path.iterdir())) == (
        2,
        ["practice.toml"],
    )
    assert (tmp_path / "practice.toml").read_text() == "mine"
