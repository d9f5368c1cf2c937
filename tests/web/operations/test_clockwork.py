"""The clockwork: every step stands, each fails alone, a round can be gone twice."""

import threading
from datetime import datetime

import pytest

from glabella.clinic.audit.actor import Actor
from glabella.clinic.messages.models import Message, Worker
from glabella.web.operations import work_verb
from glabella.web.operations.clockwork import STEPS, go_round
from glabella.web.operations.work_verb import Shift
from tests import world
from tests.clinic.messages.posted import MORNING, message

# The worker of the library ends with closing a connection that has begun something.
WITHOUT_FRAME = pytest.mark.django_db(transaction=True)


class StoppedInThePause(threading.Event):
    """Somebody stops the shift as soon as it waits for more."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return super().wait(timeout)


def shift(stopped: threading.Event) -> Shift:
    return Shift(name="one", stopped=stopped, now=lambda: MORNING)


@pytest.mark.django_db
def test_every_step_goes_in_an_empty_practice_and_twice() -> None:
    world.outlet()

    names = [name for name, _ in STEPS]
    assert sorted(set(names)) == sorted(names)
    assert [go_round(STEPS, at=MORNING) for _ in range(2)] == [(), ()]


@pytest.mark.django_db(transaction=True)
def test_step_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def well(*, by: Actor, at: datetime) -> None:
        done.append(f"{by.origin} {at:%H:%M}")

    def badly(*, by: Actor, at: datetime) -> None:
        raise RuntimeError(f"{by.kind} {at}")

    steps = (("first", well), ("second", badly), ("third", well))

    assert go_round(steps, at=MORNING) == ("second",)
    assert done == ["work 09:00"] * 2
    assert caplog.messages == ["the step 'second' failed"]


@WITHOUT_FRAME
def test_round_of_one_shift_hands_over_and_leaves_signs() -> None:
    message(world.outlet())

    failed = shift(threading.Event()).once()

    sign = Worker.objects.get()
    assert (failed, sign.name, sign.stopped_at) == (False, "one", MORNING)
    assert Message.objects.get().state == "handed_over"


@WITHOUT_FRAME
def test_shift_that_is_stopped_finishes_and_says_so() -> None:
    message(world.outlet())

    failed = shift(StoppedInThePause()).go_on()

    assert (failed, Worker.objects.get().stopped_at) == (False, MORNING)
    assert Message.objects.get().state == "handed_over"


def test_name_fits_the_queue() -> None:
    first, second = work_verb._name(), work_verb._name()  # noqa: SLF001 no other way

    assert first != second
    assert len(first) <= work_verb.LONGEST_NAME
