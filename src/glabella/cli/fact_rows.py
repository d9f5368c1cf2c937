"""Facts and missing facts in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from glabella.core.facts import Fact, Missing
from glabella.interop.plain_json import plain_number
from glabella.protocols.document import Language
from glabella.protocols.wording import ABSENCES

Json = dict[str, object]

USUAL_CERTAINTY = "recorded"


def fact_words(fact: Fact, say: Language) -> str:
    """Return a fact on one line: name, value, day, source, unusual certainty."""
    parts = [fact.as_of.isoformat(), fact.source]
    if fact.certainty != USUAL_CERTAINTY:
        parts.append(fact.certainty)
    return f"{fact.id} = {value_words(fact.value, say)} ({', '.join(parts)})"


def missing_words(missing: Missing, say: Language) -> str:
    """Return why a fact has no current value."""
    reason = say.of(ABSENCES[missing.reason])
    if missing.last is not None:
        return f"{missing.id}: {reason}, {fact_words(missing.last, say)}"
    rivals = "; ".join(fact_words(fact, say) for fact in missing.rivals)
    return f"{missing.id}: {reason}" + (f": {rivals}" if rivals else "")


def value_words(value: object, say: Language) -> str:
    """Return a value as a person writes it; what nobody counted is a question mark."""
    match value:
        case None:
            return "?"
        case bool():
            return say("yes", "ja") if value else say("no", "nein")
        case Decimal():
            return str(plain_number(value))
        case date():
            return value.isoformat()
        case Mapping():
            return _row_words(value, say)
        case tuple() | list():
            return _list_words(value, say)
        case _:
            return str(value)


def _list_words(values: Iterable[object], say: Language) -> str:
    parts = [value_words(value, say) for value in values]
    is_rows = any(" " in part for part in parts)
    return ("; " if is_rows else ", ").join(parts) or say("none", "keine")


def _row_words(row: Mapping[str, object], say: Language) -> str:
    cells = (value_words(cell, say) for cell in row.values() if cell is not None)
    return " ".join(cells) or "?"
