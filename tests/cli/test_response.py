"""`glabella response`: advice on a running course, from a patient or from numbers."""

from pathlib import Path

import pytest

from tests.cli.conftest import Glabella
from tests.cli.patients import MIGRAINE, session, write

CM = ("--protocol", "chronic_migraine")
UK = ("--profile", "UK")


def numbers(**values: object) -> list[str]:
    words = [(f"--{name}", str(value)) for name, value in values.items()]
    return [word for pair in words for word in pair]


@pytest.mark.parametrize(
    ("current", "recorded", "cycles", "decision", "code"),
    [
        (14, 28, 2, "continue", 0),  # a fall of 30 percent
        (15, 28, 2, "review_no_response", 1),  # a fall of 25 percent
        (15, 28, 1, "continue", 0),  # one cycle only
        (14, 20, 2, "continue", 0),  # twenty recorded days suffice
        (15, 19, 2, "not_assessable", 1),  # nineteen never call a non-responder
    ],
)
def test_nice_after_two_cycles(
    glabella: Glabella,
    current: int,
    recorded: int,
    cycles: int,
    decision: str,
    code: int,
) -> None:
    words = numbers(baseline=20, current=current, recorded=recorded, cycles=cycles)

    result = glabella("response", *CM, *UK, *words, "--json")

    assert (result.code, result.json["decision"]) == (code, decision)


@pytest.mark.parametrize(
    ("months", "decision"),
    [
        ("14,14,14", "consider_pause"),
        ("14,15,14", "continue"),
        ("14,-,14", "continue"),  # a month nobody counted decides nothing
    ],
)
def test_three_months_below_fifteen_days(
    glabella: Glabella, months: str, decision: str
) -> None:
    words = numbers(baseline=20, current=10, recorded=28, cycles=2, months=months)

    result = glabella("response", *CM, *UK, *words, "--json")

    assert result.json["decision"] == decision


def test_the_rule_and_its_figures_stand_beside_the_decision(
    glabella: Glabella,
) -> None:
    words = numbers(baseline=20, current=15, recorded=28, cycles=2)

    made = glabella("response", *CM, *UK, *words, "--json").json

    (figures,) = made["figures"]
    keys = ("baseline", "current", "fall_percent", "recorded_days", "recorded_minimum")
    assert (made["rule"]["id"], made["rule"]["guideline"], made["rule"]["sources"]) == (
        "stop_negative",
        "NICE",
        ["NICE-TA260"],
    )
    assert [figures[key] for key in keys] == [20, 15, 25, 28, 20]


def test_both_guidelines_are_named(glabella: Glabella) -> None:
    words = numbers(baseline=20, current=15, recorded=28, cycles=2)

    made = glabella("response", *CM, "--profile", "US", *words, "--json").json

    assert {rule["guideline"] for rule in made["rules"]} == {"EHF", "NICE"}


def test_a_patient_brings_sessions_scores_and_medicines(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = MIGRAINE | {
        "toxin_sessions": [session("2025-08-01"), session("2025-11-01")],
        "headache_days_28_baseline": 20,
        "headache_days_28_current": 15,
        "diary_recorded_days": 28,
        "hit6_total": 62,
    }

    result = glabella("response", write(tmp_path, facts), *CM, "--json")
    page = glabella("response", write(tmp_path, facts), *CM, "--language", "de")

    beside = {fact["id"]: fact["value"] for fact in result.json["beside"]}
    assert (result.code, result.json["decision"], beside["hit6_total"]) == (
        1,
        "review_no_response",
        62,
    )
    assert "Rückgang 25 %" in page.out
    assert [line for line in page.out.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((), "neither a patient nor numbers are given."),
        (("PATIENT", "--baseline", "3"), "a patient and --baseline are given."),
        (("--baseline", "-3"), '"-3" is no number that can be used.'),
        (("--baseline", "NaN"), '"NaN" is no number that can be used.'),
        (("--baseline", "1e99"), '"1e99" is no number that can be used.'),
        (("--baseline", "29"), "29 is not at most 28."),
        (("--months", "1,x"), '"x" is no number that can be used.'),
        (("--on", "2026-02-31", "--baseline", "3"), '"2026-02-31" is no day'),
        (("--on", "today", "--baseline", "3"), '"today" is no day'),
    ],
)
def test_numbers_that_cannot_be_are_bad_input(
    glabella: Glabella, words: tuple[str, ...], what: str
) -> None:
    result = glabella("response", *words, *CM, "--json")

    (error,) = result.json["errors"]
    assert (result.code, error["what"].startswith(what)) == (2, True), error


def test_a_number_no_rule_reads_is_refused(glabella: Glabella) -> None:
    words = ("--protocol", "major_depression", "--baseline", "12")

    recorded = glabella("response", *words, "--recorded", "20")
    months = glabella("response", *words, "--months", "1,2,3")

    told = "no rule of major_depression reads it. Leave it out.\n"
    assert (recorded.err, months.err) == (
        f"glabella: --recorded: {told}",
        f"glabella: --months: {told}",
    )


def test_a_protocol_without_a_measure_says_so(glabella: Glabella) -> None:
    listed = glabella("protocols", "--json").json["protocols"]
    found = [
        glabella("response", "--protocol", each["id"], "--baseline", "1").err
        for each in listed
    ]

    silent = [text for text in found if "has no measure on file" in text]
    assert len(silent) < len(listed)
