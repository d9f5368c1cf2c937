"""The script `dev` says what it can do and refuses what it cannot."""

import re
import subprocess
import sys

import pytest

from tests.house import code

VERBS = ("demo", "test", "check", "bench", "docs", "run", "fix", "lock")


def run_dev(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(code.ROOT / "dev"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_without_a_verb_it_lists_its_verbs() -> None:
    result = run_dev()

    listed = [
        line.split()[1] for line in result.stdout.splitlines() if "./dev " in line
    ]
    assert (result.returncode, listed[-len(VERBS) :]) == (0, list(VERBS))


@pytest.mark.parametrize("words", [("dance",), ("bench",), ("bench", "nothing")])
def test_bad_words_end_with_code_two(words: tuple[str, ...]) -> None:
    assert run_dev(*words).returncode == 2


def test_the_pins_are_current() -> None:
    result = run_dev("check", "lock")

    assert (result.returncode, "FAILED" in result.stdout) == (0, False)


def test_the_packages_of_r_are_those_that_validation_names() -> None:
    readme = (code.ROOT / "validation" / "README.md").read_text("utf-8")
    named = re.findall(r"^apt-get install (.*)$", readme, re.MULTILINE)
    script = (code.ROOT / "dev").read_text("utf-8")

    assert [line.split() for line in named] == [re.findall(r'"(r-[a-z-]+)"', script)]
