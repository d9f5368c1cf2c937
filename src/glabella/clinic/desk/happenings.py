"""The lines of a patient's timeline, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from glabella.clinic.practice.knowledge import instruments
from glabella.clinic.record.timeline import TimelineEntry
from glabella.protocols.loader import Library

KINDS: Mapping[str, tuple[object, str]] = {
    "session": (gettext_lazy("Treatment"), "syringe"),
    "external_dose": (gettext_lazy("Toxin given elsewhere"), "syringe"),
    "score": (gettext_lazy("Questionnaire"), "clipboard-list"),
    "note": (gettext_lazy("Note"), "notebook-pen"),
    "document": (gettext_lazy("Letter or result"), "file-text"),
    "problem": (gettext_lazy("Problem"), "stethoscope"),
    "problem_resolved": (gettext_lazy("Problem resolved"), "circle-check"),
    "therapy_started": (gettext_lazy("Therapy started"), "pill"),
    "therapy_stopped": (gettext_lazy("Therapy stopped"), "pill"),
    "side_effect": (gettext_lazy("Side effect"), "triangle-alert"),
    "decision": (gettext_lazy("Decision"), "scale"),
    "task": (gettext_lazy("Task"), "list-checks"),
}
WORDS: Mapping[str, object] = {
    "draft": pgettext_lazy("note", "draft"),
    "signed": pgettext_lazy("note", "signed"),
    "here": "",
    "imported": gettext_lazy("imported"),
    "unknown": gettext_lazy("not known"),
    "mild": gettext_lazy("mild"),
    "moderate": gettext_lazy("moderate"),
    "severe": gettext_lazy("severe"),
    "left": gettext_lazy("left"),
    "right": gettext_lazy("right"),
    "both": gettext_lazy("both sides"),
    "worked": gettext_lazy("worked"),
    "failed": gettext_lazy("failed"),
    "not_tolerated": gettext_lazy("not tolerated"),
    "unsuitable": gettext_lazy("unsuitable"),
}


def lines(
    entries: Iterable[TimelineEntry], *, library: Library, language: str
) -> list[dict[str, Any]]:
    """Return the lines as the `timeline` tag wants them."""
    return [_line(one, library=library, language=language) for one in entries]


def _line(one: TimelineEntry, *, library: Library, language: str) -> dict[str, Any]:
    title, icon = KINDS.get(one.kind, (one.kind, "dot"))
    words = [_piece(piece, library, language) for piece in one.label if piece]
    return {
        "at": one.on or one.at,
        "title": title,
        "text": _said(one, [word for word in words if word]),
        "icon": icon,
        "tone": "wait" if one.kind == "side_effect" else "",
    }


def _said(one: TimelineEntry, words: list[str]) -> str:
    if one.kind in {"session", "external_dose"}:
        return _dosed(one, words)
    if one.kind == "score" and len(words) == 1:
        return _("%(instrument)s: no total") % {"instrument": words[0]}
    return ", ".join(words)


def _dosed(one: TimelineEntry, words: list[str]) -> str:
    """Return a dose with its product beside it; units without a product say nothing."""
    product, units = one.label[-3:-1] if one.kind == "session" else one.label[:2]
    dose = _("%(units)s U %(product)s") % {
        "units": units or _("unknown"),
        "product": product or _("product not known"),
    }
    rest = [word for word in words if word not in {product, units}]
    return ", ".join([dose, *rest])


def _piece(piece: str, library: Library, language: str) -> str:
    if piece in library.protocols:
        return library.protocols[piece].name.in_language(language)
    instrument = instruments().instruments.get(piece)
    if instrument is not None:
        return instrument.short_name
    return str(WORDS.get(piece, piece))
