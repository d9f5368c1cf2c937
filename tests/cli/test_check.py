"""`glabella check`: the findings of a folder, for people and scripts."""

from pathlib import Path

from tests.cli.conftest import Glabella
from tests.protocols import tiny


def test_the_shipped_protocols_have_no_finding(glabella: Glabella) -> None:
    result = glabella("check", "--json")

    assert (result.code, result.json["findings"]) == (0, [])


def test_every_finding_has_file_place_law_and_mending(
    glabella: Glabella, tmp_path: Path
) -> None:
    folder = tiny.copy_to(tmp_path / "data")
    tiny.change(folder, tiny.PROTOCOL, 'sources = ["LABEL"]', 'sources = ["NOBODY"]')

    result = glabella("check", folder, "--json")
    page = glabella("check", folder, "--language", "de")

    found = [row for row in result.json["findings"] if "NOBODY" in row["law"]]
    assert (result.code, page.code) == (1, 1)
    assert [(row["file"], row["law"], row["mending"]) for row in found] == [
        (
            tiny.PROTOCOL,
            'names the source "NOBODY", which does not exist.',
            "Add it to sources/ or correct it.",
        )
    ]
    assert (tiny.PROTOCOL in page.out, "Mängel" in page.out) == (True, True)


def test_a_folder_that_is_none_is_bad_input(glabella: Glabella, tmp_path: Path) -> None:
    result = glabella("check", tmp_path / "nowhere", "--json")

    (error,) = result.json["errors"]
    assert (result.code, error["what"]) == (
        2,
        "there is no folder with protocol data.",
    )
