"""One's own curve: plain words, gaps as gaps, no verdict, and it can be hidden."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from glabella.clinic.checkin.curve import own_curve
from glabella.clinic.checkin.models import CurveChoice
from glabella.clinic.record import actions as recording
from glabella.clinic.record.values import NewScore
from tests import world
from tests.clinic.checkin.home import (
    Home,
    home,
    proxy_phone,
    scored,
    treated_weeks_ago,
)
from tests.clinic.pages import get, post, said
from tests.clinic.scene import instruments

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def at_home() -> Home:
    made = home()
    treated_weeks_ago(made.here, 6)
    scored(made.here, world.TODAY - timedelta(weeks=7), 14)
    scored(made.here, world.TODAY - timedelta(weeks=1), 18)
    return made


def test_curve_stands_beside_whom_to_talk_to_without_a_verdict(at_home: Home) -> None:
    page = said(get(at_home.phone, "checkin:curve"))

    assert "Talk to us" in page
    assert "<table" in page
    assert "PHQ-9" in page
    for word in ("respon", "remission", "severe", "worse", "streak", "failed"):
        assert word not in page.lower()


def test_curve_can_be_printed_with_whose_it_is_and_of_which_day(
    at_home: Home,
) -> None:
    shown = said(get(at_home.phone, "checkin:curve"))
    post(at_home.phone, "checkin:curve", hide="1")
    hidden = said(get(at_home.phone, "checkin:curve"))

    assert "data-print hidden" in shown
    assert f'class="print-only">{at_home.here.card.given_names}' in shown
    assert "data-print" not in hidden
    assert "print-only" not in hidden


def test_curve_has_no_lines_to_be_above_and_no_windows(at_home: Home) -> None:
    chart = own_curve(at_home.here.who, on=world.TODAY, language="en")

    assert chart is not None
    assert (chart.windows, chart.changes) == ((), ())
    assert [panel.thresholds for panel in chart.panels] == [()]
    assert [reading.value for reading in chart.panels[0].readings] == [14, 18]


def test_incomplete_one_is_a_gap_unless_the_whole_came_the_same_day(
    at_home: Home,
) -> None:
    for on, items in (
        (world.TODAY - timedelta(weeks=3), {"1": 1}),
        (world.TODAY, {"1": 1}),
        (world.TODAY, {str(one): 1 for one in range(1, 10)}),
    ):
        recording.record_score(
            at_home.here.card.id,
            NewScore("phq9", on, items),
            by=at_home.by,
            at=world.AT,
            instruments=instruments(),
        )

    chart = own_curve(at_home.here.who, on=world.TODAY, language="en")

    assert chart is not None
    values = {reading.on: reading.value for reading in chart.panels[0].readings}
    assert values == {
        world.TODAY - timedelta(weeks=7): 14,
        world.TODAY - timedelta(weeks=3): None,
        world.TODAY - timedelta(weeks=1): 18,
        world.TODAY: 9,
    }


def test_hidden_until_the_person_wants_it_back(at_home: Home) -> None:
    post(at_home.phone, "checkin:curve", hide="1")
    hidden = said(get(at_home.phone, "checkin:curve"))
    with time_machine.travel(world.AT + timedelta(minutes=1), tick=False):
        post(at_home.phone, "checkin:curve", show="1")
    shown = said(get(at_home.phone, "checkin:curve"))

    assert "The curve is hidden." in hidden
    assert '<svg class="chart' not in hidden
    assert "PHQ-9" not in hidden
    assert "Talk to us" in hidden
    assert "PHQ-9" in shown
    assert CurveChoice.objects.count() == 2


def test_proxy_sees_but_does_not_choose(at_home: Home) -> None:
    phone = proxy_phone(at_home, "curve")

    page = said(post(phone, "checkin:curve", hide="1"))

    assert "Hide the curve" not in page
    assert CurveChoice.objects.count() == 0


def test_nothing_to_draw_is_said() -> None:
    assert "Nothing to draw yet" in said(get(home().phone, "checkin:curve"))
