"""A tiny sound library of one condition (tests/data/tiny), and ways to break it."""

from pathlib import Path
from shutil import copytree

from glabella.core.errors import Finding
from glabella.protocols.cases import read_cases
from glabella.protocols.loader import load_with_findings

SOUND = Path(__file__).parent.parent / "data" / "tiny"

PROTOCOL = "conditions/spasm/2026-1/protocol.toml"

CASES = "conditions/spasm/2026-1/cases.toml"


def copy_to(folder: Path) -> Path:
    """Write the sound library into a new folder."""
    return Path(copytree(SOUND, folder))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first such text in a file; it must be there."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def findings(folder: Path) -> list[Finding]:
    """Return every finding of the readers."""
    library, found = load_with_findings(folder)
    _, mistakes = read_cases(library.raw)
    return [*found, *mistakes]


def findings_after(folder: Path, file: str, old: str, new: str) -> list[Finding]:
    """Return every finding after one change."""
    change(folder, file, old, new)
    return findings(folder)
