"""The library as a whole: all mistakes at once, the newest version, names."""

from pathlib import Path
from shutil import copytree

import pytest

from glabella.core.errors import Finding, FindingsError, UnknownNameError
from glabella.protocols.cases import read_cases
from glabella.protocols.loader import load, load_with_findings
from tests.protocols import tiny


def test_a_sound_folder_is_loaded_whole(folder: Path) -> None:
    library = load(folder)

    assert list(library.sources) == ["LABEL"]
    assert len(library.catalogue.definitions) == 6
    assert list(library.shared_rules) == ["old_enough"]
    assert list(library.protocols) == ["spasm"]
    assert (library.consent, library.remarks) == ((), ())


def test_a_name_is_found_or_said_to_be_none(folder: Path) -> None:
    library = load(folder)

    assert library.protocol("spasm").id == "spasm"
    assert library.product("toxin").id == "toxin"
    assert library.profile("UK").id == "UK"


@pytest.mark.parametrize(
    ("kind", "known"), [("protocol", "spasm"), ("product", "toxin"), ("profile", "UK")]
)
def test_a_name_that_is_none_names_those_that_are(
    folder: Path, kind: str, known: str
) -> None:
    library = load(folder)
    ask = {
        "protocol": library.protocol,
        "product": library.product,
        "profile": library.profile,
    }[kind]

    with pytest.raises(UnknownNameError) as error:
        ask("lost")

    assert str(error.value) == f'there is no {kind} "lost". Use one of {known}.'


# ---- all mistakes at once -----------------------------------------------------------

MISTAKES = (
    (
        'basis = "DERIVED"\n\n',
        'basis = "GUESSED"\n\n',
        Finding(
            "validity.toml",
            "[for_life]",
            "\"basis\" is 'GUESSED'.",
            "Use one of SEEN, RECALLED, DERIVED.",
        ),
    ),
    (
        'validity = "for_life"',
        'validity = "ever"',
        Finding(
            "facts/all.toml",
            "[age]",
            'has the validity "ever".',
            "Use one of for_life, same_day.",
        ),
    ),
    (
        'op = ">="',
        'op = "=>"',
        Finding(
            "rules/all.toml",
            'criterion "old_enough".when',
            '"=>" is no comparison.',
            "Use one of < <= == != >= >.",
        ),
    ),
    (
        'tier = "A"',
        'tier = "Z"',
        Finding(
            "sources/all.toml", "[LABEL]", 'has the tier "Z".', "Use A, B, C or D."
        ),
    ),
    (
        'region = "face"\n',
        "",
        Finding(
            "muscles.toml", "[frontalis]", 'lacks "region".', 'Add region = "...".'
        ),
    ),
    (
        "diluent_ml = 2\n",
        "diluent_ml = 2\nunits_per_ml = 0\n",
        Finding(
            "products/toxin.toml",
            'dilution "100_in_2"',
            "A strength is 0 U/ml. Give more than 0.",
            "Correct the numbers.",
        ),
    ),
    (
        "cap_units = 400",
        "cap_units = 0",
        Finding(
            "profiles/UK.toml",
            'ledger "1"',
            '"cap_units" is 0.',
            "A cap is above zero.",
        ),
    ),
    (
        "to_day = 7",
        "to_day = 1",
        Finding(
            tiny.PROTOCOL,
            'window "onset"',
            "ends before it begins.",
            "Swap from_day and to_day.",
        ),
    ),
    (
        'family = "spread"\n',
        "",
        Finding(
            "urgent.toml", 'urgent "spread"', 'lacks "family".', 'Add family = "...".'
        ),
    ),
)


def test_every_mistake_of_every_file_is_said_at_once(folder: Path) -> None:
    for old, new, finding in MISTAKES:
        tiny.change(folder, finding.file, old, new)

    with pytest.raises(FindingsError) as error:
        load(folder)

    found = tuple(finding for _, _, finding in MISTAKES)
    assert error.value.findings == found
    assert str(error.value) == "\n".join(map(str, found))


