"""The drawing of a month: a column a day, nought where it was free, gaps as gaps."""

from datetime import date, timedelta

import pytest
from django.test import Client

from glabella.clinic.diary.month_picture import month_chart
from glabella.clinic.diary.queries import cells
from tests import world
from tests.clinic.diary.build import YESTERDAY, door, inside
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db
TODAY = world.TODAY.isoformat()
FIRST = world.TODAY.replace(day=1)
LAST = (FIRST + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@pytest.fixture
def phone(here: Scene) -> Client:
    return inside(door(here))


def drawn(here: Scene, diary: str) -> dict[str, dict[date, int | None]]:
    """Return the numbers of the drawing by panel and day."""
    days = cells(here.who, diary, span=(FIRST, LAST), on=world.TODAY)
    chart = month_chart(diary, days, title="a month", language="en")
    if chart is None:
        return {}
    return {
        panel.title: {one.on: one.value for one in panel.readings}  # type: ignore[misc]  # whole numbers alone are put in
        for panel in chart.panels
    }


def test_free_day_is_nought_and_a_blank_one_a_gap(here: Scene, phone: Client) -> None:
    phone.post("/me/days/headache/", {"on": TODAY, "free": "yes"})

    found = drawn(here, "headache")["Worst pain of the day"]

    assert found == {
        FIRST + timedelta(days=n): None for n in range((world.TODAY - FIRST).days)
    } | {world.TODAY: 0}


def test_attack_without_a_number_is_a_gap_and_no_free_day(
    here: Scene, phone: Client
) -> None:
    phone.post("/me/days/headache/", {"on": TODAY, "lasted": "4"})
    phone.post("/me/days/headache/", {"on": YESTERDAY.isoformat(), "pain": "7"})

    found = drawn(here, "headache")["Worst pain of the day"]

    assert (found[YESTERDAY], found[world.TODAY]) == (7, None)


def test_bladder_draws_what_was_counted(here: Scene, phone: Client) -> None:
    phone.post("/me/days/bladder/", {"on": TODAY, "voids": "7"})

    assert list(drawn(here, "bladder")) == ["Times passed water"]
    assert drawn(here, "bladder")["Times passed water"][world.TODAY] == 7


def test_nothing_written_draws_nothing(here: Scene, phone: Client) -> None:
    page = phone.get("/me/days/jaw/month/").content.decode()

    assert drawn(here, "jaw") == {}
    assert "chart-frame" not in page


def test_page_shows_the_drawing_with_its_table(phone: Client) -> None:
    phone.post("/me/days/headache/", {"on": TODAY, "pain": "6"})

    page = phone.get("/me/days/headache/month/").content.decode()

    assert page.count('class="chart chart-timeline') == 2
    assert "The same as a table" in page
    assert "not recorded" in page
