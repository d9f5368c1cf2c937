"""`glabella sources`: where statements come from."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from glabella.cli.arguments import Parser, Words, parse, verb_parser
from glabella.cli.printing import print_json, print_page
from glabella.core.errors import UnknownNameError
from glabella.core.sources import Source
from glabella.interop.verdict_json import one_source
from glabella.protocols.citing import cited
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
    as_text,
)
from glabella.protocols.loader import Library, load

EXAMPLES = """\
  glabella sources
  glabella sources ICHD3

Tier A: regulator, guideline or authorisation holder. B: paper, abstract or registry.
C: third-party copy or digest of a label. D: clinic page, news, slide, machine answer.

exit code: 0.
"""


def sources_verb(words: Words) -> int:
    """Print all sources, or those named."""
    asked = parse(_parser(), words)
    library = load()
    names = asked.source or sorted(library.sources)
    found = [_source(library, name) for name in names]
    say = Language(asked.language)
    if asked.json:
        print_json("sources", {"sources": [one_source(each) for each in found]})
    else:
        print_page(as_text(_page(found, say)))
    return 0


def _source(library: Library, name: str) -> Source:
    if name in library.sources:
        return library.sources[name]
    near = get_close_matches(name, library.sources, n=1)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    raise UnknownNameError(
        f'there is no source "{name}".',
        mending=f"{hint}`glabella sources` lists all.",
    )


def _page(found: Sequence[Source], say: Language) -> Iterator[Block]:
    yield Heading(say("Sources", "Quellen"), level=1)
    for source in found:
        below = (source.url,) if source.url else ()
        yield Entries((Entry(f"[{source.id}] {cited(source, say)}", "", below),))
    count = len(found)
    yield Paragraph(say(f"{count} sources.", f"{count} Quellen."))


def _parser() -> Parser:
    parser = verb_parser(
        "sources", "List the sources, or print some of them.", examples=EXAMPLES
    )
    parser.add_argument("source", nargs="*", metavar="ID", help="only these sources")
    return parser
