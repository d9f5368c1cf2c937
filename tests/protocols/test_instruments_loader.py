"""Bad instruments: every mistake is found, with its place, and text needs a licence."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import pytest

from glabella.core.errors import FindingsError
from glabella.core.instruments import (
    Instrument,
    LanguageRecord,
    Licence,
    LicenceStatus,
    WordingState,
)
from glabella.protocols.instruments_check import content_findings, licence_findings
from glabella.protocols.instruments_loader import load_instruments, read_instruments
from glabella.protocols.raw_data import read_raw

PACK = """
id = "tiny"
version = "1"
short_name = "T"
name = { en = "tiny", de = "klein" }
direction = "higher_is_worse"

[[items]]
ids = ["1", "2"]
minimum = 0
maximum = 3

[scoring]
rule = "sum"
minimum = 0
maximum = 6
basis = "SEEN"
sources = ["READ"]

[recall]
days = 14
name = { en = "two weeks", de = "zwei Wochen" }
basis = "SEEN"
sources = ["READ"]

[interval]
weeks = [6]
name = { en = "week 6", de = "Woche 6" }
basis = "DERIVED"

[[band_sets]]
id = "two"
version = "1"
name = { en = "severity", de = "Schweregrad" }
basis = "SEEN"
sources = ["READ"]
bands = [
  { id = "low", name = { en = "low", de = "niedrig" }, low = 0, high = 2 },
  { id = "high", name = { en = "high", de = "hoch" }, low = 3, high = 6 },
]
"""

TEXT = """
sources = ["READ"]
read_on = "2026-11-21"
stem = "How often?"
options = { "0" = "never", "3" = "always" }
lines = { "1" = "first line", "2" = "second line" }
"""

REGISTER = """
[tiny]
holder = "the holder"
status = "public"
statement_quote = "No permission required."
retrieved_on = "2026-11-21"
retrieved_by = "project"
redistribution_ok = true
electronic_ok = true
en.wording = "full"
de = { wording = "total_only", reason = "not read" }
"""

SOURCES = """
[READ]
tier = "B"
title = "a paper"
"""


def findings_of(
    folder: Path, *, pack: str = PACK, text: str = TEXT, register: str = REGISTER
) -> list[str]:
    """Return the findings in a folder with one instrument and its English text."""
    (folder / "instruments" / "wording").mkdir(parents=True)
    (folder / "instruments" / "wording" / "tiny.en.toml").write_text(text, "utf-8")
    (folder / "sources").mkdir()
    (folder / "instruments" / "tiny.toml").write_text(pack, "utf-8")
    (folder / "instruments" / "register.toml").write_text(register, "utf-8")
    (folder / "sources" / "all.toml").write_text(SOURCES, "utf-8")
    _, findings = read_instruments(read_raw(folder))
    return [str(finding) for finding in findings]


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep these folders out of the cache of a real home."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def licence(**more: object) -> Licence:
    """Return a licence that allows everything, in both languages."""
    values: dict[str, object] = {
        "holder": "the holder",
        "status": LicenceStatus.PUBLIC,
        "redistribution_ok": True,
        "electronic_ok": True,
        "translation_ok": True,
        "languages": {
            "en": LanguageRecord(WordingState.FULL, ""),
            "de": LanguageRecord(WordingState.TOTAL_ONLY, "not read"),
        },
        "statement_quote": "No permission required.",
        "retrieved_on": "2026-11-21",
    }
    return Licence(**{**values, **more})  # type: ignore[arg-type]  # passed on


@pytest.fixture(scope="module")
def tiny() -> Instrument:
    """Return an instrument with two items and English text."""
    phq2 = load_instruments().instrument("phq2")
    return attrs.evolve(phq2, wordings=phq2.wordings[:1])


def laws(instrument: Instrument, given: Licence | None) -> list[str]:
    found = licence_findings(instrument, given, file="tiny.toml")
    return [f"{finding.place} {finding.law}" for finding in found]


# --- licences -------------------------------------------------------------------------


def test_text_with_a_dated_grant_may_ship(tiny: Instrument) -> None:
    assert laws(tiny, licence()) == []


def test_an_instrument_needs_an_entry(tiny: Instrument) -> None:
    assert laws(tiny, None) == ["phq2 has no entry in the licence register."]


@pytest.mark.parametrize(
    ("change", "law"),
    [
        ({"redistribution_ok": False}, "bundles text without a redistribution grant."),
        ({"electronic_ok": False}, "bundles text without a grant for electronic use."),
        ({"retrieved_on": ""}, "bundles text under a statement that nobody quoted"),
        ({"statement_quote": ""}, "bundles text under a statement that nobody quoted"),
    ],
)
def test_text_without_a_dated_grant_is_found(
    tiny: Instrument, change: dict[str, object], law: str
) -> None:
    found = laws(tiny, licence(**change))

    assert len(found) == 1
    assert found[0].startswith(f"phq2, wording.en {law}")


def test_numbers_ship_without_any_grant(tiny: Instrument) -> None:
    nothing = LanguageRecord(WordingState.TOTAL_ONLY, "no grant")
    bare = attrs.evolve(tiny, wordings=())
    refused = licence(
        redistribution_ok=False,
        electronic_ok=False,
        retrieved_on="",
        languages={"en": nothing, "de": nothing},
    )

    assert laws(bare, refused) == []


def test_text_without_a_reading_is_found(tiny: Instrument) -> None:
    text = tiny.wordings[0]
    law = "phq2, wording.en bundles text without source or date of reading."

    for unread in (attrs.evolve(text, sources=()), attrs.evolve(text, read_on="")):
        assert laws(attrs.evolve(tiny, wordings=(unread,)), licence()) == [law]


def test_half_of_the_text_is_found(tiny: Instrument) -> None:
    """An item that was not read is not written by us either."""
    text = attrs.evolve(tiny.wordings[0], lines={"1": "first line"})

    assert laws(attrs.evolve(tiny, wordings=(text,)), licence()) == [
        "phq2, wording.en does not have exactly one line for each item."
    ]


@pytest.mark.parametrize(
    ("languages", "law"),
    [
        ({}, ["has no record in the register."] * 2),
        (
            {"en": LanguageRecord(WordingState.TOTAL_ONLY, "no grant")},
            ["is total_only in the register but has text.", "has no record"],
        ),
        (
            {"de": LanguageRecord(WordingState.FULL, "")},
            ["has no record", "is full in the register without text."],
        ),
        (
            {"de": LanguageRecord(WordingState.TOTAL_ONLY, "")},
            ["has no record", "is total_only without a reason."],
        ),
    ],
)
def test_register_and_text_must_agree(
    tiny: Instrument, languages: dict[str, LanguageRecord], law: Sequence[str]
) -> None:
    found = laws(tiny, licence(languages=languages))

    assert len(found) == len(law)
    for line, part in zip(found, law, strict=True):
        assert part in line


def test_a_quotation_is_short(tiny: Instrument) -> None:
    found = laws(tiny, licence(statement_quote="word " * 21))

    assert found == ["phq2 quotes the holder with more than 20 words."]


# --- files ----------------------------------------------------------------------------


def test_a_sound_folder_has_no_findings(tmp_path: Path) -> None:
    assert findings_of(tmp_path) == []


def test_findings_keep_a_folder_from_being_used(tmp_path: Path) -> None:
    findings_of(tmp_path)
    pack = tmp_path / "instruments" / "tiny.toml"
    pack.write_text(PACK + "odd = 1", "utf-8")

    with pytest.raises(FindingsError, match='has an unknown key "odd"'):
        load_instruments(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ('rule = "sum"', 'rule = "median"', "'median'"),
        ('rule = "sum"\n', "", "Use one of sum, mean"),
        ("minimum = 0\nmaximum = 6", "minimum = 0\nmaximum = 7", "add up to 0 to 6"),
        ("low = 3, high = 6", "low = 4, high = 6", '"high" does not begin at 3'),
        ("low = 3, high = 6", "low = 3, high = 5", "ends at 5, not at 6"),
        ("low = 3, high = 6", "high = 6", '"high" does not begin at 3'),
        ('sources = ["READ"]\nbands', 'sources = ["LOST"]\nbands', '"LOST"'),
        ('"1", "2"]\nminimum', '"1", "1"]\nminimum', '"1" stands twice'),
        ('id = "tiny"', 'id = "small"', "Name the file after it"),
        ("[recall]", "[remembering]", 'lacks "recall"'),
        ("weeks = [6]", 'weeks = "six"', "not a list of numbers"),
        ('sources = ["READ"]\nread_on', 'sources = ["LOST"]\nread_on', "wording.en"),
        ("[scoring]", "[scoring]\nmisspelt = 1", 'unknown key "misspelt"'),
    ],
)
def test_a_mistake_in_a_pack_is_found(
    tmp_path: Path, old: str, new: str, finding: str
) -> None:
    assert old in PACK + TEXT

    found = findings_of(
        tmp_path, pack=PACK.replace(old, new, 1), text=TEXT.replace(old, new, 1)
    )

    assert any(finding in line for line in found), found


PARTS = """
[[subscales]]
id = "part"
name = { en = "part", de = "Teil" }
items = ["1", "lost"]

