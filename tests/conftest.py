"""What all tests share: the laws of the run, and where extra data lie."""

import os
import random
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from django.db import connection
from django.utils import translation
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() == "true"

# No deadline: the cores may be busy with other work, and a slow example is no mistake.
# In CI the examples are the same each time; elsewhere they keep searching.
settings.register_profile("house", deadline=None, derandomize=IN_CI, print_blob=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of extra test data; in CI it must be there."""
    default = ROOT.parent / "shared" / "data"
    folder = Path(os.environ.get("GLABELLA_SHARED_DATA", default))
    if folder.is_dir():
        return folder
    message = "no extra test data: set GLABELLA_SHARED_DATA to their folder"
    if IN_CI:
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """Leave no test in the language of the page that another asked for last."""
    yield
    translation.deactivate()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Generator[None, object, object]:
    """Fail a test that draws from the global random generator."""
    before = random.getstate()
    outcome = yield
    assert random.getstate() == before, "use a random.Random of your own"
    return outcome


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out the tests of the other database: each vendor has a run of its own."""
    others = [
        item
        for item in items
        if any(
            mark.args != (connection.vendor,) for mark in item.iter_markers("only_on")
        )
    ]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in others]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for any skip where `./dev` can install what is missing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("GLABELLA_NO_SKIPS") or not isinstance(
        reporter, TerminalReporter
    ):
        return
    if reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("\nA skipped test counts as failed here (root or CI).")
