"""What ships of the holders' text, and the codes: the known mistakes of others."""

import hashlib

import pytest

from glabella.core.instruments import Instrument, Wording, WordingState
from glabella.core.scoring_rules import RecordRule
from glabella.protocols.instruments_loader import load_instruments

LIBRARY = load_instruments()
IDS = sorted(LIBRARY.instruments)

# Not "not at all sure"; source: Zorowitz 2021, as read at CAMCOPS.
LOWEST_ANSWER = "Not at all"


def get(name: str) -> Instrument:
    return LIBRARY.instrument(name)


def wordings() -> list[tuple[str, Wording]]:
    return [(name, text) for name in IDS for text in get(name).wordings]


def test_wording_ships_only_where_the_register_allows_it() -> None:
    shipped = sorted(f"{name}.{text.language}" for name, text in wordings())

    assert shipped == [
        "clinic_grade.de",
        "clinic_grade.en",
        "gad7.en",
        "nrs_pain.de",
        "nrs_pain.en",
        "phq2.de",
        "phq2.en",
        "phq4.de",
        "phq4.en",
        "phq9.de",
        "phq9.en",
    ]


@pytest.mark.parametrize("name", IDS)
def test_a_language_without_text_says_why(name: str) -> None:
    licence = LIBRARY.licences[name]
    for language in ("en", "de"):
        record = licence.languages[language]
        has_text = get(name).wording(language) is not None
        assert (record.state is WordingState.FULL) == has_text
        assert has_text or record.reason


def test_gad7_begins_with_the_correct_lowest_answer() -> None:
    text = get("gad7").wording("en")

    assert text is not None
    assert text.options["0"] == LOWEST_ANSWER


# Changed only by somebody who has the official form open.
READ = {
    "gad7.en": "bf7a1e0fa235e4f5",
    "phq2.de": "476248cd391ea54f",
    "phq2.en": "a10ddf78302a46a9",
    "phq4.de": "1eba4d7532c1f659",
    "phq4.en": "d694650d9208f0b6",
    "phq9.de": "763b9bd5d8e0c77e",
    "phq9.en": "e98d48fcc9545785",
}


def digest(text: Wording) -> str:
    everything = [text.stem, *text.options.values(), *text.lines.values()]
    return hashlib.sha256("\n".join(everything).encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", sorted(READ))
def test_the_holders_text_stands_as_it_was_read(name: str) -> None:
    instrument, language = name.split(".")
    text = get(instrument).wording(language)

    assert text is not None
    assert digest(text) == READ[name]


def test_phq9_difficulty_has_answers_of_its_own() -> None:
    text = get("phq9").wording("en")

    assert text is not None
    assert text.line_options["10"]["0"] == "Not difficult at all"


def test_short_forms_repeat_the_lines_of_the_long_ones() -> None:
    pairs = [("phq2", "1", "phq9", "1"), ("phq2", "2", "phq9", "2")]
    pairs += [("phq4", "phq9_1", "phq9", "1"), ("phq4", "phq9_2", "phq9", "2")]
    pairs += [("phq4", "gad7_1", "gad7", "1"), ("phq4", "gad7_2", "gad7", "2")]

    for short, line, long, origin in pairs:
        mine, theirs = get(short).wording("en"), get(long).wording("en")
        assert mine is not None
        assert theirs is not None
        assert mine.lines[line] == theirs.lines[origin]


# --- codes ----------------------------------------------------------------------------


def codes(name: str) -> dict[str, str]:
    return {code.target: code.code for code in get(name).codes}


def test_gad7_items_six_and_seven_keep_their_codes() -> None:
    """Two public repositories swap them."""
    assert codes("gad7")["6"] == "69689-8"
    assert codes("gad7")["7"] == "69736-7"


def test_the_totals_keep_their_codes() -> None:
    assert codes("phq9")["total"] == "720433000"
    loinc = {c.target: c.code for c in get("phq9").codes if "loinc" in c.system}
    assert (loinc["total"], loinc["panel"]) == ("44261-6", "44249-1")
    assert codes("phq2")["total"] == "55758-7"
    assert codes("gad7")["total"] == "70274-6"


def test_only_a_record_has_nothing_to_score() -> None:
    records = [n for n in IDS if isinstance(get(n).rule, RecordRule)]

    assert records == ["bruxscreen", "stab"]
