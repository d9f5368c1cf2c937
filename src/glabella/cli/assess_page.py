"""The page of one protocol: verdict, why, what is missing, what would change it."""

from collections.abc import Iterable, Iterator, Sequence

from glabella.cli.answer import PatientAnswer, ProtocolAnswer
from glabella.cli.fact_rows import fact_words, missing_words, value_words
from glabella.cli.words_of_verdicts import (
    label_sentence,
    off_label_blocks,
    signature_sentence,
    until_words,
)
from glabella.core.eligibility import Assessment, Judgement, Outcome, Verdict
from glabella.core.facts import Missing
from glabella.core.interview import Flip
from glabella.core.protocol import Kind
from glabella.core.truth import Truth
from glabella.protocols.citing import doubt, source_entries
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
)
from glabella.protocols.wording import OUTCOMES, PHASES, TRUTHS, VERDICTS

SHOWN_QUESTIONS = 8

_REFUSING = (Outcome.BLOCKED, Outcome.DEFERRED, Outcome.NOT_INDICATED)
_MET_KINDS = frozenset({Kind.REQUIREMENT, Kind.INCLUSION})


def protocol_blocks(
    each: ProtocolAnswer, answer: PatientAnswer, say: Language
) -> Iterator[Block]:
    """Yield the page of one protocol's answer."""
    yield from _head(each.assessment, answer, say)
    yield from _why(each.assessment, say)
    yield from _cautions(each.assessment, say)
    yield from _confirmations(each, say)
    yield from _missing(each, answer, say)
    yield from _flips(each.flips, say)
    yield from _the_rest(each.assessment, say)
    yield from _sources(each.assessment, answer, say)


def _head(
    assessment: Assessment, answer: PatientAnswer, say: Language
) -> Iterator[Block]:
    name, phase = say.of(assessment.protocol.name), say.of(PHASES[assessment.phase])
    verdict = say.of(VERDICTS[assessment.verdict])
    yield Heading(f"{name} ({phase}): {verdict}", level=1)
    if assessment.until is not None:
        yield Paragraph(until_words(assessment.until, say))
    yield Paragraph(label_sentence(assessment, answer.inquiry, say))
    yield Paragraph(signature_sentence(assessment, say))
    for override in assessment.overrides:
        start = say("Override of", "Begründete Ausnahme von")
        who, why = override.who, override.why
        yield Paragraph(f"{start} {override.criterion}: {who}, {why}")
    if assessment.verdict is Verdict.CRITERIA_MET_OFF_LABEL:
        yield from off_label_blocks(say)


def _why(assessment: Assessment, say: Language) -> Iterator[Block]:
    deciding = _deciding(assessment)
    if deciding:
        yield Heading(say("Why", "Warum"))
        yield Entries(tuple(_reason(judgement, say) for judgement in deciding))


def _deciding(assessment: Assessment) -> list[Judgement]:
    """Return the gravest first; where nothing refuses, what is met."""
    refusing = [j for j in assessment.judgements if j.outcome in _REFUSING]
    refusing.sort(key=lambda j: _REFUSING.index(j.outcome))
    return refusing or [
        j
        for j in assessment.judgements
        if j.criterion.kind in _MET_KINDS and j.outcome is Outcome.NOTHING
    ]


def _reason(judgement: Judgement, say: Language) -> Entry:
    criterion = judgement.criterion
    meaning = ""
    if judgement.outcome in _REFUSING:
        meaning = f" -> {say.of(OUTCOMES[judgement.outcome])}"
    cited = (
        f" [{', '.join(criterion.basis.sources)}]" if criterion.basis.sources else ""
    )
    facts = "; ".join(fact_words(fact, say) for fact in judgement.used)
    below = [facts] if facts else []
    if judgement.until is not None:
        below.append(until_words(judgement.until, say))
    return Entry(
        f"{say.of(criterion.text)}{cited}{meaning}",
        mark=say.of(TRUTHS[judgement.truth]),
        below=tuple(below),
    )


def _cautions(assessment: Assessment, say: Language) -> Iterator[Block]:
    if not assessment.cautions:
        return
    yield Heading(say("Cautions", "Vorsicht"))
    yield Entries(tuple(_caution(judgement, say) for judgement in assessment.cautions))


def _caution(judgement: Judgement, say: Language) -> Entry:
    criterion = judgement.criterion
    text = say.of(criterion.text)
    if criterion.kind is Kind.TRIAL_POPULATION:
        start = say("Outside the people studied:", "Außerhalb der Studienpopulation:")
        text = f"{start} {text}"
    if criterion.guideline:
        text = f"{criterion.guideline}: {text}"
    cited = (
        f" [{', '.join(criterion.basis.sources)}]" if criterion.basis.sources else ""
    )
    facts = "; ".join(fact_words(fact, say) for fact in judgement.used)
    return Entry(text + cited, mark="!", below=(facts,) if facts else ())


def _confirmations(each: ProtocolAnswer, say: Language) -> Iterator[Block]:
    asking = [j for j in each.assessment.judgements if j.needs_confirmation]
    if not asking:
        return
    yield Heading(
        say(
            "To confirm by name: these rules were not read in a source",
            "Namentlich zu bestätigen: diese Regeln wurden in keiner Quelle gelesen",
        )
    )
    yield Entries(tuple(_confirmation(each, judgement, say) for judgement in asking))


