"""The queue may forget and repeat; the messages do neither. And the signs of life."""

from datetime import timedelta

import pytest
from django.core import mail
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as Queue
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from glabella.clinic.messages import signs, steps
from glabella.clinic.messages.models import Message, Worker
from glabella.clinic.messages.queries import Troubles, reaches_nobody, troubles
from glabella.clinic.messages.tasks import bring_back, deliver, forget, put_in_line
from tests import world
from tests.clinic.messages.posted import MORNING, in_doubt, message

pytestmark = pytest.mark.django_db

# The worker of the library ends with closing a connection that has begun something.
WITHOUT_FRAME = pytest.mark.django_db(transaction=True)
LATER = MORNING + timedelta(hours=1)


def empty_the_queue() -> None:
    Queue(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="one",
        excluded_queue_names=[],
    ).run()


def test_message_and_its_task_are_written_together() -> None:
    row = message(world.outlet())

    task = DBTaskResult.objects.get()
    assert (task.args_kwargs, task.run_after) == (
        {"args": [str(row.id)], "kwargs": {}},
        row.not_before,
    )


@WITHOUT_FRAME
def test_task_that_comes_twice_sends_once() -> None:
    row = message(world.outlet())
    put_in_line(row.id, after=MORNING)

    empty_the_queue()

    statuses = set(DBTaskResult.objects.values_list("status", flat=True))
    assert (len(mail.outbox), statuses) == (1, {TaskResultStatus.SUCCESSFUL})
    assert Message.objects.get().worker == "one"


@WITHOUT_FRAME
def test_message_that_was_refused_stands_in_line_again(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "glabella.clinic.messages.gateways.NoMail"
    message(world.outlet())

    empty_the_queue()

    row = Message.objects.get()
    waiting = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    assert (row.state, row.tries, waiting.run_after) == ("waiting", 1, row.not_before)


def test_message_that_fell_out_of_line_is_brought_back_once() -> None:
    message(world.outlet())
    counts = [bring_back(at=LATER)]  # it stands in line
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)  # its worker died
    counts += [bring_back(at=MORNING), bring_back(at=LATER), bring_back(at=LATER)]

    assert counts == [0, 0, 1, 0]


def test_old_tasks_are_forgotten_and_those_in_line_kept() -> None:
    row = message(world.outlet())
    put_in_line(row.id, after=MORNING)
    first = DBTaskResult.objects.order_by("enqueued_at")[0]
    DBTaskResult.objects.filter(id=first.id).update(status=TaskResultStatus.FAILED)
    long_after = first.enqueued_at + timedelta(days=8)

    assert [forget(at=first.enqueued_at), forget(at=long_after)] == [0, 1]
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_slow_worker_still_says_what_it_did() -> None:
    row = message(world.outlet())
    steps.claim(row.id, worker="slow", at=MORNING)
    steps.sweep(older_than=timedelta(minutes=10), at=LATER)

    steps.note_handed_over(row.id, worker="other", at=LATER)
    uncertain = Message.objects.get().state
    steps.note_handed_over(row.id, worker="slow", at=LATER)

    assert (uncertain, Message.objects.get().state) == ("uncertain", "handed_over")


def test_worker_is_seen_and_missed() -> None:
    place = world.outlet()
    seen = [troubles(place.id, at=MORNING).worker]
    signs.begin("a", at=MORNING)
    seen.append(troubles(place.id, at=MORNING).worker)
    seen.append(troubles(place.id, at=LATER).worker)
    signs.beat("a", trouble=("reminders",), at=LATER)
    with_trouble = troubles(place.id, at=LATER)
    signs.end("a", at=LATER)
    seen.append(troubles(place.id, at=LATER).worker)
    signs.begin("b", at=LATER + signs.KEPT + timedelta(days=1))

    assert seen == ["never", "", "missed", "missed"]
    assert (with_trouble.steps, with_trouble.is_there) == (("reminders",), True)
    assert [row.name for row in Worker.objects.all()] == ["b"]


def test_troubles_are_counted_where_they_are() -> None:
    place, other = world.outlet(), world.outlet()
    signs.begin("a", at=LATER)
    in_doubt(place)
    message(place, key="2")
    message(other, key="3")

    assert troubles(place.id, at=LATER) == Troubles(
        uncertain=1, failed=0, late=1, worker=""
    )
    assert not troubles(world.outlet().id, at=LATER).is_there


def test_channels_without_a_gateway_are_named(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert reaches_nobody() == ("sms",)
    assert deliver.name == "deliver"
