"""What the tests of this room share: a sound folder to break."""

from pathlib import Path

import pytest

from tests.protocols import tiny


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a tiny sound library, away from the cache of a real home."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tiny.copy_to(tmp_path / "data")
