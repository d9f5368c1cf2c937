"""How Sphinx builds the documents; a warning is an error.

Pages that describe data or program are made by `docs/_ext` at each build, into
`reference/_generated`, so that they cannot drift.
"""

import sys
from pathlib import Path

from glabella import __version__

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that Sphinx finds docs/_ext

project = "Glabella"
author = "The Glabella authors"
copyright = author
version = release = __version__
language = "en"

extensions = ["docs._ext.reference_pages", "myst_parser", "sphinxcontrib.bibtex"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
bibtex_bibfiles = ["references.bib"]
exclude_patterns = ["_build", "_ext"]
nitpicky = True

html_theme = "furo"
html_title = f"Glabella {__version__}"
html_show_sourcelink = False
html_show_copyright = False
