"""Words of planning: names, statuses, and differences as a person says them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from glabella.clinic.planning.compare import Change, Comparison
from glabella.clinic.planning.models import PlanSite
from glabella.clinic.practice.knowledge import library
from glabella.core.plan import PlanStatus
from glabella.core.quantity import plain_number
from glabella.core.sources import Text

SIDES: Mapping[str, Promise] = MappingProxyType(
    {
        "left": gettext_lazy("left"),
        "right": gettext_lazy("right"),
        "middle": pgettext_lazy("side", "middle"),
        "midline": pgettext_lazy("side", "middle"),
        "whole": gettext_lazy("both sides"),
        "": gettext_lazy("both sides"),
    }
)
STATUSES: Mapping[str, tuple[Promise, str, str]] = MappingProxyType(
    {
        PlanStatus.PROPOSED.value: (gettext_lazy("ready to approve"), "go", "check"),
        PlanStatus.NEEDS_CONFIRMATION.value: (
            gettext_lazy("needs confirmation by name"),
            "weigh",
            "circle-question-mark",
        ),
        PlanStatus.NO_DOSE.value: (gettext_lazy("no dose"), "wait", "circle-minus"),
        PlanStatus.BLOCKED.value: (gettext_lazy("not permitted"), "stop", "ban"),
        PlanStatus.DEFERRED.value: (gettext_lazy("deferred"), "wait", "clock"),
    }
)
STATES: Mapping[str, tuple[Promise, str, str]] = MappingProxyType(
    {
        "draft": (pgettext_lazy("plan", "draft"), "wait", "pencil"),
        "approved": (pgettext_lazy("plan", "approved"), "accent", "badge-check"),
        "replaced": (pgettext_lazy("plan", "replaced"), "neutral", "history"),
        "withdrawn": (pgettext_lazy("plan", "withdrawn"), "neutral", "ban"),
    }
)
VERDICTS: Mapping[str, Promise] = MappingProxyType(
    {
        "blocked": gettext_lazy("decided: not permitted"),
        "deferred": gettext_lazy("decided: deferred"),
        "not_indicated": gettext_lazy("decided: not indicated"),
        "needs_facts": gettext_lazy("decided: facts are missing"),
        "criteria_met_off_label": gettext_lazy("decided: criteria met, off label"),
        "indicated": gettext_lazy("decided: indicated"),
    }
)
DEPTHS: Mapping[str, Promise] = MappingProxyType(
    {
        "": gettext_lazy("not said"),
        "superficial": gettext_lazy("superficial"),
        "deep": gettext_lazy("deep"),
        "intradermal": gettext_lazy("into the skin"),
        "detrusor": gettext_lazy("into the detrusor"),
    }
)


def language() -> str:
    """Return the language of the page: "en" or "de"."""
    return (get_language() or "en").partition("-")[0]


def say(text: Text | Mapping[str, str]) -> str:
    """Return a sentence in the language of the page, with muscles by their names."""
    if isinstance(text, Text):
        return named(text.in_language(language()))
    return named(text.get(language(), text["en"]))


def muscle_name(muscle: str) -> str:
    """Return the name of a muscle in the language of the page."""
    known = library().muscles.get(muscle)
    return known.name.in_language(language()) if known else muscle.replace("_", " ")


def named(sentence: str) -> str:
    """Return a sentence with each id of a muscle replaced by its name."""
    words = [_named_word(word) for word in sentence.split(" ")]
    return " ".join(words)


def _named_word(word: str) -> str:
    bare = word.rstrip(",.:;")
    known = library().muscles.get(bare)
    # "frontalis" is a word already; only "corrugator_supercilii" is none.
    if known is None or "_" not in bare:
        return word
    return known.name.in_language(language()) + word[len(bare) :]


def place(muscle: str, side: str) -> str:
    """Return a muscle with its side: "Temporalis muscle (left)"."""
    words = {"side": SIDES[side], "muscle": muscle_name(muscle)}
    return _("%(muscle)s (%(side)s)") % words


def amount(units: Decimal) -> str:
    """Return units as the language writes them, without the product."""
    return _("%(units)s U") % {"units": number(units)}


def number(value: Decimal) -> str:
    """Return a number as the language writes it, without zeros that say nothing."""
    said = plain_number(value)
    return said.replace(".", ",") if language() == "de" else said


def said_change(change: Change) -> str:
    """Return what changes in a muscle: "+5 U Temporalis muscle (left)"."""
    where = place(change.muscle, change.side)
    if change.before is None:
        return _("new: %(where)s, %(amount)s") % {
            "where": where,
            "amount": amount(change.now or Decimal(0)),
        }
    if change.now is None:
        return _("left out: %(where)s, %(amount)s last time") % {
            "where": where,
            "amount": amount(change.before),
        }
    sign = "+" if change.more > 0 else "\N{MINUS SIGN}"
    return f"{sign}{amount(abs(change.more))} {where}"


def said_comparison(found: Comparison) -> str:
    """Return the difference to a session in one line, with what went wrong then."""
    parts = []
    if not found.is_same_product:
        parts.append(_("another product than last time: units cannot be compared"))
    elif not found.changes:
        parts.append(_("the same units as last time"))
    parts += [said_change(one) for one in found.changes]
    effects = ", ".join(one.label for one in found.effects)
    line = ", ".join(parts)
    return (
        _("%(changes)s; %(effects)s last time")
        % {
            "changes": line,
            "effects": effects,
        }
        if effects
        else line
    )


def said_sites(sites: Iterable[PlanSite]) -> str:
    """Return sites in words, for the one who was overtaken."""
    return "; ".join(
        f"{place(one.muscle, one.side)} {one.point}: {amount(one.units)}"
        for one in sites
    )
