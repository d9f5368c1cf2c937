"""`glabella course`: windows after a session, one timeline, the rules with facts."""

from pathlib import Path

from tests.cli.conftest import Glabella
from tests.cli.patients import DEPRESSION, MIGRAINE, session, write

CM = ("--protocol", "chronic_migraine")
MD = ("--protocol", "major_depression")


def test_the_course_counts_from_the_last_session_of_the_condition(
    glabella: Glabella, tmp_path: Path
) -> None:
    sessions = [
        session("2025-10-01"),
        session("2026-01-05"),
        session("2026-02-01", condition="bruxism_masseter"),
        session("2026-04-01"),
    ]
    path = write(tmp_path, MIGRAINE | {"toxin_sessions": sessions})

    result = glabella("course", path, *CM, "--json")

    keys = ("treated", "planned", "earliest_repeat")
    assert (result.code, {key: result.json[key] for key in keys}) == (
        0,
        {"treated": "2026-01-05", "planned": False, "earliest_repeat": "2026-03-30"},
    )


def test_without_a_session_the_day_of_the_question_counts_and_it_says_so(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, MIGRAINE)

    made = glabella("course", path, *CM, "--json").json
    page = glabella("course", path, *CM).out

    assert (made["treated"], made["planned"]) == ("2026-03-02", True)
    assert "no session is on file; counted as if treated on 2026-03-02" in " ".join(
        page.split()
    )


def test_the_day_of_the_session_may_be_given(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, MIGRAINE)

    made = glabella("course", path, *CM, "--treated", "2026-02-16", "--json").json

    assert (made["treated"], made["planned"], made["earliest_repeat"]) == (
        "2026-02-16",
        False,
        "2026-05-11",
    )


def test_windows_of_several_conditions_stand_on_one_timeline(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, MIGRAINE | DEPRESSION)

    made = glabella("course", path, *CM, *MD, "--json").json

    owners = {event["protocol"] for event in made["timeline"]}
    days = [event["window"]["from"] for event in made["timeline"]]
    assert (owners, days) == ({"chronic_migraine", "major_depression"}, sorted(days))
    assert [one["protocol"] for one in made["courses"]] == [
        "chronic_migraine",
        "major_depression",
    ]


def test_a_rule_shows_the_patients_own_numbers(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = MIGRAINE | {"headache_days_per_month": [12, 10, 9]}
    path = write(tmp_path, facts)

    made = glabella("course", path, *CM, "--json").json
    page = glabella("course", path, *CM).out

    (rule,) = [rule for rule in made["rules"] if rule["id"] == "stop_positive"]
    assert (rule["truth"], rule["advice"], rule["facts"][0]["value"]) == (
        "yes",
        "consider_pause",
        [12, 10, 9],
    )
    assert "headache_days_per_month = 12, 10, 9" in page


def test_months_that_end_later_are_a_caution(
    glabella: Glabella, tmp_path: Path
) -> None:
    """Three months from 5 January end later than 84 days."""
    words = ("--protocol", "glabellar_lines", "--treated", "2026-01-05")
    path = write(tmp_path, {})

    made = glabella("course", path, *words, "--json").json
    page = glabella("course", path, *words).out

    assert (made["earliest_repeat"], made["earliest_repeat_by_months"]) == (
        "2026-03-30",
        "2026-04-05",
    )
    assert "The source prints months: by the calendar not before 2026-04-05." in page


def test_no_page_is_wider_than_paper(glabella: Glabella, tmp_path: Path) -> None:
    path = write(tmp_path, MIGRAINE | DEPRESSION)

    pages = [
        glabella("course", path, *CM, *MD, "--language", code) for code in ("en", "de")
    ]

    wide = [line for page in pages for line in page.out.splitlines() if len(line) > 80]
    assert wide == []


def test_an_urgent_finding_stands_on_every_page_of_a_patient(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, MIGRAINE | {"phq9_item9": 1})

    course = glabella("course", path, *CM)
    response = glabella("response", path, *CM)

    lines = [result.out.splitlines()[2:4] for result in (course, response)]
    assert (course.code, response.code) == (1, 1)
    assert [(first, second[:22]) for first, second in lines] == [
        ("URGENT", "  !! CLINICIAN TODAY: ")
    ] * 2
