"""The day and the person of every test of the portal."""

from collections.abc import Iterator

import pytest
import time_machine

from tests import world
from tests.clinic.scene import Scene, scene


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(world.AT, tick=False) as moving:
        yield moving


@pytest.fixture
def here() -> Scene:
    return scene()
