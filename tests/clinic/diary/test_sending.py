"""What a device sends by itself: once, for the right person, never over another."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from glabella.clinic.diary.models import Sending
from glabella.clinic.portal import actions as portal
from glabella.clinic.portal.models import Device
from glabella.clinic.record.models import DiaryDay
from tests import world
from tests.clinic.diary.build import door, inside
from tests.clinic.scene import Scene, scene

pytestmark = pytest.mark.django_db

TODAY = world.TODAY.isoformat()


@pytest.fixture
def phone(here: Scene) -> Client:
    return inside(door(here))


def owner(client: Client) -> str:
    answer = client.get("/me/days/pass/")
    return str(answer.json()["owner"])


def entry(client: Client, **more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "owner": owner(client),
        "diary": "headache",
        "way": "offline",
        "base": "",
        "written_at": world.AT.isoformat(),
        "fields": {"on": [TODAY], "free": ["yes"]},
        **more,
    }


def send(client: Client, said: Any) -> tuple[int, dict[str, Any]]:
    body = said if isinstance(said, str) else json.dumps(said)
    answer = client.post("/me/days/send/", body, content_type="application/json")
    return answer.status_code, answer.json()


def test_day_written_offline_is_stored(phone: Client) -> None:
    assert send(phone, entry(phone)) == (200, {"state": "kept", "on": TODAY})

    row = Sending.objects.select_related("day").get()
    assert (row.way, row.day.had) == ("offline", False)
    assert row.written_on_device_at == world.AT


def test_same_entry_sent_twice_is_stored_once(phone: Client) -> None:
    said = entry(phone)

    assert [send(phone, said)[0] for _ in range(3)] == [200, 200, 200]
    assert (DiaryDay.objects.count(), Sending.objects.count()) == (1, 1)


def test_day_written_in_time_is_not_late_because_the_line_was(phone: Client) -> None:
    said = entry(phone, fields={"on": ["2026-10-28"], "free": ["yes"]})
    send(phone, said | {"written_at": "2026-10-28T20:00:00Z"})

    assert DiaryDay.objects.get().is_back_filled is False


def test_clock_of_device_that_runs_ahead_makes_nothing_early(phone: Client) -> None:
    ahead = (world.AT + timedelta(days=400)).isoformat()
    send(phone, entry(phone, written_at=ahead))

    assert Sending.objects.get().written_on_device_at == world.AT


def test_other_entry_of_that_day_is_a_conflict_with_both(phone: Client) -> None:
    phone.post("/me/days/headache/", {"on": TODAY, "pain": "6"})
    said = entry(phone)

    status, answer = send(phone, said)

    standing = DiaryDay.objects.get()
    assert (status, answer["state"]) == (409, "conflict")
    assert answer["base"] == str(standing.id)
    assert answer["theirs"] == [["Day", "Headache"], ["Worst pain", "6 of 10"]]
    assert answer["mine"] == [["Day", "No headache"]]
    assert send(phone, said | {"base": answer["base"]})[0] == 200
    assert DiaryDay.objects.get(replaced_at=None).had is False
    assert DiaryDay.objects.count() == 2


def test_same_words_for_a_day_are_no_conflict(phone: Client) -> None:
    phone.post("/me/days/headache/", {"on": TODAY, "free": "yes"})

    assert send(phone, entry(phone))[0] == 200
    assert DiaryDay.objects.count() == 1


def test_entry_of_somebody_else_on_this_phone_is_not_stored(phone: Client) -> None:
    other = inside(door(scene()))

    assert send(other, entry(phone)) == (422, {"state": "not_yours"})
    assert DiaryDay.objects.count() == 0


def test_key_of_somebody_else_is_refused(phone: Client) -> None:
    said = entry(phone)
    send(phone, said)
    other = inside(door(scene()))

    status, answer = send(other, said | {"owner": owner(other)})

    assert (status, answer["state"]) == (422, "refused")
    assert DiaryDay.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "{",
        "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
        '{"diary": "headache"}',
        "x" * 30_000,
    ],
)
def test_rubbish_is_refused(phone: Client, said: str) -> None:
    assert send(phone, said) == (422, {"state": "refused", "errors": []})


def test_bad_parts_are_refused_with_words(phone: Client) -> None:
    bad = {"fields": {"on": ["tomorrow"], "pain": ["99"]}}
    status, answer = send(phone, entry(phone, **bad))

    assert (status, answer["state"]) == (422, "refused")
    assert len(answer["errors"]) == 2
    assert send(phone, entry(phone, key="no key"))[0] == 422
    assert send(phone, entry(phone, diary="weather"))[0] == 422
    old = {"fields": {"on": ["2020-01-01"], "free": ["yes"]}}
    assert send(phone, entry(phone, **old))[0] == 422


def test_signed_out_device_is_sent_to_the_door(phone: Client) -> None:
    said = entry(phone)
    phone.post("/me/leave/")

    answer = phone.post("/me/days/send/", said, content_type="application/json")

    assert answer.headers["Location"] == "/me/enter/"
    assert DiaryDay.objects.count() == 0


def test_revoked_device_is_told_to_throw_away_what_it_keeps(here: Scene) -> None:
    of = door(here)
    token = portal.make_link(of.id, by=here.by, at=world.AT)
    phone = Client(headers={"user-agent": "Firefox"})
    phone.post(f"/me/link/{token.secret}/", {"born": "1980-05-01", "remember": "on"})
    assert phone.get("/me/days/standing/").json() == {"wipe": False}

    Device.objects.update(revoked_at=world.AT)

    assert phone.get("/me/days/standing/").json() == {"wipe": True}
    assert Client().get("/me/days/standing/").json() == {"wipe": False}


def test_pages_inside_throw_nothing_away(phone: Client) -> None:
    assert "Clear-Site-Data" not in phone.get("/me/days/choose/").headers
