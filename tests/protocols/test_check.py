"""The checker names every broken law with its place, and is silent on sound data."""

import hashlib
from pathlib import Path

import pytest

from glabella.core.errors import InputError
from glabella.protocols.check import check
from tests.protocols import tiny

Law = tuple[str, str]


def laws(folder: Path) -> set[tuple[str, str, str]]:
    return {(f.file, f.place, f.law) for f in check(folder).findings}


def broken(folder: Path, file: str, old: str, new: str) -> set[Law]:
    """Return place and law of what is found after one change, and not before."""
    before = laws(folder)
    tiny.change(folder, file, old, new)
    return {(place, law) for _, place, law in laws(folder) - before}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tiny.copy_to(tmp_path / "data")


def test_the_data_of_the_house_have_no_mistake() -> None:
    found = check()

    assert found.findings == ()
    assert found.protocols == 19


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder with protocol data"):
        check(tmp_path)


P, C = tiny.PROTOCOL, tiny.CASES
SITE = 'scheme "standard", frontalis'
NOWHERE = "which does not exist."

CHANGES: list[tuple[str, str, str, Law]] = [
    # sources, texts, statuses
    (
        P,
        'sources = ["LABEL"]\n\n[[criterion]]\nid = "has_spasm"',
        'sources = ["SMITH"]\n\n[[criterion]]\nid = "has_spasm"',
        ('label "1"', f'names the source "SMITH", {NOWHERE}'),
    ),
    (
        "muscles.toml",
        'de = "Stirnmuskel" }',
        'de = " " }',
        ("frontalis.name", 'has an empty "de".'),
    ),
    (
        P,
        'text = { en = "pause", de = "Pause" }',
        'text = { en = "make a long pause", de = "make a long pause" }',
        ('criterion "pause".text', "says the same in both languages."),
    ),
    (
        P,
        'check = "the label"',
        'note = "x"',
        ('criterion "wait"', "is RECALLED and nothing says where to check it."),
    ),
    (
        "products/toxin.toml",
        "[[brand]]",
        '[storage]\ntext = { en = "cold" }\n\n[[brand]]',
        ("storage.text", 'lacks "de".'),
    ),
    (
        "products/toxin.toml",
        "[[brand]]",
        '[storage]\nbasis = "HEARD"\n\n[[brand]]',
        ("storage", "\"basis\" is 'HEARD'."),
    ),
    (
        "products/toxin.toml",
        "[[brand]]",
        '[storage]\nbasis = "SEEN"\n\n[[brand]]',
        ("storage", "is SEEN but names no source."),
    ),
    (
        "products/toxin.toml",
        "[[brand]]",
        '[storage]\nbasis = "RECALLED"\n\n[[brand]]',
        ("storage", "is RECALLED without confidence."),
    ),
    # names
    (
        P,
        'product = "toxin"\nminimum_age',
        'product = "venom"\nminimum_age',
        ("file", f'names the product "venom", {NOWHERE}'),
    ),
    (
        P,
        "minimum_age = 18",
        'minimum_age = 18\nmerges_with = ["cramp"]',
        ("file", f'names the protocol "cramp", {NOWHERE}'),
    ),
    (
        P,
        "minimum_age = 18",
        'minimum_age = 18\nconsent = ["all"]',
        ("file", f'names the consent group "all", {NOWHERE}'),
    ),
    (
        P,
        "minimum_age = 18",
        'minimum_age = 18\nmerges_with = ["spasm"]\nnever_merges_with = ["spasm"]',
        ("file", 'merges with "spasm" and never does.'),
    ),
    (
        P,
        'phases = ["start"]',
        'phases = ["start"]\nprofiles = ["XX"]',
        ('criterion "has_spasm"', f'names the profile "XX", {NOWHERE}'),
    ),
    (
        P,
        'muscle = "frontalis"\nmax_units',
        'muscle = "biceps"\nmax_units',
        ('option "more"', f'names the muscle "biceps", {NOWHERE}'),
    ),
    (
        P,
        'scheme = "standard"',
        'scheme = "other"',
        ('option "more"', f'adds to the scheme "other", {NOWHERE}'),
    ),
    (
        P,
        'muscle = "frontalis"\nmax_units',
        'muscle = "frontalis_lateral"\nmax_units',
        ('option "more"', "adds to frontalis_lateral, no muscle of standard."),
    ),
    (
        P,
        'id = "range"',
        'id = "standard"',
        ('scheme "standard"', "is a scheme twice."),
    ),
    # doses
    (
        P,
        "vial_units = 100",
        "vial_units = 500",
        ('scheme "standard"', "opens a vial of 500 U, no size of toxin."),
    ),
    (
        P,
        "units_range = [10, 20.5]",
        "units_range = [0, 0]",
        ('scheme "range", frontalis', "is a dose of 0 U."),
    ),
    (
        P,
        "units_range = [10, 20.5]",
        "units_per_point = 5",
        (
            'scheme "range", frontalis',
            "gives a dose in a scheme that only prints a range.",
        ),
    ),
    (P, "points = 2\n", "points = -2\n", (SITE, "has -2 points.")),
    (P, "units = 30", "units = 0", ('limit "most"', "is 0 U.")),
    (
        P,
        'units = 30\nproduct = "toxin"',
        'units = 30\nproduct = "venom"',
        ('limit "most"', "counts units of venom, which nothing here speaks of."),
    ),
    (P, "days = 84", "days = 0", ('interval "minimum"', "is 0 days.")),
    (
        P,
        (
            'units = 30\nproduct = "toxin"\n'
            'text = { en = "at most", de = "höchstens" }\n'
            'basis = "SEEN"\nsources = ["LABEL"]'
        ),
        (
            'units = 30\nproduct = "toxin"\n'
            'text = { en = "at most", de = "höchstens" }\n'
            'basis = "DERIVED"'
        ),
        (
            'limit "most"',
            "is a dose without source: DERIVED, and from what is not said.",
        ),
    ),
    (
        P,
        'dilution_ml = 2\nvalues = { mean = 19.5 }\nbasis = "SEEN"',
        (
            'dilution_ml = 2\nvalues = { mean = 19.5 }\nbasis = "RECALLED"\n'
            'confidence = "low"\ncheck = "the label"'
        ),
        ('scheme "standard"', "proposes a dose that nobody has read."),
    ),
    # rules
    (
        P,
        'when = { fact = "spasm" }',
        (
            'when = { all = [{ fact = "age", op = ">=", value = 18 }, '
            '{ fact = "age", op = "<", value = 10 }] }'
        ),
        (
            'criterion "has_spasm"',
            "can never be answered with yes: its parts contradict each other.",
        ),
    ),
    (
        P,
        'when = { fact = "spasm" }',
        'when = { fact = "age", op = ">=", value = 0 }',
        ('criterion "has_spasm"', "can never be answered with no."),
    ),
    (
        P,
        'when = { fact = "spasm" }',
        'when = { fact = "age", op = "<", value = 18 }',
        (
            'criterion "has_spasm"',
            "is unreachable: a requirement has blocked everybody it is true for.",
        ),
    ),
    (
        P,
        'advice = "consider_pause"',
        'advice = "stop"',
        ('criterion "pause"', 'advises "stop".'),
    ),
    (
        P,
        'de = "schlimmer" } }',
        'de = "schlimmer" }, days = 8, after = "party" }',
        ('criterion "wait"', 'ends after "party", which is no fact.'),
    ),
    (
        P,
        'shared_rules = ["old_enough"]',
        "shared_rules = []",
        ('criterion "old_enough"', "is a shared rule that no protocol uses."),
    ),
    # cases
    (
        C,
        'source = "LABEL"\nplace',
        'source = "SMITH"\nplace',
        ('case "fits"', f'names the source "SMITH", {NOWHERE}'),
    ),
    (
        C,
        'verdict = "indicated"',
        'verdict = "perhaps"',
        ('case "fits"', 'expects the verdict "perhaps".'),
    ),
    (
        C,
        'expect = { verdict = "indicated" }',
        'expect = { truth = { nobody = "yes" } }',
        ('case "fits"', 'expects an answer of "nobody", which is no rule.'),
    ),
    (
        C,
        'expect = { verdict = "indicated" }',
        'expect = { truth = { has_spasm = "maybe" } }',
        ('case "fits"', 'expects the truth "maybe".'),
    ),
    (
        C,
        "change = { age = 41 }",
        "change = { age = 400 }",
        (
            'case "later"',
            (
                'has a fact that cannot be used: fact "age": 400 is not at most 120. '
                "Its type is integer in years."
            ),
        ),
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "law"),
    CHANGES,
    ids=[f"{law[0]} {law[1]}"[:60] for *_, law in CHANGES],
)
def test_a_broken_law_is_named_with_its_place(
    data: Path, file: str, old: str, new: str, law: Law
) -> None:
    found = broken(data, file, old, new)

    assert law in found


