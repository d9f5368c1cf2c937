"""The checker: every mistake in a data folder at once, each with its place.

It stands on top of the readers, which say what is no TOML, lacks a key or a language,
has an unknown key, or does not add up; here are the laws between the tables.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import attrs

from glabella.core.errors import Finding, InputError
from glabella.core.protocol import Protocol
from glabella.protocols.case_laws import case_laws
from glabella.protocols.cases import read_cases
from glabella.protocols.instruments_loader import read_instruments
from glabella.protocols.loader import Library, load_with_findings
from glabella.protocols.protocol_laws import Names, criterion_laws, protocol_laws
from glabella.protocols.raw_data import DATA
from glabella.protocols.raw_laws import places, raw_findings

PUBLISHED = "PUBLISHED"

_PUBLISHED_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>\S+)")


@attrs.frozen
class Checked:
    """What was looked at, and every finding, in order of file and place."""

    folder: Path
    protocols: int
    cases: int
    facts: int
    sources: int
    instruments: int
    findings: tuple[Finding, ...]


def check(folder: Path = DATA) -> Checked:
    """Return every finding in a folder of protocols and what belongs to them.

    Raises:
        InputError: If there is no such folder, or no data in it.
    """
    if not folder.is_dir() or not any(folder.rglob("*.toml")):
        raise InputError(
            "there is no folder with protocol data.",
            where=str(folder),
            mending="Name the folder that holds conditions/, facts/ and sources/.",
        )
    library, findings = load_with_findings(folder)
    instruments, found = read_instruments(library.raw)
    cases, mistakes = read_cases(library.raw)
    findings += [*found, *mistakes, *raw_findings(library.raw)]
    findings += _protocol_findings(library)
    findings += _rule_findings(library)
    findings += _published_findings(folder)
    for case in cases:
        file = _case_file(library, case.protocol)
        place = f'case "{case.id}"'
        findings += [Finding(file, place, *law) for law in case_laws(case, library)]
    return Checked(
        folder=folder,
        protocols=len(library.protocols),
        cases=len(cases),
        facts=len(library.catalogue.definitions),
        sources=len(library.sources),
        instruments=len(instruments.instruments),
        findings=tuple(sorted(set(findings))),
    )


def _protocol_findings(library: Library) -> Iterator[Finding]:
    names = Names.of(library)
    cases = {
        file.rpartition("/")[0]
        for file, _ in library.raw.below("conditions/")
        if file.endswith("/cases.toml")
    }
    for protocol in library.protocols.values():
        file = _file_of(protocol)
        found = protocol_laws(library, protocol, names)
        yield from (Finding(file, *law) for law in found)
        if file.rpartition("/")[0] not in cases:
            yield Finding(file, "file", "has no worked cases.", "Write cases.toml.")


def _file_of(protocol: Protocol) -> str:
    return f"conditions/{protocol.id}/{protocol.version}/protocol.toml"


def _case_file(library: Library, protocol_id: str) -> str:
    prefix = f"conditions/{protocol_id}/"
    files = [file for file, _ in library.raw.below(prefix)]
    return next((file for file in files if file.endswith("/cases.toml")), prefix)


def _rule_findings(library: Library) -> Iterator[Finding]:
    """Yield shared rules that nobody uses, or that break a law by themselves."""
    used = {c.id for p in library.protocols.values() for c in p.criteria}
    for file, tables in library.raw.below("rules/"):
        for place, table in places(tables):
            rule = library.shared_rules.get(str(table.get("id")))
            if rule is None or not place.startswith("criterion"):
                continue
            if rule.id not in used:
                law = "is a shared rule that no protocol uses."
                yield Finding(
                    file, place, law, "Name it in shared_rules, or remove it."
                )
            found = criterion_laws(rule, library)
            yield from (Finding(file, *broken) for broken in found)


def _published_findings(folder: Path) -> Iterator[Finding]:
    """Yield published files that are no longer as they were published."""
    path = folder / PUBLISHED
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        entry = _PUBLISHED_LINE.fullmatch(line)
        place = f"line {number}"
        if entry is None:
            law, mending = (
                "is no line of this list.",
                "Write SHA-256, two blanks, path.",
            )
            yield Finding(PUBLISHED, place, law, mending)
        elif _digest(folder / entry["path"]) != entry["sha256"]:
            law = f"{entry['path']} is no longer as it was published."
            yield Finding(PUBLISHED, place, law, "Restore it; make a new version.")


def _digest(path: Path) -> str:
    if not path.is_file():
        return "absent"
    return hashlib.sha256(path.read_bytes()).hexdigest()
