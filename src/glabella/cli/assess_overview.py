"""The page of all protocols at once: one line each, the open ones first."""

from collections.abc import Iterator

from glabella.cli.answer import PatientAnswer, ProtocolAnswer
from glabella.cli.assess_page import question_blocks
from glabella.cli.words_of_verdicts import label_sentence, until_words
from glabella.core.eligibility import Judgement, Outcome, Verdict
from glabella.protocols.citing import source_entries
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
)
from glabella.protocols.wording import PHASES, TRUTHS, VERDICTS

SHOWN_REASONS = 2

_OUTCOMES = {
    Verdict.BLOCKED: Outcome.BLOCKED,
    Verdict.DEFERRED: Outcome.DEFERRED,
    Verdict.NOT_INDICATED: Outcome.NOT_INDICATED,
}


def overview_blocks(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    """Yield the verdicts from the most open to the gravest, questions, sources."""
    yield Heading(say("Verdicts", "Ergebnisse"), level=1)
    if not any(each.assessment.signed_by for each in answer.answers):
        yield Paragraph(
            say(
                "All protocols are drafts: no clinician of a practice has signed them.",
                "Alle Protokolle sind Entwürfe: keine Praxis hat sie freigegeben.",
            )
        )
    for verdict in reversed(Verdict):
        found = [e for e in answer.answers if e.assessment.verdict is verdict]
        if found:
            yield Heading(say.of(VERDICTS[verdict]))
            yield Entries(tuple(_line(each, answer, say) for each in found))
    yield from _questions(answer, say)
    yield from _sources(answer, say)
    yield Paragraph("")
    yield Paragraph(
        say(
            "All reasons of one protocol: glabella assess PATIENT --protocol ID",
            "Alle Gründe eines Protokolls: glabella assess PATIENT --protocol ID",
        )
    )


def _line(each: ProtocolAnswer, answer: PatientAnswer, say: Language) -> Entry:
    assessment = each.assessment
    name = f"{say.of(each.protocol.name)} ({each.protocol.id})"
    phase = say.of(PHASES[assessment.phase])
    below = list(_reasons(each, answer, say))
    if assessment.cautions:
        ids = ", ".join(one.criterion.id for one in assessment.cautions)
        below.append(f"{say('cautions', 'Vorsicht')}: {ids}")
    return Entry(f"{name}, {phase}", below=tuple(below))


def _reasons(
    each: ProtocolAnswer, answer: PatientAnswer, say: Language
) -> Iterator[str]:
    assessment = each.assessment
    if each.allows:
        yield label_sentence(assessment, answer.inquiry, say)
        return
    if assessment.until is not None:
        yield until_words(assessment.until, say)
    if assessment.verdict is Verdict.NEEDS_FACTS:
        count, first = len(each.ask), ", ".join(each.ask[:SHOWN_REASONS])
        if each.ask:
            yield say(
                f"missing: {count}, first {first}", f"fehlend: {count}, zuerst {first}"
            )
        waiting = [
            j.criterion.id for j in assessment.judgements if j.needs_confirmation
        ]
        if waiting:
            yield say("to confirm: ", "zu bestätigen: ") + ", ".join(waiting)
        return
    yield from _refusals(each, say)


def _refusals(each: ProtocolAnswer, say: Language) -> Iterator[str]:
    told = _told(each)
    for judgement in told:
        truth = say.of(TRUTHS[judgement.truth])
        yield f"{truth}: {say.of(judgement.criterion.text)}"
    more = len(_refusing(each)) - len(told)
    if more:
        yield say(f"and {more} more", f"und {more} weitere")


def _refusing(each: ProtocolAnswer) -> list[Judgement]:
    outcome = _OUTCOMES.get(each.assessment.verdict)
    return [j for j in each.assessment.judgements if j.outcome is outcome]


def _told(each: ProtocolAnswer) -> list[Judgement]:
    return _refusing(each)[:SHOWN_REASONS]


def _questions(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    if answer.ask:
        yield Heading(say("To ask next", "Als Nächstes zu fragen"))
        yield from question_blocks(answer.ask, answer, say)


def _sources(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    ids = {
        key
        for each in answer.answers
        for judgement in _told(each)
        for key in judgement.criterion.basis.sources
    }
    ids |= {key for finding in answer.urgent for key in finding.rule.basis.sources}
    if ids:
        yield Heading(say("Sources of these reasons", "Quellen dieser Gründe"))
        yield Entries(source_entries(ids, answer.inquiry.library.sources, say))
