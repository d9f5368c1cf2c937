"""Studies and questions as pages for a person."""

from collections.abc import Iterator

from glabella.core.sources import Basis
from glabella.evidence.certainty import DRAFT, Grading
from glabella.evidence.library import Library
from glabella.evidence.library_laws import bases
from glabella.evidence.questions import QuestionRows, Row
from glabella.evidence.result_words import told, told_row
from glabella.evidence.study import Arm, Figure, Result, Study
from glabella.evidence.words import DETAILS, UNKNOWN_IF_ABSENT, word
from glabella.protocols.citing import basis_words, source_entries, status_word
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
    Table,
)


def studies_list(library: Library, say: Language) -> Iterator[Block]:
    """Yield the page of all studies."""
    yield Heading(say("Studies", "Studien"), level=1)
    head = say("id,study,design,condition", "Kennung,Studie,Art,Krankheitsbild")
    rows = tuple(
        (study.id, study.label, say.of(word(study.design)), study.condition)
        for study in library.studies.values()
    )
    yield Table(tuple(head.split(",")), rows)
    yield Heading(say("Questions", "Fragen"))
    yield Entries(
        tuple(
            Entry(say.of(question.text), mark=question.id)
            for question in library.questions.values()
        )
    )
    count = len(rows)
    yield Paragraph(say(f"{count} studies.", f"{count} Studien."))


def study_page(study: Study, library: Library, say: Language) -> Iterator[Block]:
    """Yield the page of one study."""
    yield Heading(study.label, level=1)
    yield Paragraph(f"{say.of(word(study.design))}: {study.design_as_printed}")
    for text in (study.cited_as, study.note):
        if text is not None:
            yield Paragraph(say.of(text))
    yield Heading(say("What is known of it", "Was davon bekannt ist"))
    yield Entries(tuple(_details(study, say)))
    if study.arms:
        yield Heading(say("Arms", "Arme"))
        yield Entries(tuple(_arm(arm, say) for arm in study.arms))
    if study.results:
        yield Heading(say("Results as printed", "Ergebnisse, wie gedruckt"))
        yield Entries(tuple(_result(line, study, say) for line in study.results))
    if study.gaps:
        yield Heading(say("What it cannot answer", "Was sie nicht beantwortet"))
        yield Entries(
            tuple(Entry(say.of(gap.reason), mark=gap.question) for gap in study.gaps)
        )
    yield Heading(say("Sources", "Quellen"))
    sources = {key: each.as_source() for key, each in library.publications.items()}
    named = {name for basis in bases(study) for name in basis.sources}
    yield Entries(source_entries(named | set(study.publications), sources, say))


def _details(study: Study, say: Language) -> Iterator[Entry]:
    yield Entry(f"{say('people', 'Menschen')}: {study.population}")
    for key, figure in study.people:
        yield Entry(f"{key}: {figure.value}", below=(basis_words(figure.basis, say),))
    for key, stated in study.details:
        name = say.of(DETAILS[key])
        yield Entry(f"{name}: {stated.text}", below=_basis_lines(stated.basis, say))
    if study.weeks:
        weeks = ", ".join(str(week) for week in study.weeks)
        below = _basis_lines(study.weeks_basis, say) if study.weeks_basis else ()
        yield Entry(f"{say('weeks', 'Wochen')}: {weeks}", below=below)
    unknown = [key for key in UNKNOWN_IF_ABSENT if study.detail(key) is None]
    if unknown and not study.design.is_review:
        names = ", ".join(say.of(DETAILS[key]) for key in unknown)
        yield Entry(f"{say('unknown', 'unbekannt')}: {names}")
    if study.parts:
        parts = ", ".join(study.parts)
        yield Entry(say(f"holds again: {parts}", f"enthält noch einmal: {parts}"))


def _basis_lines(basis: Basis, say: Language) -> tuple[str, ...]:
    lines = (basis_words(basis, say),)
    return (*lines, basis.note) if basis.note else lines


