"""`glabella facts`: every fact that a patient file may hold."""

from glabella.cli.arguments import Parser, Words, parse, verb_parser
from glabella.cli.fact_rows import Json
from glabella.cli.printing import print_json, print_page
from glabella.core.fact_types import FactDefinition
from glabella.protocols.document import Language, as_text
from glabella.protocols.facts_page import facts_page
from glabella.protocols.loader import load

EXAMPLES = """\
  glabella facts
  glabella facts headache_days_per_month phq9_total
  glabella facts --json

exit code: 0.
"""


def facts_verb(words: Words) -> int:
    """Print every fact: name, type, unit, question, how long it counts."""
    asked = parse(_parser(), words)
    library = load()
    names = asked.fact or list(library.catalogue.definitions)
    found = [library.catalogue[name] for name in names]
    if asked.json:
        print_json("facts", {"facts": [_fact(each) for each in found]})
    else:
        say = Language(asked.language)
        print_page(as_text(facts_page(library, say, names=names)))
    return 0


def _fact(definition: FactDefinition) -> Json:
    return {
        "id": definition.id,
        "type": definition.type,
        "unit": definition.unit,
        "question": {"en": definition.question.en, "de": definition.question.de},
        "choices": definition.choices,
        "minimum": definition.minimum,
        "maximum": definition.maximum,
        "fields": dict(definition.fields),
        "validity": {
            "id": definition.validity.id,
            "days": definition.validity.days,
        },
        "topic": definition.topic,
        "derived_from": definition.derived_from,
    }


def _parser() -> Parser:
    parser = verb_parser(
        "facts",
        "List every fact: name, type, unit, question, validity window.",
        examples=EXAMPLES,
    )
    parser.add_argument("fact", nargs="*", metavar="NAME", help="only these facts")
    return parser