def test_a_file_that_is_no_toml_is_a_finding_beside_the_others(folder: Path) -> None:
    (folder / "products" / "torn.toml").write_text("id =", "utf-8")

    _, found = load_with_findings(folder)

    assert [(finding.file, finding.law[:10]) for finding in found] == [
        ("products/torn.toml", "is no TOML"),
        ("products/torn.toml", 'lacks "id"'),
        ("products/torn.toml", 'lacks "nam'),
    ]


def test_an_empty_folder_is_an_empty_library(folder: Path) -> None:
    library, found = load_with_findings(folder / "nothing")

    assert (library.protocols, found) == ({}, [])


def test_a_shared_rule_has_one_place(folder: Path) -> None:
    text = (folder / "rules" / "all.toml").read_text("utf-8")
    (folder / "rules" / "more.toml").write_text(text, "utf-8")

    assert tiny.findings(folder) == [
        Finding(
            "rules/more.toml",
            'criterion "old_enough"',
            "is a shared rule twice.",
            "Keep one.",
        )
    ]


# ---- versions -----------------------------------------------------------------------


def add_version(folder: Path, version: str) -> None:
    source = folder / "conditions" / "spasm"
    copytree(source / "2026-1", source / version)
    tiny.change(
        folder,
        f"conditions/spasm/{version}/protocol.toml",
        'version = "2026-1"',
        f'version = "{version}"',
    )


@pytest.mark.parametrize(
    ("versions", "newest"),
    [
        (("2026-2",), "2026-2"),
        (("2026-9", "2026-10"), "2026-10"),
        (("2025-3",), "2026-1"),
        (("2026-12", "2027-1"), "2027-1"),
    ],
)
def test_the_newest_version_of_a_protocol_is_used(
    folder: Path, versions: tuple[str, ...], newest: str
) -> None:
    for version in versions:
        add_version(folder, version)

    library = load(folder)
    cases, findings = read_cases(library.raw)

    assert library.protocol("spasm").version == newest
    assert (len(cases), findings) == (2, [])


def test_a_protocol_in_the_wrong_folder_is_found(folder: Path) -> None:
    stray = "conditions/protocol.toml"
    (folder / tiny.PROTOCOL).rename(folder / stray)

    assert tiny.findings(folder) == [
        Finding(
            stray, "file", "stands in the wrong folder.", "Use conditions/ID/VERSION/."
        )
    ]


# ---- what a signature is bound to ---------------------------------------------------


def digest_after(folder: Path, file: str, old: str, new: str) -> str:
    tiny.change(folder, file, old, new)
    return load(folder).protocol("spasm").digest


def test_a_signed_text_is_the_file_and_the_shared_rules_it_uses(folder: Path) -> None:
    before = load(folder).protocol("spasm").digest
    other = """
[[criterion]]
id = "unused"
kind = "caution"
when = { fact = "spasm" }
text = { en = "a", de = "b" }
basis = "DERIVED"
"""
    with (folder / "rules" / "all.toml").open("a", encoding="utf-8") as rules:
        rules.write(other)

    assert load(folder).protocol("spasm").digest == before
    shared = digest_after(folder, "rules/all.toml", "value = 18", "value = 21")
    own = digest_after(folder, tiny.PROTOCOL, "after_days = 182", "after_days = 183")
    assert len({before, shared, own}) == 3


def test_shared_rules_that_are_no_list_change_no_digest(folder: Path) -> None:
    tiny.change(folder, "rules/all.toml", "[[criterion]]", "criterion = 3\n[[x]]")
    tiny.change(
        folder, tiny.PROTOCOL, 'shared_rules = ["old_enough"]', "shared_rules = 3"
    )

    library, found = load_with_findings(folder)

    assert len(library.protocol("spasm").digest) == 64
    assert [finding.law for finding in found] == [
        '"criterion" is no list of tables.',
        'has an unknown key "x".',
        '"shared_rules" is 3, not a list of texts.',
    ]
