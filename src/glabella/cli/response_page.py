"""The page of a response: the advice, the rule behind it, the patient's own numbers."""

from collections.abc import Iterator

from glabella.cli.answer import PatientAnswer
from glabella.cli.course_page import rule_entry
from glabella.cli.fact_rows import fact_words, value_words
from glabella.cli.response_json import beside, source_ids, tenth
from glabella.cli.urgent_page import urgent_blocks
from glabella.core.protocol import Measure
from glabella.core.response import Decision, Figures, Response
from glabella.core.sources import Text
from glabella.protocols.citing import source_entries
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
)
from glabella.protocols.wording import TRUTHS

DECISIONS = {
    Decision.CONTINUE: Text("continue", "fortführen"),
    Decision.REVIEW_NO_RESPONSE: Text(
        "review: no sufficient response", "überprüfen: kein ausreichendes Ansprechen"
    ),
    Decision.CONSIDER_PAUSE: Text("consider a pause", "Pause erwägen"),
    Decision.NOT_ASSESSABLE: Text("not assessable", "nicht beurteilbar"),
}


def response_blocks(
    advice: Response, answer: PatientAnswer, say: Language
) -> Iterator[Block]:
    """Yield the page; the answer is of the one protocol."""
    inquiry, protocol = answer.inquiry, answer.answers[0].protocol
    day, profile = inquiry.facts.on.isoformat(), inquiry.profile
    yield Paragraph(
        say(
            f"Glabella: response on {day}, profile {profile}. Advice, never a verdict.",
            f"Glabella: Ansprechen am {day}, Länderprofil {profile}. "
            "Ein Rat, kein Ergebnis.",
        )
    )
    yield from urgent_blocks(answer, say)
    yield Heading(
        f"{say.of(protocol.name)}: {say.of(DECISIONS[advice.decision])}", level=1
    )
    if advice.rule is not None:
        yield Entries((rule_entry(advice.rule, inquiry, say),))
    yield Heading(say("Figures", "Zahlen"))
    measures = {measure.id: measure for measure in protocol.measures}
    rows = (_figures(each, measures[each.measure], say) for each in advice.figures)
    yield Entries(tuple(rows))
    others = [rule for rule in advice.rules if rule is not advice.rule]
    if others:
        yield Heading(say("Other rules", "Übrige Regeln"))
        yield Entries(tuple(rule_entry(rule, inquiry, say) for rule in others))
    facts = beside(inquiry.facts)
    if facts:
        yield Heading(
            say("Beside it: scores and medicines", "Daneben: Werte und Mittel")
        )
        yield Entries(tuple(Entry(fact_words(fact, say)) for fact in facts))
    yield Heading(say("Sources", "Quellen"))
    ids = source_ids(advice, answer)
    yield Entries(source_entries(ids, inquiry.library.sources, say))


def _figures(figures: Figures, measure: Measure, say: Language) -> Entry:
    before = value_words(figures.baseline, say)
    now = value_words(figures.current, say)
    fall = value_words(tenth(figures.fall_percent), say)
    below = [
        say(
            f"before {before}, now {now}, fall {fall} %",
            f"vorher {before}, jetzt {now}, Rückgang {fall} %",
        )
    ]
    if figures.recorded_minimum is not None:
        days = value_words(figures.recorded_days, say)
        least = figures.recorded_minimum
        below.append(
            say(
                f"recorded days: {days}, at least {least} are needed",
                f"dokumentierte Tage: {days}, nötig sind {least}",
            )
        )
    response, remission = TRUTHS[figures.response], TRUTHS[figures.remission]
    below.append(
        f"{say('response', 'Ansprechen')}: {say.of(response)}; "
        f"{say('remission', 'Remission')}: {say.of(remission)}"
    )
    return Entry(say.of(measure.text), below=tuple(below))
