"""The day and the person of every test of the diary."""

from collections.abc import Iterator

import pytest
import time_machine

from tests import world
from tests.clinic.scene import Scene, scene


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def here() -> Scene:
    return scene()
