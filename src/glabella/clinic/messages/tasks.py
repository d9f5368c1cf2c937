"""The tasks of the queue. A task names a message by its id and holds nothing else.

The queue brings a message to a worker at once. Whether it may be handed over decides
the message itself, under its own condition; a task that is lost or comes twice does no
harm.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from glabella.clinic.messages import jobs
from glabella.clinic.messages.models import Message

KEPT = timedelta(days=7)
OVER = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
# Longer than a queue that works needs to begin.
LOST_AFTER = timedelta(minutes=1)


@task(takes_context=True)
def deliver(context: TaskContext, message: str) -> str:
    """Hand one message over; the queue says who does it, and when it began."""
    result = context.task_result
    at = result.started_at
    if at is None:  # pragma: no cover  # the queue notes it before it calls
        raise RuntimeError("the queue runs a task that has not begun")
    state = jobs.deliver(UUID(message), worker=result.worker_ids[-1], at=at)
    if state == "waiting":
        put_in_line(UUID(message), after=Message.objects.get(id=message).not_before)
    return state


def put_in_line(message: UUID, *, after: datetime) -> None:
    """Let a worker hand a message over, at once or later."""
    deliver.using(run_after=after).enqueue(str(message))


def bring_back(*, at: datetime) -> int:
    """Put messages in line that are due and have fallen out of it; return how many.

    A worker that dies between taking a task and claiming its message leaves one behind.
    """
    late = jobs.due(at=at - LOST_AFTER)
    if not late:
        return 0
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    in_line = {
        UUID(said["args"][0]) for said in ready.values_list("args_kwargs", flat=True)
    }
    lost = [one for one in late if one not in in_line]
    for one in lost:
        put_in_line(one, after=at)
    return len(lost)


def forget(*, at: datetime) -> int:
    """Remove tasks that were done, or that died with their worker, some days ago."""
    old = DBTaskResult.objects.filter(enqueued_at__lt=at - KEPT)
    done, _ = old.filter(status__in=(*OVER, TaskResultStatus.RUNNING)).delete()
    return done
