"""`glabella protocols`: all of them, or one of them number by number."""

from collections.abc import Iterator

from glabella.cli.arguments import Parser, Words, parse, verb_parser
from glabella.cli.printing import print_json, print_page
from glabella.cli.protocol_json import protocol_json, protocol_row
from glabella.protocols.document import Block, Heading, Language, Table, as_text
from glabella.protocols.loader import Library, load
from glabella.protocols.protocol_page import protocol_page

EXAMPLES = """\
  glabella protocols
  glabella protocols chronic_migraine
  glabella protocols chronic_migraine --language de

exit code: 0.
"""


def protocols_verb(words: Words) -> int:
    """Print the list of protocols, or one protocol."""
    asked = parse(_parser(), words)
    library = load()
    say = Language(asked.language)
    names = [asked.protocol] if asked.protocol else list(library.protocols)
    found = [library.protocol(name) for name in names]
    if asked.json:
        make = protocol_json if asked.protocol else protocol_row
        rows = [make(protocol, library, say) for protocol in found]
        print_json("protocols", {"language": say.code, "protocols": rows})
    elif asked.protocol:
        print_page(as_text(protocol_page(library, found[0], say)))
    else:
        print_page(as_text(_list(library, say)))
    return 0


def _list(library: Library, say: Language) -> Iterator[Block]:
    yield Heading(say("Protocols", "Protokolle"), level=1)
    rows = tuple(
        (protocol.id, protocol.version, protocol.use, say.of(protocol.name))
        for protocol in library.protocols.values()
    )
    head = say("id,version,use,name", "Kennung,Version,Anwendung,Name")
    yield Table(tuple(head.split(",")), rows)


def _parser() -> Parser:
    parser = verb_parser(
        "protocols", "List the protocols, or print one of them.", examples=EXAMPLES
    )
    parser.add_argument("protocol", nargs="?", metavar="ID", help="one protocol")
    return parser
