"""Every control in the hazard log names a test that exists."""

import re

from tests.house import code

LOG = code.ROOT / "docs" / "reference" / "hazard-log.md"


def named_tests() -> list[tuple[str, str]]:
    """Return file and function of each test that the log names."""
    return re.findall(r"`(tests/\S+\.py)::(test_\w+)`", LOG.read_text("utf-8"))


def test_every_named_test_exists() -> None:
    absent = [
        f"{file}::{name}" for file, name in named_tests() if not is_defined(file, name)
    ]

    assert absent == []


def is_defined(file: str, name: str) -> bool:
    path = code.ROOT / file
    return path.is_file() and f"\ndef {name}(" in path.read_text("utf-8")


def test_every_hazard_has_a_test() -> None:
    rows = [row for row in LOG.read_text("utf-8").splitlines() if row.startswith("| ")]

    unproven = [row for row in rows[2:] if "::test_" not in row]

    assert unproven == []
