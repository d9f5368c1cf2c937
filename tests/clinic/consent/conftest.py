"""Files of a test in a folder of its own, and a scene with one lead clinician."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.test import Client
from pytest_django import Settings

from glabella.clinic.practice.models import Practice
from tests import world
from tests.clinic.pages import client_of
from tests.clinic.scene import Scene, scene


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Scene:
    key = tmp_path / "files.key"
    key.write_bytes(Fernet.generate_key())
    settings.GLABELLA_FILES = tmp_path / "files"
    settings.GLABELLA_FILE_KEY_FILE = key
    Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
    return scene()


@pytest.fixture
def doctor(here: Scene) -> Client:
    return client_of(here.user)