def test_a_protocol_without_cases_is_found(data: Path) -> None:
    (data / C).unlink()

    assert (P, "file", "has no worked cases.") in laws(data)


def test_a_file_nobody_reads_is_found(data: Path) -> None:
    (data / "stray.toml").write_text("x = 1\n", "utf-8")

    assert ("stray.toml", "file", "is read by nobody.") in laws(data)


PUBLISHED_CASES = [
    (f"{'0' * 64}  {P}", f"{P} is no longer as it was published."),
    (f"{'0' * 64}  gone.toml", "gone.toml is no longer as it was published."),
    ("what is this", "is no line of this list."),
]


@pytest.mark.parametrize(("line", "law"), PUBLISHED_CASES)
def test_the_list_of_published_files_is_kept(data: Path, line: str, law: str) -> None:
    (data / "PUBLISHED").write_text(f"# a remark\n\n{line}\n", "utf-8")

    assert ("PUBLISHED", "line 3", law) in laws(data)


def test_a_published_file_that_is_unchanged_is_no_finding(data: Path) -> None:
    digest = hashlib.sha256((data / P).read_bytes()).hexdigest()
    (data / "PUBLISHED").write_text(f"{digest}  {P}\n", "utf-8")

    assert [place for place in laws(data) if place[0] == "PUBLISHED"] == []
