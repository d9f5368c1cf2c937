"""Protocols, facts and outcomes as Markdown, for the documents.

`python -m glabella.protocols.render FOLDER` writes one page each.
"""

import sys
from pathlib import Path

from glabella.core.protocol import Protocol
from glabella.protocols.document import Language, as_markdown
from glabella.protocols.facts_page import facts_page
from glabella.protocols.loader import Library, load
from glabella.protocols.outcomes_page import outcomes_page
from glabella.protocols.protocol_page import protocol_page

ENGLISH = Language("en")


def protocol_markdown(
    library: Library, protocol: Protocol, say: Language = ENGLISH
) -> str:
    """Return one protocol: rules, schemes, limits, side effects, sources."""
    return as_markdown(protocol_page(library, protocol, say))


def facts_markdown(library: Library, say: Language = ENGLISH) -> str:
    """Return all facts."""
    return as_markdown(facts_page(library, say))


def outcome_table_markdown(say: Language = ENGLISH) -> str:
    """Return what yes, no and unknown mean for each kind of rule."""
    return as_markdown(outcomes_page(say))


def write_pages(folder: Path) -> None:
    """Write all pages below a folder."""
    library = load()
    (folder / "protocols").mkdir(parents=True, exist_ok=True)
    (folder / "facts.md").write_text(facts_markdown(library), "utf-8")
    (folder / "outcomes.md").write_text(outcome_table_markdown(), "utf-8")
    for protocol in library.protocols.values():
        text = protocol_markdown(library, protocol)
        (folder / "protocols" / f"{protocol.id}.md").write_text(text, "utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
