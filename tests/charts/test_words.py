from datetime import date
from decimal import Decimal

import attrs
import pytest

from glabella.charts.words import ENGLISH, GERMAN, Words, words_in


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ENGLISH), ("de", GERMAN), ("de-CH", GERMAN), ("fr", ENGLISH)],
)
def test_a_language_has_its_words(language: str, words: Words) -> None:
    assert words_in(language) is words


def test_both_languages_have_words_for_everything() -> None:
    for words in (ENGLISH, GERMAN):
        texts = attrs.astuple(words, recurse=False)

        assert [text for text in texts if text in {"", ()}] == []


@pytest.mark.parametrize(
    ("value", "places", "english", "german"),
    [
        (Decimal("2.50"), None, "2.5", "2,5"),
        (Decimal(100), None, "100", "100"),
        (0.1234567, None, "0.1235", "0,1235"),
        (15, None, "15", "15"),
        (-0.5, 2, "\u22120.50", "\u22120,50"),
        (-0.001, 2, "0.00", "0,00"),
        (Decimal("1e3"), 0, "1000", "1000"),
        (0.000001, None, "0.000001", "0,000001"),
        (
            -34365203.64,
            1,
            "\u221234\u202f365\u202f203.6",
            "\u221234\u202f365\u202f203,6",
        ),
        (0.0, None, "0", "0"),
    ],
)
def test_a_number_is_written_as_it_is_read(
    value: float | Decimal, places: int | None, english: str, german: str
) -> None:
    assert ENGLISH.number(value, places) == english
    assert GERMAN.number(value, places) == german


def test_units_stand_with_their_sign_and_their_product() -> None:
    assert ENGLISH.dose(Decimal(155), "toxin A") == "155\u202fU toxin A"
    assert GERMAN.dose(Decimal("2.5"), "toxin A") == "2,5\u202fE toxin A"


def test_units_that_nobody_knows_are_said_to_be_unknown() -> None:
    assert ENGLISH.dose(None, "toxin A") == "units unknown toxin A"
    assert ENGLISH.units(None, "vials") == "unknown"
    assert ENGLISH.short_units(None) == "?\u202fU"


def test_days_are_written_as_people_write_them() -> None:
    on = date(2026, 3, 2)

    assert (ENGLISH.date_text(on), GERMAN.date_text(on)) == ("2 Mar 2026", "02.03.2026")
    assert (ENGLISH.day_and_month(on), GERMAN.day_and_month(on)) == ("2 Mar", "02.03.")


def test_a_range_and_a_share_are_written_in_words() -> None:
    assert ENGLISH.range(-1, 0.5, 2) == "\u22121.00 to 0.50"
    assert GERMAN.range(0.5, 1, 1) == "0,5 bis 1,0"
    assert GERMAN.percent(12.34) == "12,3\u202f%"