def _confirmation(each: ProtocolAnswer, judgement: Judgement, say: Language) -> Entry:
    basis = judgement.criterion.basis
    check = f"; {say('check', 'zu prüfen')}: {basis.check}" if basis.check else ""
    return Entry(
        say.of(judgement.criterion.text),
        below=(f"{each.protocol.id}/{judgement.criterion.id}{check}",),
    )


def _missing(
    each: ProtocolAnswer, answer: PatientAnswer, say: Language
) -> Iterator[Block]:
    if not each.ask:
        return
    yield Heading(
        say(
            "Missing, to be asked in this order",
            "Fehlt, in dieser Reihenfolge zu fragen",
        )
    )
    yield from question_blocks(each.ask, answer, say)


def question_blocks(
    facts: Sequence[str], answer: PatientAnswer, say: Language
) -> Iterator[Block]:
    """Yield the first questions in full, and the names of the others."""
    yield question_entries(facts[:SHOWN_QUESTIONS], answer, say)
    more = facts[SHOWN_QUESTIONS:]
    if more:
        start = say(f"and {len(more)} more", f"und {len(more)} weitere")
        yield Entries((Entry(f"{start} (--ask): {', '.join(more)}", mark=""),))


def question_entries(
    facts: Iterable[str], answer: PatientAnswer, say: Language
) -> Entries:
    """Return the questions, numbered, each with why its fact has no current value."""
    catalogue = answer.inquiry.library.catalogue
    reasons = _reasons(answer)
    rows = []
    for place, fact in enumerate(facts, start=1):
        reason = reasons.get(fact) or answer.inquiry.facts.lookup(fact)
        below = missing_words(reason, say) if isinstance(reason, Missing) else fact
        question = say.of(catalogue[fact].question)
        rows.append(Entry(question, mark=f"{place}.", below=(below,)))
    return Entries(tuple(rows))


def _reasons(answer: PatientAnswer) -> dict[str, Missing]:
    """Return why each fact is missing, as the criteria found it."""
    return {
        missing.id: missing
        for each in answer.answers
        for judgement in each.assessment.judgements
        for missing in judgement.missing
    }


def _flips(found: tuple[Flip, ...], say: Language) -> Iterator[Block]:
    """Yield what known facts would do with another value; the others are missing."""
    known = [flip for flip in found if flip.now is not None]
    if not known:
        return
    yield Heading(say("Would change it", "Würde es ändern"))
    rows = []
    for verdict in Verdict:
        words = [_flip_words(flip, say) for flip in known if flip.verdict is verdict]
        if words:
            rows.append(Entry(f"{'; '.join(words)} -> {say.of(VERDICTS[verdict])}"))
    yield Entries(tuple(rows))


def _flip_words(flip: Flip, say: Language) -> str:
    then = f"{flip.fact} {value_words(flip.then, say)}"
    if isinstance(flip.now, bool):
        return then
    return f"{then} {say('instead of', 'statt')} {value_words(flip.now, say)}"


def _the_rest(assessment: Assessment, say: Language) -> Iterator[Block]:
    """Yield what raised nothing, and what rests on less than a read source."""
    quiet = [j for j in assessment.judgements if j.outcome is Outcome.NOTHING]
    open_ = [j.criterion.id for j in quiet if j.truth is Truth.UNKNOWN]
    fine = [j.criterion.id for j in quiet if j.truth is not Truth.UNKNOWN]
    if fine:
        yield Heading(say("Nothing against it", "Ohne Einwand"))
        yield Entries((Entry(", ".join(fine), mark=""),))
    if open_:
        yield Heading(
            say("Not known, decides nothing", "Unbekannt, entscheidet nichts")
        )
        yield Entries((Entry(", ".join(open_), mark=""),))
    doubts: dict[str, list[str]] = {}
    for judgement in assessment.judgements:
        if judgement.unverified is not None:
            doubts.setdefault(judgement.unverified, []).append(judgement.criterion.id)
    if doubts:
        yield Heading(say("Unverified", "Ungeprüft"))
        rows = [f"{doubt(why, say)}: {', '.join(ids)}" for why, ids in doubts.items()]
        yield Entries(tuple(Entry(row) for row in rows))


def _sources(
    assessment: Assessment, answer: PatientAnswer, say: Language
) -> Iterator[Block]:
    """Yield the sources of what the page says, and the names of the others."""
    said = [j for j in assessment.judgements if _is_told(j, assessment)]
    bases = [j.criterion.basis for j in said]
    bases += [item.basis for item in assessment.label.statements]
    bases += [finding.rule.basis for finding in answer.urgent]
    shown = {key for basis in bases for key in basis.sources}
    every = {key for j in assessment.judgements for key in j.criterion.basis.sources}
    if shown or every:
        yield Heading(say("Sources", "Quellen"))
        rows = source_entries(shown, answer.inquiry.library.sources, say)
        rest = ", ".join(sorted(every - shown))
        also = say("of the other rules", "der übrigen Regeln")
        yield Entries((*rows, *([Entry(f"{also}: {rest}", mark="")] if rest else [])))


def _is_told(judgement: Judgement, assessment: Assessment) -> bool:
    if judgement.outcome in {Outcome.NOTHING, Outcome.NEEDS_FACTS}:
        is_met = judgement.criterion.kind in _MET_KINDS
        return is_met and judgement in _deciding(assessment)
    return True
