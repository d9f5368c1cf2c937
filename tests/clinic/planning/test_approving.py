"""Confirming and approving plans."""

from datetime import timedelta
from decimal import Decimal

import attrs
import pytest
from django.db import DatabaseError, connection, transaction

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.planning import actions, queries
from glabella.clinic.planning.guards import KEPT
from glabella.clinic.planning.models import Plan, PlanSite
from tests import world
from tests.clinic.planning import build
from tests.clinic.planning.test_deeds import changed, confirm, counted
from tests.clinic.scene import Scene, last_event

pytestmark = pytest.mark.django_db


def test_moved_point_needs_no_new_confirmation(here: Scene) -> None:
    plan = changed(here)
    confirm(here, plan)
    plan.refresh_from_db()
    first, *rest = build.sites(plan)
    moved = attrs.evolve(first, x=Decimal("1.5"), is_schematic=False)

    again = build.change(here, plan, [moved, *rest])

    assert counted(here, again).needed == ()
    assert counted(here, again).places[0].site.key == first.key


def test_nothing_is_confirmed_that_nobody_asks_for(here: Scene) -> None:
    with pytest.raises(DeedRefusedError, match="nothing of that name"):
        confirm(here, build.draft(here))


def test_vouched_landmarks_place_points(here: Scene) -> None:
    plan = build.draft(here)
    asked = [one.what for one in counted(here, plan).landmarks]
    assert asked == ["chronic_migraine/landmarks"]

    confirm(here, plan, asked[0])

    plan.refresh_from_db()
    assert counted(here, plan).landmarks == ()
    assert plan.sites.filter(is_schematic=False).exists()


def test_approved_plan_is_signed_and_frozen(here: Scene) -> None:
    build.decide(here)
    plan = build.approve(here, build.draft(here))

    assert (plan.state, plan.approved_name, len(plan.digest)) == (
        "approved",
        "Lead Synthetic",
        64,
    )
    assert queries.approved(here.who, on=plan.on) == plan
    assert last_event()[0] == "planning.approve"
    for rows, values in (
        (Plan.objects, {"total_units": 1}),
        (Plan.objects, {"approved_name": "Other"}),
        (PlanSite.objects, {"units": 1}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**values)
    with pytest.raises(DeedRefusedError, match="no draft any more"):
        build.change(here, plan, [])


def test_newer_approved_plan_replaces_the_older(here: Scene) -> None:
    build.decide(here)
    older = build.approve(here, build.draft(here))
    newer = build.approve(here, build.draft(here))
    older.refresh_from_db()

    assert (older.state, newer.replaces, queries.approved(here.who)) == (
        "replaced",
        older,
        newer,
    )
    with pytest.raises(DeedRefusedError, match="already"):
        withdraw(here, older)


def withdraw(here: Scene, plan: Plan) -> Plan:
    return actions.withdraw(plan, reason="synthetic", by=here.by, at=build.AT)


def test_withdrawn_plan_stands_no_more(here: Scene) -> None:
    build.decide(here)
    plan = withdraw(here, build.approve(here, build.draft(here)))

    assert (plan.state, queries.approved(here.who)) == ("withdrawn", None)


def test_plan_without_a_decision_of_today_is_not_approved(here: Scene) -> None:
    with pytest.raises(DeedRefusedError, match="no decision of today"):
        build.approve(here, build.draft(here))


def test_plan_against_the_decision_of_today_is_not_approved(here: Scene) -> None:
    build.know(here, nmj_disorder_mg_or_lems=True)
    build.decide(here)
    build.know(here)

    with pytest.raises(DeedRefusedError):
        build.approve(here, build.draft(here))


def test_open_confirmation_keeps_a_plan_from_being_approved(here: Scene) -> None:
    build.decide(here)

    with pytest.raises(DeedRefusedError, match="waits for a confirmation"):
        build.approve(here, changed(here))


def test_confirmed_plan_is_approved(here: Scene) -> None:
    build.decide(here)
    plan = changed(here)
    confirm(here, plan)
    plan.refresh_from_db()

    assert build.approve(here, plan).state == "approved"


def test_blocked_plan_is_not_approved(here: Scene) -> None:
    build.decide(here)
    plan = build.draft(here)
    build.know(here, nmj_disorder_mg_or_lems=True)

    with pytest.raises(DeedRefusedError, match="may not be approved"):
        build.approve(here, plan)


def test_plan_without_points_is_not_approved(here: Scene) -> None:
    build.decide(here)
    plan = build.change(here, build.draft(here), [])

    with pytest.raises(DeedRefusedError):
        build.approve(here, plan)


def test_plan_of_a_day_that_has_passed_is_not_approved(here: Scene) -> None:
    plan = build.draft(here)

    with pytest.raises(DeedRefusedError, match="has passed"):
        actions.approve(
            plan,
            name="Lead Synthetic",
            version=1,
            by=here.by,
            at=build.AT + timedelta(days=3),
        )


def test_text_of_a_protocol_that_changed_is_looked_at_anew(here: Scene) -> None:
    build.decide(here)
    plan = build.draft(here)
    plan.orders[0]["digest"] = "older"
    plan.save()

    with pytest.raises(DeedRefusedError, match="has changed since"):
        build.approve(here, plan)


def test_stale_approval_is_refused(here: Scene) -> None:
    build.decide(here)
    plan = build.draft(here)
    Plan.objects.update(version=5)

    with pytest.raises(StaleError):
        build.approve(here, plan)


def test_assistant_neither_confirms_nor_approves(here: Scene) -> None:
    build.decide(here)
    helper = world.member(Role.ASSISTANT, here.outlet)
    other = attrs.evolve(here, user=helper, by=world.actor(helper, here.outlet))
    plan = build.draft(here)
    by_hand = changed(here)

    with pytest.raises(DeedRefusedError, match="only a physician"):
        build.approve(other, plan)
    with pytest.raises(DeedRefusedError, match="only a physician"):
        confirm(other, by_hand)
    assert withdraw(other, by_hand).state == "withdrawn"


def test_triggers_stand() -> None:
    assert KEPT.missing(connection) == ()
