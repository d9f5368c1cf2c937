"""What a count said, as plain data: kept with the plan, shown once it is approved."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from glabella.clinic.planning.counting import Counted
from glabella.core.eligibility import Assessment
from glabella.core.plan import Needed, Plan, Warned
from glabella.core.recount import Difference
from glabella.core.sources import Text

Plain = dict[str, Any]


def answer_of(counted: Counted) -> Plain:
    """Return the count as JSON: decimals and days as text, sentences in both languages.

    What to draw and what to open stands only in a plan that is proposed.
    """
    made = counted.plan
    return {
        "status": counted.status.value,
        "units": str(made.arithmetic_units),
        "muscle_units": _units(made.muscle_units),
        "group_units": _units(made.group_units),
        "volume_ml": None if made.volume_ml is None else str(made.volume_ml),
        "draws": _draws(made),
        "vials": [
            {"units": str(each.size.units), "count": each.count}
            for each in (made.vials.vials if made.vials else ())
        ],
        "waste_units": str(made.vials.waste.units) if made.vials else None,
        "ledger": _ledger(counted),
        "verdicts": [_verdict(one) for one in counted.assessments],
        "replacements": [
            {"muscle": one.muscle, "side": one.side, "kept": one.kept}
            | {"dropped": one.dropped}
            for one in made.replacements
        ],
        "differences": [_difference(one) for one in counted.recount.differences],
        "needed": _needed(counted.needed),
        "warnings": _warnings(counted.warnings),
        "findings": [
            {"finding": one.finding, "muscle": one.muscle, "side": one.side}
            | {"effect": one.effect, "text": text(one.text)}
            for one in counted.findings
        ],
    }


def _draws(made: Plan) -> list[Plain]:
    return [
        {
            "syringe": draw.syringe,
            "units": str(draw.dose.units),
            "volume_ml": str(draw.volume.ml),
            "sites": [each.site for each in draw.sites],
        }
        for draw in (made.fill.draws if made.fill else ())
    ]


def _verdict(one: Assessment) -> Plain:
    return {
        "protocol": one.protocol.id,
        "version": one.protocol.version,
        "verdict": one.verdict.value,
        "label": one.label.status.value,
        "signed_by": one.signed_by,
    }


def text(words: Text) -> Plain:
    """Return a sentence in both languages."""
    return {"en": words.en, "de": words.de}


def _units(by_name: Mapping[str, Decimal]) -> Plain:
    return {name: str(units) for name, units in by_name.items()}


def _ledger(counted: Counted) -> Plain | None:
    book, left = counted.plan.ledger, counted.recount.units_left
    if book is None:
        return None
    return {
        "window_days": book.window_days,
        "used": str(book.used),
        "limit": _maybe(book.limit),
        "remaining": _maybe(book.remaining),
        "left": _maybe(left),
    }


def _maybe(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _difference(one: Difference) -> Plain:
    return {
        "muscle": one.muscle,
        "side": one.side,
        "point": one.point,
        "proposed": _maybe(one.proposed),
        "units": _maybe(one.units),
    }


def _needed(items: Iterable[Needed]) -> list[Plain]:
    return [{"what": one.what, "text": text(one.why)} for one in items]


def _warnings(items: Iterable[Warned]) -> list[Plain]:
    return [
        {
            "id": one.id,
            "text": text(one.text),
            "stops": one.stops.value if one.stops else None,
        }
        for one in items
    ]