def _arm(arm: Arm, say: Language) -> Entry:
    below = [basis_words(arm.n.basis, say)] if arm.n else []
    if arm.dose is not None:
        below += [f"{arm.dose.text}; {basis_words(arm.dose.basis, say)}"]
    return Entry(
        f"{arm.name} ({say.of(word(arm.role))}){_people(arm.n)}",
        mark=arm.id,
        below=tuple(below),
    )


def _people(n: Figure | None) -> str:
    return "" if n is None else f", n = {n.value}"


def _result(line: Result, study: Study, say: Language) -> Entry:
    numbers = say.of(told(line))
    text = f"{line.instrument}: {line.measure}{_when(line, say)}{_who(line, study)}"
    quote = (f'"{line.quote}"',) if line.quote else ()
    return Entry(
        f"{text}: {numbers}" if numbers else text,
        mark=line.id,
        below=(*_basis_lines(line.basis, say), *quote),
    )


def _when(line: Result, say: Language) -> str:
    if line.week is None:
        return ""
    weeks = f"{line.week}" if line.until is None else f"{line.week}-{line.until}"
    return f", {say('week', 'Woche')} {weeks}"


def _who(line: Result, study: Study) -> str:
    arm = study.arm(line.arm) if line.arm else None
    against = study.arm(line.against) if line.against else None
    if arm is None:
        return ""
    return f", {arm.name}" + (f" - {against.name}" if against else "")


def question_page(
    rows: QuestionRows, library: Library, say: Language
) -> Iterator[Block]:
    """Yield the page of one question."""
    question = rows.question
    yield Heading(say.of(question.text), level=1)
    scale, way = say.of(word(question.scale)), say.of(word(question.direction))
    yield Paragraph(f"{scale}; {way}.")
    yield Paragraph(say.of(question.limits))
    yield Heading(say("Numbers that can be used", "Zahlen, die verwendbar sind"))
    yield Entries(tuple(_row(row, library, say) for row in rows.rows))
    if rows.cannot_be_pooled is not None:
        yield Paragraph(say.of(rows.cannot_be_pooled))
    if rows.unusable:
        yield Heading(say("What cannot be used, and why", "Was nicht, und warum"))
        yield Entries(
            tuple(
                Entry(f"{each.label}: {say.of(each.reason)}") for each in rows.unusable
            )
        )
    yield from _published(rows, library, say)
    yield from certainty_blocks(library.gradings[question.id], say)


def _row(row: Row, library: Library, say: Language) -> Entry:
    outcome = say.of(library.outcomes[row.outcome].name)
    week = "" if row.week is None else f", {say('week', 'Woche')} {row.week}"
    status = f"{status_word(row.status, say)} [{', '.join(row.publications)}]"
    estimand = f"; {say.of(word(row.estimand))}" if row.estimand else ""
    return Entry(
        f"{row.label}: {say.of(told_row(row.data))}",
        below=(f"{outcome}{week}{estimand}; {status}",),
    )


def _published(rows: QuestionRows, library: Library, say: Language) -> Iterator[Block]:
    found = library.published(rows.question.id)
    if found:
        yield Heading(say("What reviews print", "Was Übersichten drucken"))
        yield Entries(
            tuple(
                Entry(f"{study.label}: {line.instrument}: {say.of(told(line))}")
                for study, line in found
            )
        )


def certainty_blocks(grading: Grading, say: Language) -> Iterator[Block]:
    """Yield how sure the evidence is; it says that it is a draft."""
    title = say("How sure the evidence is", "Wie sicher die Evidenz ist")
    yield Heading(f"{title}: {say.of(word(grading.level))}")
    if grading.signed_by is None:
        yield Paragraph(say.of(DRAFT))
    start = f"{say('begins', 'beginnt')} {say.of(word(grading.start))}"
    entries = [Entry(f"{start}: {say.of(grading.start_reason)}")]
    for judgement in grading.judgements:
        name, concern = say.of(word(judgement.domain)), say.of(word(judgement.concern))
        entries.append(
            Entry(
                f"{name} ({concern}): {say.of(judgement.reason)}",
                below=(", ".join(judgement.rests_on),),
            )
        )
    yield Entries(tuple(entries))
    yield Paragraph(say.of(grading.conclusion))
