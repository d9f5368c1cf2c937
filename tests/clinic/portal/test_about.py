"""The full texts behind the sign-in: for the person alone, and for no machine."""

import pytest
from django.test import Client

from glabella.clinic.accounts.roles import Role
from glabella.clinic.portal import actions
from glabella.clinic.public.content import conditions
from glabella.clinic.public.values import NOT_INDEXED
from tests import world
from tests.clinic.pages import get, said
from tests.clinic.portal.doors import behind, opened_online
from tests.clinic.portal.test_pages import inside
from tests.clinic.scene import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone() -> Client:
    here = scene(role=Role.FRONT_DESK)
    door = actions.open_door(
        here.card.id,
        outlet=here.outlet.id,
        agreed_on=world.TODAY,
        by=here.by,
        at=world.AT,
    )
    return inside(door)


def test_person_inside_reads_every_text(phone: Client) -> None:
    topics = said(get(phone, "portal:topics"))
    page = get(phone, "portal:about", "depression")

    assert [slug for slug in conditions() if f"/me/about/{slug}/" not in topics] == []
    assert "missed its primary endpoint" in said(page)
    assert page.headers["X-Robots-Tag"] == NOT_INDEXED
    assert "no-store" in page.headers["Cache-Control"]
    assert get(phone, "portal:about", "other").status_code == 404


def test_stranger_reads_none(client: Client) -> None:
    page = get(client, "portal:about", "depression")

    assert page.status_code == 302
    assert "toxin" not in said(page)


def test_texts_wait_until_it_is_known_who_is_inside() -> None:
    """Anybody may book and open a door; a product is for people the practice knows."""
    here = scene(role=Role.FRONT_DESK)
    door = opened_online(here)
    unchecked = behind(door)
    before = [
        unchecked.get(f"/me/{path}").status_code
        for path in ("about/", "about/depression/")
    ]

    actions.check_identity(door.id, by=here.by, at=world.AT)

    assert before == [403, 403]
    assert unchecked.get("/me/about/depression/").status_code == 200
