"""What messages say: each kind, both languages, no word that gives anything away."""

from datetime import UTC, datetime
from typing import Any

import pytest

from glabella.clinic.messages.texts import LANGUAGES, templates, text_of
from glabella.clinic.messages.values import KINDS
from glabella.clinic.practice.lexicon import forbidden
from glabella.clinic.practice.models import Outlet
from glabella.core.errors import InputError

PLACE = Outlet(
    name="Seeblick",
    time_zone="Europe/Zurich",
    address="Example Street 1\n8000 Zurich",
    phone="+41 44 000 00 00",
)
VALUES: dict[str, Any] = {
    "at": datetime(2026, 11, 2, 8, 30, tzinfo=UTC),
    "until": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # the hour that comes twice
    "was": datetime(2026, 7, 1, 12, 0, tzinfo=UTC),
    "link": "https://example.org/me/enter/xyz/",
    "code": "482913",
}
# What a message may never hint at, beside the words of the public pages.
TELLTALE = (
    "inject",
    "injek",
    "spritze",
    "treat",
    "behand",
    "migraine",
    "migräne",
    "depress",
    "headache",
    "kopfschmerz",
    "therap",
    "diagnos",
    "diary",
    "tagebuch",
    "patient",
    "doctor",
    "ärzt",
    "medic",
    "medik",
)


def test_every_kind_has_words_in_both_languages() -> None:
    expected = {(kind, say) for kind in (*KINDS, "stop") for say in LANGUAGES}

    assert set(templates()) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_message_says_outlet_and_time_only(kind: str, language: str) -> None:
    text = text_of(kind, language=language, outlet=PLACE, **VALUES)

    whole = f"{text.subject}\n{text.text}\n{text.short}"
    hints = [word for word in TELLTALE if word in whole.casefold()]
    assert (forbidden(whole), hints) == ([], [])
    assert (text.subject.startswith("Seeblick: "), "{" in whole) == (True, False)


def test_time_is_told_by_the_clock_of_the_outlet() -> None:
    said = [
        text_of("moved", language=say, outlet=PLACE, **VALUES).text.split("\n\n")[1:3]
        for say in ("en", "de-CH")
    ]

    assert said == [
        [
            "Your appointment has a new time: Monday 2 November 2026, at 09:30.",
            "The time of Wednesday 1 July 2026, at 14:00 no longer holds.",
        ],
        [
            "Ihr Termin hat eine neue Zeit: Montag, 2. November 2026, um 09:30 Uhr.",
            "Die Zeit vom Mittwoch, 1. Juli 2026, um 14:00 Uhr gilt nicht mehr.",
        ],
    ]


def test_paragraph_without_its_value_is_left_out() -> None:
    bare = text_of("notice", language="en", outlet=PLACE)

    assert bare.text == (
        "Hello\n\nSomething waits for you on your own pages.\n\n"
        "Seeblick\nExample Street 1\n8000 Zurich\n+41 44 000 00 00"
    )
    assert bare.of("sms") == "Seeblick: something waits for you on your own pages."


def test_name_of_an_outlet_breaks_no_subject() -> None:
    place = Outlet(name="See\r\nBcc: x@example.org {at}", time_zone="UTC")

    text = text_of("test", language="fr", outlet=place)

    assert text.subject == "See Bcc: x@example.org {at}: a test"


@pytest.mark.parametrize(
    ("kind", "values"),
    [("reminder", {}), ("reminder", {**VALUES, "name": "Zyx"}), ("advert", {})],
)
def test_message_that_would_mislead_is_refused(
    kind: str, values: dict[str, Any]
) -> None:
    with pytest.raises(InputError):
        text_of(kind, language="en", outlet=PLACE, **values)
