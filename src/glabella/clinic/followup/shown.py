"""What the pages of following up show of courses, effects and contacts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from django.utils.functional import Promise

from glabella.clinic.booking.models import Appointment
from glabella.clinic.followup.models import Contact
from glabella.clinic.followup.queries.reviews import Owed
from glabella.clinic.followup.reading import Known, Marks, Reading
from glabella.clinic.followup.rules.remedies import OnFile, remedies
from glabella.clinic.followup.rules.triage import Triage, triage
from glabella.clinic.followup.schedule import looks, scores_due
from glabella.clinic.followup.words import (
    ADVICE,
    ADVICE_WHY,
    ANSWER,
    CHANGES,
    CHANNEL,
    SIDES,
    STATES,
    WINDOWS,
)
from glabella.clinic.record.models import Session, SideEffect
from glabella.core.protocol import Measure
from glabella.core.quantity import plain_number
from glabella.core.response import Decision, Figures
from glabella.core.truth import Truth
from glabella.protocols.instruments_loader import InstrumentLibrary
from glabella.protocols.loader import Library

LEVEL_TONES = {
    "emergency": "stop",
    "today": "wait",
    "next_days": "accent",
    "reassurance": "neutral",
}


@attrs.frozen
class Here:
    """The language of the page, and the time zone of the outlet."""

    language: str
    zone: str


def course_card(
    found: Reading,
    known: Known,
    visits: Sequence[Appointment],
    *,
    instruments: InstrumentLibrary,
    here: Here,
) -> dict[str, Any]:
    """Return one course as the page shows it: schedule, scores, figures, advice."""
    language = here.language
    decision = found.response.decision
    return {
        "reading": found,
        "name": found.protocol.name.in_language(language),
        "schedule": [
            (WINDOWS.get(each.window, each.window), STATES[each.state], each)
            for each in looks(found, visits, language=language, zone=here.zone)
        ],
        "dues": scores_due(found, known.scores, instruments=instruments),
        "figures": figures(found, language=language),
        "marks": [marks(each, language=language) for each in found.marks],
        "advice": ADVICE[decision.value],
        "advice_why": ADVICE_WHY[decision.value],
        "advice_tone": advice_tone(decision),
        "rules": rules(found, language=language),
        "changes": [(CHANGES[each.what], each) for each in found.changes],
        "is_not_attributable": found.attributable is Truth.NO,
        "is_open": found.attributable is Truth.UNKNOWN,
    }


def advice_tone(decision: Decision) -> str:
    """Return the tone of an advice; none of them is an alarm."""
    return {
        Decision.CONTINUE: "go",
        Decision.CONSIDER_PAUSE: "weigh",
        Decision.REVIEW_NO_RESPONSE: "wait",
        Decision.NOT_ASSESSABLE: "neutral",
    }[decision]


def figures(found: Reading, *, language: str) -> list[dict[str, Any]]:
    """Return the numbers of each measure with its words."""
    measures = {each.id: each for each in found.protocol.measures}
    return [
        _figure(each, measures[each.measure], language=language)
        for each in found.response.figures
    ]


def _figure(each: Figures, measure: Measure, *, language: str) -> dict[str, Any]:
    return {
        "figures": each,
        "text": measure.text.in_language(language),
        "window": measure.window.in_language(language) if measure.window else "",
    }


def rules(found: Reading, *, language: str) -> list[dict[str, Any]]:
    """Return each continue and stop rule with its answer for this person."""
    return [
        {
            "text": each.criterion.text.in_language(language),
            "truth": each.evaluation.truth,
            "unverified": each.unverified,
            "guideline": each.criterion.guideline or "",
        }
        for each in found.response.rules
    ]


def marks(each: Marks, *, language: str) -> dict[str, Any]:
    """Return the change of one instrument with each published benchmark."""
    change = each.change
    rows = (*change.mic, *change.responses, *change.remission) if change else ()
    return {
        "marks": each,
        "rows": [
            {
                "name": row.name.in_language(language),
                "truth": row.truth,
                "is_recalled": row.basis.is_recalled,
                "is_for_a_person": row.is_for_a_person,
            }
            for row in rows
        ],
    }


def sites(
    session: Session | None, *, library: Library, language: str
) -> list[dict[str, Any]]:
    """Return muscles, sides and units of a session, summed by muscle and side."""
    if session is None:
        return []
    sums: dict[tuple[str, str], Any] = {}
    for site in session.sites.all():
        key = (site.muscle, site.side)
        sums[key] = sums.get(key, 0) + site.units
    return [
        {
            "muscle": muscle_name(muscle, library=library, language=language),
            "side": SIDES.get(side, side),
            "units": plain_number(units),
        }
        for (muscle, side), units in sums.items()
    ]


def muscle_name(muscle: str, *, library: Library, language: str) -> str:
    """Return a muscle by its name, or as it was written down."""
    found = library.muscles.get(muscle)
    return found.name.in_language(language) if found else muscle


def place_words(
    session: Session | None, *, library: Library, language: str
) -> list[str]:
    """Return where a session was really injected, in words."""
    return [
        f"{each['muscle']}, {each['side']}"
        for each in sites(session, library=library, language=language)
    ]


def contact_card(row: Contact, *, language: str) -> dict[str, Any]:
    """Return a contact with its level as it stands now."""
    judged = list(row.judgements.all())
    level = judged[-1].level if judged else row.level
    rules_now = triage()
    return {
        "contact": row,
        "channel": dict(CHANNEL).get(row.channel, row.channel),
        "level": rules_now.level(level),
        "level_name": rules_now.level(level).name.in_language(language),
        "level_text": rules_now.level(level).text.in_language(language),
        "tone": LEVEL_TONES[level],
        "proposed_name": rules_now.level(row.proposed).name.in_language(language),
        "judgements": [
            (rules_now.level(each.level).name.in_language(language), each)
            for each in judged
        ],
        "answers": answered(row.spread, rules_now, language=language),
        "advice": [
            (each.text.in_language(language), each.basis.is_recalled)
            for each in rules_now.words(row.spread)
        ],
    }


def answered(
    answers: Mapping[str, str], rules_now: Triage, *, language: str
) -> list[tuple[str, str | Promise, str]]:
    """Return each question with its answer, yes first, then what nobody asked."""
    order = {"yes": 0, "unknown": 1, "no": 2}
    words = dict(ANSWER)
    rows = [
        (each.text.in_language(language), answers.get(each.id, "unknown"))
        for each in rules_now.questions
    ]
    rows.sort(key=lambda row: order[row[1]])
    return [(text, words[answer], answer) for text, answer in rows]


def remedy_cards(
    row: SideEffect, known: OnFile, *, language: str
) -> list[dict[str, Any]]:
    """Return the remedies of an effect with what must be asked; nothing is proposed."""
    return [
        {
            "name": each.name.in_language(language),
            "use": each.use.in_language(language),
            "first": each.first.in_language(language),
            "is_recalled": each.basis.is_recalled,
            "is_ruled_out": each.is_ruled_out(known),
            "checks": [
                (check.text.in_language(language), check, hits)
                for check, hits in each.answers(known)
            ],
        }
        for each in remedies()
        if each.is_for(row.effect)
    ]


def owed_rows(rows: Iterable[Owed], *, on: Any, language: str) -> list[dict[str, Any]]:  # noqa: ANN401 a day, for the template
    """Return what is owed to whom, with its clock and what it rests on."""
    return [
        {
            "owed": each,
            "what": each.duty.what.in_language(language),
            "who": each.duty.who.in_language(language) if each.duty.who else "",
            "is_overdue": each.is_overdue(on),
            "is_recalled": each.duty.basis.is_recalled,
            "sources": each.duty.basis.sources,
        }
        for each in rows
    ]
