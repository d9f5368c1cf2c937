"""The page of all protocols at once: one line each, the open ones first."""

from collections.abc import Iterator

from glabella.cli.answer import PatientAnswer, ProtocolAnswer
from glabella.cli.assess_page import question_entries
from glabella.cli.words_of_verdicts import label_sentence, until_words
from glabella.core.eligibility import Outcome, Verdict
from glabella.protocols.citing import source_entries
from glabella.protocols.document import Block, Entries, Entry, Heading, Language, Paragraph
from glabella.protocols.wording import PHASES, VERDICTS

SHOWN_REASONS = 2
SHOWN_QUESTIONS = 8


def overview_blocks(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    """Yield the verdicts from the most open to the gravest, questions, sources."""
    yield Heading(say("Verdicts", "Ergebnisse"), level=1)
    if not any(each.assessment.signed_by for each in answer.answers):
        yield Paragraph(
            say(
                "All protocols are drafts: no clinician of a practice has signed them.",
                "Alle Protokolle sind Entwürfe: von keiner Praxis ärztlich freigegeben.",
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
            yield say(f"missing: {count}, first {first}", f"fehlend: {count}, zuerst {first}")
        waiting = [j.criterion.id for j in assessment.judgements if j.needs_confirmation]
        if waiting:
            yield say("to confirm: ", "zu bestätigen: ") + ", ".join(waiting)
        return
    yield from _refusals(each, say)


def _refusals(each: ProtocolAnswer, say: Language) -> Iterator[str]:
    assessment = each.assessment
    wanted = Outcome(assessment.verdict.value)
    texts = [j.criterion.text for j in assessment.judgements if j.outcome is wanted]
    answers = [j.truth for j in assessment.judgements if j.outcome is wanted]
    for text, truth in list(zip(texts, answers, strict=True))[:SHOWN_REASONS]:
        yield f"{say.of(text)} ({_truth_word(truth.value, say)})"
    more = len(texts) - SHOWN_REASONS
    if more > 0:
        yield say(f"and {more} more reasons", f"und {more} weitere Gründe")


def _truth_word(truth: str, say: Language) -> str:
    return say("answer: ", "Antwort: ") + say(truth, {"yes": "ja"}.get(truth, "nein"))


def _questions(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    if not answer.ask:
        return
    more = len(answer.ask) - SHOWN_QUESTIONS
    yield Heading(say("To ask next", "Als Nächstes zu fragen"))
    yield question_entries(answer.ask[:SHOWN_QUESTIONS], answer, say)
    if more > 0:
        yield Paragraph(
            say(
                f"  and {more} more: glabella assess PATIENT --ask",
                f"  und {more} weitere: glabella assess PATIENT --ask",
            )
        )


def _sources(answer: PatientAnswer, say: Language) -> Iterator[Block]:
    ids = {
        key
        for each in answer.answers
        for judgement in each.assessment.judgements
        if judgement.outcome is not Outcome.NOTHING
        for key in judgement.criterion.basis.sources
    }
    ids |= {key for finding in answer.urgent for key in finding.rule.basis.sources}
    if ids:
        yield Heading(say("Sources of these reasons", "Quellen dieser Gründe"))
        yield Entries(source_entries(ids, answer.inquiry.library.sources, say))
