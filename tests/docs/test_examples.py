"""Every example in the documents runs, and prints what the page says."""

import gzip
import shutil
from pathlib import Path

import pytest

from tests.docs.examples import (
    Command,
    SavedFile,
    examples,
    is_run_here,
    pattern,
    run,
)
from tests.house import code

PAGES = sorted(
    path
    for path in code.tracked_files()
    if path.suffix == ".md" and "```console" in path.read_text("utf-8")
)

FINE, CLINICAL_NO = 0, 1

BUNDLE = "Ima_Reinger_5e72bfb0-2084-4bbf-aa3c-81c4a0c97c72.json.gz"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with what pages take for granted: a clone, a bundle, its diary."""
    (tmp_path / "src").symlink_to(code.ROOT / "src")
    record = code.ROOT / "tests" / "data" / "synthea" / BUNDLE
    shutil.copy(record, tmp_path / "patient.json.gz")
    (tmp_path / "bundle.json").write_bytes(gzip.decompress(record.read_bytes()))
    completed = code.SRC / "cli" / "demo" / "patient.toml"
    shutil.copy(completed, tmp_path / "diary.toml")
    shutil.copytree(code.SRC / "protocols", tmp_path / "my-protocols")
    return tmp_path


def failures(page: Path, desk: Path) -> list[str]:
    """Return each example that does not do what its page says."""
    found, last = [], FINE
    for example in examples(page.read_text("utf-8")):
        if isinstance(example, SavedFile):
            (desk / example.name).parent.mkdir(parents=True, exist_ok=True)
            (desk / example.name).write_text(example.text, "utf-8")
        elif example.line == "echo $?":
            if example.printed != str(last):
                found.append(f"exit code {last}, the page says {example.printed}")
        elif is_run_here(example):
            last, problem = outcome(example, desk)
            found += problem
    return found


def outcome(example: Command, desk: Path) -> tuple[int, list[str]]:
    """Return the exit code, and what is wrong if anything is."""
    exit_code, output = run(example, desk)
    if example.printed is None:
        if exit_code in {FINE, CLINICAL_NO}:
            return exit_code, []
        return exit_code, [f"$ {example.line}\nexit code {exit_code}\n{output}"]
    if pattern(example.printed).fullmatch(output):
        return exit_code, []
    message = f"$ {example.line}\nprinted:\n{output}\nthe page says:\n{example.printed}"
    return exit_code, [message]


@pytest.mark.parametrize("page", PAGES, ids=code.place)
def test_the_examples_of_a_page_run(page: Path, desk: Path) -> None:
    wrong = failures(page, desk)

    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize(
    ("printed", "output"),
    [
        ("a\n...\nd", "a\nb\nc\nd\n"),
        ("a\n...", "a\n"),
        ("age = ...", "age = 41 (stated)\n"),
    ],
)
def test_three_dots_stand_for_what_is_left_out(printed: str, output: str) -> None:
    assert pattern(printed).fullmatch(output)


@pytest.mark.parametrize(
    ("printed", "output"),
    [("a\nc", "a\nb\nc\n"), ("a", "a\nb\n"), ("a ... c", "a b\n")],
)
def test_what_is_not_left_out_must_be_there(printed: str, output: str) -> None:
    assert not pattern(printed).fullmatch(output)


def test_a_page_gives_files_and_commands_in_order() -> None:
    page = (
        "```{code-block} toml\n:caption: a.toml\n\non = 1\n```\n"
        "text\n```console\n$ glabella x \\\n    y\nout\n$ glabella z\n```\n"
    )

    assert list(examples(page)) == [
        SavedFile("a.toml", "on = 1\n"),
        Command("glabella x \\\n    y", "out"),
        Command("glabella z", None),
    ]
