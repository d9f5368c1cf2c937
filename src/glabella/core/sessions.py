"""Earlier toxin sessions as the ledger counts them."""

from datetime import date
from decimal import Decimal

from glabella.core.administrations import Administration, LedgerOverride
from glabella.core.fact_types import Record
from glabella.core.facts import FactSet

OTHER_TOXIN_RULE = "other_botulinum_toxin_within_84_days"


def administrations(facts: FactSet) -> tuple[Administration, ...]:
    """Return the sessions with a date; one without a date counts nowhere."""
    rows = facts.rows("toxin_sessions")
    found = []
    for number, row in enumerate(rows, start=1):
        day = row.get("date")
        if isinstance(day, date):
            found.append(_administration(row, on=day, name=f"session {number}"))
    return tuple(found)


def _administration(row: Record, *, on: date, name: str) -> Administration:
    units = row.get("units")
    return Administration(
        on,
        _words(row, "product"),
        units if isinstance(units, Decimal) else None,
        place=_words(row, "place"),
        external=row.get("external") is True,
        certainty=_words(row, "certainty") or "",
        condition=_words(row, "condition"),
        id=name,
    )


def _words(row: Record, key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) and value else None


def overrides(facts: FactSet) -> tuple[LedgerOverride, ...]:
    """Return the named decisions to treat in spite of another toxin in the window."""
    names = [one.id for one in administrations(facts)]
    return tuple(
        LedgerOverride(name, str(row["who"]), str(row["why"]))
        for row in facts.rows("overrides")
        if row.get("criterion") == OTHER_TOXIN_RULE
        and row.get("who")
        and row.get("why")
        for name in names
    )
