"""The catalogue of the examination: both languages, its laws, and what it means."""

import pytest

from glabella.clinic.assessment.findings import (
    FILE,
    findings,
    meaning,
    read_findings,
    told,
)
from glabella.core.errors import FindingsError
from glabella.core.sources import Status
from tests.clinic.scene import library

HEAD = """
[[finding]]
id = "brow"
group = "face"
text = { en = "Brow", de = "Braue" }
options = [{ id = "low", en = "low", de = "tief" }]
"""
RULE = """
[[finding.rules]]
effect = "ask"
text = { en = "Mind it", de = "Achten" }
"""


def mistakes(text: str) -> str:
    with pytest.raises(FindingsError) as raised:
        read_findings(text, library())
    return str(raised.value)


def test_every_text_has_both_languages() -> None:
    texts = []
    for one in findings().values():
        texts += [one.text, *(option.text for option in one.options)]
        texts += [rule.text for rule in one.rules]
        texts += [one.hint] if one.hint else []

    assert [text for text in texts if not text.en.strip() or not text.de.strip()] == []


def test_what_was_only_recalled_never_forbids() -> None:
    effects = {
        rule.effect
        for one in findings().values()
        for rule in one.rules
        if rule.basis.status is Status.RECALLED
    }

    assert effects == {"ask"}


def test_every_option_but_none_is_named_by_nobody_twice() -> None:
    for one in findings().values():
        names = [option.id for option in one.options]
        assert len(names) == len(set(names))


def test_catalogue_holds_what_the_review_demands() -> None:
    assert set(findings()) == {
        "brow_height",
        "brow_asymmetry",
        "lid_ptosis",
        "dermatochalasis",
        "compensating_frontalis",
        "lid_or_brow_surgery",
        "filler",
        "frown_strength",
        "smile",
        "masseter_bulk",
        "parotid",
        "neck_girth",
        "neck_strength",
        "swallowing",
        "skin",
    }


def speak(**found: object) -> set[tuple[str, str, str]]:
    sites = meaning(found, catalogue=findings(), known=library())
    return {(one.muscle, one.side, one.effect) for one in sites}


def test_unequal_masseters_are_a_caution_on_both_sides() -> None:
    bulk = {"left": "enlarged", "right": "normal"}

    assert speak(masseter_bulk=bulk) == {("masseter", "", "caution")}
    assert speak(masseter_bulk={"left": "enlarged"}) == set()
    assert speak(masseter_bulk=dict.fromkeys(bulk, "normal")) == set()


def test_infected_skin_forbids_its_region_first() -> None:
    found = meaning(
        {"frown_strength": "weak", "skin": ["jaw"], "gone": "old"},
        catalogue=findings(),
        known=library(),
    )

    assert (found[0].effect, found[0].muscle) == ("forbid", "masseter")
    assert found[-1].effect == "caution"


def test_rule_with_a_side_of_its_own_keeps_it() -> None:
    assert speak(brow_asymmetry="left_lower") == {("frontalis", "left", "caution")}


def test_parts_of_a_muscle_go_with_the_whole() -> None:
    muscles = {muscle for muscle, _, _ in speak(frown_strength="weak")}

    assert {"corrugator_supercilii", "corrugator_medial", "procerus"} <= muscles


def test_a_yes_stands_before_a_no() -> None:
    facts = told({"lid_ptosis": {"left": "none", "right": "mild"}}, findings())

    assert facts == {"prior_facial_surgery_or_ptosis_or_weak_frontalis": True}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[finding", "no TOML"),
        (HEAD + HEAD, "stands twice"),
        (HEAD.replace("options", "choices"), "has no options"),
        (HEAD.replace('"face"', '"foot"'), "Use one of brow_and_lids"),
        (HEAD + RULE + 'basis = "DERIVED"\n', "names no muscle"),
        (HEAD + RULE + 'basis = "DERIVED"\nwhen = ["high"]\n', "no option"),
        (
            HEAD + RULE + 'basis = "DERIVED"\nmuscles = ["frontalis"]\n',
            "never speaks",
        ),
        (HEAD + RULE + 'basis = "DERIVED"\nmuscles = ["nose"]\n', "no muscle"),
        (HEAD + RULE + 'basis = "SEEN"\nsources = ["NOWHERE"]\n', "which is none"),
        (
            HEAD
            + RULE.replace("ask", "forbid")
            + 'basis = "RECALLED"\nconfidence = "high"\n',
            "only recalled",
        ),
        (HEAD + '[[finding.tells]]\nwhen = ["low"]\nfact = "nose"\n', "no fact"),
    ],
)
def test_mistake_is_told_with_its_place(text: str, words: str) -> None:
    told_words = mistakes(text)

    assert words in told_words
    assert FILE.name in told_words
