"""What the record held that was not turned into facts, in a few lines."""

from collections.abc import Iterator

from glabella.cli.inquiry import Inquiry
from glabella.core.sources import Text
from glabella.interop.notes import Note, NoteKind
from glabella.protocols.document import Block, Entries, Entry, Heading, Language

SHOWN = 3

KINDS = {
    NoteKind.UNKNOWN_CODE: Text("codes that no table knows", "Codes in keiner Tabelle"),
    NoteKind.AMBIGUOUS_CODE: Text(
        "codes that must be asked about", "mehrdeutige Codes"
    ),
    NoteKind.DOUBTFUL: Text("doubtful entries", "zweifelhafte Einträge"),
    NoteKind.READ_FROM_TEXT: Text("read from a text, not a code", "aus Text gelesen"),
    NoteKind.AFTER_DAY: Text(
        "dated after that day, ignored", "nach dem Tag datiert, ignoriert"
    ),
    NoteKind.UNDATED: Text("without a date, not used", "ohne Datum, nicht verwendet"),
    NoteKind.ENDED_UNDATED: Text("ended nobody knows when", "Ende ohne Datum"),
    NoteKind.NOT_USED: Text(
        "refuted, planned or wrong", "widerlegt, geplant oder falsch"
    ),
    NoteKind.UNUSED_TYPE: Text(
        "kinds of entries not read", "nicht gelesene Eintragsarten"
    ),
    NoteKind.UNKNOWN_UNIT: Text("amounts in another unit", "Mengen in anderer Einheit"),
    NoteKind.DUPLICATE: Text("entries that stood twice", "doppelte Einträge"),
    NoteKind.CONFLICT: Text("statements that disagree", "widersprüchliche Angaben"),
    NoteKind.NO_SUCH_FACT: Text("facts not defined", "nicht definierte Angaben"),
}


def note_blocks(inquiry: Inquiry, say: Language) -> Iterator[Block]:
    """Yield one line for each kind of note; `--json` lists them all."""
    rows = []
    for kind, name in KINDS.items():
        found = [note for note in inquiry.notes if note.kind is kind]
        if found:
            count = sum(note.count for note in found)
            rows.append(Entry(f"{count} {say.of(name)}: {_examples(found)}"))
    ignored = inquiry.facts.ignored_future
    if ignored:
        rows.append(
            Entry(say(f"{ignored} facts after that day", f"{ignored} spätere Angaben"))
        )
    if rows:
        yield Heading(say("In the record, not used", "In der Akte, nicht verwendet"))
        yield Entries(tuple(rows))


def _examples(notes: list[Note]) -> str:
    largest = sorted(notes, key=lambda note: -note.count)[:SHOWN]
    words = ", ".join(map(_name, largest))
    return words + (" ..." if len(notes) > SHOWN else "")


def _name(note: Note) -> str:
    if note.kind is NoteKind.UNUSED_TYPE:
        return note.resource_type or note.text
    return note.display or note.text or note.code
