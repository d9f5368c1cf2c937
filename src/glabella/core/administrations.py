"""Botulinum toxin that a person has had, wherever it was given, as the ledger needs it.

Vocabulary: an *administration* is one injection session of one toxin, here or not.
What nobody knows about it is None: an unknown amount is never zero, and an unknown
toxin is never the one at hand.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import attrs

from glabella.core.errors import InputError
from glabella.core.quantity import checked_amount


def _checked_units(value: Decimal | None) -> Decimal | None:
    return None if value is None else checked_amount(value, what="A session")


@attrs.frozen
class Administration:
    """One injection session of one toxin.

    `certainty` is said in the words of whoever recorded it. `condition` is what it was
    given for. `external` means at another place of care.
    """

    on: date
    product: str | None = None
    units: Decimal | None = attrs.field(default=None, converter=_checked_units)
    place: str | None = attrs.field(default=None, kw_only=True)
    external: bool = attrs.field(default=False, kw_only=True)
    certainty: str = attrs.field(default="", kw_only=True)
    condition: str | None = attrs.field(default=None, kw_only=True)
    id: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class LedgerOverride:
    """A named clinician lifts the block that one administration causes."""

    administration: str
    who: str
    why: str


def administration_from_row(
    row: Mapping[str, object], *, names: Mapping[str, str], key: str
) -> Administration:
    """Return a row of the fact "toxin_sessions" as an administration.

    Args:
        row: The fields date, product, units, condition, place, external, certainty.
        names: Substance by substance or brand name, in lower case. A name that is not
            among them is a toxin nobody knows: its units count towards nothing.
        key: How the row is called if it carries no id.

    Raises:
        InputError: If the row has no date.
    """
    on = row.get("date")
    if not isinstance(on, date):
        raise InputError(
            "A toxin session has no date.",
            where=key,
            mending="Give the date, as exactly as it is known.",
        )
    units = row.get("units")
    return Administration(
        on,
        names.get(str(row.get("product") or "").strip().lower()),
        Decimal(units) if isinstance(units, int | Decimal) else None,
        place=_text(row, "place"),
        external=row.get("external") is True,
        certainty=_text(row, "certainty") or "",
        condition=_text(row, "condition"),
        id=_text(row, "id") or key,
    )


def _text(row: Mapping[str, object], key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) and value else None
