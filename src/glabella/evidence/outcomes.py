"""What is measured: outcomes with their sign convention, so that none is turned round.

An effect is always the toxin arm minus (or over) the control arm in the outcome's own
units.
Whether a negative difference is a benefit is part of the outcome, and rows of two
outcomes are pooled only if their directions agree.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum

import attrs

from glabella.core.errors import InputError
from glabella.core.instruments import Direction
from glabella.core.sources import Basis, Text


class OutcomeKind(Enum):
    """How an outcome is counted."""

    EVENTS = "events"
    """People with the event, of all people of the arm."""
    SCORE = "score"
    """A number per person: a score, or days in a period."""


class Scale(Enum):
    """On which scale an effect stands, toxin against control."""

    MEAN_DIFFERENCE = "mean_difference"
    STANDARDISED_DIFFERENCE = "standardised_difference"
    ODDS_RATIO = "odds_ratio"
    RISK_RATIO = "risk_ratio"
    RISK_DIFFERENCE = "risk_difference"


class MixedSignsError(InputError):
    """Outcomes of which a higher number means better in one and worse in another."""


@attrs.frozen
class MinimalChange:
    """The smallest difference between groups that matters, as published."""

    value: Decimal
    scale: Scale
    basis: Basis


@attrs.frozen
class Outcome:
    """One outcome as one instrument measures it.

    `direction` is the sign convention: `HIGHER_IS_WORSE` makes a negative difference a
    benefit of the toxin; for events it speaks of the number of people with the event.
    `lowest` and `highest` are the ends of the scale, where it has ends.
    """

    id: str
    name: Text
    kind: OutcomeKind
    direction: Direction
    instrument: str
    unit: Text
    definition: str | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    muscle: str | None = None
    minimal: MinimalChange | None = None

    @property
    def benefit_sign(self) -> int:
        """The sign of toxin minus control that is a benefit: -1 or 1."""
        return 1 if self.direction is Direction.HIGHER_IS_BETTER else -1


def common_direction(outcomes: Iterable[Outcome]) -> Direction:
    """Return the one direction of some outcomes.

    Raises:
        MixedSignsError: If they disagree, or if there is none.
    """
    by_direction: dict[Direction, list[str]] = {}
    for outcome in outcomes:
        by_direction.setdefault(outcome.direction, []).append(outcome.id)
    if len(by_direction) == 1:
        return next(iter(by_direction))
    told = "; ".join(
        f"{direction.value}: {', '.join(names)}"
        for direction, names in by_direction.items()
    )
    raise MixedSignsError(
        f"outcomes of two sign conventions ({told or 'none named'}) cannot be mixed.",
        mending="Pool outcomes of one direction, or turn one scale round by name.",
    )
