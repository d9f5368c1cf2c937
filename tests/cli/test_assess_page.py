"""The pages of `glabella assess`: what a person reads, in which order."""

from pathlib import Path

import pytest

from glabella.core.eligibility import Verdict
from glabella.protocols.wording import VERDICTS
from tests.cli.conftest import Glabella
from tests.cli.patients import MIGRAINE, write
from tests.cli.test_assess import CM, verdict_of


def test_ask_prints_only_the_questions_and_is_fine(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = {key: MIGRAINE[key] for key in MIGRAINE if key != "pregnancy"}

    result = glabella("assess", write(tmp_path, facts), *CM, "--ask")

    assert (result.code, result.out.splitlines()[-4:]) == (
        0,
        [
            "",
            "To be asked, in this order",
            "  1. Is the person pregnant, or could she be?",
            "     pregnancy: not recorded",
        ],
    )


def test_ask_says_when_nothing_is_left_to_ask(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = MIGRAINE | {"pregnancy": True}

    result = glabella("assess", write(tmp_path, facts), *CM, "--ask")

    last = result.out.splitlines()[-1]
    assert (result.code, last) == (1, "No further question can change an answer.")


def test_urgent_findings_stand_first_on_the_page(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, MIGRAINE | {"phq9_item9": 1})

    lines = glabella("assess", path, *CM).out.splitlines()

    assert lines[2] == "URGENT"
    assert lines[3].startswith("  !! CLINICIAN TODAY: ")


def test_the_dead_are_blocked_and_not_asked_about(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = MIGRAINE | {"death_date": "2026-01-01"}

    result = glabella("assess", write(tmp_path, facts), *CM)

    assert (result.code, result.out.splitlines()[:4]) == (
        1,
        [
            "Glabella: assessment on 2026-03-02, profile UK. The clinician decides.",
            "",
            "Chronic migraine (start): blocked",
            "=================================",
        ],
    )


def test_the_overview_groups_by_verdict_from_open_to_grave(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = MIGRAINE | {"bladder_calculi": True, "spasticity_diagnosis": False}

    lines = glabella("assess", write(tmp_path, facts)).out.splitlines()

    names = [VERDICTS[verdict].en for verdict in reversed(Verdict)]
    groups = [line for line in lines if line in names]
    assert groups == ["indicated", "needs facts", "not indicated", "blocked"]


def test_the_overview_gives_two_reasons_and_counts_the_others(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = MIGRAINE | {
        "chronic_migraine_diagnosis": False,
        "preventives": [],
        "lifetime_attacks_1_1_or_1_2": 2,
    }

    lines = glabella("assess", write(tmp_path, facts)).out.splitlines()

    start = lines.index("  - Chronic migraine (chronic_migraine), start")
    end = lines.index("    and 1 more", start)
    reasons = [line for line in lines[start:end] if line.startswith("    no: ")]
    assert len(reasons) == 2


def test_flip_points_name_one_fact_and_the_other_verdict(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, MIGRAINE)

    found = verdict_of(glabella("assess", path, *CM, "--json").json)
    page = glabella("assess", path, *CM).out

    flip = {
        "fact": "headache_days_per_month",
        "now": [16, 17, 18],
        "then": [14, 14, 14],
        "verdict": "not_indicated",
    }
    assert [one for one in found["flips"] if one["fact"] == flip["fact"]] == [flip]
    words = "headache_days_per_month 14, 14, 14 instead of 16, 17, 18"
    assert words in " ".join(page.split())


def test_conflicting_statements_are_told(glabella: Glabella, tmp_path: Path) -> None:
    rivals = [
        {"value": True, "as_of": "2026-03-02"},
        {"value": False, "as_of": "2026-03-02"},
    ]
    path = write(tmp_path, MIGRAINE | {"pregnancy": rivals})

    result = glabella("assess", path, *CM, "--json")
    page = glabella("assess", path, *CM).out

    (rule,) = [
        rule
        for rule in verdict_of(result.json)["criteria"]
        if rule["id"] == "pregnancy"
    ]
    (missing,) = rule["missing"]
    told = [fact["value"] for fact in missing["rivals"]]
    assert (result.code, missing["reason"], told) == (1, "conflict", [True, False])
    assert "pregnancy: statements disagree: pregnancy = yes" in page


def test_an_expired_fact_shows_its_last_value(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(
        tmp_path, MIGRAINE | {"pregnancy": {"value": False, "as_of": "2026-03-01"}}
    )

    page = glabella("assess", path, *CM).out

    assert "pregnancy: too old, pregnancy = no (2026-03-01, stated)" in page


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_page_is_wider_than_paper(
    glabella: Glabella, tmp_path: Path, language: str
) -> None:
    path = write(tmp_path, MIGRAINE | {"phq9_item9": 1})
    words = ("--language", language)

    pages = [glabella("assess", path, *CM, *words), glabella("assess", path, *words)]

    wide = [line for page in pages for line in page.out.splitlines() if len(line) > 80]
    assert wide == []
