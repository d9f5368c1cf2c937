"""The texts: complete, sourced, frozen once published, and easy to read."""

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
import textstat  # type: ignore[import-untyped]  # it carries no types

from glabella.clinic.consent import texts
from glabella.clinic.consent.content import content_of, digest_of, lines_of, number_at
from glabella.clinic.consent.effects import effects_of
from glabella.clinic.consent.making import Making, OwnClause, making
from glabella.clinic.consent.readability import band, lix, plain_text
from glabella.clinic.consent.texts import consent_text, read
from glabella.clinic.practice.knowledge import library, shelf
from glabella.core.errors import FindingsError, UnknownNameError
from glabella.core.muscles import wholes
from glabella.core.practice import LabelDecision, Practice
from glabella.core.protocol import Label
from tests import world
from tests.house import code

ONA = "onabotulinumtoxinA"
EASY = 37  # LIX; the explanation prints it
LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>\S+)")
DOCUMENT = code.ROOT / "docs" / "explanation" / "consent.md"


def made(*protocols: str, profile: str = "CH", product: str = ONA) -> Making:
    """Return a making with every muscle that the protocols name."""
    names = {
        site.muscle
        for one in protocols
        for scheme in library().protocol(one).schemes
        for site in scheme.sites
    }
    sites = {(name, "left", 1): Decimal(5) for name in sorted(names)}
    return making(
        sites,
        protocols=protocols,
        product=product,
        profile=profile,
        practice=Practice(),
    )


def every() -> Iterator[tuple[str, str]]:
    for protocol in library().protocols:
        yield from ((protocol, language) for language in ("en", "de"))


def words(protocol: str, language: str, **more: str) -> str:
    return str(content_of(made(protocol, **more), language))


@pytest.mark.parametrize(("protocol", "language"), list(every()))
def test_every_protocol_has_a_whole_text(protocol: str, language: str) -> None:
    content = content_of(made(protocol), language)
    parts = {section["id"] for section in content["sections"]}

    assert parts == {part for part in consent_text().parts if part != "clauses"}
    assert "{" not in str(lines_of(content))
    assert content["questions"]


@pytest.mark.parametrize(("protocol", "language"), list(every()))
def test_every_text_is_easy_to_read(protocol: str, language: str) -> None:
    score = lix(plain_text(lines_of(content_of(made(protocol), language))))

    assert score is not None
    assert score < EASY


def measured() -> dict[str, str]:
    """Return the measures of two texts as the explanation prints them."""
    english = plain_text(lines_of(content_of(made("chronic_migraine"), "en")))
    german = plain_text(lines_of(content_of(made("major_depression"), "de")))
    textstat.set_lang("de")
    vienna = textstat.wiener_sachtextformel(german, 1)
    textstat.set_lang("en_US")
    return {
        "LIX, English, chronic migraine": f"{lix(english):.1f}",
        "Automated readability index, English": (
            f"{textstat.automated_readability_index(english):.1f}"
        ),
        "Coleman-Liau index, English": f"{textstat.coleman_liau_index(english):.1f}",
        "LIX, German, depression": f"{lix(german):.1f}",
        "First Vienna formula, German": f"{vienna:.1f}",
    }


def test_explanation_prints_the_measures() -> None:
    printed = DOCUMENT.read_text("utf-8")
    missing = [
        f"| {name} | {value} |"
        for name, value in measured().items()
        if f"| {name} | {value} |" not in printed
    ]

    assert missing == []


@pytest.mark.parametrize(
    "text",
    [
        "This is one sentence. This is another sentence.",
        "These are short words. Considerably longer expressions follow immediately.",
    ],
)
def test_own_measure_agrees_with_the_library(text: str) -> None:
    assert lix(text) == pytest.approx(textstat.lix(text), abs=0.1)


def test_measure_of_nothing_is_nothing() -> None:
    assert lix(" ... ") is None


def test_bands_reach_from_very_easy_to_very_hard() -> None:
    assert [band(score) for score in (10, 30, 40, 50, 60)] == [
        "very_easy",
        "easy",
        "medium",
        "hard",
        "very_hard",
    ]


def test_depression_says_that_the_largest_trial_missed_its_goal() -> None:
    said = words("major_depression", "en")

    assert "255 women and missed its main goal" in said
    assert "3.7 points lower" in said
    assert "p = 0.053" in said
    assert "p = 0,053" in words("major_depression", "de")


def test_migraine_prints_what_the_library_may_say() -> None:
    said = words("chronic_migraine", "en")

    assert shelf().claim("migraine_days_halved").may_say.en in said


def test_rates_are_those_of_the_muscles_treated() -> None:
    used = (library().protocol("chronic_migraine"),)
    known: dict[str, Any] = {
        "product": ONA,
        "text": consent_text(),
        "part_of": wholes(library().muscles),
    }
    brow = effects_of(used, muscles={"frontalis"}, **known)
    neck = effects_of(used, muscles={"trapezius"}, **known)

    assert "neck_pain" not in {one.id for one in brow}
    assert "drooping_eyelid" not in {one.id for one in neck}
    found = next(one for one in neck if one.id == "neck_pain")
    assert (found.low, found.high, found.control) == (
        Decimal("4.1"),
        Decimal("12.6"),
        "3",
    )


