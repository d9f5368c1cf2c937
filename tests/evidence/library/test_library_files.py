"""A mistake in a file of the library is found, with its place."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from glabella.core.errors import FindingsError
from glabella.evidence.library import load, load_with_findings
from glabella.evidence.study import RiskLevel
from tests.evidence.library import builders as b


def told(folder: Path, **changed: str) -> list[str]:
    """Return the findings of a small library with some files changed."""
    _, findings = load_with_findings(b.library_folder(folder, **changed))
    return [f"{each.file}, {each.place}: {each.law}" for each in findings]


def test_a_small_library_is_read(tmp_path: Path) -> None:
    library = load(b.library_folder(tmp_path))

    assert (list(library.studies), list(library.questions)) == (["one"], ["asked"])


def test_a_mistake_stops_the_loading_with_all_findings(tmp_path: Path) -> None:
    folder = b.library_folder(tmp_path, one=b.STUDY.replace("PAPER", "GONE"))

    with pytest.raises(FindingsError) as refused:
        load(folder)

    assert [each.file for each in refused.value.findings] == ["studies/one.toml"]


def test_a_file_that_is_no_toml_is_a_finding(tmp_path: Path) -> None:
    found = told(tmp_path, claims="[claim")

    assert [each.partition(": ")[0] for each in found] == ["claims.toml, file"]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    folder = b.library_folder(tmp_path)
    (folder / "claims.toml").unlink()

    _, findings = load_with_findings(folder)

    assert [each.file for each in findings] == ["claims.toml"]


# What is changed in the study, and what is then said of it.
FAULTS: Mapping[str, tuple[str, str, str]] = {
    "file name": ('id = "one"', 'id = "two"', 'file: is the file of "two".'),
    "arm of a contrast": (
        'against = "placebo"\n[[result]]',
        'against = "gone"\n[[result]]',
        'file: has no arm "gone", which a contrast names.',
    ),
    "arm of a result": (
        'arm = "toxin"\nagainst = "placebo"\nbasis',
        'arm = "gone"\nagainst = "placebo"\nbasis',
        'file: has no arm "gone", which "r1" names.',
    ),
    "two arms": ('id = "placebo"', 'id = "toxin"', 'file: has "toxin" twice.'),
    "publication": (
        'sources = ["PAPER"]',
        'sources = ["GONE"]',
        'file: names the publication "GONE", which there is not.',
    ),
    "outcome": (
        'outcome = "score"',
        'outcome = "gone"',
        'result "r1": names the outcome "gone", which there is not.',
    ),
    "recalled with a source": (
        'basis = "SEEN"',
        'basis = "RECALLED"\nconfidence = "low"\ncheck = "it"',
        'result "r1": is RECALLED but names a source.',
    ),
    "nothing to compare with": (
        'against = "placebo"\nbasis',
        "basis",
        'result "r1": has an estimate but no arm to compare with.',
    ),
    "ratio with a favour": (
        'scale = "mean_difference", value = -1, low = -2, high = 0',
        'scale = "odds_ratio", value = 2, favours = "toxin"',
        'result "r1": has a ratio and says whom it favours.',
    ),
    "half an interval": (
        ", high = 0",
        "",
        'result "r1": has one end of an interval.',
    ),
    "value outside": (
        "value = -1",
        "value = 5",
        'result "r1": has an estimate outside its interval.',
    ),
    "events": (
        "week = 6",
        "week = 6\nevents = 7\ntotal = 6",
        'result "r1": has 7 events of 6.',
    ),
    "unknown key": (
        "week = 6",
        "weak = 6",
        'result "r1": has an unknown key "weak".',
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_study_is_found(tmp_path: Path, fault: str) -> None:
    old, new, law = FAULTS[fault]
    assert old in b.STUDY

    found = told(tmp_path, one=b.STUDY.replace(old, new, 1))

    assert f"studies/one.toml, {law}" in found


EVERYTHING = """
parts = ["gone"]
cited_as = { en = "cited", de = "zitiert" }
note = { en = "note", de = "Bemerkung" }
instruments = ["scale"]
year = 2020
[weeks]
list = [0, 6]
basis = "SEEN"
sources = ["PAPER"]
quote = "at six weeks"
[[detail]]
key = "gone"
text = "unknown kind"
basis = "DERIVED"
[[people]]
key = "all"
value = 3
basis = "DERIVED"
[[gap]]
question = "gone"
arm = "gone"
reason = { en = "no", de = "nein" }
[[risk]]
domain = "allocation"
level = "low"
basis = "SEEN"
sources = ["PAPER"]
"""


def test_every_part_of_a_study_is_read_and_checked(tmp_path: Path) -> None:
    head, tail = b.STUDY.split("[[arm]]", 1)
    first = """[[arm]]
