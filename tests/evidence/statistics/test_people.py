"""The contrasts of Guarda-Nardini 2008, as published and by analysis of covariance.

The published numbers: overview PMC7533232, table 2 (final values). The
individual data are read from the shared folder; real people, so they stay there.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from glabella.core.errors import InputError
from glabella.evidence.effects.people import (
    ArmOfPeople,
    Contrast,
    Contrasts,
    arm_of_people,
    contrasts,
)
from glabella.evidence.individual import IndividualData, read_individual
from tests.evidence.statistics.references import FOLDER, differences

FIRST, LAST = Decimal(0), Decimal(26)


@pytest.fixture(scope="module")
def trial(shared_data: Path) -> IndividualData:
    return read_individual(shared_data / "trials" / "guarda-nardini-2008.csv")


def arm(trial: IndividualData, column: str, name: str) -> ArmOfPeople:
    before, after = (
        [float(value) for value in trial.values(column, arm=name, week=week)]
        for week in (FIRST, LAST)
    )
    return arm_of_people(before, after)


def found(trial: IndividualData, column: str) -> Contrasts:
    return contrasts(arm(trial, column, "bont"), arm(trial, column, "placebo"))


def printed(contrast: Contrast) -> tuple[float, ...]:
    return tuple(round(value, 2) for value in contrast)


def test_pain_at_chewing_is_reproduced_as_published(trial: IndividualData) -> None:
    assert printed(found(trial, "DM").final) == (-1.1, -3.37, 1.17)


def test_pain_at_rest_is_reproduced_as_published(trial: IndividualData) -> None:
    low, high = found(trial, "DR").final[1:]

    assert (round(low, 2), round(high, 2)) == (-3.01, 2.01)


def test_the_other_estimands_say_something_else(trial: IndividualData) -> None:
    both = found(trial, "DM")

    assert printed(both.ancova) == (-2.38, -4.38, -0.38)
    assert printed(both.change) == (-3.2, -5.15, -1.25)


def test_the_difference_follows_from_the_start_and_the_slope(
    trial: IndividualData,
) -> None:
    """Pain at chewing began 2.1 points higher in the toxin arm: that is all of it."""
    both = found(trial, "DM")

    assert round(both.imbalance, 6) == 2.1
    assert both.change.estimate == pytest.approx(both.final.estimate - both.imbalance)
    assert both.ancova.estimate == pytest.approx(
        both.final.estimate - both.slope * both.imbalance
    )


@pytest.mark.parametrize("column", ["DM", "DR"])
def test_r_gives_the_same(trial: IndividualData, column: str) -> None:
    pinned = json.loads((FOLDER / "individual.json").read_text("utf-8"))["results"]
    expected = next(one["expected"] for one in pinned if one["set"] == column)
    both = found(trial, column)

    got = {"final": both.final, "change": both.change, "ancova": both.ancova}
    assert differences(expected, got, near=1e-9) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [([1.0, 2.0], [1.0, 2.0]), ([1.0, 2.0, 3.0], [1.0, 2.0]), ([1.0] * 3, [1, 2, 3])],
)
def test_people_without_both_values_are_refused(
    before: list[float], after: list[float]
) -> None:
    with pytest.raises(InputError, match="are no arm to analyse"):
        arm_of_people(before, after)
