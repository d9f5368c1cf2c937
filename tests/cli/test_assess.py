"""`glabella assess`: verdicts, their reasons, what is missing, what is urgent."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli import patients
from tests.cli.conftest import Glabella
from tests.cli.patients import DEPRESSION, MIGRAINE, session, write

CM = ("--protocol", "chronic_migraine")
MD = ("--protocol", "major_depression")


def verdict_of(document: Any) -> dict[str, Any]:
    (verdict,) = document["verdicts"]
    assert isinstance(verdict, dict)
    return verdict


def test_a_person_who_meets_everything_is_indicated(
    glabella: Glabella, tmp_path: Path
) -> None:
    result = glabella("assess", write(tmp_path, MIGRAINE), *CM, "--json")

    found = verdict_of(result.json)
    keys = ("protocol", "version", "phase", "verdict", "until", "signed", "override")
    assert (result.code, {key: found[key] for key in keys}) == (
        0,
        {
            "protocol": "chronic_migraine",
            "version": "2026-1",
            "phase": "start",
            "verdict": "indicated",
            "until": None,
            "signed": False,
            "override": None,
        },
    )


def test_a_criterion_tells_its_truth_facts_and_sources(
    glabella: Glabella, tmp_path: Path
) -> None:
    result = glabella("assess", write(tmp_path, MIGRAINE), *CM, "--json")

    rules = {rule["id"]: rule for rule in verdict_of(result.json)["criteria"]}
    rule = rules["cm_days"]
    fact = {
        "id": "headache_days_per_month",
        "value": [16, 17, 18],
        "as_of": "2026-03-02",
        "source": "stated",
        "certainty": "recorded",
    }
    assert (rule["kind"], rule["truth"], rule["facts"], rule["missing"]) == (
        "inclusion",
        "yes",
        [fact],
        [],
    )
    known = {source["id"] for source in result.json["sources"]}
    assert set(rule["sources"]) - known == set()


def test_fourteen_headache_days_in_one_month_are_a_no(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = MIGRAINE | {"headache_days_per_month": [15, 14, 15]}

    result = glabella("assess", write(tmp_path, facts), *CM, "--json")

    assert (result.code, verdict_of(result.json)["verdict"]) == (1, "not_indicated")


def test_a_missing_fact_is_asked_for_with_its_question(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = {key: MIGRAINE[key] for key in MIGRAINE if key != "pregnancy"}

    result = glabella("assess", write(tmp_path, facts), *CM, "--json")

    found = verdict_of(result.json)
    asked = [
        {"id": "pregnancy", "question": "Is the person pregnant, or could she be?"}
    ]
    assert (result.code, found["verdict"], found["ask"], result.json["ask"]) == (
        1,
        "needs_facts",
        asked,
        asked,
    )
    (rule,) = [rule for rule in found["criteria"] if rule["id"] == "pregnancy"]
    assert [(one["id"], one["reason"]) for one in rule["missing"]] == [
        ("pregnancy", "not_recorded")
    ]


@pytest.mark.parametrize(
    ("treated", "code", "verdict", "until"),
    [
        ("2025-12-09", 1, "deferred", "2026-03-03"),  # 83 days ago
        ("2025-12-08", 0, "indicated", None),  # 84 days ago
    ],
)
def test_day_83_is_too_early_and_day_84_is_not(
    glabella: Glabella,
    tmp_path: Path,
    treated: str,
    code: int,
    verdict: str,
    until: str | None,
) -> None:
    facts = MIGRAINE | {"toxin_sessions": [session(treated)]}
    words = ("--phase", "start", "--json")

    result = glabella("assess", write(tmp_path, facts), *CM, *words)

    found = verdict_of(result.json)
    assert (result.code, found["verdict"], found["until"]) == (code, verdict, until)


def test_a_deferral_without_a_date_ends_with_its_event(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = MIGRAINE | {"pregnancy": True}

    result = glabella("assess", write(tmp_path, facts), *CM, "--json")

    found = verdict_of(result.json)
    keys = ("until", "until_date", "until_event")
    event = "the pregnancy has ended"
    assert tuple(found[key] for key in keys) == (event, None, event)


def test_an_earlier_session_makes_it_a_continuation(
    glabella: Glabella, tmp_path: Path
) -> None:
    before = {"on": "2025-11-01", "facts": MIGRAINE}
    facts = {k: MIGRAINE[k] for k in MIGRAINE if k != "headache_days_per_month"}
    facts |= {
        "toxin_sessions": [session("2025-11-03")],
        "headache_days_per_month": [8, 8, 8],
    }
    path = write(tmp_path, facts, baseline=before)

    result = glabella("assess", path, *CM, "--json")

    found = verdict_of(result.json)
    read = {rule["id"]: rule["from_baseline"] for rule in found["criteria"]}
    assert (found["phase"], found["verdict"], read["attacks"]) == (
        "continue",
        "indicated",
        True,
    )


def test_off_label_is_never_called_indicated_and_demands_a_record(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, DEPRESSION)

    found = verdict_of(glabella("assess", path, *MD, "--json").json)
    german = glabella("assess", path, *MD, "--language", "de").out

    assert (found["verdict"], found["demands"]) == (
        "criteria_met_off_label",
        ["reason", "alternatives", "consent"],
    )
    words = "Kriterien erfüllt, Off-Label, ärztliche Einzelfallentscheidung"
    assert words in " ".join(german.split())
    assert "Off-Label: zu dokumentieren" in german


def test_a_positive_item_nine_alone_is_urgent_whatever_the_verdict(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, {"phq9_item9": 1})

    result = glabella("assess", path, *CM, "--json")

    (urgent,) = result.json["urgent"]
    assert (result.code, urgent["id"], urgent["sources"]) == (
        1,
        "suicide_item_positive",
        ["SIMON-2013"],
    )


def test_an_urgent_finding_is_no_fine_answer(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = MIGRAINE | {"phq9_item9": 1, "suicide_item_acknowledged": True}

    result = glabella("assess", write(tmp_path, facts), *CM, "--json")

    assert (result.code, verdict_of(result.json)["verdict"]) == (1, "indicated")


def test_without_a_protocol_all_are_asked_in_the_order_of_the_library(
    glabella: Glabella, tmp_path: Path
) -> None:
    listed = glabella("protocols", "--json").json["protocols"]

    result = glabella("assess", write(tmp_path, MIGRAINE), "--json")

    asked = [verdict["protocol"] for verdict in result.json["verdicts"]]
    assert (result.code, asked) == (0, [protocol["id"] for protocol in listed])


def test_the_day_may_be_chosen_and_later_facts_are_counted(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = MIGRAINE | {"phq9_total": {"value": 12, "as_of": "2026-02-20"}}

    result = glabella(
        "assess", write(tmp_path, facts), *CM, "--on", "2026-02-01", "--json"
    )

    assert (result.json["on"], result.json["ignored_future"] > 0) == (
        "2026-02-01",
        True,
    )


@pytest.mark.parametrize(
    ("profile", "status"), [("UK", "on_label"), ("DE", "unverified")]
)
def test_the_label_depends_on_the_country(
    glabella: Glabella, tmp_path: Path, profile: str, status: str
) -> None:
    path = write(tmp_path, MIGRAINE)

    result = glabella("assess", path, *CM, "--profile", profile, "--json")

    assert verdict_of(result.json)["label"]["status"] == status


def test_another_product_is_off_label(glabella: Glabella, tmp_path: Path) -> None:
    path = write(tmp_path, MIGRAINE)

    result = glabella("assess", path, *CM, "--product", "incobotulinumtoxinA", "--json")

    assert verdict_of(result.json)["verdict"] == "criteria_met_off_label"


def test_a_rule_nobody_read_asks_for_a_confirmation_by_name(
    glabella: Glabella, tmp_path: Path
) -> None:
    name = "preexisting_dysphagia_or_respiratory_compromise"
    path = write(tmp_path, MIGRAINE | {name: True})

    result = glabella("assess", path, *CM, "--json")
    page = glabella("assess", path, *CM).out

    found = verdict_of(result.json)
    assert (found["verdict"], [one["what"] for one in found["needs_confirmation"]]) == (
        "needs_facts",
        [f"chronic_migraine/{name}"],
    )
    assert "To confirm by name: these rules were not read in a source" in page


def test_an_override_is_shown_with_its_name(glabella: Glabella, tmp_path: Path) -> None:
    """No profile has its full label on file: the override is recorded and refused."""
    row = {
        "criterion": "nmj_disorder_mg_or_lems_therapeutic",
        "who": "Dr. A. Example",
        "why": "mild, ocular",
    }
    facts = MIGRAINE | {"nmj_disorder_mg_or_lems": True, "overrides": [row]}

    found = verdict_of(glabella("assess", write(tmp_path, facts), *CM, "--json").json)

    assert (found["verdict"], found["override"], found["overrides"]) == (
        "blocked",
        None,
        [],
    )


def test_a_patient_may_come_from_standard_input(
    glabella: Glabella, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, patients.MIGRAINE)
    with path.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        result = glabella("assess", "-", *CM, "--json")

    assert (result.code, verdict_of(result.json)["verdict"]) == (0, "indicated")


def test_a_bundle_and_a_file_that_completes_it(
    glabella: Glabella, tmp_path: Path
) -> None:
    folder = Path(__file__).parents[1] / "data" / "synthea"
    (bundle,) = folder.glob("Ima_Reinger*.json.gz")
    facts = {key: MIGRAINE[key] for key in MIGRAINE if key != "birth_date"}

    result = glabella("assess", bundle, write(tmp_path, facts), *CM, "--json")
    page = glabella("assess", bundle, "--on", patients.ON).out

    assert (result.code, verdict_of(result.json)["verdict"]) == (0, "indicated")
    assert result.json["notes"] != []
    assert "In the record, not used" in page


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_zero_item_nine_never_reads_as_no_risk(
    glabella: Glabella, tmp_path: Path, language: str
) -> None:
    page = glabella(
        "assess", write(tmp_path, DEPRESSION), *MD, "--language", language
    ).out

    said = {"en": "this does not exclude a risk", "de": "ein Risiko bleibt möglich"}
    assert said[language] in " ".join(page.split())
    assert "no risk" not in page.lower()
    assert "kein risiko" not in page.lower()


def test_later_facts_are_told_on_the_page(glabella: Glabella, tmp_path: Path) -> None:
    facts = {"phq9_total": {"value": 12, "as_of": "2026-02-20"}}
    path = write(tmp_path, facts)

    page = glabella("assess", path, *CM, "--on", "2026-02-01").out

    assert page.splitlines()[-2:] == [
        "In the record, not used",
        "  - 1 facts after that day",
    ]
