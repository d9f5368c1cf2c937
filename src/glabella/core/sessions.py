"""Earlier toxin sessions as the ledger counts them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import attrs

from glabella.core.administrations import Administration, LedgerOverride
from glabella.core.errors import UnknownNameError
from glabella.core.fact_types import FactValue, Record
from glabella.core.facts import FactSet
from glabella.core.overrides import recorded_overrides

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


def with_substances(facts: FactSet, substances: Mapping[str, str]) -> FactSet:
    """Return the set with each session's product as the active substance.

    Args:
        facts: Facts whose sessions may name a brand ("Dysport") or a substance.
        substances: The substance by name in lower case, see `substance_names`.

    Raises:
        UnknownNameError: If a session names a product nobody knows; an empty name is
            an unknown product, which is no mistake.
    """
    found = facts.history("toxin_sessions")
    if not found:
        return facts
    return facts.with_facts(
        attrs.evolve(fact, value=_renamed(fact.value, substances)) for fact in found
    )


def _renamed(value: FactValue, substances: Mapping[str, str]) -> FactValue:
    rows = value if isinstance(value, tuple) else ()
    return tuple(
        {**row, "product": _substance(row, substances)}
        for row in rows
        if isinstance(row, Mapping)
    )


def _substance(row: Record, substances: Mapping[str, str]) -> str | None:
    name = _words(row, "product")
    if name is None:
        return None
    known = substances.get(name.lower())
    if known is None:
        raise UnknownNameError(
            f'there is no product "{name}".',
            where='fact "toxin_sessions"',
            mending="Name the active substance or a brand, or leave it empty.",
        )
    return known


def _words(row: Record, key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) and value else None


def overrides(facts: FactSet) -> tuple[LedgerOverride, ...]:
    """Return the named decisions to treat in spite of another toxin in the window."""
    names = [one.id for one in administrations(facts)]
    return tuple(
        LedgerOverride(name, one.who, one.why)
        for one in recorded_overrides(facts)
        if one.criterion == OTHER_TOXIN_RULE
        for name in names
    )