[[mic]]
id = "mark"
name = { en = "mark", de = "Marke" }
measure = "points"
value = 1
subscale = "nowhere"
basis = "SEEN"
sources = ["READ"]

[[codes]]
system = "http://loinc.org"
status = "copied"
basis = "RECALLED"
confidence = "high"
targets = { total = "1-1" }
"""


def test_names_and_codes_that_lead_nowhere_are_found(tmp_path: Path) -> None:
    found = findings_of(tmp_path, pack=PACK + PARTS)

    assert [line.split(", ", 1)[1] for line in found] == [
        'subscales "part": names an unknown item "lost". Correct the name.',
        'mark: names an unknown sub-score "nowhere". Correct the name.',
        "codes: 1-1 was not read anywhere. Remove the code.",
    ]


def test_bands_need_a_total() -> None:
    phq9 = load_instruments().instrument("phq9")
    bare = attrs.evolve(phq9, total=None)

    found = content_findings(bare, load_instruments().sources, file="phq9.toml")

    assert "bands a total that does not exist." in [finding.law for finding in found]


def test_an_entry_without_instrument_is_found(tmp_path: Path) -> None:
    register = REGISTER + REGISTER.replace("[tiny]", "[gone]")

    [found] = findings_of(tmp_path, register=register)

    assert found.startswith("instruments/register.toml, gone: has no instrument.")


def test_an_entry_that_is_no_table_is_found(tmp_path: Path) -> None:
    found = findings_of(tmp_path, register="tiny = 1")

    assert any('"tiny" is 1, not a table' in line for line in found)


def test_a_language_without_record_is_found(tmp_path: Path) -> None:
    german = 'de = { wording = "total_only", reason = "not read" }'

    [found] = findings_of(tmp_path, register=REGISTER.replace(german, ""))

    assert found.startswith("instruments/tiny.toml, tiny, de: has no record")


def test_a_text_of_no_instrument_is_found(tmp_path: Path) -> None:
    findings_of(tmp_path)
    stray = tmp_path / "instruments" / "wording" / "tiny.fr.toml"
    stray.write_text(TEXT, "utf-8")

    _, [found] = read_instruments(read_raw(tmp_path))

    assert str(found).startswith("instruments/wording/tiny.fr.toml, file: belongs to")
