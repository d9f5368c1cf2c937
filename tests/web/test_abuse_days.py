"""Abuse of days and moments: far ones, and bodies that are no form, are refused."""

import json
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests import world
from tests.clinic.diary.build import door, inside
from tests.clinic.online.build import Open, filled, open_online
from tests.clinic.scene import scene

pytestmark = pytest.mark.django_db

FAR = ("0001-01-01", "9999-12-31")
ODD = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(world.AT, tick=False):
        yield


@pytest.fixture
def place() -> Open:
    return open_online()


@pytest.mark.parametrize("day", FAR)
def test_far_day_shows_no_time(place: Open, day: str) -> None:
    outlet, service = place.address

    answer = Client().get(f"/ask/{outlet}/{service}/", {"from": day})

    assert answer.status_code == 200


@pytest.mark.parametrize("moment", ODD)
def test_far_moment_is_not_free(place: Open, moment: str) -> None:
    outlet, service = place.address
    address = f"/ask/{outlet}/{service}/you/"

    looked = Client().get(address, {"start": moment})
    asked = Client().post(address, filled(start=moment))

    assert {looked.status_code, asked.status_code} <= {302, 422}


@pytest.mark.parametrize("day", FAR)
def test_far_days_inside_are_shown_as_near_ones(day: str) -> None:
    phone = inside(door(scene()))
    pages = {
        f"/me/days/headache/?on={day}",
        f"/me/days/headache/month/?month={day[:7]}",
        f"/me/appointments/?from={day}",
    }

    assert {phone.get(one).status_code for one in pages} == {200}


@pytest.mark.parametrize("moment", ODD)
def test_far_moment_of_a_device_is_refused_or_kept(moment: str) -> None:
    phone = inside(door(scene()))
    said = {
        "key": "00000000-0000-4000-8000-000000000001",
        "owner": phone.get("/me/days/pass/").json()["owner"],
        "diary": "headache",
        "way": "offline",
        "base": "",
        "written_at": moment,
        "fields": {"on": [world.TODAY.isoformat()], "free": ["yes"]},
    }

    answer = phone.post(
        "/me/days/send/", json.dumps(said), content_type="application/json"
    )

    assert answer.status_code in {200, 422}


@pytest.mark.parametrize(
    "body",
    [
        "[" * 9_000,
        '{"diary": [], "key": "", "owner": "", "fields": {}}',
        '{"diary": {"a": 1}, "key": 1, "owner": [], "fields": []}',
        '{"diary": "headache", "key": null, "owner": null, "fields": null}',
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_body_that_is_no_entry_is_refused(body: str | bytes) -> None:
    phone = inside(door(scene()))

    answer = phone.post("/me/days/send/", body, content_type="application/json")

    assert answer.status_code == 422
