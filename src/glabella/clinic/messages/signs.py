"""Signs of life: a worker that runs says so each minute."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from glabella.clinic.messages.models import Worker

KEPT = timedelta(days=30)


def begin(name: str, *, at: datetime) -> None:
    """Note that a worker begins; forget those of long ago."""
    Worker.objects.filter(seen_at__lt=at - KEPT).delete()
    Worker.objects.create(name=name, started_at=at, seen_at=at)


def beat(name: str, *, trouble: Iterable[str], at: datetime) -> None:
    """Note that a worker runs, and which steps of its last round failed."""
    said = ",".join(trouble)
    Worker.objects.filter(name=name).update(seen_at=at, trouble=said[:400])


def end(name: str, *, at: datetime) -> None:
    """Note that a worker was asked to stop and has."""
    Worker.objects.filter(name=name).update(seen_at=at, stopped_at=at)
