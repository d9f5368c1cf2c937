"""One Chromium for the journeys of a worker, and what it says while it walks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser
from pytest_django import Settings

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet, Practice
from tests import world
from tests.clinic.scene import Scene, scene
from tests.journeys.walking import Walk
from tests.web.browsing import chromium, running


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Start Chromium once for a file, because starting it takes seconds."""
    if chromium() is None:
        pytest.skip("no Chromium on this machine")
    with pytest.MonkeyPatch.context() as patch:
        # The browser's library keeps an event loop running in this thread.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with running() as found:
            yield found


# After the browser, because Django keeps other connections beside an event loop.
@pytest.fixture
def walk(chrome: Browser) -> Iterator[Walk]:
    """Return what opens pages; a word on the console or a blocked part fails."""
    cache.clear()
    one = Walk(chrome, connections["default"])
    yield one
    one.close()
    assert one.said == []


@pytest.fixture
def seeblick() -> Outlet:
    Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
    return world.outlet("Seeblick")


@pytest.fixture
def lead(seeblick: Outlet) -> User:
    return world.member(Role.LEAD_CLINICIAN, seeblick, name="Lead Synthetic")


@pytest.fixture
def patient(seeblick: Outlet) -> Patient:
    return world.patient(seeblick)


@pytest.fixture
def clinic(settings: Settings, tmp_path: Path, seeblick: Outlet) -> Scene:
    """Return a lead clinician with one patient, whose papers are kept apart."""
    key = tmp_path / "files.key"
    key.write_bytes(Fernet.generate_key())
    settings.GLABELLA_FILES = tmp_path / "files"
    settings.GLABELLA_FILE_KEY_FILE = key
    settings.GLABELLA_SECOND_FACTOR = "relaxed"
    return scene(at=seeblick)
