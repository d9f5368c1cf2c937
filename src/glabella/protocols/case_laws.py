"""Laws of worked cases: names that exist, facts that fit, a source for each answer."""

from collections.abc import Iterator, Mapping

from glabella.core.eligibility import Verdict
from glabella.core.errors import GlabellaError
from glabella.core.truth import Truth
from glabella.protocols.cases import Case, fact_set
from glabella.protocols.loader import Library

Law = tuple[str, str]
"""Law and mending."""

PROJECT = "project"

VERDICTS = frozenset(verdict.value for verdict in Verdict)
TRUTHS = frozenset(truth.value for truth in Truth)


def case_laws(case: Case, library: Library) -> Iterator[Law]:
    """Yield every law that a case breaks."""
    if case.source != PROJECT and case.source not in library.sources:
        law = f'names the source "{case.source}", which does not exist.'
        yield law, f'Add it to sources/, or write "{PROJECT}".'
    if case.profile not in library.profiles:
        law = f'names the profile "{case.profile}", which does not exist.'
        yield law, f"Use one of {', '.join(library.profiles)}."
    if case.product is not None and case.product not in library.products:
        law = f'names the product "{case.product}", which does not exist.'
        yield law, f"Use one of {', '.join(library.products)}."
    yield from _fact_laws(case, library)
    yield from _answer_laws(case, library)


def _fact_laws(case: Case, library: Library) -> Iterator[Law]:
    for name, value in case.facts.items():
        try:
            fact_set(library.catalogue, on=case.on, facts={name: value})
        except (GlabellaError, ValueError) as error:
            yield f"has a fact that cannot be used: {error}", "Correct the fact."


def _answer_laws(case: Case, library: Library) -> Iterator[Law]:
    verdict = case.expect.get("verdict")
    if verdict is not None and verdict not in VERDICTS:
        yield f'expects the verdict "{verdict}".', f"Use {', '.join(sorted(VERDICTS))}."
    protocol = library.protocols.get(case.protocol)
    rules = {criterion.id for criterion in protocol.criteria} if protocol else set()
    truths = case.expect.get("truth", {})
    for name, truth in truths.items() if isinstance(truths, Mapping) else ():
        if name not in rules:
            yield f'expects an answer of "{name}", which is no rule.', "Correct it."
        if truth not in TRUTHS:
            yield f'expects the truth "{truth}".', "Use yes, no or unknown."
