"""Ours against the pinned results of metafor, clubSandwich and base R."""

import pytest

from tests.evidence.statistics import (
    run_effects,
    run_pooling,
    run_sensitivity,
    run_structure,
)
from tests.evidence.statistics.references import (
    NEAR,
    Reference,
    differences,
    references,
)

RUNNERS = {
    **run_effects.RUNNERS,
    **run_pooling.RUNNERS,
    **run_structure.RUNNERS,
    **run_sensitivity.RUNNERS,
}


@pytest.mark.parametrize(
    "reference",
    [r for r in references() if r.method in RUNNERS],
    ids=lambda reference: reference.name,
)
def test_a_method_gives_what_the_reference_gives(reference: Reference) -> None:
    found = RUNNERS[reference.method](reference.data, reference.options)

    assert differences(reference.expected, found, near=NEAR) == []
