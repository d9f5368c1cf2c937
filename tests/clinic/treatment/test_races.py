"""Two at the same moment: nothing is lost and nothing doubled, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.record.models import Session
from glabella.clinic.stock.models import Holding, Movement, Vial
from glabella.clinic.treatment import actions
from glabella.clinic.treatment.models import Treatment
from glabella.clinic.treatment.values import Ending
from tests.clinic.scene import Scene
from tests.clinic.treatment import build

pytestmark = pytest.mark.django_db(transaction=True)


def both(deed: Callable[[], object]) -> list[str]:
    """Do a deed twice at the same moment; return what came of each, in words."""
    together = Barrier(2)

    def run() -> str:
        together.wait()
        try:
            deed()
        except DeedRefusedError:
            return "refused"
        except OperationalError:  # SQLite: the other one writes; nothing was saved
            return "refused"
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(each.result() for each in [pool.submit(run), pool.submit(run)])


def test_last_vial_is_opened_once(ready: build.Ready) -> None:
    scene, row = ready.scene, build.started(ready)
    lot = build.lot(scene, vials=1)

    found = both(lambda: build.vial(scene, row, lot))

    assert found == ["done", "refused"]
    assert (Holding.objects.get().vials, Vial.objects.count()) == (0, 1)


def test_two_clinicians_start_one_treatment(ready: build.Ready) -> None:
    found = both(lambda: build.started(ready))

    assert found == ["done", "refused"]
    assert Treatment.objects.count() == 1


def test_finish_at_the_same_moment_is_one_session(ready: build.Ready) -> None:
    scene, row = ready.scene, build.prepared(ready)

    def finish() -> None:
        sign(scene, row)

    found = both(finish)

    assert found == ["done", "refused"]
    assert Session.objects.count() == 1
    assert Movement.objects.filter(kind="use").count() == 1


def sign(scene: Scene, row: Treatment, **more: Any) -> Session:
    ending = Ending("Lead Synthetic", row.version, all_as_planned=True, **more)
    return actions.finish(row.id, ending, who=scene.who, by=scene.by, at=build.AT)


def test_the_database_is_one_that_two_can_reach() -> None:
    assert connection.vendor in {"postgresql", "sqlite"}
