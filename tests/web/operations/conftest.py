"""One practice is set up for the run; each test has a copy of it."""

from pathlib import Path

import pytest

from tests.web.operations.homes import Home, new_home, set_up


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return set_up(tmp_path_factory.mktemp("practice") / "home")


@pytest.fixture
def home(practice: Home, tmp_path: Path) -> Home:
    return practice.clone(tmp_path / "home")


@pytest.fixture
def nowhere(tmp_path: Path) -> Home:
    """A home that does not exist yet."""
    return new_home(tmp_path / "nowhere")
