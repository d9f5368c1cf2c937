"""Overrides: a specialist treats in spite of a rule, by name and with a reason."""

import attrs

from glabella.core.facts import FactSet


@attrs.frozen
class Override:
    """A specialist's decision to treat in spite of a rule that allows it."""

    criterion: str
    who: str
    why: str


def recorded_overrides(facts: FactSet) -> tuple[Override, ...]:
    """Return the overrides on record today; one without a name or a reason is none.

    Whether a rule allows an override is for those who ask to say.
    """
    return tuple(
        Override(str(row["criterion"]), str(row["who"]), str(row["why"]))
        for row in facts.rows("overrides")
        if row.get("criterion") and row.get("who") and row.get("why")
    )
