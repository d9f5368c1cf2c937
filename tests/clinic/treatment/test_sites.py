"""Sites while they are given: a tick, a change with its reason, a gap, an addition."""

from decimal import Decimal
from typing import Any

import pytest

from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.treatment import actions, queries
from glabella.clinic.treatment.models import TreatedSite, Treatment
from glabella.clinic.treatment.values import Change, Details, NewSite
from tests.clinic.scene import Scene
from tests.clinic.treatment import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(ready: build.Ready) -> Treatment:
    return build.started(ready)


def how(scene: Scene) -> dict[str, Any]:
    return {"by": scene.by, "at": build.AT}


def first(row: Treatment) -> TreatedSite:
    return row.sites.order_by("position")[0]


def state(site: TreatedSite) -> tuple[str, Decimal, str]:
    site.refresh_from_db()
    return site.state, site.units, site.reason


def test_tick_and_back(row: Treatment, here: Scene) -> None:
    site = first(row)
    actions.tick(site.id, version=1, **how(here))
    assert state(site)[0] == "done"

    actions.tick(site.id, given=False, version=2, **how(here))
    assert state(site)[0] == "planned"


def test_tick_of_a_second_person_is_told(row: Treatment, here: Scene) -> None:
    site = first(row)
    actions.change_site(site.id, Change(Decimal(4), 1, "small brow"), **how(here))

    with pytest.raises(StaleError):
        actions.tick(site.id, version=1, **how(here))
    with pytest.raises(StaleError):
        actions.leave_out(site.id, reason="x", version=1, **how(here))
    assert state(site) == ("changed", Decimal(4), "small brow")


def test_same_tick_twice_is_one(row: Treatment, here: Scene) -> None:
    site = first(row)
    actions.tick(site.id, version=1, **how(here))
    actions.tick(site.id, version=1, **how(here))

    site.refresh_from_db()
    assert (site.state, site.version) == ("done", 2)


def test_tick_all_of_one_figure_leaves_the_others(row: Treatment, here: Scene) -> None:
    figure = first(row).figure
    count = actions.tick_all(row.id, figure=figure, version=1, **how(here))

    done = row.sites.filter(state="done")
    assert count == done.count() == row.sites.filter(figure=figure).count()
    assert 0 < count < 31


def test_tick_all_spares_what_was_left_out(row: Treatment, here: Scene) -> None:
    site = first(row)
    actions.leave_out(site.id, reason="a mole", version=1, **how(here))

    assert actions.tick_all(row.id, version=2, **how(here)) == 30
    assert state(site)[0] == "left_out"


def test_tick_all_on_an_old_page_is_told(row: Treatment, here: Scene) -> None:
    actions.tick(first(row).id, version=1, **how(here))

    with pytest.raises(StaleError):
        actions.tick_all(row.id, version=1, **how(here))


def test_change_needs_a_reason_only_where_it_differs(
    row: Treatment, here: Scene
) -> None:
    site = first(row)
    with pytest.raises(DeedRefusedError, match="reason of the change"):
        actions.change_site(site.id, Change(Decimal(9), 1), **how(here))

    actions.change_site(site.id, Change(site.units, 1), **how(here))

    assert state(site) == ("done", site.units, "")


@pytest.mark.parametrize("units", ["0", "-1", "2.345"])
def test_units_nobody_can_inject_are_refused(
    row: Treatment, here: Scene, units: str
) -> None:
    change = Change(Decimal(units), 1, "x")
    with pytest.raises(DeedRefusedError, match="units"):
        actions.change_site(first(row).id, change, **how(here))


def test_gap_needs_a_reason(row: Treatment, here: Scene) -> None:
    with pytest.raises(DeedRefusedError, match="leaving it out"):
        actions.leave_out(first(row).id, reason="", version=1, **how(here))


def test_added_site_says_why_by_a_plan(row: Treatment, here: Scene) -> None:
    new = NewSite("masseter", "left", Decimal(5))
    with pytest.raises(DeedRefusedError, match="added site"):
        actions.add_site(row.id, new, **how(here))

    new = NewSite("masseter", "left", Decimal(5), reason="pain")
    one = actions.add_site(row.id, new, **how(here))

    assert (one.position, one.point, one.state) == (32, 1, "added")
    actions.change_site(one.id, Change(Decimal(4), 1), **how(here))
    assert state(one) == ("added", Decimal(4), "")
    with pytest.raises(DeedRefusedError, match="does not have it"):
        actions.tick(one.id, version=2, **how(here))


def test_added_site_needs_no_reason_without_a_plan(here: Scene) -> None:
    row = build.afterwards(here)
    new = NewSite("masseter", "left", Decimal(5))
    numbers = [actions.add_site(row.id, new, **how(here)).point for _ in range(2)]

    assert numbers == [1, 2]
    with pytest.raises(DeedRefusedError, match="side"):
        actions.add_site(row.id, NewSite("masseter", "up", Decimal(5)), **how(here))


def test_totals_follow_the_sites(row: Treatment, here: Scene) -> None:
    site = first(row)
    actions.leave_out(site.id, reason="x", version=1, **how(here))
    found = queries.totals(queries.sites_of(row), queries.vials_of(row))

    assert (found.planned, found.given) == (155, 0)
    assert found.at_end == found.waiting == 155 - site.units
    assert found.left_over == -found.at_end


def test_details_are_kept(row: Treatment, here: Scene) -> None:
    details = Details("30 G", "emg", 20, "calm")
    actions.set_details(row.id, details, version=1, **how(here))

    row.refresh_from_db()
    found = (row.needle, row.guidance, row.observed_minutes, row.note)
    assert found == ("30 G", "emg", 20, "calm")
    with pytest.raises(StaleError):
        actions.set_details(row.id, details, version=1, **how(here))
    with pytest.raises(DeedRefusedError, match="guidance"):
        actions.set_details(row.id, Details(guidance="magic"), version=2, **how(here))


def test_site_of_nobody_is_refused(here: Scene) -> None:
    with pytest.raises(DeedRefusedError, match="no such row"):
        actions.tick(here.card.id, version=1, **how(here))
