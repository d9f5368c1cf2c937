from datetime import timedelta
from decimal import Decimal

import attrs
import pytest

from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.planning import actions, queries
from glabella.clinic.planning.counting import Counted
from glabella.clinic.planning.models import Confirmed, Plan
from glabella.clinic.planning.placing import mirrored, next_site
from glabella.clinic.planning.values import NewSite, Order
from glabella.clinic.practice.knowledge import figures
from tests.clinic.planning import build
from tests.clinic.scene import Scene, last_event

pytestmark = pytest.mark.django_db


def counted(here: Scene, plan: Plan) -> Counted:
    return queries.counted(plan, here.who, today=build.today(here))


def changed(here: Scene, units: str = "7.5") -> Plan:
    """Return a draft whose first point is changed by hand."""
    plan = build.draft(here)
    first, *rest = build.sites(plan)
    return build.change(here, plan, [attrs.evolve(first, units=Decimal(units)), *rest])


def confirm(here: Scene, plan: Plan, what: str = "by_hand") -> Confirmed:
    return actions.confirm(
        plan, what, basis="synthetic", name="Lead Synthetic", by=here.by, at=build.AT
    )


# ---- drafts --------------------------------------------------------------------------


def test_draft_holds_the_sites_of_the_scheme_each_on_a_figure(here: Scene) -> None:
    plan = build.draft(here)

    assert (plan.state, plan.status, plan.total_units, plan.version) == (
        "draft",
        "proposed",
        Decimal(155),
        1,
    )
    rows = list(plan.sites.all())
    assert len(rows) == 31
    assert {row.figure == "" for row in rows} == {False}
    assert [row.position for row in rows] == list(range(1, 32))
    assert {row.is_by_hand for row in rows} == {False}
    assert {row.volume_ml for row in rows} == {Decimal("0.1")}
    assert last_event() == (
        "planning.draft",
        here.user.id,
        here.card.id,
        [str(plan.id)],
    )


@pytest.mark.parametrize("orders", [(), (Order("chronic_migraine"),) * 2])
def test_draft_names_each_protocol_once(here: Scene, orders: tuple[Order, ...]) -> None:
    new = attrs.evolve(build.new_plan(here), orders=orders)

    with pytest.raises(DeedRefusedError, match="at least one protocol"):
        actions.draft(here.card.id, new, by=here.by, at=build.AT)
    assert Plan.objects.count() == 0


def test_draft_is_not_meant_for_a_day_that_has_passed(here: Scene) -> None:
    with pytest.raises(DeedRefusedError, match="has passed"):
        build.draft(here, on=build.today(here) - timedelta(days=1))


def test_draft_of_a_scheme_nobody_knows_is_refused(here: Scene) -> None:
    with pytest.raises(DeedRefusedError, match="cannot be counted"):
        build.draft(here, Order(build.MIGRAINE, scheme="none_such"))


def test_blocked_patient_gets_a_draft_without_points(blank: Scene) -> None:
    build.know(blank, nmj_disorder_mg_or_lems=True)

    plan = build.draft(blank)

    assert (plan.status, plan.sites.count()) == ("blocked", 0)


def test_changed_site_is_by_hand_and_counted(here: Scene) -> None:
    plan = changed(here)

    row = plan.sites.get(position=1)
    assert (row.is_by_hand, row.units, row.scheme_units) == (True, Decimal("7.5"), 5)
    assert (plan.total_units, plan.status) == (Decimal("157.5"), "needs_confirmation")
    assert [one.what for one in counted(here, plan).needed] == ["by_hand"]


def test_second_clinician_sees_what_the_first_wrote(here: Scene) -> None:
    plan = changed(here)
    old = Plan.objects.get()
    old.version = 1

    with pytest.raises(StaleError) as refused:
        build.change(here, old, build.sites(plan)[:3])

    assert refused.value.theirs["sites"].startswith(
        "Corrugator muscle (left) 1: 7.5 U; "
    )
    assert plan.sites.count() == 31


