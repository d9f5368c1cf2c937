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
from glabella.evidence.watch import texts_to_read_again


def detected(study: str) -> tuple[Finding, ...]:
    """Return what the detectors find odd in the numbers of a study."""
    return _by_file().get(f"studies/{study}.toml", ())


# The library never changes while a process runs, and the detectors compare all of it.
@functools.cache
def _by_file() -> Mapping[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for each in all_findings(printed_pairs(shelf().studies.values())):
        found[each.file] = (*found.get(each.file, ()), each)
    return found


def moved(claim: str) -> tuple[Finding, ...]:
    """Return why the texts of a claim must be read again; nothing if none has moved."""
    held = shelf()
    alone = attrs.evolve(held, claims={claim: held.claim(claim)})
    return tuple(texts_to_read_again(alone))
