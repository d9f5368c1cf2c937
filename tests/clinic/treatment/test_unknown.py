"""What nobody knows, and what the consent does not reach, at start and at the end."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import actions as people
from glabella.clinic.people.values import NewAllergy
from glabella.clinic.record import actions as records
from glabella.clinic.record.models import FactEntry, Session, Task
from glabella.clinic.record.values import NewAttempt, NewFact, NewSession
from glabella.clinic.treatment import actions, queries
from glabella.clinic.treatment.models import Treatment
from glabella.clinic.treatment.values import Change, Ending, NewSite, Ready, TimeOut
from tests import world
from tests.clinic.scene import Scene, library
from tests.clinic.treatment import build
from tests.clinic.treatment.test_starting import find_something_urgent, refusals

pytestmark = pytest.mark.django_db


def know(scene: Scene, fact: str, *, value: object) -> None:
    new = NewFact(fact, value, world.TODAY)
    catalogue = library().catalogue
    records.record_fact(
        scene.card.id, new, by=scene.by, at=build.AT, catalogue=catalogue
    )


def lacking(ready: build.Ready, time_out: TimeOut | None = None) -> list[str]:
    scene = ready.scene
    asked = Ready(scene.who, scene.outlet.id, ready.staff.id, world.TODAY, build.AT)
    found = queries.lacking(asked, ready.plan, time_out)
    return [one.text for one in found if not one.is_warning]


@pytest.mark.parametrize("result", ["no_answer", "message_left", "wrong_contact"])
def test_call_that_nobody_answered_lets_nothing_start(
    ready: build.Ready, result: str
) -> None:
    find_something_urgent(ready)
    by, task = ready.scene.by, Task.objects.get()
    records.note_attempt(task.id, NewAttempt("phone", result), by=by, at=build.AT)

    assert refusals(ready) == ["urgent"]


def test_suicide_item_nobody_has_seen_lets_nothing_start(ready: build.Ready) -> None:
    know(ready.scene, "suicidal_thoughts", value=True)

    assert "counted" in refusals(ready)
    with pytest.raises(DeedRefusedError):
        build.started(ready)
    know(ready.scene, "suicide_item_acknowledged", value=True)
    assert refusals(ready) == []


def test_fact_that_is_missing_on_the_day_lets_nothing_start(ready: build.Ready) -> None:
    stated = FactEntry.objects.filter(fact="infection_or_inflammation_at_site")
    for one in stated.filter(as_of=world.TODAY):
        why = "of another person"
        records.withdraw_fact(one.id, reason=why, by=ready.scene.by, at=build.AT)

    # Before the time-out it is said; the time-out itself may answer it.
    assert refusals(ready) == []
    assert len(lacking(ready, build.time_out())) == 1
    with pytest.raises(DeedRefusedError, match="start of the treatment"):
        build.started(ready)
    assert Treatment.objects.count() == 0


def test_answer_that_contradicts_the_card_lets_nothing_start(
    ready: build.Ready,
) -> None:
    new = NewAllergy(substance="human albumin")
    before = world.AT - timedelta(days=1)  # before the decision
    people.add_allergy(ready.scene.card.id, new, by=ready.scene.by, at=before)

    assert lacking(ready, build.time_out(allergies="none")) == [
        "The card lists an allergy, and the answer was that there is none."
    ]
    assert lacking(ready, build.time_out(allergies="as_listed")) == []


def given_more(scene: Scene, row: Treatment) -> None:
    one = row.sites.first()
    assert one is not None
    change = Change(one.units + 1, one.version, "the pain is here")
    actions.change_site(one.id, change, by=scene.by, at=build.AT)


def given_elsewhere(scene: Scene, row: Treatment) -> None:
    left = row.sites.first()
    assert left is not None
    actions.leave_out(
        left.id, reason="sore", version=left.version, by=scene.by, at=build.AT
    )
    new = NewSite("masseter", "left", Decimal(1), reason="jaw")
    actions.add_site(row.id, new, by=scene.by, at=build.AT)


def finish(scene: Scene, row: Treatment) -> Session:
    row.refresh_from_db()
    ending = Ending("Lead Synthetic", row.version, all_as_planned=True, reason="so")
    return actions.finish(row.id, ending, who=scene.who, by=scene.by, at=build.AT)


@pytest.mark.parametrize("deed", [given_more, given_elsewhere])
def test_what_the_consent_does_not_cover_is_named(
    ready: build.Ready, deed: Callable[[Scene, Treatment], None]
) -> None:
    row = build.prepared(ready)
    deed(ready.scene, row)
    session = finish(ready.scene, row)

    assert session.deviations == ["beyond_consent"]
    assert Task.objects.get(about=session.id).kind == "deviation_review"


def test_less_than_was_agreed_is_no_deviation(ready: build.Ready) -> None:
    row = build.prepared(ready)
    one: Any = row.sites.first()
    change = Change(one.units / 2, one.version, "thin skin")
    actions.change_site(one.id, change, by=ready.scene.by, at=build.AT)

    assert finish(ready.scene, row).deviations == []


def test_product_nobody_knows_is_no_silence_of_the_ledger(ready: build.Ready) -> None:
    row = build.prepared(ready)
    new = NewSession(
        outlet=ready.scene.outlet.id,
        protocol=build.MIGRAINE,
        product="a name from elsewhere",
        on=world.TODAY - timedelta(days=7),
        units=Decimal(100),
    )
    records.record_session(ready.scene.card.id, new, by=ready.scene.by, at=build.AT)

    assert "too_early" in finish(ready.scene, row).deviations
