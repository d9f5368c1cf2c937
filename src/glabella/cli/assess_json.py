"""The answer of `glabella assess` as published."""

from glabella.cli.answer import PatientAnswer
from glabella.cli.fact_rows import Json
from glabella.interop.notes import Note
from glabella.interop.verdict_json import (
    Reader,
    bases,
    source_json,
    urgent_json,
    verdict_json,
)
from glabella.protocols.document import Language


def assess_json(answer: PatientAnswer, say: Language) -> Json:
    """Return the document of the verb."""
    inquiry, reader = answer.inquiry, reader_of(answer, say)
    return {
        "on": inquiry.facts.on,
        "profile": inquiry.profile,
        "language": say.code,
        **urgent_part(answer, say),
        "verdicts": [
            verdict_json(each.assessment, reader, ask=each.ask, flips=each.flips)
            for each in answer.answers
        ],
        "ask": [reader.question(fact) for fact in answer.ask],
        "ignored_future": inquiry.facts.ignored_future,
        "notes": [note_json(note) for note in inquiry.notes],
        "sources": source_json(source_ids(answer), inquiry.library.sources),
    }


def reader_of(answer: PatientAnswer, say: Language) -> Reader:
    """Return for whom the answer is written."""
    library = answer.inquiry.library
    return Reader(library.catalogue, library.sources, say.code)


def urgent_part(answer: PatientAnswer, say: Language) -> Json:
    """Return what stands apart from every verdict, in every document of a patient."""
    reader = reader_of(answer, say)
    return {
        "urgent": [urgent_json(each, reader) for each in answer.urgent],
        "not_asked": [rule.id for rule in answer.not_asked],
    }


def note_json(note: Note) -> Json:
    """Return what a reader noticed and did not turn into a fact."""
    return {
        "kind": note.kind,
        "text": note.text,
        "count": note.count,
        "resource_type": note.resource_type,
        "system": note.system,
        "code": note.code,
        "display": note.display,
    }


def source_ids(answer: PatientAnswer) -> set[str]:
    """Return every source that the document names."""
    found = [finding.rule.basis for finding in answer.urgent]
    for each in answer.answers:
        found += bases(each.assessment)
    return {key for basis in found for key in basis.sources}
