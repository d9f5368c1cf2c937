"""The program finds verbs, teaches by example, and keeps its exit codes apart."""

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points

import pytest

from glabella import __version__
from glabella.cli.demo_verb import PATIENT
from glabella.cli.main import HELP, VERB_GROUP, VERBS, main
from glabella.cli.refusal import refuse
from glabella.core.errors import Finding, FindingsError, GlabellaError
from tests.cli.conftest import Glabella
from tests.cli.running import schemas


def test_help_shows_an_example_of_every_verb(glabella: Glabella) -> None:
    result = glabella("--help")

    shown = {line.split()[1] for line in HELP.splitlines() if "  glabella " in line}
    practice = {entry.name for entry in entry_points(group=VERB_GROUP)}
    assert (result.code, result.out, shown) == (0, HELP, set(VERBS) | practice)


def test_no_words_show_help_and_are_bad_input(glabella: Glabella) -> None:
    assert glabella() == (2, HELP, "")


def test_version(glabella: Glabella) -> None:
    assert glabella("--version") == (0, f"glabella {__version__}\n", "")


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_shows_examples_and_exit_codes(
    glabella: Glabella, verb: str
) -> None:
    result = glabella(verb, "--help")

    told = [word in result.out for word in (f"glabella {verb}", "exit code: 0")]
    assert (result.code, told) == (0, [True, True])


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_prints_its_schema(glabella: Glabella, verb: str) -> None:
    result = glabella(verb, "--schema")

    assert (result.code, json.loads(result.out)) == (0, schemas()[verb])


def test_an_unknown_verb_is_bad_input(glabella: Glabella) -> None:
    told = f'there is no verb "dance". Use one of {", ".join(VERBS)}.'
    assert glabella("dance") == (2, "", f"glabella: glabella: {told}\n")


def test_an_unknown_word_of_a_verb_is_bad_input(glabella: Glabella) -> None:
    result = glabella("facts", "--colour", "--json")

    expected = {
        "what": "unrecognized arguments: --colour.",
        "where": "glabella facts",
        "mending": "`glabella facts --help` shows how it is called.",
    }
    assert (result.code, result.json["errors"]) == (2, [expected])


def test_a_fault_of_ours_is_no_clinical_no(
    glabella: Glabella, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VERBS, "break", f"{__name__}:break_down")

    result = glabella("break")

    assert (result.code, result.err.splitlines()[-1]) == (3, "RuntimeError: broken")


def break_down(_: Sequence[str]) -> int:
    raise RuntimeError("broken")


def test_a_closed_page_is_no_error(
    glabella: Glabella, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VERBS, "close", f"{__name__}:close_page")
    kept = sys.stdout

    code = glabella("close").code
    sys.stdout = kept

    assert code == 0


def close_page(_: Sequence[str]) -> int:
    raise BrokenPipeError


def test_a_terminal_without_a_letter_gets_a_stand_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", screen)
    words = ["facts", "pregnancy", "--language", "de"]

    code = main(words)
    screen.flush()

    shown = screen.buffer.getvalue()
    assert (code, b"k?nnte" in shown) == (0, True)


def test_help_loads_no_verb_and_a_facts_file_no_fhir() -> None:
    """What makes the start fast: a clock would depend on the machine."""
    code = (
        "import sys; from glabella.cli.main import main; main(sys.argv[1:]);"
        "print([m for m in ('argparse', 'glabella.protocols.loader',"
        " 'glabella.core.plan', 'glabella.interop.fhir', 'django')"
        " if m in sys.modules])"
    )
    found = {
        words: subprocess.run(  # noqa: S603 the words are those below
            [sys.executable, "-c", code, *words],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()[-1]
        for words in (("--help",), ("assess", str(PATIENT)))
    }

    assert list(found.values()) == [
        "[]",
        "['argparse', 'glabella.protocols.loader']",
    ]


def test_a_screen_that_is_no_terminal_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)

    code = main(["--version"])

    assert (code, screen.getvalue()) == (0, f"glabella {__version__}\n")


def test_an_error_without_parts_is_told_as_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    refuse(GlabellaError("two units met"), as_json=True)

    out, err = capsys.readouterr()
    assert (json.loads(out)["errors"], err) == (
        [{"what": "two units met", "where": "", "mending": ""}],
        "glabella: two units met\n",
    )


def test_findings_are_errors_with_their_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    refuse(
        FindingsError((Finding("a.toml", "x", "is wrong.", "Mend it."),)), as_json=False
    )

    assert capsys.readouterr().err == "glabella: a.toml, x: is wrong. Mend it.\n"
