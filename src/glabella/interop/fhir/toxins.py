"""Which botulinum toxin product some words or codes name.

The name of the substance or a brand names the product; the ATC code never does, and in
free text a brand that people use for any toxin does not either.
"""

import re

from glabella.interop.fhir.codebook import Codebook, Product
from glabella.interop.fhir.elements import Concept

_WORD = re.compile(r"\w+")


def speaks_of_toxin(codes: Codebook, words: str) -> bool:
    """Return whether small-letter words name a botulinum toxin at all."""
    if any(stem in words for stem in codes.toxin_stems):
        return True
    found = set(_WORD.findall(words))
    return any(found & product.names for product in codes.products)


def is_toxin(codes: Codebook, concept: Concept) -> bool:
    """Return whether a medication is a botulinum toxin."""
    by_code = any(codes.key(c) == ("atc", codes.toxin_atc) for c in concept.codings)
    return by_code or speaks_of_toxin(codes, concept.words)


def product_named(codes: Codebook, words: str, *, loose: bool = False) -> str | None:
    """Return the one product that small-letter words name, or None.

    Args:
        codes: The code tables.
        words: What stands in the record.
        loose: Whether these are loose words, in which a brand may mean any toxin.
    """
    found = set(_WORD.findall(words))
    named = {p.id for p in codes.products if found & _names(p, loose=loose)}
    return named.pop() if len(named) == 1 else None


def _names(product: Product, *, loose: bool) -> frozenset[str]:
    return product.names - product.colloquial if loose else product.names
