"""The words that screens use for verdicts, truths, tiers and times, with their icons.

Words come before colour: each state is a word and an icon, and a tone only repeats it.
"""

from datetime import date
from functools import lru_cache

import attrs
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from glabella.core.eligibility import Verdict
from glabella.core.errors import InputError
from glabella.core.sources import Status
from glabella.core.truth import Truth

Words = str | Promise
"""Text for people, translated at once or when it is shown."""


@attrs.frozen
class State:
    """How a state looks: its word, its icon, and the tone that repeats it."""

    word: Words
    icon: str
    tone: str


VERDICTS = {
    Verdict.BLOCKED: State(pgettext_lazy("verdict", "blocked"), "ban", "stop"),
    Verdict.DEFERRED: State(pgettext_lazy("verdict", "deferred"), "clock", "wait"),
    Verdict.NOT_INDICATED: State(
        pgettext_lazy("verdict", "not indicated"), "circle-slash", "neutral"
    ),
    Verdict.NEEDS_FACTS: State(
        pgettext_lazy("verdict", "needs facts"), "circle-question-mark", "unknown"
    ),
    Verdict.CRITERIA_MET_OFF_LABEL: State(
        pgettext_lazy("verdict", "criteria met off label"), "scale", "weigh"
    ),
    Verdict.INDICATED: State(
        pgettext_lazy("verdict", "indicated"), "circle-check", "go"
    ),
}

TRUTHS = {
    Truth.YES: State(pgettext_lazy("truth", "yes"), "check", "yes"),
    Truth.NO: State(pgettext_lazy("truth", "no"), "x", "no"),
    Truth.UNKNOWN: State(
        pgettext_lazy("truth", "unknown"), "circle-question-mark", "unknown"
    ),
}

STEPS = {
    "done": State(pgettext_lazy("step", "done"), "circle-check", "done"),
    "next": State(pgettext_lazy("step", "next"), "circle-dot", "next"),
    "todo": State(pgettext_lazy("step", "to do"), "circle", "todo"),
    "skipped": State(pgettext_lazy("step", "left out"), "circle-slash", "skipped"),
    "blocked": State(pgettext_lazy("step", "stopped"), "ban", "blocked"),
}

TIERS = {
    "A": _("regulator, guideline or authorisation holder"),
    "B": _("paper or registry"),
    "C": _("copy or digest of a label"),
    "D": _("anything else, such as a news page"),
}

STATUSES = {
    Status.SEEN: _("read in this source"),
    Status.RECALLED: _("recalled from memory, not read"),
    Status.DERIVED: _("derived by Glabella from other statements"),
}

DAYS_A_WEEK = 7
DAYS_A_MONTH = 30.44  # a mean month, for sentences that begin with "about"
SAID_IN_DAYS_BELOW = 14
SAID_IN_WEEKS_BELOW = 27 * DAYS_A_WEEK
SAID_IN_MONTHS_BELOW = 730


def verdict_of(value: Verdict | str) -> Verdict:
    """Return the verdict named by itself or by its value, such as "needs_facts"."""
    return value if isinstance(value, Verdict) else Verdict(str(value))


def truth_of(value: Truth | str | bool | None) -> Truth:  # noqa: FBT001 - the answer
    """Return the truth of an answer as templates have it; None is unknown."""
    if isinstance(value, Truth):
        return value
    if value is None or isinstance(value, bool):
        return Truth.of(value)
    try:
        return Truth(str(value))
    except ValueError:
        raise InputError(
            f'"{value}" is no answer.',
            where="template tag truth",
            mending="Give yes, no or unknown.",
        ) from None


@lru_cache(maxsize=4096)
def day_in_words(day: date, language: str) -> str:
    """Return a date as people of a language write it; formatted once, then kept.

    The language is that which is active: it belongs to the key of the cache.
    """
    del language
    # Translators: a date, in the letters of Django's date format.
    return date_format(day, pgettext("date format", "j M Y"))


def relation_in_words(day: date, *, today: date) -> str:
    """Return how far off a day is: "in 12 days", "5 weeks 3 days ago".

    Up to half a year it is exact; then it says "about".
    """
    days = (day - today).days
    if days == 0:
        return gettext("today")
    if abs(days) == 1:
        return gettext("tomorrow") if days > 0 else gettext("yesterday")
    span = span_in_words(abs(days))
    if days > 0:
        return gettext("in %(span)s") % {"span": span}
    return gettext("%(span)s ago") % {"span": span}


def span_in_words(days: int) -> str:
    """Return a stretch of days in the largest unit that is still honest.

    In German it stands in the dative, as after "in" and "vor".
    """
    if days < SAID_IN_DAYS_BELOW:
        return _days(days)
    if days < SAID_IN_WEEKS_BELOW:
        weeks, rest = divmod(days, DAYS_A_WEEK)
        whole = ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
        return f"{whole} {_days(rest)}" if rest else whole
    months = round(days / DAYS_A_MONTH)
    if days < SAID_IN_MONTHS_BELOW:
        return ngettext("about %(n)d month", "about %(n)d months", months) % {
            "n": months
        }
    years = round(days / 365.25)
    return ngettext("about %(n)d year", "about %(n)d years", years) % {"n": years}


def _days(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
