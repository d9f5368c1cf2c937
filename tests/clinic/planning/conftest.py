"""A scene whose one patient has chronic migraine; and a browser of its lead."""

import pytest
from django.test import Client

from glabella.clinic.practice.models import Practice
from tests import world
from tests.clinic.pages import client_of
from tests.clinic.planning import build
from tests.clinic.scene import Scene, scene


@pytest.fixture
def blank() -> Scene:
    Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
    return scene()


@pytest.fixture
def here(blank: Scene) -> Scene:
    build.know(blank)
    return blank


@pytest.fixture
def doctor(here: Scene) -> Client:
    return client_of(here.user)
