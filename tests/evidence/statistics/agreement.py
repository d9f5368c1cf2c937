"""The table of docs/reference/statistics-agreement.md, from methods and references.

python -m tests.evidence.statistics.agreement    prints it, with measured differences
"""

from collections.abc import Iterator
from math import ceil, log10
from typing import Any

from glabella.evidence.methods import Method, methods
from tests.evidence.statistics.references import Reference, references
from tests.evidence.statistics.test_references import RUNNERS

NEAR_ZERO = 1e-6
"""Numbers below it have no relative difference worth telling."""

HEAD = ("method", "references", "largest difference")
FAMILIES = {
    "effects": "Effect sizes",
    "individual data": "Individual data",
    "pooling": "Pooling",
    "structure": "Moderators and structure",
    "sensitivity": "Sensitivity",
    "small studies": "Small studies",
    "meaning": "Meaning",
}


def numbers(expected: Any, found: Any) -> Iterator[tuple[float, float]]:
    """Yield pairs of numbers that should agree."""
    if isinstance(expected, dict):
        for name, inner in expected.items():
            yield from numbers(inner, found[name])
    elif isinstance(expected, list):
        for one, other in zip(expected, found, strict=True):
            yield from numbers(one, other)
    elif isinstance(expected, int | float) and not isinstance(expected, bool):
        yield float(expected), float(found)


def difference(reference: Reference) -> float:
    """Return the largest relative difference of a reference, of numbers not near 0."""
    found = RUNNERS[reference.method](reference.data, reference.options)
    pairs = numbers(reference.expected, found)
    return max(
        (abs(a - b) / abs(a) for a, b in pairs if abs(a) > NEAR_ZERO), default=0.0
    )


def row(method: Method) -> tuple[str, int]:
    """Return what a test compares with the page: the name and the references."""
    found = [each for each in references() if each.method == method.id]
    return method.name.en, len(found)


def measured(method: Method) -> str:
    """Return the largest difference as a power of ten."""
    if method.id not in RUNNERS:
        return "below 1e-9"
    found = [each for each in references() if each.method == method.id]
    worst = max(difference(each) for each in found)
    return "below 1e-12" if worst < 1e-12 else f"below 1e{ceil(log10(worst))}"


def page() -> str:
    """Return the tables, one for each family."""
    parts = []
    for family, title in FAMILIES.items():
        chosen = [method for method in methods() if method.family == family]
        lines = [f"### {title}", "", f"| {' | '.join(HEAD)} |", "| --- | --- | --- |"]
        lines += [
            f"| {row(method)[0]} | {row(method)[1]} | {measured(method)} |"
            for method in chosen
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


if __name__ == "__main__":
    print(page())  # noqa: T201 the table is what this module is run for
