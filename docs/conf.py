"""How Sphinx builds the documents; a warning is an error.

Pages that describe code or data are made from them at each build, into
`reference/_generated`, so that they cannot drift.
"""

import os
import subprocess
import sys
from pathlib import Path

from sphinx.application import Sphinx

from glabella import __version__
from glabella.cli.main import VERBS

HERE = Path(__file__).parent
GENERATED = HERE / "reference" / "_generated"

project = "Glabella"
author = "The Glabella authors"
copyright = author
version = release = __version__
language = "en"

extensions = ["myst_parser", "sphinxcontrib.bibtex"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
bibtex_bibfiles = ["references.bib"]
exclude_patterns = ["_build", "reference/_generated"]
nitpicky = True

html_theme = "furo"
html_title = f"Glabella {__version__}"
html_show_sourcelink = False
html_show_copyright = False


def write_cli_help(_: Sphinx) -> None:
    """Write what each verb says of itself to a file that the reference includes."""
    folder = GENERATED / "cli"
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(Path(sys.executable).with_name("glabella"))]
    for name, words in {"glabella": [], **{verb: [verb] for verb in VERBS}}.items():
        result = subprocess.run(
            [*command, *words, "--help"],
            env=os.environ | {"COLUMNS": "80", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        write_if_changed(folder / f"{name}.txt", result.stdout)


def write_if_changed(path: Path, text: str) -> None:
    """Write a page unless it says so already, so that Sphinx need not read it again."""
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def setup(app: Sphinx) -> None:
    """Make the generated pages before Sphinx looks for pages."""
    app.connect("builder-inited", write_cli_help)
