"""What leaves the command line: one JSON document, or one page for a person."""

import sys
from collections.abc import Mapping

import simplejson

from glabella.interop.plain_json import plain


def document(verb: str, answer: Mapping[str, object]) -> dict[str, object]:
    """Return an answer as the published document of a verb."""
    return {"schema": f"glabella.{verb}/1", **answer}


def print_json(verb: str, answer: Mapping[str, object]) -> None:
    """Print an answer as the published document of a verb, numbers exact."""
    made = plain(document(verb, answer))
    print(simplejson.dumps(made, use_decimal=True, indent=2, ensure_ascii=False))


def print_page(text: str) -> None:
    """Print a page for a person, whole or not at all."""
    sys.stdout.write(text)
