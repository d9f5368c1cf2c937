"""`glabella check`: all mistakes in the data files at once."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import attrs

from glabella.cli.arguments import Parser, Words, parse, verb_parser
from glabella.cli.late import late
from glabella.cli.printing import print_json, print_page
from glabella.evidence.library import DATA as EVIDENCE
from glabella.evidence.library import load_with_findings
from glabella.protocols.check import Checked, check
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
    as_text,
)
from glabella.protocols.raw_data import DATA

WATCH = "glabella.evidence.watch:texts_to_read_again"

EXAMPLES = """\
  glabella check
  glabella check my-protocols/ --json

Without a folder it looks at the evidence library too, and says which texts must be read
again because an estimate has moved.

exit code: 0 without findings, 1 with findings, 2 if there is no such folder.
"""


def check_verb(words: Words) -> int:
    """Print every finding in a folder of protocols."""
    asked = parse(_parser(), words)
    checked = check(Path(asked.folder)) if asked.folder else check_all()
    if asked.json:
        print_json("check", _json(checked))
    else:
        print_page(as_text(_page(checked, Language(asked.language))))
    return 1 if checked.findings else 0


def check_all(evidence: Path = EVIDENCE) -> Checked:
    """Return what there is to say of the protocols and of the evidence library."""
    checked = check(DATA)
    library, mistakes = load_with_findings(evidence)
    named = [attrs.evolve(each, file=f"evidence/{each.file}") for each in mistakes]
    # Without the extra `evidence` no estimate can be computed, so none has moved.
    moved = late(WATCH)(library) if not named and find_spec("numpy") else []
    return attrs.evolve(checked, findings=(*checked.findings, *named, *moved))


def _json(checked: Checked) -> dict[str, object]:
    return {
        "checked": {
            "protocols": checked.protocols,
            "cases": checked.cases,
            "facts": checked.facts,
            "sources": checked.sources,
            "instruments": checked.instruments,
        },
        "findings": [
            {"file": f.file, "place": f.place, "law": f.law, "mending": f.mending}
            for f in checked.findings
        ],
    }


def _page(checked: Checked, say: Language) -> Iterator[Block]:
    count = len(checked.findings)
    looked = say(
        f"{checked.protocols} protocols, {checked.cases} cases, {checked.facts} facts, "
        f"{checked.sources} sources, {checked.instruments} instruments",
        f"{checked.protocols} Protokolle, {checked.cases} Fälle, {checked.facts} "
        f"Angaben, {checked.sources} Quellen, {checked.instruments} Messinstrumente",
    )
    found = say(f"{count} findings", f"{count} Mängel")
    for file in dict.fromkeys(finding.file for finding in checked.findings):
        yield Heading(file)
        rows = [finding for finding in checked.findings if finding.file == file]
        yield Entries(
            tuple(Entry(f"{f.place}: {f.law}", below=(f.mending,)) for f in rows)
        )
    yield Paragraph(f"{looked}: {found}.")


def _parser() -> Parser:
    parser = verb_parser(
        "check",
        "Check a folder of protocols: every finding with file, place and mending.",
        examples=EXAMPLES,
    )
    parser.add_argument(
        "folder", nargs="?", metavar="DIR", help="default: the protocols of the package"
    )
    return parser
