"""The first page in the days after a treatment: calm words, signs of danger, a way."""

from datetime import timedelta
from decimal import Decimal

import pytest

from glabella.clinic.portal.aftercare import first_days
from glabella.clinic.portal.models import Door, Proxy
from glabella.clinic.record.actions import record_session
from glabella.clinic.record.values import NewSession
from tests import world
from tests.clinic.consent import build as consents
from tests.clinic.portal.doors import acting, behind, opened
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db
SIGN = "You cannot swallow well."
KNOWN = "At every place: pain, a bruise or a swelling where the needle went in."


@pytest.fixture
def door(here: Scene) -> Door:
    return opened(here)


def treated(here: Scene, days_ago: int, *, is_signed: bool = True) -> None:
    if is_signed:
        consents.signed(here)
    new = NewSession(
        outlet=here.outlet.id,
        protocol="chronic_migraine",
        product=consents.ONA,
        on=world.TODAY - timedelta(days=days_ago),
        units=Decimal(155),
    )
    record_session(here.card.id, new, by=here.by, at=world.AT)


def page(door: Door, *, proxy: Proxy | None = None) -> str:
    return behind(door, proxy=proxy).get("/me/").content.decode()


@pytest.mark.parametrize(
    ("days_ago", "words", "has_texts"),
    [
        (0, "Your treatment was today.", False),
        (1, "Your treatment was yesterday.", False),
        (2, "Your treatment was 2 days ago.", False),
        (3, "Your treatment was 3 days ago.", True),
        (7, "Your treatment was 7 days ago.", True),
        (8, "Your treatment was 8 days ago.", False),
        (28, "Your treatment was 28 days ago.", False),
    ],
)
def test_days_after_a_treatment_bring_the_words_of_the_consent(
    here: Scene, door: Door, days_ago: int, words: str, *, has_texts: bool
) -> None:
    treated(here, days_ago)

    shown = page(door)

    assert words in shown
    assert (SIGN in shown, KNOWN in shown) == (has_texts, has_texts)
    assert 'href="/me/check-in/effects/"' in shown
    assert 'href="/me/aftercare/"' in shown


def test_danger_stands_before_what_is_known_and_with_a_number(
    here: Scene, door: Door
) -> None:
    treated(here, 5)

    shown = page(door)

    assert shown.index(SIGN) < shown.index('href="tel:144"') < shown.index(KNOWN)


@pytest.mark.parametrize("days_ago", [29, 200])
def test_long_after_a_treatment_nothing_is_said(
    here: Scene, door: Door, days_ago: int
) -> None:
    treated(here, days_ago)

    assert "After your treatment" not in page(door)


def test_treatment_without_a_consent_on_file_says_no_texts(here: Scene) -> None:
    treated(here, 5, is_signed=False)

    found = first_days(here.who, on=world.TODAY, language="en")

    assert found is not None
    assert (found.number, found.known, found.signs) == (5, (), ())


def test_treatment_without_a_consent_on_file_still_names_danger(
    here: Scene, door: Door
) -> None:
    treated(here, 5, is_signed=False)

    shown = page(door)

    card = shown[shown.index("After your treatment") :]
    assert "if you have trouble swallowing, breathing or speaking" in card
    assert card.index('href="tel:144"') < card.index('href="/me/aftercare/"')


def test_who_never_was_treated_reads_whom_to_call_all_the_same(door: Door) -> None:
    shown = page(door)

    assert "After your treatment" not in shown
    assert 'href="tel:144"' in shown


def test_proxy_without_letters_learns_of_no_treatment(here: Scene, door: Door) -> None:
    treated(here, 5)
    proxy = acting(here, door, "appointments")

    shown = page(door, proxy=proxy)

    assert "You see what the person has agreed to." in shown
    assert "After your treatment" not in shown
