"""Bad input: a clear error, exit code 2, and nothing half-done."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Glabella
from tests.cli.patients import MIGRAINE, write

CM = ("--protocol", "chronic_migraine")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"on": "2026-03-02", "facts": {', "the JSON cannot be read"),
        ('{"on": "2026-02-31", "facts": {}}', "'2026-02-31' is no day"),
        ('{"on": "2026-03-02", "facts": {"age": NaN}}', '"NaN" is not a number'),
        ('{"on": "2026-03-02", "facts": {"ages": 4}}', 'there is no fact "ages"'),
        ('{"on": "2026-03-02", "facts": {"age": -4}}', "-4 is not at least 0"),
        ('{"on": "2026-03-02", "facts": {"age": "old"}}', "'old' is not a whole"),
        (
            '{"resourceType": "Patient"}',
            'the resource type is "Patient", not "Bundle".',
        ),
        ("", "it is empty."),
        ("[1, 2]", "the top level is no table."),
    ],
)
def test_a_patient_that_cannot_be_used(
    glabella: Glabella, tmp_path: Path, text: str, what: str
) -> None:
    path = tmp_path / "patient.json"
    path.write_text(text)

    result = glabella("assess", path, *CM, "--json")
    page = glabella("assess", path, *CM)

    (error,) = result.json["errors"]
    assert (result.code, page.code, page.out) == (2, 2, "")
    assert error["what"].startswith(what)


def test_negative_units_are_refused(glabella: Glabella, tmp_path: Path) -> None:
    row = {"date": "2026-01-05", "product": "onabotulinumtoxinA", "units": -5}

    result = glabella(
        "assess", write(tmp_path, MIGRAINE | {"toxin_sessions": [row]}), "--json"
    )

    (error,) = result.json["errors"]
    assert (result.code, error["what"]) == (2, "-5 is not at least 0.")


def test_every_mistake_of_a_file_is_an_error_of_its_own(
    glabella: Glabella, tmp_path: Path
) -> None:
    path = write(tmp_path, {"age": "old", "sexes": 1, "pregnancy": 7})

    result = glabella("assess", path, "--json")

    lines = [line for line in result.err.splitlines() if line.startswith("glabella: ")]
    assert (result.code, len(result.json["errors"]), len(lines)) == (2, 3, 3)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("nofile.json",), "the file cannot be read"),
        (("PATIENT", "--profile", "FR"), 'there is no profile "FR".'),
        (("PATIENT", "--protocol", "x"), 'there is no protocol "x".'),
        (("PATIENT", "--on", "2026-2-3"), '"2026-2-3" is no day of the calendar.'),
        (("PATIENT", "--phase", "later"), "argument --phase: invalid choice"),
        ((), "the following arguments are required: PATIENT."),
    ],
)
def test_words_that_do_not_fit(
    glabella: Glabella, tmp_path: Path, words: tuple[str, ...], what: str
) -> None:
    path = str(write(tmp_path, MIGRAINE))
    given = [path if word == "PATIENT" else word for word in words]

    result = glabella("assess", *given, "--json")

    (error,) = result.json["errors"]
    assert (result.code, error["what"].startswith(what)) == (2, True), error


def test_an_error_object_is_the_whole_output(
    glabella: Glabella, tmp_path: Path
) -> None:
    result = glabella("plan", write(tmp_path, MIGRAINE), *CM, "--json")

    assert json.loads(result.out) == {
        "schema": "glabella.error/1",
        "errors": [
            {
                "what": "the following arguments are required: --product.",
                "where": "glabella plan",
                "mending": "`glabella plan --help` shows how it is called.",
            }
        ],
    }
