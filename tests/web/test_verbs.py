"""The verbs of a practice are found by name, teach by example, and start lightly."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from glabella.cli.main import VERB_GROUP, main
from glabella.web.operations import folder

VERBS = sorted(entry.name for entry in entry_points(group=VERB_GROUP))


@pytest.mark.parametrize("verb", VERBS)
def test_help_shows_examples_and_exit_codes(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([verb, "--help"])

    shown = capsys.readouterr().out
    told = [word in shown for word in (f"  glabella {verb}", "exit code: 0")]
    assert (code, told) == (0, [True, True])


@pytest.mark.parametrize("verb", VERBS)
def test_unknown_word_is_bad_input(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([verb, "--no-such-word"])

    shown = capsys.readouterr()
    assert (code, shown.out, shown.err.startswith(f"glabella: glabella {verb}")) == (
        2,
        "",
        True,
    )


def test_help_of_a_verb_reads_no_tables() -> None:
    code = (
        "import sys; from glabella.cli.main import main; main(['serve', '--help']);"
        "print([m for m in ('glabella.clinic.audit.models', 'granian')"
        " if m in sys.modules])"
    )

    result = subprocess.run(  # noqa: S603 the words are those above
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout.splitlines()[-1] == "[]"


def test_home_is_what_is_given_else_what_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GLABELLA_HOME", "/srv/one")
    named = [str(folder.home_of("/srv/two")), str(folder.home_of(None))]
    monkeypatch.delenv("GLABELLA_HOME")

    assert [*named, folder.home_of(None).name] == [
        "/srv/two",
        "/srv/one",
        "glabella-home",
    ]
