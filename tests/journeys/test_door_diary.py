"""A diary on a phone: taps, a day without a line, two entries for one day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, Page, expect

from glabella.clinic.audit.actor import system
from glabella.clinic.diary import actions as diary
from glabella.clinic.people.cards import person
from glabella.clinic.portal import actions as portal
from glabella.clinic.portal.models import Door
from glabella.clinic.record.models import DiaryDay
from tests.clinic.scene import Scene
from tests.journeys.walking import DESK, PHONE, Walk, look
from tests.web.browsing import SITE, overflow, violations

pytestmark = pytest.mark.django_db

BY = system("test")
PAGES = ("headache/", "headache/month/", "bladder/", "jaw/", "choose/", "reminder/")
NO_LINE = "**/me/days/pass/"


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 the session of a browser lives by the real clock


@pytest.fixture
def phone(walk: Walk, clinic: Scene) -> Page:
    """Return the phone of a patient who is inside and keeps a headache diary."""
    at = now()
    card, outlet = clinic.card.id, clinic.outlet.id
    door = portal.open_door(
        card, outlet=outlet, agreed_on=at.date(), by=clinic.by, at=at
    )
    who = person(card)
    assert who is not None
    diary.choose(who, "headache", is_kept=True, by=clinic.by, at=at)
    return come_in(walk, door)


@pytest.fixture(autouse=True)
def _deaf_to_what_is_asked_for(walk: Walk) -> Iterator[None]:
    """Let the console say that the line is gone; any other word still fails."""
    yield
    walk.said[:] = [words for words in walk.said if "ERR_" not in words]


def come_in(walk: Walk, door: Door) -> Page:
    token = portal.make_link(door.id, by=BY, at=now())
    client = Client()
    client.post(f"/me/link/{token.secret}/", {"born": "1980-05-01"}, secure=True)
    page = walk.page(PHONE)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": SITE}])
    return page


def speak(page: Page, language: str) -> None:
    page.context.add_cookies(
        [{"name": "glabella_language", "value": language, "url": SITE}]
    )


def days() -> list[tuple[date, bool | None, int | None]]:
    rows = DiaryDay.objects.filter(replaced_at=None).order_by("on")
    return [(row.on, row.had, row.severity) for row in rows]


def test_one_tap_and_three_taps(phone: Page) -> None:
    phone.goto("/me/days/")
    phone.locator("button[name=free]").click()
    expect(phone.locator(".diary-written")).to_contain_text("No headache")

    phone.locator(".diary-strip a").nth(12).click()
    phone.locator(".diary-chip", has_text="7").first.click()
    phone.locator(".diary-chip", has_text="4").nth(1).click()
    phone.get_by_role("button", name="Triptan", exact=True).click()
    expect(phone.locator(".diary-written")).to_contain_text("7 of 10")

    assert [day[1:] for day in days()] == [(True, 7), (False, None)]
    look(phone, "door-diary-1-written")


def open_again(phone: Page) -> None:
    """Open the page anew, and wait for no more than its beginning.

    It opens itself when it has sent what waited, often before it has loaded: then it
    may be faster than we are.
    """
    phone.wait_for_load_state("load")
    try:
        phone.goto(phone.url, wait_until="commit")
    except Error as overtaken:
        if "ERR_ABORTED" not in overtaken.message:
            raise


def test_day_without_a_line_is_kept_and_stored_once(walk: Walk, phone: Page) -> None:
    phone.goto("/me/days/headache/")
    walk.cut(phone, NO_LINE, has_arrived=False)
    phone.locator("button[name=free]").click()
    expect(phone.locator("[data-diary-waiting]")).to_contain_text("connection: 1")
    assert days() == []
    look(phone, "door-diary-2-waiting")

    open_again(phone)  # what waits is sent
    expect(phone.locator(".diary-written")).to_contain_text("No headache")
    expect(phone.locator("[data-diary-waiting]")).to_be_hidden()
    phone.evaluate("dispatchEvent(new Event('online'))")
    open_again(phone)

    assert [day[1:] for day in days()] == [(False, None)]


def test_answer_that_got_lost_doubles_nothing(walk: Walk, phone: Page) -> None:
    phone.goto("/me/days/headache/")
    walk.cut(phone, "**/me/days/send/", has_arrived=True)
    phone.locator("button[name=free]").click()
    expect(phone.locator("[data-diary-waiting]")).to_contain_text("connection: 1")

    open_again(phone)
    expect(phone.locator("[data-diary-waiting]")).to_be_hidden()

    assert DiaryDay.objects.count() == 1


def test_two_entries_for_one_day_are_shown_with_a_choice(
    walk: Walk, phone: Page
) -> None:
    phone.goto("/me/days/headache/")
    walk.cut(phone, NO_LINE, has_arrived=False)
    phone.locator("button[name=free]").click()
    expect(phone.locator("[data-diary-waiting]")).to_be_visible()
    other = Client()
    cookie = phone.context.cookies()
    other.cookies[settings.SESSION_COOKIE_NAME] = next(
        str(one["value"])
        for one in cookie
        if one["name"] == settings.SESSION_COOKIE_NAME
    )
    on = phone.locator("input[name=on]").first.get_attribute("value")
    other.post("/me/days/headache/", {"on": on, "pain": "6"}, secure=True)

    open_again(phone)
    both = phone.locator("[data-diary-troubles] .diary-both")
    expect(both).to_contain_text("6 of 10")
    expect(both).to_contain_text("No headache")
    assert [day[1:] for day in days()] == [(True, 6)]
    expect(both).to_contain_text(f"{date.fromisoformat(str(on)):%B %Y}")
    assert (violations(phone), overflow(phone)) == ([], 0)
    look(phone, "door-diary-3-both")
    both.get_by_role("button", name="Take mine").click()
    expect(phone.locator(".diary-written")).to_contain_text("No headache")

    assert [day[1:] for day in days()] == [(False, None)]
    assert DiaryDay.objects.count() == 2


def test_leaving_throws_away_what_waits(walk: Walk, phone: Page) -> None:
    phone.goto("/me/days/headache/")
    walk.cut(phone, NO_LINE, has_arrived=False)
    phone.locator("button[name=free]").click()
    expect(phone.locator("[data-diary-waiting]")).to_be_visible()
    phone.route("https://www.wikipedia.org/", lambda route: route.abort())
    phone.evaluate("document.querySelector('[data-portal-leave]').click()")
    phone.wait_for_timeout(500)

    phone.goto("/me/days/offline/")
    expect(phone.locator("[data-offline-nobody]")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_fit_a_phone_and_are_for_everybody(phone: Page, language: str) -> None:
    speak(phone, language)
    for name in PAGES:
        phone.goto(f"/me/days/{name}")
        assert (name, violations(phone), overflow(phone)) == (name, [], 0)
    phone.goto("/me/days/file/")
    table = f"Date;Pain\n{now().date() - timedelta(days=3)};4\n"
    file = {"name": "days.csv", "mimeType": "text/csv", "buffer": table.encode()}
    phone.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a payload of the library
    phone.locator("main button[type=submit]").first.click()
    expect(phone.locator("select").first).to_be_visible()
    assert (violations(phone), overflow(phone)) == ([], 0)
    look(phone, f"door-diary-4-file-{language}")
    phone.goto("/me/days/offline/")
    assert (violations(phone), overflow(phone)) == ([], 0)


def test_staff_reads_the_diary(walk: Walk, phone: Page, clinic: Scene) -> None:
    phone.goto("/me/days/headache/")
    phone.locator("button[name=free]").click()
    expect(phone.locator(".diary-written")).to_be_visible()

    page = walk.page_as(clinic.user, DESK)
    page.goto(f"/me/days/of/{clinic.card.id}/")
    expect(page.locator("table")).to_contain_text("No headache")
    assert violations(page) == []
    look(page, "door-diary-5-staff")
