"""What the page of repeating shows: outlooks and coverages in the reader's words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from glabella.clinic.followup.drafts import number_words
from glabella.clinic.followup.queries.repeat import Covered, Outlook
from glabella.clinic.practice.knowledge import library
from glabella.core.ledger_notes import NoteKind
from glabella.core.quantity import plain_number
from glabella.core.response import Decision, Figures, RuleAnswer

ADVICE = {
    Decision.CONTINUE: (gettext_lazy("Nothing speaks against going on"), "go"),
    Decision.REVIEW_NO_RESPONSE: (
        gettext_lazy("Look again: the change is smaller than hoped for"),
        "weigh",
    ),
    Decision.CONSIDER_PAUSE: (
        gettext_lazy("Consider a pause: it may no longer be needed"),
        "weigh",
    ),
    Decision.NOT_ASSESSABLE: (
        gettext_lazy("Cannot be judged yet: figures are missing"),
        "wait",
    ),
}
STATES = {
    "open": (gettext_lazy("no answer yet"), "wait"),
    "approved": (gettext_lazy("approved"), "go"),
    "refused": (gettext_lazy("refused"), "stop"),
    "used_up": (gettext_lazy("used up"), "wait"),
    "expired": (gettext_lazy("expired"), "wait"),
    "ended": (gettext_lazy("ended"), "neutral"),
}


def shown_outlook(
    one: Outlook, *, patient: UUID, lacks_cost_note: bool
) -> dict[str, Any]:
    """Return one condition as the page shows it."""
    language = get_language() or "en"
    advice, tone = ADVICE[one.advice.decision]
    catalogue = library().catalogue
    return {
        "id": one.protocol.id,
        "name": one.protocol.name.in_language(language),
        "last": one.last,
        "earliest": one.earliest,
        "later": one.later,
        "is_open": one.is_open,
        "interval_ends": one.ledger.interval_ends,
        "sensible": one.sensible,
        "why": _why(one, language),
        "ledger": _ledger(one),
        "verdict": one.assessment.verdict,
        "advice": advice,
        "tone": tone,
        "rule": _rule(one.advice.rule, language),
        "figures": [_figures(each, one, language) for each in one.advice.figures],
        "wanted": [
            catalogue[fact].question.in_language(language) for fact in one.wanted
        ],
        "lacks_cost_note": lacks_cost_note,
        "ask_url": reverse("assessment:overview", args=[patient]),
        "plan_url": reverse("planning:plans", args=[patient]),
        "consent_url": reverse("consent:consents", args=[patient]),
    }


def _why(one: Outlook, language: str) -> list[str]:
    """Return what the earliest day rests on."""
    given = {row.on for row in one.ledger.boosters}
    words: list[str] = [
        note.text.in_language(language)
        for note in one.ledger.cautions
        # Nobody plans a session for today here, so nothing is said about one.
        if note.kind is not NoteKind.BOOSTER or note.on in given
    ]
    words += [block.text.in_language(language) for block in one.ledger.blocks]
    repeat = one.course.earliest_repeat
    if repeat is not None and repeat.unverified:
        words.append(_("The interval of this condition is not verified."))
    return words


def _ledger(one: Outlook) -> dict[str, Any]:
    book = one.ledger
    return {
        "used": book.used,
        "product": book.product,
        "days": book.window_days,
        "limit": book.limit,
        "remaining": book.remaining,
    }


def _rule(rule: RuleAnswer | None, language: str) -> dict[str, Any] | None:
    if rule is None:
        return None
    return {
        "text": rule.criterion.text.in_language(language),
        "unverified": rule.unverified or "",
        "sources": ", ".join(rule.criterion.basis.sources),
    }


def _figures(figures: Figures, one: Outlook, language: str) -> dict[str, Any]:
    measures = {each.id: each for each in one.protocol.measures}
    return {
        "label": measures[figures.measure].text.in_language(language),
        "before": _number(figures.baseline),
        "now": _number(figures.current),
        "fall": _number(figures.fall_percent),
        "days": _number(figures.recorded_days),
        "least": figures.recorded_minimum,
        "response": figures.response,
        "remission": figures.remission,
    }


def _number(value: Decimal | None) -> str:
    return number_words(value)


def shown_coverages(rows: Sequence[Covered], *, on: date) -> list[dict[str, Any]]:
    """Return the coverages as the page shows them."""
    language = get_language() or "en"
    protocols = library().protocols
    shown = []
    for one in rows:
        word, tone = STATES[one.state]
        protocol = protocols.get(one.row.protocol)
        name = protocol.name.in_language(language) if protocol else one.row.protocol
        is_over = one.row.expires_on is not None and one.row.expires_on < on
        shown.append(
            {
                "row": one.row,
                "name": name,
                "word": word,
                "tone": tone,
                "used": one.used,
                "left": "" if one.left is None else plain_number(Decimal(one.left)),
                "is_over": is_over,
                "is_running": one.state != "ended",
            }
        )
    return shown
