"""The fragility index: how many events turn a significant trial."""

from math import comb

import attrs

from glabella.core.errors import InputError

SIGNIFICANT = 0.05

AS_LIKELY = 1 + 1e-7
"""Tables this near in probability count as equally likely, as in R's fisher.test."""

MOST_PEOPLE = 100_000


@attrs.frozen
class Fragility:
    """How firm the significance of one trial is.

    Args:
        p: Fisher's exact p value of the trial.
        index: Events to add in the arm with fewer until p is 0.05 or more; 0 if it is.
        quotient: The index as a share of all people.
    """

    p: float
    index: int
    quotient: float


@attrs.frozen
class Trial:
    """Events and people of two arms, whole numbers."""

    events1: int
    n1: int
    events2: int
    n2: int

    def __attrs_post_init__(self) -> None:
        """Refuse counts that cannot be."""
        fits1 = 0 <= self.events1 <= self.n1 and self.n1 >= 1
        fits2 = 0 <= self.events2 <= self.n2 and self.n2 >= 1
        if not (fits1 and fits2 and self.n1 + self.n2 <= MOST_PEOPLE):
            raise InputError(
                f"{self.events1} of {self.n1} and {self.events2} of {self.n2} are no "
                "counts of a trial.",
                where="events",
                mending=f"Give whole numbers, at most {MOST_PEOPLE:,} people.",
            )


def fragility(trial: Trial) -> Fragility:
    """Return the fragility index.

    Source: Walsh et al. 2014, J Clin Epidemiol 67:622.
    """
    p = fisher_exact(trial)
    index, changed = 0, trial
    is_first = trial.events1 <= trial.events2
    while fisher_exact(changed) < SIGNIFICANT:
        index += 1
        more1, more2 = (index, 0) if is_first else (0, index)
        changed = attrs.evolve(
            trial, events1=trial.events1 + more1, events2=trial.events2 + more2
        )
    return Fragility(p, index, index / (trial.n1 + trial.n2))


def fisher_exact(trial: Trial) -> float:
    """Return the two-sided p value of Fisher's exact test.

    Exact in whole numbers: the share of tables with the same margins that are no more
    likely than the one seen.
    """
    events, n1, n2 = trial.events1 + trial.events2, trial.n1, trial.n2
    lowest, highest = max(0, events - n2), min(n1, events)
    ways = [comb(n1, a) * comb(n2, events - a) for a in range(lowest, highest + 1)]
    seen = ways[trial.events1 - lowest]
    limit = int(seen * AS_LIKELY) if seen < 1 << 50 else seen + seen // 10**7
    return sum(way for way in ways if way <= limit) / sum(ways)
