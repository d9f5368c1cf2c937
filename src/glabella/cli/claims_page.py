"""The claims ledger as pages for a person."""

from collections.abc import Iterator, Sequence

from glabella.cli.evidence_join import ClaimWords
from glabella.evidence.certainty import DRAFT
from glabella.evidence.library import Library
from glabella.evidence.result_words import told
from glabella.evidence.words import word
from glabella.protocols.citing import basis_words
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
)


def claims_list(found: Sequence[ClaimWords], say: Language) -> Iterator[Block]:
    """Yield the page of all claims."""
    yield Heading(say("Claims", "Behauptungen"), level=1)
    entries = []
    for words in found:
        claim = words.claim
        may = say("may be said", "darf gesagt werden")
        verdict = say.of(word(claim.verdict))
        entries.append(
            Entry(
                f"{claim.id} ({verdict}): {say.of(words.statement)}",
                below=(f"{may}: {say.of(claim.may_say)}",),
            )
        )
    yield Entries(tuple(entries))
    count = len(found)
    yield Paragraph(say(f"{count} claims.", f"{count} Behauptungen."))


def claim_page(words: ClaimWords, library: Library, say: Language) -> Iterator[Block]:
    """Yield the page of one claim, from the statement to the studies."""
    claim = words.claim
    yield Heading(claim.id, level=1)
    yield Paragraph(say.of(words.statement))
    yield Paragraph(f"{say('Verdict', 'Urteil')}: {say.of(word(claim.verdict))}.")
    yield Heading(say("What may be said", "Was gesagt werden darf"))
    yield Paragraph(say.of(claim.may_say))
    yield Heading(say("Questions", "Fragen"))
    yield from _questions(words, library, say)
    yield Heading(say("Studies", "Studien"))
    yield from _studies(words, library, say)
    if claim.results:
        yield Heading(say("Numbers", "Zahlen"))
        yield Entries(tuple(_result(name, library, say) for name in claim.results))
    texts = (claim.remark, *claim.supports)
    named = dict.fromkeys(name for name in texts if name)
    if named:
        title = say("Texts that rest on this", "Texte, die darauf ruhen")
        yield Heading(title)
        yield Entries(tuple(Entry(name) for name in named))


def _questions(words: ClaimWords, library: Library, say: Language) -> Iterator[Block]:
    if not words.claim.questions:
        nothing = say(
            "No question of the library answers it.",
            "Keine Frage der Sammlung beantwortet sie.",
        )
        yield Paragraph(nothing)
        return
    entries = []
    for name in words.claim.questions:
        grading = library.gradings[name]
        rows = library.rows(name)
        reason = rows.cannot_be_pooled
        count = len(rows.rows)
        pooled = (
            say.of(reason)
            if reason
            else say(
                f"{count} studies can be pooled.",
                f"{count} Studien lassen sich zusammenfassen.",
            )
        )
        sure = say("certainty", "Sicherheit")
        entries.append(
            Entry(
                f"{name}: {say.of(grading.conclusion)}",
                below=(f"{sure}: {say.of(word(grading.level))}. {pooled}",),
            )
        )
    yield Entries(tuple(entries))
    yield Paragraph(say.of(DRAFT))


def _studies(words: ClaimWords, library: Library, say: Language) -> Iterator[Block]:
    if not words.claim.studies:
        nothing = say("The library holds none on it.", "Die Sammlung enthält keine.")
        yield Paragraph(nothing)
        return
    yield Entries(
        tuple(
            Entry(f"{study.label}: {say.of(word(study.design))}", mark=study.id)
            for study in (library.study(name) for name in words.claim.studies)
        )
    )


def _result(name: str, library: Library, say: Language) -> Entry:
    study_id, _, line_id = name.partition("/")
    study = library.study(study_id)
    line = next(each for each in study.results if each.id == line_id)
    numbers = say.of(told(line)) or line.quote or line.measure
    return Entry(
        f"{study.label}: {line.instrument}, {line.measure}: {numbers}",
        mark=name,
        below=(basis_words(line.basis, say),),
    )