dose = { text = "20 U", basis = "DERIVED" }
n = { value = 20, basis = "DERIVED" }"""
    more = f"{head}{EVERYTHING}{first}{tail}"

    library, findings = load_with_findings(b.library_folder(tmp_path, one=more))

    study = library.studies["one"]
    arm = study.arm("toxin")
    assert arm is not None
    assert arm.dose is not None
    assert (arm.dose.text, list(map(int, study.weeks))) == ("20 U", [0, 6])
    assert [risk.level for risk in study.risks] == [RiskLevel.LOW]
    assert sorted(each.law for each in findings) == [
        'names the arm "gone", which there is not.',
        'names the detail "gone", which there is not.',
        'names the question "gone", which there is not.',
        'names the study "gone", which there is not.',
    ]
    assert study.detail("gone") is not None
    assert (study.detail("funding"), study.result("gone"), study.arm("gone")) == (
        None,
        None,
        None,
    )


CONCLUDES = "[asked]: concludes {}, which is not for very_low certainty."

OTHER_FAULTS = [
    ("publications", 'tier = "B"', 'tier = "E"', '[PAPER]: has the tier "E".'),
    (
        "publications",
        "https://example.org",
        "example.org",
        '[PAPER]: has the address "example.org/trial".',
    ),
    (
        "outcomes",
        "higher_is_worse",
        "higher_is_better",
        '[asked]: asks for "score", whose sign convention is the other one.',
    ),
    (
        "outcomes",
        'kind = "score"',
        'kind = "events"',
        '[asked]: asks for "score", which is counted otherwise.',
    ),
    (
        "questions",
        'outcomes = ["score"]',
        'outcomes = ["score", "gone"]',
        '[asked]: names the outcome "gone", which there is not.',
    ),
    (
        "questions",
        'against = ["placebo"]',
        'against = ["a pill"]',
        '[asked]: compares with "a pill".',
    ),
    (
        "claims",
        "statement =",
        'remark = "r"\nstatement =',
        "[claim]: needs a remark or a statement, and not both.",
    ),
    (
        "claims",
        '"one/r1"',
        '"one/r9"',
        '[claim]: names the result "one/r9", which there is not.',
    ),
    (
        "claims",
        "uncertain whether it helps",
        "uncertain whether it probably helps",
        '[claim]: says "probably" (en), which is not for very_low certainty.',
    ),
    (
        "claims",
        'results = ["one/r1"]',
        '[[claim.watch]]\nquestion = "asked"\npoolable = false\nhigh = 2',
        '[claim].watch "1": bounds an estimate that there is not.',
    ),
    (
        "claims",
        'results = ["one/r1"]',
        '[[claim.watch]]\nquestion = "gone"\nincludes_none = true',
        '[claim]: names the question "gone", which there is not.',
    ),
    (
        "certainty",
        '"risk_of_bias"',
        '"imprecision"',
        "[asked]: does not judge each domain once.",
    ),
    (
        "certainty",
        'rests_on = ["one"]',
        "",
        '[asked].judgement "1": rests on nothing.',
    ),
    (
        "certainty",
        'rests_on = ["one"]',
        'rests_on = ["two"]',
        '[asked].risk_of_bias: names the study or result "two", which there is not.',
    ),
    (
        "certainty",
        "It is uncertain whether it helps.",
        "It probably helps.",
        CONCLUDES.format('without "uncertain whether" (en)'),
    ),
    (
        "certainty",
        "Es ist ungewiss, ob es hilft.",
        "Es ist ungewiss, ob es wahrscheinlich hilft.",
        CONCLUDES.format('"wahrscheinlich" (de)'),
    ),
    (
        "certainty",
        "asked",
        "other",
        "[asked]: has no judgement of how sure its evidence is.",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "law"), OTHER_FAULTS)
def test_a_fault_beside_the_studies_is_found(
    tmp_path: Path, file: str, old: str, new: str, law: str
) -> None:
    standard = b.FILES[f"{file}.toml"]
    assert old in standard
    count = -1 if (old, new) == ("asked", "other") else 1

    found = told(tmp_path, **{file: standard.replace(old, new, count)})

    assert law in [each.partition(", ")[2] for each in found]


def test_a_minimal_change_belongs_to_an_outcome(tmp_path: Path) -> None:
    more = (
        b.OUTCOMES
        + """\
minimal = { value = 2, scale = "mean_difference", basis = "DERIVED" }
"""
    )

    library = load(b.library_folder(tmp_path, outcomes=more))

    minimal = library.outcomes["score"].minimal
    assert minimal is not None
    assert minimal.value == 2


def test_high_certainty_may_say_it_plainly(tmp_path: Path) -> None:
    sure = b.CERTAINTY.replace('"serious"', '"none"').replace(
        "It is uncertain whether it helps.", "It helps."
    )

    assert told(tmp_path, certainty=sure) == []
