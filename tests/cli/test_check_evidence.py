"""`glabella check` looks at the evidence library too."""

from pathlib import Path

from glabella.cli.check import check_all
from tests.evidence.library import builders as b


def test_a_mistake_of_the_library_is_a_finding(tmp_path: Path) -> None:
    folder = b.library_folder(tmp_path, one=b.STUDY.replace("PAPER", "GONE"))

    found = check_all(folder).findings

    assert [(each.file, each.law) for each in found] == [
        (
            "evidence/studies/one.toml",
            'names the publication "GONE", which there is not.',
        )
    ]


def test_a_text_to_read_again_is_a_finding(tmp_path: Path) -> None:
    watch = """
[[claim.watch]]
question = "asked"
poolable = true
low = 2
"""
    folder = b.library_folder(tmp_path, claims=b.CLAIMS + watch)

    [found] = check_all(folder).findings

    assert (found.file, found.law) == (
        "evidence/claims.toml",
        "was written before asked can no longer be pooled.",
    )
    assert found.mending == "Read again, then set the watch anew: the claim claim."
