"""Subgroups of a table of studies, each pooled by itself with the same choices."""

import attrs

from glabella.core.errors import InputError
from glabella.evidence.effects.effect import Measure, effects
from glabella.evidence.effects_file import StudyTable, synthesise_table
from glabella.evidence.pooling.fitting import fit
from glabella.evidence.pooling.model import COMMON_EFFECT
from glabella.evidence.pooling.regression import Omnibus
from glabella.evidence.synthesis import Choices, Synthesis

LEAST_GROUPS = 2


@attrs.frozen(eq=False)
class Group:
    """One group of studies.

    Args:
        name: What they share.
        labels: The studies.
        synthesis: Their answer; None if they cannot be pooled.
        reason: Why not; empty if they can.
    """

    name: str
    labels: tuple[str, ...]
    synthesis: Synthesis | None
    reason: str = ""


@attrs.frozen(eq=False)
class Grouped:
    """All groups.

    Args:
        groups: In order of appearance.
        between: Whether they have one effect; None unless all could be pooled.
    """

    groups: tuple[Group, ...]
    between: Omnibus | None


def grouped(
    table: StudyTable, choices: Choices, measure: Measure | None = None
) -> Grouped | None:
    """Return the groups of a table, or None if it has no two.

    Source: Borenstein et al. 2009, chapter 19, method with separate tau2.
    """
    names = tuple(dict.fromkeys(table.groups))
    if len(names) < LEAST_GROUPS:
        return None
    parts = [(name, table.of_group(name)) for name in names]
    groups = tuple(_group(part, name, choices, measure) for name, part in parts)
    made = [each.synthesis for each in groups if each.synthesis is not None]
    if len(made) < len(groups):
        return Grouped(groups, None)
    at = [each.effect.estimate for each in made]
    v = [each.effect.se**2 for each in made]
    q = fit(effects(at, v), COMMON_EFFECT).heterogeneity
    return Grouped(groups, Omnibus(q.q, q.df, None, q.p))


def _group(
    rows: StudyTable, name: str, choices: Choices, measure: Measure | None
) -> Group:
    try:
        return Group(name, rows.labels, synthesise_table(rows, choices, measure))
    except InputError as error:
        return Group(name, rows.labels, None, error.what)