@pytest.mark.parametrize(
    "site",
    [
        NewSite("none_such", "left", 1, Decimal(5)),
        NewSite("frontalis", "left", 9, Decimal(5), figure="sole_left"),
        NewSite("frontalis", "left", 9, Decimal(5), x=Decimal(1)),
        NewSite("frontalis", "left", 1, Decimal(0)),
        NewSite("frontalis", "left", 9, Decimal(5), protocols=("other",)),
    ],
)
def test_site_that_cannot_be_counted_is_refused(here: Scene, site: NewSite) -> None:
    plan = build.draft(here)

    with pytest.raises(DeedRefusedError):
        build.change(here, plan, [site])
    assert plan.sites.count() == 31


def test_new_choice_proposes_anew(here: Scene) -> None:
    plan = changed(here)

    order = Order(build.MIGRAINE, options=("follow_the_pain",))
    again = actions.change_orders(
        plan,
        build.new_plan(here, order),
        version=plan.version,
        by=here.by,
        at=build.AT,
    )

    assert (again.total_units, again.sites.count()) == (Decimal(195), 39)
    assert not again.sites.filter(is_by_hand=True).exists()


# ---- copying -------------------------------------------------------------------------


def test_copy_brings_the_sites_of_a_session_and_says_what_differs(here: Scene) -> None:
    on = build.today(here) - timedelta(days=90)
    session = build.session(
        here, ("frontalis", "left", "5"), ("frontalis", "left", "5"), on=on
    )
    plan = actions.copy_session(
        here.card.id,
        session,
        on=build.today(here),
        outlet=here.outlet.id,
        by=here.by,
        at=build.AT,
    )

    assert plan.copied_from == session
    rows = [(row.muscle, row.point, row.units) for row in plan.sites.all()]
    assert rows == [("frontalis", 1, 5), ("frontalis", 2, 5)]
    found = queries.comparison(plan, here.who)
    assert found is not None
    assert found.changes == ()


def test_copy_keeps_the_choices_of_the_plan_of_that_day(here: Scene) -> None:
    build.decide(here)
    plan = build.approve(here, build.draft(here))
    session = build.session(here, ("frontalis", "left", "5"), on=plan.on)

    copied = actions.copy_session(
        here.card.id,
        session,
        on=plan.on + timedelta(days=90),
        outlet=here.outlet.id,
        by=here.by,
        at=build.AT,
    )

    assert [row["protocol"] for row in copied.orders] == [build.MIGRAINE]
    assert copied.orders == plan.orders


# ---- placing -------------------------------------------------------------------------


def test_added_site_is_numbered_and_stands_in_its_muscle(here: Scene) -> None:
    plan = build.draft(here)
    new = NewSite("frontalis", "left", 1, Decimal(5))

    after = next_site(build.sites(plan), figures(), new=new)

    mine = [one for one in after if (one.muscle, one.side) == ("frontalis", "left")]
    assert [one.point for one in mine] == [1, 2, 3]
    assert mine[-1].figure == "face_front"
    assert mine[-1].is_schematic is True


def test_mirror_copies_one_side_onto_the_other(here: Scene) -> None:
    plan = build.draft(here)
    kept = [one for one in build.sites(plan) if one.side != "right"]

    after = mirrored(kept, figures(), side="left")

    assert len(after) == 31
    temples = {one.figure for one in after if one.muscle == "temporalis"}
    assert temples == {"head_left", "head_right"}
    assert len({one.key for one in after}) == 31


# ---- confirming and approving --------------------------------------------------------


def test_confirmation_holds_for_these_doses_only(here: Scene) -> None:
    plan = changed(here)
    made = confirm(here, plan)
    plan.refresh_from_db()

    assert (made.name, counted(here, plan).needed) == ("Lead Synthetic", ())
    first, *rest = build.sites(plan)
    again = build.change(here, plan, [attrs.evolve(first, units=Decimal(10)), *rest])
    assert [one.what for one in counted(here, again).needed] == ["by_hand"]
