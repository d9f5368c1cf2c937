"""Letters encoded twice are recognised, and what they meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glabella.evidence.mojibake import mended


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("MÃ¼ller", "Müller"),
        ("pages 71â€“78", "pages 71\u201378"),
        ("MÃƒÂ¼ller", "Müller"),
    ],
)
def test_a_garbled_text_is_read_back(garbled: str, meant: str) -> None:
    assert mended(garbled) == meant


def test_three_rounds_of_garbling_are_undone() -> None:
    text = "Müller"
    for _ in range(3):
        text = text.encode("utf-8").decode("cp1252")

    assert mended(text) == "Müller"


@pytest.mark.parametrize("text", ["", "Müller", "Ångström", "Ä und Ö", "71\u201378"])
def test_a_sound_text_is_left_alone(text: str) -> None:
    assert mended(text) is None


@given(st.text(alphabet="äöüßéñ aB", min_size=1))
def test_one_round_of_garbling_is_undone(text: str) -> None:
    garbled = text.encode("utf-8").decode("cp1252", errors="ignore")
    if garbled.encode("cp1252") == text.encode("utf-8") and garbled != text:
        assert mended(garbled) == text
