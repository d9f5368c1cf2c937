"""The rules of following up: triage, remedies, and to whom an effect is reported."""

from datetime import date
from pathlib import Path

import pytest

from glabella.clinic.followup.rules.authorities import (
    Clock,
    covering,
    duties_of,
    read_covering,
)
from glabella.clinic.followup.rules.files import DATA
from glabella.clinic.followup.rules.remedies import OnFile, read_remedies, remedies
from glabella.clinic.followup.rules.triage import is_milder, read_triage, triage
from glabella.core.errors import FindingsError
from tests.clinic.followup.scenery import answers
from tests.clinic.scene import library

LEARNED = date(2026, 11, 2)
SPREAD = {
    "swallowing": "dysphagia",
    "breathing": "dyspnoea",
    "voice": "dysphonia",
    "speech": "dysarthria",
    "vision": "diplopia",
    "weakness": "generalised_weakness",
    "bladder": "urinary_incontinence",
}


def proposed(complaint: str, **said: str) -> str:
    rules = triage()
    found = rules.complaint(complaint)
    assert found is not None
    return rules.propose(answers(**said), found)


@pytest.mark.parametrize("question", [*SPREAD, "allergy", "mood"])
def test_any_yes_ends_with_the_emergency_services(question: str) -> None:
    assert proposed("none", **{question: "yes"}) == "emergency"


@pytest.mark.parametrize("question", SPREAD)
def test_question_that_nobody_answered_is_no_no(question: str) -> None:
    assert proposed("none", **{question: "unknown"}) == "today"


def test_missing_answer_counts_as_unknown() -> None:
    found = triage().complaint("none")
    assert found is not None

    assert triage().propose({}, found) == "today"


@pytest.mark.parametrize(
    ("complaint", "level"),
    [
        ("none", "reassurance"),
        ("local_pain", "next_days"),
        ("eyelid", "today"),
        ("other", "today"),
    ],
)
def test_complaint_decides_where_every_answer_is_no(complaint: str, level: str) -> None:
    assert proposed(complaint) == level


def test_spread_questions_state_what_the_facts_know() -> None:
    stated = {each.id: each.fact for each in triage().spread}

    assert stated == SPREAD


def test_signs_are_those_answered_with_yes() -> None:
    given = answers(vision="yes", allergy="yes", voice="unknown")

    assert triage().symptoms(given) == ("diplopia",)


def test_words_are_said_once_and_spread_comes_first() -> None:
    given = answers(mood="yes", vision="yes", voice="yes")

    assert [each.id for each in triage().words(given)] == ["spread", "mood"]


def test_nothing_that_was_only_recalled_reassures() -> None:
    found = [
        each.id
        for each in triage().complaints
        if each.level == "reassurance" and each.basis.is_recalled
    ]

    assert found == []


def test_milder_is_later_in_the_list() -> None:
    assert (is_milder("today", "emergency"), is_milder("today", "today")) == (
        True,
        False,
    )


def test_sources_of_the_rules_are_on_file() -> None:
    rules = triage()
    bases = [each.basis for each in rules.questions]
    bases += [each.basis for each in rules.complaints]
    bases += [each.basis for each in rules.levels]
    bases += [each.basis for each in rules.advice]
    bases += [each.basis for each in remedies()]
    bases += [check.basis for each in remedies() for check in each.checks]
    named = {key for basis in bases for key in basis.sources}

    assert sorted(named - set(library().sources)) == []


def copied(folder: Path, name: str, before: str, after: str) -> Path:
    """Return a folder with the data of this app, one file spoilt."""
    for file in DATA.glob("*.toml"):
        text = file.read_text("utf-8")
        if file.name == name:
            assert before in text
            text = text.replace(before, after, 1)
        (folder / file.name).write_text(text, "utf-8")
    return folder


def test_unknown_level_is_a_finding(tmp_path: Path) -> None:
    folder = copied(tmp_path, "spread.toml", '"emergency"', '"soon"')

    with pytest.raises(FindingsError, match='has the level "soon"'):
        read_triage(folder)


def test_recalled_complaint_that_reassures_is_a_finding(tmp_path: Path) -> None:
    before = 'id = "local_pain"\nlevel = "next_days"'
    after = 'id = "local_pain"\nlevel = "reassurance"'
    folder = copied(tmp_path, "triage.toml", before, after)

    with pytest.raises(FindingsError, match="reassures by what nobody has read"):
        read_triage(folder)


