"""`glabella plan`: points, totals, draws, ledger, and what stands in the way."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Glabella
from tests.cli.patients import DEPRESSION, HEALTHY, MIGRAINE, session, write

ONA = ("--product", "onabotulinumtoxinA")
CM = ("--protocol", "chronic_migraine", *ONA)
BOTH = (
    *CM,
    "--protocol",
    "major_depression",
    "--scheme",
    "major_depression=glabella_female_29",
)

PRACTICE = """\
profile = "UK"
[[signature]]
protocol = "chronic_migraine"
version = "2026-1"
who = "Dr. A. Example"
on = 2026-01-15
[[confirmation]]
what = "major_depression/glabella_female_29"
who = "Dr. A. Example"
on = 2026-01-15
[[confirmation]]
what = "major_depression+chronic_migraine"
who = "Dr. A. Example"
on = 2026-01-15
"""


def only(document: Any, *keys: str) -> dict[str, object]:
    return {key: document[key] for key in keys}


def test_preempt_comes_to_155_units_at_31_points(
    glabella: Glabella, tmp_path: Path
) -> None:
    result = glabella("plan", write(tmp_path, MIGRAINE), *CM, "--json")

    made = result.json
    keys = ("status", "total_units", "arithmetic_units", "signed", "waste_units")
    assert (result.code, len(made["sites"]), only(made, *keys)) == (
        0,
        31,
        {
            "status": "proposed",
            "total_units": 155,
            "arithmetic_units": 155,
            "signed": False,
            "waste_units": 45,
        },
    )
    assert sum(site["units"] for site in made["sites"]) == 155
    assert sum(draw["units"] for draw in made["draws"]) == 155


def test_the_first_line_says_that_the_protocol_is_a_draft(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, MIGRAINE)

    english = glabella("plan", path, *CM).out.splitlines()[0]
    german = glabella("plan", path, *CM, "--language", "de").out.splitlines()[0]

    assert (english, german) == (
        "DRAFT: no clinician of a practice has signed chronic_migraine 2026-1.",
        "ENTWURF: chronic_migraine 2026-1 ist von keiner Praxis ärztlich freigegeben.",
    )


def test_a_signature_of_the_practice_ends_the_draft(
    glabella: Glabella, tmp_path: Path
) -> None:
    practice = tmp_path / "practice.toml"
    practice.write_text(PRACTICE)
    path = write(tmp_path, MIGRAINE)

    made = glabella("plan", path, *CM, "--practice", practice, "--json").json
    page = glabella("plan", path, *CM, "--practice", practice).out

    assert (made["signed"], made["protocols"][0]["signed_by"]) == (
        True,
        "Dr. A. Example",
    )
    assert "DRAFT" not in page


def test_a_combination_nobody_studied_is_arithmetic_until_confirmed(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, MIGRAINE | DEPRESSION)
    practice = tmp_path / "practice.toml"
    practice.write_text(PRACTICE)

    before = glabella("plan", path, *BOTH, "--json")
    after = glabella("plan", path, *BOTH, "--practice", practice, "--json")

    keys = ("status", "total_units", "arithmetic_units", "volume_ml", "draws", "vials")
    assert (before.code, len(before.json["sites"]), only(before.json, *keys)) == (
        1,
        33,
        {
            "status": "needs_confirmation",
            "total_units": None,
            "arithmetic_units": 169,
            "volume_ml": None,
            "draws": [],
            "vials": [],
        },
    )
    assert before.json["demands"] == ["reason", "alternatives", "consent"]
    asked = [item["what"] for item in before.json["needs_confirmation"]]
    assert asked == [
        "major_depression/glabella_female_29",
        "chronic_migraine+major_depression",
    ]
    assert (after.code, only(after.json, "status", "total_units")) == (
        0,
        {"status": "proposed", "total_units": 169},
    )
    assert [one["what"] for one in after.json["confirmed"]] == asked


def test_the_page_never_lets_arithmetic_look_like_advice(
    glabella: Glabella, tmp_path: Path
) -> None:
    page = glabella("plan", write(tmp_path, MIGRAINE | DEPRESSION), *BOTH).out

    words = " ".join(page.split())
    assert "Plan: needs confirmation, nothing is proposed" in words
    assert "come to 169 U onabotulinumtoxinA. This sum recommends nothing." in words
    assert "Points, not proposed: 33" in words
    assert "To draw" not in words


@pytest.mark.parametrize(
    ("treated", "code", "status"),
    [("2025-12-09", 1, "deferred"), ("2025-12-08", 0, "proposed")],
)
def test_the_interval_ends_on_day_84(
    glabella: Glabella, tmp_path: Path, treated: str, code: int, status: str
) -> None:
    facts = MIGRAINE | {"toxin_sessions": [session(treated)]}
    words = ("--phase", "start", "--json")

    result = glabella("plan", write(tmp_path, facts), *CM, *words)

    assert (result.code, result.json["status"]) == (code, status)


def test_another_toxin_leaves_the_remainder_unknown(
    glabella: Glabella, tmp_path: Path
) -> None:
    other = session("2026-02-01", product="abobotulinumtoxinA", units=500)
    facts = MIGRAINE | {"toxin_sessions": [other]}

    made = glabella("plan", write(tmp_path, facts), *CM, "--json").json

    assert (made["status"], made["ledger"]["remaining"]) == ("blocked", None)
    assert [one["product"] for one in made["ledger"]["others"]] == [
        "abobotulinumtoxinA"
    ]


def test_extra_points_stand_only_where_asked_for(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, MIGRAINE)

    every = glabella("plan", path, *CM, "--option", "follow_the_pain", "--json").json
    some = glabella(
        "plan",
        path,
        *CM,
        *("--option", "chronic_migraine=follow_the_pain"),
        *("--extra", "temporalis=2", "--json"),
    ).json

    assert (every["total_units"], some["total_units"]) == (195, 165)


def test_a_range_proposes_nothing_until_units_are_entered(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, HEALTHY)
    words = ("--protocol", "bruxism_masseter", *ONA)

    result = glabella("plan", path, *words, "--json")

    made = result.json
    assert (result.code, made["sites"], made["total_units"]) == (1, [], None)


def test_units_inside_a_published_range_are_taken(
    glabella: Glabella, tmp_path: Path
) -> None:
    words = ("--protocol", "bruxism_masseter", "--scheme", "per_side_range", *ONA)
    path = write(tmp_path, HEALTHY)

    made = glabella("plan", path, *words, "--units", "masseter=30", "--json").json

    assert (made["arithmetic_units"], made["total_units"]) == (60, None)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (
            ("--units", "frontalis=40"),
            "no scheme asked for prints a range for frontalis.",
        ),
        (("--units", "nose=1"), 'there is no muscle "nose".'),
        (("--units", "masseter"), '"masseter" is no choice.'),
        (("--units", "masseter=-3"), '"-3" is no number that can be used.'),
        (("--extra", "temporalis=1.5"), "1.5 is no whole number."),
        (("--extra", "temporalis=9"), "9 extra points are more than the 2 printed."),
        (("--scheme", "a=b"), '"a=b" belongs to none of the protocols asked.'),
        (
            ("--scheme", "x", "--scheme", "y"),
            "chronic_migraine is given 2 schemes.",
        ),
        (("--scheme", "x"), 'has no scheme "x" for onabotulinumtoxinA.'),
    ],
)
def test_a_choice_that_does_not_fit_is_bad_input(
    glabella: Glabella, tmp_path: Path, words: tuple[str, ...], what: str
) -> None:
    option = ("--option", "follow_the_pain") if "--extra" in words else ()

    result = glabella("plan", write(tmp_path, MIGRAINE), *CM, *option, *words, "--json")

    assert (result.code, result.json["errors"][0]["what"]) == (2, what)


def test_a_scheme_needs_its_protocol_where_several_are_asked(
    glabella: Glabella, tmp_path: Path
) -> None:
    words = (*CM, "--protocol", "major_depression", "--scheme", "brin_30")

    result = glabella("plan", write(tmp_path, MIGRAINE), *words)

    told = (
        'glabella: --scheme: "brin_30" belongs to none of the protocols asked. Write '
        "PROTOCOL=NAME with one of chronic_migraine, major_depression.\n"
    )
    assert (result.code, result.err) == (2, told)


@pytest.mark.parametrize(
    ("name", "mending"),
    [
        ("Botox", "Botox is a brand of onabotulinumtoxinA."),
        ("onabotulinumtoxina", 'Did you mean "onabotulinumtoxinA"?'),
        ("waterA", "Known are abobotulinumtoxinA,"),
    ],
)
def test_a_product_nobody_knows_is_bad_input(
    glabella: Glabella, tmp_path: Path, name: str, mending: str
) -> None:
    path = write(tmp_path, MIGRAINE)

    result = glabella("plan", path, *CM[:2], "--product", name, "--json")

    (error,) = result.json["errors"]
    assert (result.code, error["what"]) == (2, f'there is no product "{name}".')
    assert error["mending"].startswith(mending)


def test_no_page_is_wider_than_paper(glabella: Glabella, tmp_path: Path) -> None:
    path = write(tmp_path, MIGRAINE | DEPRESSION)

    pages = [glabella("plan", path, *BOTH, "--language", code) for code in ("en", "de")]

    wide = [line for page in pages for line in page.out.splitlines() if len(line) > 80]
    assert wide == []


def test_a_blocked_plan_shows_no_points(glabella: Glabella, tmp_path: Path) -> None:
    path = write(tmp_path, MIGRAINE | {"nmj_disorder_mg_or_lems": True})

    result = glabella("plan", path, *CM)
    made = glabella("plan", path, *CM, "--json").json

    assert (result.code, "Points" in result.out, "To draw" in result.out) == (
        1,
        False,
        False,
    )
    assert only(made, "status", "sites", "muscle_units", "total_units") == {
        "status": "blocked",
        "sites": [],
        "muscle_units": {},
        "total_units": None,
    }


def test_an_urgent_finding_is_no_fine_plan(glabella: Glabella, tmp_path: Path) -> None:
    facts = MIGRAINE | {"phq9_item9": 1, "suicide_item_acknowledged": True}

    result = glabella("plan", write(tmp_path, facts), *CM, "--json")

    assert (result.code, result.json["status"], len(result.json["urgent"])) == (
        1,
        "proposed",
        1,
    )


def test_landmarks_nobody_read_are_shown_once_confirmed(
    glabella: Glabella, tmp_path: Path
) -> None:
    practice = tmp_path / "practice.toml"
    practice.write_text(
        PRACTICE.replace(
            "major_depression/glabella_female_29", "chronic_migraine/landmarks"
        )
    )
    path = write(tmp_path, MIGRAINE)

    before = glabella("plan", path, *CM).out
    after = glabella("plan", path, *CM, "--practice", practice).out

    words = "  - Frontalis muscle: "
    assert (words in before, words in after) == (False, True)
    assert '"chronic_migraine/landmarks" by name' in " ".join(before.split())
