"""Ours against the pinned results of metafor, clubSandwich and base R."""

import pytest

from glabella.evidence.methods import methods
from tests.evidence.statistics import (
    run_effects,
    run_pooling,
    run_sensitivity,
    run_structure,
)
from tests.evidence.statistics.references import (
    Reference,
    differences,
    references,
    untuned,
)

RUNNERS = {
    **run_effects.RUNNERS,
    **run_pooling.RUNNERS,
    **run_structure.RUNNERS,
    **run_sensitivity.RUNNERS,
}


NEARNESS = {method.id: method.near for method in methods()}


@pytest.mark.parametrize(
    "reference",
    [r for r in references() if r.method in RUNNERS],
    ids=lambda reference: reference.name,
)
def test_a_method_gives_what_the_reference_gives(reference: Reference) -> None:
    found = RUNNERS[reference.method](reference.data, reference.options)

    near = NEARNESS[reference.method]
    assert differences(reference.expected, found, near=near) == []


# Where metafor stops by itself: Fisher's scoring at steps of 1e-5, uniroot at eps^0.25.
CLOSED = {"tau2-ce", "tau2-dl", "tau2-he", "tau2-hs", "tau2-sj"}
SCORING_STOP = 5e-5
UNIROOT_STOP = 2.5e-4


@pytest.mark.parametrize(
    "reference",
    [r for r in untuned() if r.method in CLOSED],
    ids=lambda reference: reference.name,
)
def test_a_closed_formula_needs_no_tuning(reference: Reference) -> None:
    found = RUNNERS[reference.method](reference.data, reference.options)

    assert differences(reference.expected, found, near=1e-6) == []


@pytest.mark.parametrize(
    "reference",
    [r for r in untuned() if r.method not in CLOSED],
    ids=lambda reference: reference.name,
)
def test_an_untuned_search_ends_within_its_own_tolerance(reference: Reference) -> None:
    """Its reason for being looser: metafor stops before the last digits."""
    found = RUNNERS[reference.method](reference.data, reference.options)
    stop = SCORING_STOP if reference.method != "tau2-pm" else UNIROOT_STOP
    names = ("low", "high") if reference.method == "q-profile" else ("tau2",)
    if reference.method == "q-profile":
        stop = UNIROOT_STOP

    far = [abs(found[name] - reference.expected[name]) for name in names]
    assert max(far) <= stop
