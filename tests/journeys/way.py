"""The way through the practice as journeys walk it: hands that count, and scenes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
from playwright.sync_api import Locator, Page, expect

from tests import world
from tests.clinic.planning.build import AT

UNPROCESSABLE = 422
QUIET = "() => !document.querySelector('.htmx-request')"
# A redirect comes as a page that leads on, so that the first page is not the last.
OLD = "document.documentElement.dataset.isLeft = 'yes'"
NEW = """() => document.readyState === 'complete'
    && document.documentElement.dataset.isLeft !== 'yes'
    && !document.querySelector('meta[http-equiv=refresh]')"""


@contextmanager
def turned(page: Page) -> Iterator[None]:
    """Wait until what is done here has led to another page, or to the same anew."""
    page.evaluate(OLD)
    yield
    page.wait_for_function(NEW)


@attrs.define
class Hands:
    """Somebody's hands on a page; every press and every field filled is an action.

    Args:
        actions: How many there were so far.
    """

    page: Page
    actions: int = 0

    def press(self, name: str) -> None:
        """Press a button of the page by its words."""
        self.actions += 1
        with turned(self.page):
            self._main.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        """Follow a link of the page by its words."""
        self.actions += 1
        with turned(self.page):
            self._main.get_by_role("link", name=name, exact=True).first.click()

    def step(self, name: str) -> None:
        """Go to a step of the way that stands above every page of a patient."""
        self.actions += 1
        with turned(self.page):
            self.page.locator(".way").get_by_role("link", name=name).click()

    def enter(self) -> None:
        """Send a form by the enter key."""
        self.actions += 1
        with turned(self.page):
            self.page.keyboard.press("Enter")

    def write(self, field: str, words: str) -> None:
        """Fill in a field by its name."""
        self.actions += 1
        self._field(field).fill(words)

    def choose(self, field: str, value: str) -> None:
        """Choose one of a list."""
        self.actions += 1
        self._field(field).select_option(value)

    def tick(self, field: str, value: str = "") -> None:
        """Tick a box, or one of the answers to a question."""
        self.actions += 1
        one = f'[value="{value}"]' if value else ""
        self._main.locator(f'[name="{field}"]{one}').first.check()

    def sign(self, button: str) -> None:
        """Give the password, and sign."""
        self.write("password", world.PASSWORD)
        self.press(button)

    def draw(self) -> None:
        """Draw a signature with the pointer."""
        self.actions += 1
        field = self.page.locator("[data-signature-field]")
        field.scroll_into_view_if_needed()
        box = field.bounding_box()
        assert box is not None
        left, middle = box["x"] + box["width"] / 8, box["y"] + box["height"] / 2
        self.page.mouse.move(left, middle)
        self.page.mouse.down()
        for step in range(1, 15):
            across = left + box["width"] / 24 * step
            self.page.mouse.move(across, middle + 20 * (step % 2))
        self.page.mouse.up()

    def confirm_all(self, basis: str) -> None:
        """Confirm by name whatever a plan waits for."""
        waiting = self.page.locator(".card", has_text="Before anybody approves")
        link = waiting.get_by_role("link", name="Confirm by name")
        while link.count():
            self.actions += 1
            with turned(self.page):
                link.first.click()
            self.write("basis", basis)
            self.sign("Confirm")

    def press_in_place(self, name: str) -> None:
        """Press a button that changes a part of the page."""
        self.actions += 1
        with self.page.expect_response(lambda answer: answer.status < UNPROCESSABLE):
            self._main.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_function(QUIET)

    def talk(self) -> None:
        """Record the talk that comes before a signature."""
        for field in self._main.locator('[name^="answer_"]').all():
            field.fill("the patient said it in own words")
        began = (AT - timedelta(minutes=30)).astimezone(ZoneInfo("Europe/Zurich"))
        self.write("held_at", began.strftime("%Y-%m-%dT%H:%M"))
        self.write("qualification", "specialist in neurology")
        self.write("minutes", "20")
        self.write("judgement", "knows it from a talk of last week")
        self.write("judged_by", "Lead Synthetic")
        self.press("Record")

    def time_out(self) -> None:
        """Ask the patient what is asked before the first needle."""
        self.tick("is_identified")
        self.tick("allergies", "none")
        self.tick("pregnancy", "no")
        self.tick("antithrombotics", "no")

    def scan(self, code: str) -> None:
        """Hold a vial before the scanner, which types and ends with the enter key."""
        self.actions += 1
        self._field("code").fill(code)
        with turned(self.page):
            self.page.keyboard.press("Enter")

    def answer(self, fact: str, value: object) -> None:
        """Answer a question of the interview, which then asks what is left."""
        name = f"fact-{fact}"
        with self.page.expect_response("**/interview/**"):
            if isinstance(value, bool):
                self.tick(name, "yes" if value else "no")
            elif isinstance(value, str):
                self.tick(name, value)
            else:
                several = value if isinstance(value, list) else [value]
                self.write(name, " ".join(map(str, several)))
                self.page.keyboard.press("Tab")
        self.page.wait_for_function(QUIET)

    def asked(self) -> list[str]:
        """Return the facts that the interview asks about now."""
        found = self.page.locator("#questions input[name=asked]")
        return [one.get_attribute("value") or "" for one in found.all()]

    def sees(self, *words: str) -> None:
        """Fail unless the page says all of this."""
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    @property
    def _main(self) -> Locator:
        return self.page.locator(".page")

    def _field(self, name: str) -> Locator:
        return self._main.locator(f'[name="{name}"]').first


def answer_all(hands: Hands, answers: Mapping[str, Any]) -> None:
    """Answer whatever the interview asks, screen by screen, until nothing is left."""
    said: set[str] = set()
    while True:
        waiting = [one for one in hands.asked() if one not in said]
        if not waiting:
            break
        for fact in waiting:
            if fact in hands.asked():
                hands.answer(fact, answers[fact])
            said.add(fact)
