"""`glabella claims`: what is said, which studies it rests on, what may be said."""

from glabella.cli.arguments import Parser, Words, parse, verb_parser
from glabella.cli.claims_json import claim_json
from glabella.cli.claims_page import claim_page, claims_list
from glabella.cli.evidence_join import claim_words, remarks_by_name
from glabella.cli.printing import print_json, print_page
from glabella.evidence import library as evidence
from glabella.protocols import loader as protocols
from glabella.protocols.document import Language, as_text

EXAMPLES = """\
  glabella claims
  glabella claims treats_depression
  glabella claims treats_depression --language de

The certainty of evidence is this project's draft; no clinician has signed it.

exit code: 0.
"""


def claims_verb(words: Words) -> int:
    """Print the claims ledger, or some of its claims in full."""
    asked = parse(_parser(), words)
    library = evidence.load()
    remarks = remarks_by_name(protocols.load())
    names = asked.claim or list(library.claims)
    found = [claim_words(library.claim(name), remarks) for name in names]
    say = Language(asked.language)
    if asked.json:
        shown = [claim_json(each, library, say) for each in found]
        print_json("claims", {"language": say.code, "claims": shown})
    elif asked.claim:
        blocks = [block for each in found for block in claim_page(each, library, say)]
        print_page(as_text(blocks))
    else:
        print_page(as_text(claims_list(found, say)))
    return 0


def _parser() -> Parser:
    parser = verb_parser(
        "claims",
        "List the claims, or lead some of them to their studies.",
        examples=EXAMPLES,
    )
    parser.add_argument("claim", nargs="*", metavar="ID", help="only these claims")
    return parser
