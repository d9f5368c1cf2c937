"""Each test has a file of anchors of its own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_anchors(settings: Settings, tmp_path: Path) -> None:
    settings.GLABELLA_ANCHORS = tmp_path / "anchors"
