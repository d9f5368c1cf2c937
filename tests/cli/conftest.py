"""What the tests of the command line share: running a verb, and its schema."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import running
from tests.cli.running import Run

Glabella = Callable[..., Run]


@pytest.fixture
def glabella(capsys: pytest.CaptureFixture[str]) -> Glabella:
    """Return the program; every document it prints is held against its schema."""
    return running.program(capsys)


@pytest.fixture(autouse=True)
def _own_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the cache of parsed data out of the home of whoever runs the tests."""
    base: Path = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(base))
