"""The criteria of the comparison, and their CQL."""

import re
from collections.abc import Mapping
from pathlib import Path

from measuring.peer import HERE

from glabella.core.errors import InputError
from glabella.core.fact_types import Catalogue
from glabella.core.protocol import Criterion
from glabella.interop.cql import (
    FactAccess,
    cql_library,
    expression,
    facts_as_parameter,
)
from glabella.protocols.loader import Library

PROTOCOL = "chronic_migraine"

Criteria = Mapping[str, Criterion]

# The definitions of facts have names in small letters, their helpers do not.
_FACT = re.compile(r'^define "([a-z0-9_]+)":', re.MULTILINE)
_DAYS = re.compile(r"\$days\((\w+)\)")

FOR_LIFE_DAYS = 366 * 130
"""Stands for a fact that never grows old."""

FORMS = {
    "a retrieve for each fact": "facts_by_code.cql",
    "each kind of resource once": "facts_once.cql",
}
"""Two ways to write how facts are found: the usual one, and the fastest one known."""


def compared_criteria(library: Library) -> Criteria:
    """Return the criteria of one protocol that speak of facts the CQL side can find."""
    facts = set.intersection(*(set(_FACT.findall(_read(f))) for f in FORMS.values()))
    return {
        f"{PROTOCOL}/{criterion.id}": criterion
        for criterion in library.protocol(PROTOCOL).criteria
        if set(criterion.when.names()) <= facts
    }


def all_criteria(library: Library) -> tuple[Criteria, tuple[str, ...]]:
    """Return all criteria that CQL can say, and the names of the others."""
    found, silent = {}, []
    for protocol in library.protocols.values():
        for criterion in protocol.criteria:
            title = f"{protocol.id}/{criterion.id}"
            if _can_be_said(criterion, library.catalogue):
                found[title] = criterion
            else:
                silent.append(title)
    return found, tuple(silent)


def _can_be_said(criterion: Criterion, catalogue: Catalogue) -> bool:
    try:
        expression(criterion.when, catalogue, access=FactAccess(""))
    except InputError:
        return False
    return True


def record_library(criteria: Criteria, library: Library, *, form: str) -> str:
    """Return the CQL that finds the facts in a FHIR record."""
    access = FactAccess(_with_days(_read(FORMS[form]), library.catalogue))
    return cql_library("record", criteria, access=access, catalogue=library.catalogue)


def parameter_library(criteria: Criteria, library: Library) -> str:
    """Return the CQL that is handed the facts as a parameter."""
    access = facts_as_parameter(fact_names(criteria), library.catalogue)
    return cql_library("facts", criteria, access=access, catalogue=library.catalogue)


def fact_names(criteria: Criteria) -> tuple[str, ...]:
    """Return the facts that criteria speak of, each once."""
    names = (name for each in criteria.values() for name in each.when.names())
    return tuple(dict.fromkeys(names))


def _read(name: str) -> str:
    return Path(HERE / name).read_text("utf-8")


def _with_days(text: str, catalogue: Catalogue) -> str:
    """Return the text with the days for which each fact counts."""

    def days(found: re.Match[str]) -> str:
        lasts = catalogue[found[1]].validity.days
        return str(FOR_LIFE_DAYS if lasts is None else lasts)

    return _DAYS.sub(days, text)
