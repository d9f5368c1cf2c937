"""Doors that people opened online: little behind them until somebody has checked."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people import actions as people
from glabella.clinic.portal import actions
from glabella.clinic.portal.doors import grants_of, is_shut, person_behind
from glabella.clinic.portal.models import Door
from glabella.clinic.portal.values import GRANTS, OWN, UNCHECKED
from tests import world
from tests.clinic.pages import client_of, get, post, said
from tests.clinic.portal.doors import BORN, BY, STRANGER, acting, behind, opened
from tests.clinic.portal.doors import opened_online as online
from tests.clinic.scene import Scene, last_event, scene

pytestmark = pytest.mark.django_db


def known(here: Scene, door: Door) -> None:
    """Merge the card of a door into the card of somebody known."""
    people.merge_cards(
        world.patient(here.outlet).id,
        door.patient_id,
        reason="the same",
        by=here.by,
        at=world.AT,
    )


def test_unchecked_door_shows_its_few_pages(here: Scene) -> None:
    phone = behind(online(here))

    codes = {
        path: phone.get(f"/me/{path}").status_code
        for path in ("", "messages/", "mine/", "letters/", "mine/copy/", "mine/looks/")
    }

    assert codes == {
        "": 200,
        "messages/": 200,
        "mine/": 200,
        "letters/": 403,
        "mine/copy/": 403,
        "mine/looks/": 403,
    }
    assert "Letters" not in phone.get("/me/more/").content.decode()


def test_closed_page_speaks_to_the_person_and_not_to_staff(here: Scene) -> None:
    unchecked = behind(online(here))
    alone = unchecked.get("/me/letters/")

    assert alone.status_code == 403
    assert "once it has checked who you are" in alone.content.decode()
    assert "Your role" not in alone.content.decode()
    assert 'href="/me/"' in alone.content.decode()


def test_closed_page_tells_a_proxy_what_was_not_agreed(here: Scene) -> None:
    door = opened(here)
    closed = behind(door, proxy=acting(here, door)).get("/me/letters/")

    assert closed.status_code == 403
    assert "The person has not agreed" in closed.content.decode()


def test_checked_door_shows_all(here: Scene) -> None:
    door = online(here)

    actions.check_identity(door.id, by=here.by, at=world.AT)

    door.refresh_from_db()
    assert grants_of(door, None) == frozenset(GRANTS) | OWN
    assert (door.identity_checked_at, door.identity_checked_by_id) == (
        world.AT,
        here.user.id,
    )
    assert last_event()[0] == "portal.check_identity"


def test_unchecked_grants_are_those_of_a_stranger(here: Scene) -> None:
    assert grants_of(online(here), None) == UNCHECKED


def test_unchecked_door_is_shut_when_its_card_is_merged(here: Scene) -> None:
    door = online(here)
    phone = behind(door)

    known(here, door)

    door = Door.objects.select_related("patient").get()
    assert is_shut(door)
    assert phone.get("/me/").status_code == 302
    who = person_behind(door)
    assert who is not None
    assert who.ids == (door.patient_id,)


def test_unchecked_door_is_shut_when_a_card_is_merged_into_its_own(
    here: Scene,
) -> None:
    door = online(here)
    other = world.patient(here.outlet)

    people.merge_cards(here.card.id, other.id, reason="same", by=here.by, at=world.AT)

    assert is_shut(Door.objects.select_related("patient").get(id=door.id))


def test_link_of_a_shut_door_opens_nothing(here: Scene) -> None:
    door = online(here)
    token = actions.make_link(door.id, by=here.by, at=world.AT)
    known(here, door)

    with pytest.raises(DeedRefusedError, match="do not open"):
        actions.use_link(token.secret, born=date(1980, 5, 1), by=STRANGER, at=world.AT)


def test_check_after_a_merge_opens_the_whole_person(here: Scene) -> None:
    door = online(here)
    known(here, door)

    actions.check_identity(door.id, by=here.by, at=world.AT)

    row = Door.objects.select_related("patient").get(id=door.id)
    who = person_behind(row)
    assert who is not None
    assert (is_shut(row), len(who.ids)) == (False, 2)


def test_who_stood_at_a_shut_door_does_not_come_in_with_the_check(
    here: Scene,
) -> None:
    door = online(here)
    stranger = behind(door, remember="on")
    copied = Client()
    copied.cookies["glabella_device"] = stranger.cookies["glabella_device"].value
    plain = behind(door)
    token = actions.make_link(door.id, by=here.by, at=world.AT)
    before = plain.get("/me/").status_code
    known(here, door)

    later = world.AT + timedelta(minutes=5)
    actions.check_identity(door.id, by=here.by, at=later)

    with time_machine.travel(later, tick=False):
        codes = [
            stranger.get("/me/").status_code,
            plain.get("/me/").status_code,
            copied.post("/me/enter/", BORN).status_code,
            Client().post(f"/me/link/{token.secret}/", BORN).status_code,
        ]
        assert behind(door).get("/me/").status_code == 200
    assert (before, codes) == (200, [302, 302, 422, 422])


def test_person_stays_inside_when_they_are_checked(here: Scene) -> None:
    door = online(here)
    phone = behind(door, remember="on")

    actions.check_identity(door.id, by=here.by, at=world.AT + timedelta(minutes=5))

    assert phone.get("/me/mine/looks/").status_code == 200


def test_identity_is_checked_once_and_only_of_own_doors(here: Scene) -> None:
    door = online(here)
    actions.check_identity(door.id, by=here.by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="checked it already"):
        actions.check_identity(door.id, by=here.by, at=world.AT)
    other = scene(at=here.outlet)
    with pytest.raises(DeedRefusedError, match="it knew"):
        actions.check_identity(opened(other).id, by=here.by, at=world.AT)


def test_own_door_is_opened_once_and_not_for_merged_cards(here: Scene) -> None:
    door = online(here)
    with pytest.raises(DeedRefusedError, match="already"):
        online(here)
    known(here, door)
    actions.close_door(door.id, by=here.by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="merged"):
        online(here)


def test_nobody_acts_behind_an_unchecked_door(here: Scene) -> None:
    with pytest.raises(DeedRefusedError, match="nobody has checked"):
        acting(here, online(here))


def test_staff_sees_and_checks_an_own_door(here: Scene) -> None:
    door = online(here)
    desk = client_of(here.user)
    before = said(get(desk, "portal:staff", here.card.id))
    get(desk, "portal:check_identity", here.card.id)
    post(desk, "portal:check_identity", here.card.id)
    after = said(get(desk, "portal:staff", here.card.id))

    assert "identity not checked" in before
    assert "identity not checked" not in after
    assert Door.objects.get(id=door.id).identity_checked_at == world.AT


def test_staff_reads_that_a_door_is_shut(here: Scene) -> None:
    door = online(here)
    known(here, door)

    page = said(get(client_of(here.user), "portal:staff", door.patient_id))

    assert "shut for now" in page
    assert "Send a link" not in page


def test_locked_portal_opens_where_it_was_left(here: Scene) -> None:
    phone = behind(opened(here))
    phone.post("/me/lock/")
    outside = phone.get("/me/mine/")
    asked = phone.get("/me/enter/").content.decode()
    inside = phone.post("/me/enter/", BORN)

    assert outside.status_code == 302
    assert "Locked" in asked
    assert inside.headers["Location"] == "/me/"
    assert phone.get("/me/mine/").status_code == 200
    assert phone.get("/me/lock/").status_code == 302
    assert phone.get("/me/mine/").status_code == 200


def test_idle_portal_locks_itself_and_keeps_the_place(here: Scene) -> None:
    phone = behind(opened(here))
    session = phone.session
    kept = session["portal"]
    session["portal"] = kept | {"seen": kept["seen"] - 16 * 60}
    session.save()
    away = phone.get("/me/mine/")

    back = phone.post("/me/enter/", BORN)

    assert (away.status_code, back.headers["Location"]) == (302, "/me/mine/")


def test_wrong_dates_at_the_lock_end_the_session(here: Scene) -> None:
    phone = behind(opened(here))
    phone.post("/me/lock/")
    for _ in range(5):
        phone.post("/me/enter/", {"born": "1980-05-02"})

    phone.post("/me/enter/", BORN)

    assert phone.get("/me/").status_code == 302


def test_other_person_does_not_go_on_where_somebody_left(here: Scene) -> None:
    other = scene(at=here.outlet)
    phone = behind(opened(here))
    session = phone.session
    kept = session["portal"]
    old = {"seen": kept["seen"] - 16 * 60, "begun": kept["begun"] - 3600}
    session["portal"] = kept | old
    session.save()
    phone.get("/me/mine/")
    token = actions.make_link(opened(other).id, by=BY, at=world.AT)

    came = phone.post(f"/me/link/{token.secret}/", BORN)

    assert came.headers["Location"] == "/me/"
    assert phone.session["portal"]["begun"] == kept["begun"]


def test_person_sees_who_came_in_with_a_link(here: Scene) -> None:
    door = opened(here)
    proxy = acting(here, door)
    behind(door, proxy=proxy)
    handed = actions.make_link(door.id, by=here.by, at=world.AT)
    phone = Client()
    phone.post(f"/me/link/{handed.secret}/", BORN)
    actions.make_link(door.id, by=here.by, at=world.AT)

    page = phone.get("/me/mine/").content.decode()

    assert page.count("The practice made the link.") == 1
    assert page.count("The link was asked for online.") == 1
    assert page.count("Synthetic Proxy") == 2


def test_old_session_is_not_unlocked(here: Scene) -> None:
    phone = behind(opened(here))
    phone.post("/me/lock/")
    session = phone.session
    kept = session["portal"]
    session["portal"] = kept | {"begun": kept["begun"] - 13 * 3600}
    session.save()

    page = phone.get("/me/enter/").content.decode()

    assert "Locked" not in page


def test_closed_door_is_not_unlocked(here: Scene) -> None:
    door = opened(here)
    phone = behind(door)
    phone.post("/me/lock/")
    actions.close_door(door.id, by=here.by, at=world.AT)

    assert phone.post("/me/enter/", BORN).status_code == 422


def test_proxy_unlocks_with_their_own_date(here: Scene) -> None:
    door = opened(here)
    phone = behind(door, proxy=acting(here, door))
    phone.post("/me/lock/")

    wrong = phone.post("/me/enter/", BORN)
    right = phone.post("/me/enter/", {"born": "1970-01-01"})

    assert (wrong.status_code, right.status_code) == (422, 302)


def test_portal_speaks_the_language_of_the_person(here: Scene) -> None:
    type(here.card).objects.update(language="de")
    door = opened(here)
    phone = behind(door)

    assert phone.cookies["glabella_language"].value == "de"
    assert "Ihre Termine" in phone.get("/me/").content.decode()
