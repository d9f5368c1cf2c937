"""What a phone keeps: the same for everybody, and about nobody."""

import json

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client

from glabella.clinic.portal import actions
from glabella.clinic.practice.models import Practice
from tests import world
from tests.clinic.portal.doors import acting, behind, opened
from tests.clinic.scene import scene

pytestmark = pytest.mark.django_db


def test_worker_may_answer_for_the_whole_portal() -> None:
    answer = Client().get("/me/days/worker.js")

    assert answer.headers["Service-Worker-Allowed"] == "/me/"
    assert answer.headers["Content-Type"].startswith("text/javascript")


def test_worker_keeps_the_empty_page_and_files_alone() -> None:
    text = Client().get("/me/days/worker.js").content.decode()
    shell = json.loads(text.partition("const SHELL = ")[2].partition(";\n")[0])

    assert shell["page"] == "/me/days/offline/"
    assert {name.split("/")[1] for name in shell["files"]} == {"static"}
    for name in shell["files"]:
        assert finders.find(name.removeprefix("/static/")) is not None


def test_name_of_the_app_tells_of_no_condition() -> None:
    Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)

    said = json.loads(Client().get("/me/days/app.webmanifest").content)

    assert said["name"] == "My pages · Synthetic"
    assert (said["start_url"], said["scope"]) == ("/me/", "/me/")
    for icon in said["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")) is not None
        assert icon["type"] == "image/png"


def test_empty_page_holds_no_person_and_no_token() -> None:
    page = Client().get("/me/days/offline/").content.decode()

    assert 'data-offline-form="headache"' in page
    assert "csrfmiddlewaretoken" not in page.partition("<main")[2]
    assert 'value="20' not in page


@time_machine.travel(world.AT, tick=False)
def test_device_of_an_ended_proxy_throws_away_what_it_keeps() -> None:
    here = scene()
    door = opened(here)
    proxy = acting(here, door, "diary")
    phone = behind(door, proxy=proxy, remember="on")
    before = phone.get("/me/days/standing/").json()

    actions.end_proxy(proxy.id, by=here.by, at=world.AT)

    after = phone.get("/me/days/standing/").json()
    assert (before, after) == ({"wipe": False}, {"wipe": True})
    assert Client().get("/me/days/standing/").json() == {"wipe": False}