def test_rates_of_another_product_are_left_out() -> None:
    used = made("glabellar_lines").effects
    other = made("glabellar_lines", product="daxibotulinumtoxinA").effects

    assert used == ()
    assert {one.id for one in other} == {
        "headache",
        "drooping_eyelid",
        "facial_weakness",
    }


def test_recalled_effect_has_a_name_and_no_rate() -> None:
    found = {one.id: one for one in made("blepharospasm").effects}

    assert found["drooping_eyelid"].high is None
    assert found["drooping_eyelid"].sources == ()


def test_conflict_is_said_and_a_decision_names_who() -> None:
    base = made("chronic_migraine")
    answer = attrs.evolve(base.labels["chronic_migraine"], status=Label.CONFLICT)
    torn = attrs.evolve(base, labels={"chronic_migraine": answer})
    practice = Practice(
        label_decisions=(
            LabelDecision(
                protocol="chronic_migraine",
                product=ONA,
                profile="SG",
                status=Label.OFF_LABEL,
                who="Lead Synthetic",
                on=world.TODAY,
            ),
        )
    )
    decided = making(
        {("frontalis", "left", 1): Decimal(5)},
        protocols=("chronic_migraine",),
        product=ONA,
        profile="SG",
        practice=practice,
    )

    assert torn.scope.conflicts == ("chronic_migraine",)
    assert torn.is_off_label
    assert "sources disagree" in str(content_of(torn, "en"))
    assert "Lead Synthetic has decided this" in str(content_of(decided, "en"))
    assert "not authorised for it" in str(content_of(decided, "en"))


def test_unknown_status_is_said_as_unknown() -> None:
    assert "not known" in words("chronic_migraine", "en", profile="SG")


def test_clause_and_phone_stand_in_the_text() -> None:
    clauses = (OwnClause("en", "Parking", "There is none."),)
    full = attrs.evolve(made("chronic_migraine"), clauses=clauses, reach="+41 00 000")

    assert "There is none." in str(content_of(full, "en"))
    assert "You can reach us at +41 00 000." in str(content_of(full, "en"))


def test_muscle_that_nobody_knows_stands_under_its_own_name() -> None:
    odd = making(
        {("tail", "left", 1): Decimal(5)},
        protocols=("chronic_migraine",),
        product=ONA,
        profile="CH",
        practice=Practice(),
    )

    assert content_of(odd, "en")["places"] == [
        {"group": "other", "points": 1, "units": "5", "muscles": ["tail"]}
    ]


def test_product_without_a_brand_here_names_none() -> None:
    assert "it is sold as" not in words(
        "chronic_migraine", "en", product="letibotulinumtoxinA", profile="SG"
    )


@pytest.mark.parametrize(
    "path", ["brin2020/p/o039", "brin2020/estimate/none", "preempt1/p/o059"]
)
def test_number_that_is_not_printed_is_not_said(path: str) -> None:
    with pytest.raises(LookupError):
        number_at(path)


def test_digest_changes_with_a_word() -> None:
    assert digest_of({"a": "b"}) != digest_of({"a": "c"})


def test_sources_claims_and_numbers_are_there() -> None:
    text = consent_text()
    known = library().sources

    assert [s for b in text.blocks for s in b.basis.sources if s not in known] == []
    assert [c for b in text.blocks for c in b.claims if c not in shelf().claims] == []
    assert all(number_at(path) for b in text.blocks for _name, path in b.values)
    of_blocks = {p for b in text.blocks for p in b.needs.protocols}
    assert of_blocks - set(library().protocols) == set()
    regions = {muscle.region for muscle in library().muscles.values()}
    assert regions - set(text.groups) == set()
    assert {r for b in text.blocks for r in b.needs.regions} - regions == set()


def test_every_study_of_a_rate_is_known() -> None:
    studies = {e.study for p in library().protocols.values() for e in p.side_effects}

    assert studies - set(consent_text().studies) == set()


def test_every_published_file_is_as_it_was_published() -> None:
    lines = (texts.FOLDER / "PUBLISHED").read_text("utf-8").splitlines()
    entries = [LINE.fullmatch(line) for line in lines if line and line[0] != "#"]

    assert None not in entries
    changed = [
        entry["path"]
        for entry in entries
        if entry and digest(texts.FOLDER / entry["path"]) != entry["sha256"]
    ]
    assert changed == []


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def test_unknown_version_is_named() -> None:
    with pytest.raises(UnknownNameError, match="1999-9"):
        consent_text("1999-9")
    assert texts.versions() == ("2026-1",)


def test_every_mistake_of_a_text_is_found(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text(
        """
[[block]]
id = "one"
part = "nowhere"
tone = "loud"
text.en = ["a", "b"]
text.de = ["a"]
basis = "DERIVED"
[[block]]
id = "one"
part = "photos"
basis = "DERIVED"
""",
        encoding="utf-8",
    )

    with pytest.raises(FindingsError) as caught:
        read(tmp_path)

    laws = [finding.law for finding in caught.value.findings]
    for law in ('tone "loud"?', "says less in one language.", 'part "nowhere"?'):
        assert law in laws
    assert "stands twice." in laws
