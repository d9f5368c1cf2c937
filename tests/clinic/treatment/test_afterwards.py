"""What was given without a start here, and what is given up after one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.treatment import actions, queries
from glabella.clinic.treatment.values import NewAfterwards
from tests import world
from tests.clinic.scene import Scene
from tests.clinic.treatment import build

pytestmark = pytest.mark.django_db


def test_record_afterwards_needs_nothing_but_what_was_given(here: Scene) -> None:
    row = build.afterwards(here)

    assert (row.mode, row.plan, row.consent) == ("afterwards", None, None)
    assert row.sites.count() == 0


def test_record_afterwards_by_plan_takes_its_sites_over(ready: build.Ready) -> None:
    row = build.afterwards(ready.scene, plan=ready.plan.id)

    assert (row.sites.count(), row.consent) == (31, ready.consent)


def test_record_afterwards_by_plan_without_consent_has_none(here: Scene) -> None:
    row = build.afterwards(here, plan=build.plan(here).id)

    assert row.consent is None


@pytest.mark.parametrize(
    "wrong",
    [{"on": world.TODAY + timedelta(days=9)}, {"protocol": " "}, {"product": ""}],
)
def test_record_afterwards_of_nothing_is_refused(
    here: Scene, wrong: dict[str, Any]
) -> None:
    with pytest.raises(DeedRefusedError):
        build.afterwards(here, **wrong)


def test_plan_of_somebody_else_is_not_found(ready: build.Ready) -> None:
    other = world.patient(ready.scene.outlet)
    stranger = Scene(ready.scene.outlet, ready.scene.user, ready.scene.by, other)
    new = NewAfterwards(
        ready.scene.outlet.id,
        ready.staff.id,
        build.MIGRAINE,
        build.ONA,
        world.TODAY,
        plan=ready.plan.id,
    )

    with pytest.raises(DeedRefusedError, match="no such row"), transaction.atomic():
        actions.record_afterwards(stranger.who, new, by=stranger.by, at=build.AT)


def test_abandon_gives_up_what_nobody_injected(ready: build.Ready) -> None:
    row, scene = build.started(ready), ready.scene
    actions.abandon(
        row.id, reason="fainted", version=row.version, by=scene.by, at=build.AT
    )

    row.refresh_from_db()
    assert (row.state, row.abandoned_reason) == ("abandoned", "fainted")
    assert build.started(ready).state == "open"
    assert [one.id for one in queries.given_up(scene.who)] == [row.id]


def test_abandon_is_refused_once_something_was_injected(ready: build.Ready) -> None:
    row, scene = build.started(ready), ready.scene
    version = row.version
    actions.tick_all(row.id, version=version, by=scene.by, at=build.AT)

    def give_up(**more: Any) -> None:
        known = {"reason": "x", "version": version + 1, "by": scene.by, "at": build.AT}
        actions.abandon(row.id, **{**known, **more})

    with pytest.raises(DeedRefusedError, match="injected"):
        give_up()
    with pytest.raises(StaleError):
        give_up(version=version)
    with pytest.raises(DeedRefusedError, match="reason"):
        give_up(reason=" ")
