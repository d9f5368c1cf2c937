"""What the public pages say: nothing of a product, plainly, with sources."""

import re
from collections.abc import Iterator

import pytest
import textstat  # type: ignore[import-untyped]  # it carries no types
from django.test import Client
from django.urls import reverse

from glabella.clinic.practice.lexicon import forbidden
from glabella.clinic.practice.models import Closure, OpeningHours
from glabella.clinic.public.content import (
    conditions,
    countries,
    words,
)
from glabella.clinic.public.interview import check
from glabella.clinic.public.urls import urlpatterns
from glabella.core.errors import InputError
from glabella.web.access_table import ACCESS
from tests import world
from tests.clinic.public import walking

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "de")
# Sent only, and shown only after a release by name (see test_full).
ELSEWHERE = {"public:hand_over", "public:released"}


def addresses() -> Iterator[str]:
    """Yield every public address, with the place that the tests opened."""
    place = world.outlet("Outlet of Blue")
    OpeningHours.objects.create(outlet=place, weekday=0, opens="08:00", closes="12:00")
    Closure.objects.create(
        outlet=place,
        starts_on=world.TODAY,
        ends_before="2999-01-01",
        words_en="We move.",
        words_de="Wir ziehen um.",
        announced_at=world.AT,
    )
    for pattern in urlpatterns:
        name = f"public:{pattern.name}"
        if ACCESS[name].scope != "public" or name in ELSEWHERE:
            continue
        if pattern.name == "condition":
            yield from (reverse(name, args=[slug]) for slug in conditions())
        elif pattern.name == "outlet":
            yield reverse(name, args=[place.id])
        else:
            yield reverse(name)


def in_words(html: str) -> str:
    """Return all that a page says: text, title, metadata and addresses."""
    plain = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    # The signed field, the nonces and the ids are random letters, no words.
    plain = re.sub(r'(value|nonce|content)="[A-Za-z0-9_:=-]{24,}"', " ", plain)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", " ", plain)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_public_page_names_product_dose_area_figure_or_claim(
    client: Client, language: str
) -> None:
    found = {}
    for address in addresses():
        answer = client.get(address, headers={"accept-language": language})
        said = in_words(f"{answer.content.decode()} {answer.headers} {address}")
        assert answer.status_code == 200
        found[address] = forbidden(said)

    assert len(found) == 4 + len(conditions())
    assert {address: said for address, said in found.items() if said} == {}


def test_no_text_of_the_self_check_names_a_product_or_a_claim() -> None:
    texts = [
        text
        for one in (*check().questions.values(), *check().ends.values())
        for text in re.findall(r"(?:en|de)=(['\"])(.*?)\1", repr(one))
    ]

    assert len(texts) > 150
    assert [text for _quote, text in texts if forbidden(text)] == []


@pytest.mark.parametrize(
    "said",
    [
        "Botox helps",
        "155 units",
        "in 45 % of people",
        "45 of 100 people",
        "into the glabella",
        "Xeomin",
        "a proven way",
        "besser als Tabletten",
        "mit Botulinumtoxin",
        "5 Einheiten",
        "Migränebotox",
        "Botulinumtoxinspritze",
        "12 E je Muskel",
        "Dosierungen",
        "Höchstdosis",
        "an den Injektionsstellen",
        "Zornesfalten",
        "die Glabella-Region",
        "45 Prozent",
        "jede zweite Person",
        "garantiert",
        "wirksamste Methode",
        "heilbar",
        "schmerzfreie Spritze",
        "Preisliste",
        "Vorher-Nachher-Bild",
        "one in 3 people: 1 in 3",
        "Rabatte",
    ],
)
def test_lexicon_finds_what_must_not_be_said(said: str) -> None:
    assert forbidden(said) != []


@pytest.mark.parametrize(
    "said",
    [
        "Krankheit ist einheitlich beschrieben",
        "Glabella",
        "Behandlung, Hilfe, Gespräch",
        "unique, united, a mild day",
        "Nothing is kept",
    ],
)
def test_lexicon_lets_plain_words_pass(said: str) -> None:
    assert forbidden(said) == []


def test_end_of_the_self_check_names_no_product(client: Client) -> None:
    said = in_words(walking.walk_to_talk(client).content.decode())

    assert forbidden(said) == []


def test_ten_signs_of_depression_stand_on_its_page(client: Client) -> None:
    page = client.get(reverse("public:condition", args=["depression"]))

    said = page.content.decode()
    signs = [one.words.en for one in conditions()["depression"].signs]
    assert [said.count(f"<li>{one}</li>") for one in signs] == [1] * 10
    assert "two weeks or longer" in said
    assert "daily life suffers" in said


def test_unknown_condition_and_unknown_place_are_not_found(client: Client) -> None:
    place = world.outlet()
    place.closed_at = world.AT
    place.save()

    assert client.get(reverse("public:condition", args=["other"])).status_code == 404
    assert client.get(reverse("public:outlet", args=[place.id])).status_code == 404


def test_place_shows_its_hours_and_its_notice_in_german(client: Client) -> None:
    place = next(one for one in addresses() if "/places/" in one)

    said = client.get(place, headers={"accept-language": "de"}).content.decode()

    assert "08:00 bis 12:00" in said
    assert "Geschlossen vom" in said
    assert "Wir ziehen um." in said
    assert "Europe/Zurich" in said


def test_text_that_lacks_a_language_is_refused() -> None:
    with pytest.raises(InputError, match="not there in English and German"):
        words({"en": "only"}, where="x.toml")


def test_every_number_to_call_says_where_and_when_it_was_read() -> None:
    lines = [
        line for one in countries().values() for line in (one.emergency, *one.lines)
    ]

    assert [one.number for one in lines if not one.source.startswith("http")] == []
    assert {one.read_on.year for one in lines} == {2026}


@pytest.mark.parametrize("slug", conditions())
def test_page_can_be_read_by_many(slug: str) -> None:
    one = conditions()[slug]
    texts = (one.lead, one.what, one.duration, one.effect, one.seek, one.closing)
    english = " ".join(text.en for text in texts)
    german = " ".join(text.de for text in texts)

    textstat.set_lang("de")
    vienna = textstat.wiener_sachtextformel(german, 1)
    textstat.set_lang("en_US")

    # Years of school that a reader needs.
    assert textstat.automated_readability_index(english) <= 8
    assert vienna <= 8