def test_unknown_kind_of_check_is_a_finding(tmp_path: Path) -> None:
    folder = copied(tmp_path, "remedies.toml", 'kind = "precaution"', 'kind = "advice"')

    with pytest.raises(FindingsError, match='has the kind "advice"'):
        read_remedies(folder / "remedies.toml")


def test_unknown_covering_is_a_finding(tmp_path: Path) -> None:
    folder = copied(
        tmp_path, "authorities.toml", 'covers = "serious"', 'covers = "some"'
    )

    with pytest.raises(FindingsError, match='covers "some"'):
        read_covering(folder / "authorities.toml")


def test_apraclonidine_is_ruled_out_by_an_mao_inhibitor_by_name_or_code() -> None:
    drops = next(each for each in remedies() if each.id == "apraclonidine")

    assert [
        drops.is_ruled_out(OnFile(medicines=(("Tranylcypromine", ""),))),
        drops.is_ruled_out(OnFile(medicines=(("Synthetic", "N06AG02"),))),
        drops.is_ruled_out(OnFile(allergies=("Clonidine",))),
        drops.is_ruled_out(OnFile(medicines=(("Amitriptyline", "N06AA09"),))),
        drops.is_ruled_out(OnFile()),
    ] == [True, True, True, False, False]


def test_remedy_names_what_the_record_says_to_each_check() -> None:
    drops = next(each for each in remedies() if each.id == "apraclonidine")
    known = OnFile(
        medicines=(("Amitriptyline", "N06AA09"),),
        problems=("Major depression F32.1",),
        protocols=("major_depression",),
    )

    assert {check.id: hits for check, hits in drops.answers(known)} == {
        "mao_inhibitor": (),
        "clonidine_allergy": (),
        "tricyclic": ("Amitriptyline",),
        "depression": ("Major depression F32.1", "major_depression"),
        "cardiovascular": (),
    }


def test_remedy_belongs_to_its_effects_alone() -> None:
    found = [each.id for each in remedies() if each.is_for("eyelid_ptosis")]
    none = [each.id for each in remedies() if each.is_for("neck_pain")]

    assert (found, none) == (["apraclonidine", "oxymetazoline"], [])


def clocks(country: str, *, is_serious: bool | None) -> dict[str, Clock]:
    return {
        each.id: each.clock(LEARNED, reminder=covering().reminder)
        for each in duties_of(country, library=library())
        if each.speaks_for(is_serious=is_serious, has_spread=False)
    }


def test_switzerland_gives_fifteen_days_for_a_serious_effect() -> None:
    assert clocks("CH", is_serious=True) == {
        "swissmedic_serious": Clock(date(2026, 11, 17), is_legal=True)
    }


def test_what_nobody_has_judged_runs_by_the_strict_clock() -> None:
    assert clocks("CH", is_serious=None) == clocks("CH", is_serious=True)


def test_switzerland_gives_sixty_days_for_the_rest() -> None:
    assert clocks("CH", is_serious=False) == {
        "swissmedic_unknown": Clock(date(2027, 1, 1), is_legal=True)
    }


def test_country_without_a_number_of_days_has_a_reminder_and_no_legal_clock() -> None:
    assert clocks("DE", is_serious=True) == {
        "akdae": Clock(date(2026, 11, 17), is_legal=False),
        "bfarm": Clock(date(2026, 11, 17), is_legal=False),
    }


def test_at_once_reminds_on_the_next_day() -> None:
    assert clocks("AT", is_serious=True) == {
        "basg": Clock(date(2026, 11, 3), is_legal=False)
    }


def test_botulism_is_reported_where_spread_was_answered_with_yes() -> None:
    duties = duties_of("UK", library=library())

    assert [
        [
            each.id
            for each in duties
            if each.speaks_for(is_serious=True, has_spread=spread)
        ]
        for spread in (False, True)
    ] == [["yellow_card"], ["yellow_card", "iatrogenic_botulism"]]


def test_quality_defect_is_no_side_effect() -> None:
    duty = duties_of("CH", library=library())[1]

    assert (duty.id, duty.speaks_for(is_serious=True, has_spread=True)) == (
        "swissmedic_quality",
        False,
    )


def test_every_sorted_duty_stands_in_its_profile() -> None:
    known = {
        country: {each.id for each in duties_of(country, library=library())}
        for country in covering().duties
    }

    assert known == {name: set(each) for name, each in covering().duties.items()}


def test_country_without_a_profile_has_no_duty() -> None:
    assert duties_of("XX", library=library()) == ()
