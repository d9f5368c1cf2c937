"""A Sphinx extension: the reference is made from data and program at each build.

The pages go to docs/reference/_generated, which is never committed, so they cannot
drift from the protocols.
"""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

from sphinx.application import Sphinx

from docs._ext.data_pages import data_pages
from docs._ext.instrument_pages import instruments_page
from docs._ext.protocol_pages import german_pages, protocol_pages
from glabella.cli.main import VERB_GROUP, VERBS
from glabella.core.errors import FindingsError
from glabella.protocols.cases import read_cases
from glabella.protocols.instruments_loader import load_instruments
from glabella.protocols.loader import Library, load

GENERATED = Path(__file__).parents[1] / "reference" / "_generated"


def reference_pages(library: Library) -> dict[str, str]:
    """Return every generated page by its path below the folder.

    Raises:
        FindingsError: If a worked case cannot be read.
    """
    cases, findings = read_cases(library.raw)
    if findings:
        raise FindingsError(tuple(findings))
    pages = _below("protocols", protocol_pages(library, cases))
    pages |= _below("protokolle", german_pages(library))
    instruments = instruments_page(load_instruments())
    return {**pages, **data_pages(library), "instruments.md": instruments}


def _below(folder: str, pages: dict[str, str]) -> dict[str, str]:
    return {f"{folder}/{name}": text for name, text in pages.items()}


def write_pages(folder: Path) -> None:
    """Write the pages, and remove those of protocols that are gone."""
    pages = reference_pages(load())
    for path in folder.rglob("*.md"):
        if path.relative_to(folder).as_posix() not in pages:
            path.unlink()
    for name, text in pages.items():
        write_if_changed(folder / name, text)


def write_if_changed(path: Path, text: str) -> None:
    """Write a page unless it says so already, so that Sphinx need not read it again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def write_help(folder: Path) -> None:
    """Write what the command line and each of its verbs say with `--help`."""
    command = [sys.executable, str(Path(sys.executable).with_name("glabella"))]
    elsewhere = [entry.name for entry in entry_points(group=VERB_GROUP)]
    verbs = {verb: [verb] for verb in (*VERBS, *elsewhere)}
    for name, words in {"glabella": [], **verbs}.items():
        result = subprocess.run(
            [*command, *words, "--help"],
            env=os.environ | {"COLUMNS": "80", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        write_if_changed(folder / f"{name}.txt", result.stdout)


def _before_reading(_: Sphinx) -> None:
    write_pages(GENERATED)
    write_help(GENERATED / "cli")


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the pages before Sphinx looks for pages."""
    app.connect("builder-inited", _before_reading)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
