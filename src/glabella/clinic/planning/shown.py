"""What a count said, as the screens show it; from the count itself, or as it was kept.

A draft and an approved plan are shown by the same words: both come from `answer`.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.planning.compare import sums
from glabella.clinic.planning.values import NewSite
from glabella.clinic.planning.words import (
    STATUSES,
    amount,
    muscle_name,
    number,
    place,
    say,
)
from glabella.clinic.practice.knowledge import library
from glabella.core.plan import PlanStatus

Plain = Mapping[str, Any]

LABELS: Mapping[str, Promise] = {
    "on_label": gettext_lazy("on label here"),
    "off_label": gettext_lazy("off label here"),
    "unverified": gettext_lazy("label not verified"),
    "conflict": gettext_lazy("sources disagree about the label"),
}
GROUPS: Mapping[str, Promise] = {
    "frontalis_with_glabella": gettext_lazy("Forehead and frown together"),
    "neck_with_shoulder": gettext_lazy("Neck and shoulder together"),
}


def shown(answer: Plain, sites: Sequence[NewSite]) -> dict[str, Any]:
    """Return a count in words, for the templates.

    What to draw and what to open is left out unless the plan is proposed.
    """
    status = answer["status"]
    word, tone, icon = STATUSES[status]
    is_ready = status == PlanStatus.PROPOSED.value
    warnings = answer["warnings"]
    return {
        "status": status,
        "status_word": word,
        "tone": tone,
        "icon": icon,
        "is_ready": is_ready,
        "units": Decimal(answer["units"]),
        "points": len(sites),
        "volume_ml": _decimal(answer["volume_ml"]) if is_ready else None,
        "vials": _vials(answer) if is_ready else [],
        "waste": _decimal(answer["waste_units"]) if is_ready else None,
        "draws": [_draw(one) for one in answer["draws"]] if is_ready else [],
        "muscles": _muscles(sites),
        "groups": [
            (GROUPS.get(name, name), amount(Decimal(units)))
            for name, units in answer["group_units"].items()
        ],
        "ledger": _ledger(answer["ledger"]),
        "stops": [say(one["text"]) for one in warnings if one["stops"]],
        "cautions": [say(one["text"]) for one in warnings if not one["stops"]],
        "needed": [
            {"what": one["what"], "text": say(one["text"])} for one in answer["needed"]
        ],
        "differences": [_difference(one) for one in answer["differences"]],
        "replacements": [_replacement(one) for one in answer["replacements"]],
        "verdicts": [_verdict(one) for one in answer["verdicts"]],
        "findings": [
            {
                "where": place(one["muscle"], one["side"]),
                "text": say(one["text"]),
                "effect": one["effect"],
            }
            for one in answer["findings"]
        ],
    }


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _vials(answer: Plain) -> list[str]:
    return [
        f"{one['count']} \N{MULTIPLICATION SIGN} {amount(Decimal(one['units']))}"
        for one in answer["vials"]
    ]


def _draw(one: Plain) -> dict[str, Any]:
    return {
        "syringe": one["syringe"],
        "units": amount(Decimal(one["units"])),
        "volume_ml": Decimal(one["volume_ml"]),
        "sites": draw_words(one["sites"]),
    }


def draw_words(keys: Iterable[str]) -> str:
    """Return the sites of a syringe: "Temporalis muscle (left) 1 to 4"."""
    places: dict[tuple[str, str], list[int]] = {}
    for key in keys:
        muscle, side, point = key.split("/")
        places.setdefault((muscle, side), []).append(int(point))
    return ", ".join(
        f"{place(*where)} {_numbers(points)}" for where, points in places.items()
    )


def _numbers(points: Sequence[int]) -> str:
    low, high = min(points), max(points)
    return str(low) if low == high else f"{low}\N{EN DASH}{high}"


def _muscles(sites: Sequence[NewSite]) -> list[dict[str, Any]]:
    by_place = sums(sites)
    rows = []
    for muscle in dict.fromkeys(muscle for muscle, _side in by_place):
        units = {
            side: by_place.get((muscle, side)) for side in ("left", "middle", "right")
        }
        whole = sum((one for one in units.values() if one), Decimal(0))
        left, right = units["left"], units["right"]
        is_uneven = left != right and (left or right) is not None
        said = {side: number(one) if one else "" for side, one in units.items()}
        rows.append(
            {"name": muscle_name(muscle), "is_uneven": is_uneven}
            | {"whole": number(whole), **said}
        )
    return rows


def _ledger(book: Plain | None) -> dict[str, Any] | None:
    if book is None:
        return None
    return {name: _number(value) for name, value in book.items()}


def _number(value: object) -> object:
    return Decimal(value) if isinstance(value, str) else value


def _difference(one: Plain) -> str:
    where = f"{place(one['muscle'], one['side'])} {one['point']}"
    before, now = _decimal(one["proposed"]), _decimal(one["units"])
    if now is None:
        return _("%(where)s: left out, the scheme gives %(before)s") % {
            "where": where,
            "before": amount(before or Decimal(0)),
        }
    if before is None:
        return _("%(where)s: %(now)s by hand") % {"where": where, "now": amount(now)}
    return _("%(where)s: %(now)s instead of %(before)s") % {
        "where": where,
        "now": amount(now),
        "before": amount(before),
    }


def _replacement(one: Plain) -> str:
    names = {key: say(library().protocol(one[key]).name) for key in ("kept", "dropped")}
    return _(
        "%(where)s: injected by the map of %(kept)s, not by that of %(dropped)s"
    ) % {
        "where": place(one["muscle"], one["side"]),
        **names,
    }


def _verdict(one: Plain) -> dict[str, Any]:
    known = library().protocols.get(one["protocol"])
    return {
        "name": say(known.name) if known else one["protocol"],
        "version": one["version"],
        "verdict": one["verdict"],
        "label": LABELS[one["label"]],
        "is_draft": one["signed_by"] is None,
    }
