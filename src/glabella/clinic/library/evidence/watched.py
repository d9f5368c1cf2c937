"""What needs the statistics beside pooling: detectors, and estimates that moved.

Loaded when a page first asks; without the extra there is nothing to load.
"""

import functools
from collections.abc import Mapping

import attrs

from glabella.clinic.library.evidence.knowledge import shelf
from glabella.core.errors import Finding
from glabella.evidence.arm_pairs import printed_pairs
from glabella.evidence.detectors import all_findings
from glabella.evidence.library import Library
from glabella.evidence.watch import texts_to_read_again


def detected(study: str) -> tuple[Finding, ...]:
    """Return what the detectors find odd in the numbers of a study."""
    return _of_the_shelf().get(f"studies/{study}.toml", ())


# The library never changes while a process runs, and the detectors compare all of it.
@functools.cache
def _of_the_shelf() -> Mapping[str, tuple[Finding, ...]]:
    return findings_by_file(shelf())


def findings_by_file(held: Library) -> Mapping[str, tuple[Finding, ...]]:
    """Return what the detectors find odd in a library, by the file of the study."""
    found: dict[str, tuple[Finding, ...]] = {}
    for each in all_findings(printed_pairs(held.studies.values())):
        found[each.file] = (*found.get(each.file, ()), each)
    return found


def moved(claim: str) -> tuple[Finding, ...]:
    """Return why the texts of a claim must be read again; nothing if none has moved."""
    return moved_in(shelf(), claim)


def moved_in(held: Library, claim: str) -> tuple[Finding, ...]:
    """Return the same for a library that somebody brings."""
    alone = attrs.evolve(held, claims={claim: held.claim(claim)})
    return tuple(texts_to_read_again(alone))
