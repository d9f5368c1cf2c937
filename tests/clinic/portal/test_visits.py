"""One's own appointments in the portal: seen, moved, cancelled, booked; and refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from glabella.clinic.audit.actor import system
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Appointment
from glabella.clinic.people.models import Relation
from glabella.clinic.portal import actions
from glabella.clinic.portal.values import NewProxy
from glabella.clinic.practice import actions as practice
from tests import world
from tests.clinic.booking import build
from tests.clinic.pages import get, post, said
from tests.clinic.scene import Scene, last_event

pytestmark = pytest.mark.django_db

BY = system("test")
BORN = {"born": "1980-05-01"}


@pytest.fixture
def here() -> Scene:
    return build.open_house()


def booked(here: Scene, kind: str = "other", **more: Any) -> Appointment:
    service = build.service(kind, is_online=True)
    return booking.book(build.wanted(here, service, **more), by=here.by, at=world.AT)


def inside(here: Scene, **proxy: Any) -> Client:
    """Return the browser of the person, or of somebody who acts for them."""
    door = actions.open_door(
        here.card.id,
        outlet=here.outlet.id,
        agreed_on=world.TODAY,
        by=here.by,
        at=world.AT,
    )
    born = BORN
    if proxy:
        row = Relation.objects.create(
            patient=here.card, kind="other", name="Proxy", noted_at=world.AT
        )
        new = NewProxy(relation=row.id, birth_date=world.TODAY - timedelta(days=9999))
        acts = actions.grant_proxy(door.id, new, by=here.by, at=world.AT)
        proxy = {"proxy": acts.id}
        born = {"born": f"{new.birth_date:%Y-%m-%d}"}
    token = actions.make_link(door.id, by=BY, at=world.AT, **proxy)
    client = Client()
    post(client, "portal:link", token.secret, **born)
    return client


def test_person_sees_their_appointment_and_takes_it_along(here: Scene) -> None:
    row = booked(here)
    client = inside(here)
    page = said(get(client, "portal:visits"))
    entry = Calendar.from_ical(get(client, "portal:visit_calendar", row.id).content)
    event: Any = entry.walk("VEVENT")[0]

    assert "9 Nov 2026" in page
    assert (str(event["UID"]), event["DTSTART"].dt) == (str(row.id), row.starts_at)
    assert world.FAMILY not in str(entry.to_ical())
    assert "Other" not in str(event["SUMMARY"])


def test_person_cancels_and_the_trail_says_who(here: Scene) -> None:
    row = booked(here)
    client = inside(here)
    assert "Cancel the appointment?" in said(get(client, "portal:visit_cancel", row.id))
    answer = post(client, "portal:visit_cancel", row.id, version=1)
    row.refresh_from_db()

    assert answer["Location"] == "/me/appointments/"
    assert (row.state, row.cancelled_by, row.cells.count()) == ("cancelled", None, 0)
    assert row.cancelled_reason == "Cancelled by the person in the portal."
    assert last_event() == ("booking.cancel", None, here.card.id, [str(row.id)])


def test_stale_page_cancels_nothing(here: Scene) -> None:
    row = booked(here)
    answer = post(inside(here), "portal:visit_cancel", row.id, version="9" * 40)

    assert (answer.status_code, "It was not cancelled" in said(answer)) == (422, True)


def test_person_moves_to_a_free_time(here: Scene) -> None:
    row = booked(here)
    client = inside(here)
    page = said(get(client, "portal:visit_move", row.id))
    start = build.NINE + timedelta(hours=2)
    assert f'value="{start.isoformat()}"' in said(
        get(client, "portal:visit_move", row.id, **{"from": "2026-11-09"})
    )
    data = {"version": 1, "start": start.isoformat()}
    post(client, "portal:visit_move", row.id, **data)
    row.refresh_from_db()

    assert "Now:" in page
    assert (row.starts_at, row.version, row.cells.count()) == (start, 2, 6)


def test_taken_time_comes_with_others(here: Scene) -> None:
    row = booked(here)
    other = world.patient(here.outlet)
    later = build.NINE + timedelta(hours=1)
    new = build.wanted(here, row.service, patient=other.id, starts_at=later)
    booking.book(new, by=here.by, at=world.AT)
    data = {"version": 1, "start": later.isoformat()}
    answer = post(inside(here), "portal:visit_move", row.id, **data)

    assert answer.status_code == 422
    assert "Near it" in said(answer)


@pytest.mark.parametrize("start", ["", "x", "2026-99-99T00:00"])
def test_move_without_a_time_shows_times(here: Scene, start: str) -> None:
    row = booked(here)
    odd = {"from": "2026-99-01"}
    client = inside(here)

    assert post(client, "portal:visit_move", row.id, start=start).status_code == 200
    assert get(client, "portal:visit_move", row.id, **odd).status_code == 200


def test_shortly_before_it_one_calls(here: Scene) -> None:
    practice.set_own_changes(here.outlet.id, 7 * 24, by=here.by, at=world.AT)
    row = booked(here)
    client = inside(here)
    page = said(get(client, "portal:visits"))
    start = build.NINE + timedelta(hours=2)
    data = {"version": 1, "start": start.isoformat()}

    assert "please call us" in page
    assert "Move it" not in page
    for name in ("portal:visit_cancel", "portal:visit_move"):
        answer = post(client, name, row.id, **data)
        assert (answer.status_code, "too late" in said(answer)) == (422, True)


def test_treatment_is_not_moved_before_its_earliest_day(here: Scene) -> None:
    build.treated(here, days_ago=30)
    row = booked(here, "treatment", despite="asked for")
    client = inside(here)
    data = {"version": 1, "start": (build.NINE + timedelta(hours=2)).isoformat()}
    answer = post(client, "portal:visit_move", row.id, **data)
    row.refresh_from_db()

    assert (answer.status_code, row.starts_at) == (422, build.NINE)
    assert "The first possible day is" in said(answer)


def test_unknown_interval_leads_to_the_telephone(here: Scene) -> None:
    build.treated(here, days_ago=30, product="somethingunknown")
    row = booked(here, "treatment", despite="asked for")

    page = said(get(inside(here), "portal:visit_move", row.id))

    assert "Please call us for a time" in page


def test_person_books_a_review_and_nothing_that_the_practice_books(
    here: Scene,
) -> None:
    review = build.service("review", is_online=True)
    talk = build.service("treatment")
    client = inside(here)
    page = said(get(client, "portal:visits"))
    address = (here.outlet.id, review.id)
    data = {"start": build.NINE.isoformat()}
    assert get(client, "portal:visit_book", *address).status_code == 200
    post(client, "portal:visit_book", *address, **data)
    row = Appointment.objects.get()

    assert f"/{talk.id}/" not in page
    assert (row.patient, row.booked_by, row.starts_at) == (here.card, None, build.NINE)
    other = get(client, "portal:visit_book", here.outlet.id, talk.id)
    assert other.status_code == 404


def test_second_click_books_once(here: Scene) -> None:
    review = build.service("review", is_online=True)
    client = inside(here)
    data = {
        "start": build.NINE.isoformat(),
        "ticket": "0f3a3f6e-7f0e-4c0e-8a64-0c7a9a7e5a11",
    }
    address = (here.outlet.id, review.id)
    post(client, "portal:visit_book", *address, **data)
    data["start"] = (build.NINE + timedelta(hours=1)).isoformat()
    post(client, "portal:visit_book", *address, **data)

    assert Appointment.objects.count() == 1


def test_appointments_of_others_and_those_that_are_over_are_not_there(
    here: Scene,
) -> None:
    other = world.patient(here.outlet)
    row = booked(here, patient=other.id)
    client = inside(here)
    for name in ("visit_cancel", "visit_move", "visit_calendar"):
        assert get(client, f"portal:{name}", row.id).status_code == 404
    Appointment.objects.update(patient=here.card, state="no_show")

    assert get(client, "portal:visit_cancel", row.id).status_code == 404


def test_proxy_sees_appointments_and_changes_none(here: Scene) -> None:
    row = booked(here)
    client = inside(here, proxy=True)
    page = said(get(client, "portal:visits"))

    assert "9 Nov 2026" in page
    assert "Move it" not in page
    for name in ("portal:visit_cancel", "portal:visit_move"):
        assert get(client, name, row.id).status_code == 403


def test_offer_that_has_ended_says_so(here: Scene) -> None:
    client = inside(here)
    answer = post(client, "portal:visit_offer", here.card.id, "accept")

    assert answer["Location"] == "/me/appointments/"
    assert "This offer has ended" in said(get(client, "portal:visits"))
    assert get(client, "portal:visit_offer", here.card.id, "x").status_code == 405
