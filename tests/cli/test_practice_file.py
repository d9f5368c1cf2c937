"""The practice file: decisions by name, used whole or not at all."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import Glabella
from tests.cli.patients import MIGRAINE, write

CM = ("--protocol", "chronic_migraine")


def assess(
    glabella: Glabella,
    folder: Path,
    practice: str,
    *words: str,
    facts: Mapping[str, object] | None = None,
    decided: Mapping[str, object] | None = None,
) -> tuple[int, dict[str, object], list[str]]:
    """Return the exit code, the verdict, and what is wrong.

    `decided` stands in the facts file, `practice` in a file of its own.
    """
    file = folder / "practice.toml"
    file.write_text(practice)
    path = write(folder, {**MIGRAINE, **(facts or {})}, practice=decided)
    result = glabella("assess", path, *CM, "--practice", file, *words, "--json")
    if result.code == 2:
        return 2, {}, [error["what"] for error in result.json["errors"]]
    return result.code, result.json["verdicts"][0], []


def test_a_signature_of_this_version_signs_it(
    glabella: Glabella, tmp_path: Path
) -> None:
    text = """
        [[signature]]
        protocol = "chronic_migraine"
        version = "2026-1"
        who = "Dr. A. Example"
        on = 2026-01-15
    """

    _, verdict, _ = assess(glabella, tmp_path, text)

    assert (verdict["signed"], verdict["signed_by"]) == (True, "Dr. A. Example")


@pytest.mark.parametrize("line", ['version = "2025-1"', 'digest = "0000"'])
def test_a_signature_of_another_text_does_not(
    glabella: Glabella, tmp_path: Path, line: str
) -> None:
    version = "" if "version" in line else 'version = "2026-1"'
    text = f"""
        [[signature]]
        protocol = "chronic_migraine"
        {version}
        {line}
        who = "Dr. A. Example"
        on = 2026-01-15
    """

    _, verdict, _ = assess(glabella, tmp_path, text)

    assert verdict["signed"] is False


def test_a_confirmation_answers_for_an_unread_rule(
    glabella: Glabella, tmp_path: Path
) -> None:
    name = "preexisting_dysphagia_or_respiratory_compromise"
    text = f"""
        [[confirmation]]
        what = "chronic_migraine/{name}"
        who = "Dr. A. Example"
        on = 2026-03-02
    """

    _, verdict, _ = assess(glabella, tmp_path, text, facts={name: True})

    assert (verdict["verdict"], verdict["needs_confirmation"]) == ("blocked", [])


def test_a_label_conflict_is_decided_by_name(
    glabella: Glabella, tmp_path: Path
) -> None:
    text = """
        profile = "DE"
        [[label_decision]]
        protocol = "chronic_migraine"
        product = "onabotulinumtoxinA"
        profile = "DE"
        status = "on_label"
        who = "Dr. A. Example"
        on = 2026-03-02
    """

    _, verdict, _ = assess(glabella, tmp_path, text)

    label = verdict["label"]
    assert isinstance(label, dict)
    assert (verdict["verdict"], label["decided_by"]) == ("indicated", "Dr. A. Example")


def test_a_practice_may_let_facts_live_longer(
    glabella: Glabella, tmp_path: Path
) -> None:
    facts = {"pregnancy": {"value": False, "as_of": "2026-03-01"}}

    before = assess(glabella, tmp_path, "", facts=facts)
    after = assess(glabella, tmp_path, "[validity]\nsame_day = 1\n", facts=facts)

    assert (before[1]["verdict"], after[1]["verdict"]) == ("needs_facts", "indicated")


def test_the_word_on_the_command_line_stands_before_the_country_of_the_practice(
    glabella: Glabella, tmp_path: Path
) -> None:
    _, verdict, _ = assess(glabella, tmp_path, 'profile = "DE"', "--profile", "UK")

    assert verdict["verdict"] == "indicated"


def test_every_mistake_is_told_at_once(glabella: Glabella, tmp_path: Path) -> None:
    text = """
        profil = "UK"
        [validity]
        diarie = -3
        [[signature]]
        protocol = "migraine"
        version = "2026-1"
        who = " "
        on = "yesterday"
        [[confirmation]]
        what = "migraine/age"
        who = "Dr. A. Example"
        [[label_decision]]
        protocol = "chronic_migraine"
        product = "onabotulinumtoxinA"
        profile = "DE"
        status = "conflict"
        who = "Dr. A. Example"
        on = 2026-03-02
    """

    code, _, mistakes = assess(glabella, tmp_path, text)

    assert (code, mistakes) == (
        2,
        [
            'there is no protocol "migraine".',
            "names nobody.",
            "'yesterday' is no day of the calendar.",
            'confirms "migraine/age", and there is no protocol "migraine".',
            'lacks "on".',
            "decides nothing.",
            'there is no life span "diarie".',
            '"diarie" is -3.',
            'has an unknown key "profil".',
        ],
    )


def test_a_file_that_is_not_there_is_bad_input(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, MIGRAINE)

    result = glabella("assess", path, "--practice", tmp_path / "none.toml")

    assert (result.code, result.out) == (2, "")
    assert result.err.endswith(
        "none.toml: the file cannot be read: No such file or directory. "
        "Check the name.\n"
    )


def test_an_unknown_country_of_the_practice_is_bad_input(
    glabella: Glabella, tmp_path: Path
) -> None:
    code, _, mistakes = assess(glabella, tmp_path, 'profile = "FR"')

    assert (code, mistakes) == (2, ['there is no profile "FR".'])


def test_a_facts_file_may_carry_confirmations_for_its_patient(
    glabella: Glabella, tmp_path: Path
) -> None:
    name = "preexisting_dysphagia_or_respiratory_compromise"
    what = {"what": f"chronic_migraine/{name}", "who": "Dr. B", "on": "2026-03-02"}

    _, verdict, _ = assess(
        glabella,
        tmp_path,
        "",
        facts={name: True},
        decided={"confirmation": [what]},
    )

    assert verdict["verdict"] == "blocked"


def test_a_facts_file_signs_no_protocol(glabella: Glabella, tmp_path: Path) -> None:
    code, _, mistakes = assess(
        glabella, tmp_path, "", decided={"signature": [{"protocol": "x"}]}
    )

    assert (code, mistakes) == (2, ['has an unknown key "signature".'])
