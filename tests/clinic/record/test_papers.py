"""Notes with their addenda, documents with their files, decisions."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from glabella.clinic.audit.actor import system
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.record import actions, queries
from glabella.clinic.record.digests import note_digest
from glabella.clinic.record.models import Addendum, Document, Note
from glabella.clinic.record.values import NewDecision, NewDocument
from glabella.core.errors import InputError
from tests import world
from tests.clinic.record.rows import session
from tests.clinic.scene import Scene, last_event, scene

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF synthetic letter"


def write(here: Scene, text: str = "Well.", on: date = world.TODAY) -> Note:
    return actions.write_note(
        here.card.id, outlet=here.outlet.id, on=on, text=text, by=here.by, at=world.AT
    )


def told(here: Scene, deed: str, *ids: UUID) -> bool:
    expected = (deed, here.user.id, here.card.id, [str(each) for each in ids])
    return last_event() == expected


def test_note_is_a_draft_that_is_changed_and_signed() -> None:
    here = scene()
    note = write(here)
    assert told(here, "record.write_note", note.id)

    actions.change_note(note.id, "Better.", version=1, by=here.by, at=world.AT)
    assert told(here, "record.change_note", note.id)
    signed = actions.sign_note(note.id, name="Dr A", by=here.by, at=world.AT, version=2)

    assert told(here, "record.sign_note", note.id)
    assert (signed.text, signed.signed_by, signed.signed_name) == (
        "Better.",
        here.user,
        "Dr A",
    )
    assert signed.digest == note_digest(signed)
    assert len(signed.digest) == 64


def test_signed_note_is_neither_changed_nor_signed_again() -> None:
    here = scene()
    note = write(here)
    actions.sign_note(note.id, name="Dr A", by=here.by, at=world.AT)

    with pytest.raises(DeedRefusedError, match="the note is signed"):
        actions.change_note(note.id, "Other.", version=1, by=here.by, at=world.AT)
    with pytest.raises(DeedRefusedError, match="signed already"):
        actions.sign_note(note.id, name="Dr B", by=here.by, at=world.AT)

    assert queries.notes(here.who)[0].text == "Well."


def test_stale_hand_neither_changes_nor_signs_a_note() -> None:
    here = scene()
    note = write(here)
    actions.change_note(note.id, "Theirs.", version=1, by=here.by, at=world.AT)

    with pytest.raises(StaleError) as stale:
        actions.change_note(note.id, "Mine.", version=1, by=here.by, at=world.AT)
    with pytest.raises(StaleError):
        actions.sign_note(note.id, name="Dr A", by=here.by, at=world.AT, version=1)

    found = Note.objects.get(id=note.id)
    assert stale.value.theirs == {"text": "Theirs."}
    assert (found.text, found.signed_at, found.version) == ("Theirs.", None, 2)


def test_note_that_cannot_be_is_refused() -> None:
    here = scene()

    with pytest.raises(DeedRefusedError, match="it is empty"):
        write(here, " ")
    with pytest.raises(DeedRefusedError, match="lies ahead"):
        write(here, on=date(2027, 1, 1))
    with pytest.raises(DeedRefusedError, match="signed in"):
        actions.write_note(
            here.card.id,
            outlet=here.outlet.id,
            on=world.TODAY,
            text="t",
            by=system("worker"),
            at=world.AT,
        )


def test_addendum_follows_a_signed_note_or_a_sealed_session() -> None:
    here = scene()
    note, treated = write(here), session(here)
    by, at = here.by, world.AT
    actions.sign_note(note.id, name="Dr A", by=by, at=at)
    actions.seal_session(treated.id, name="Dr A", by=by, at=at)

    first = actions.add_addendum(note=note.id, text="one", name="Dr A", by=by, at=at)
    assert told(here, "record.add_addendum", first.id)
    second = actions.add_addendum(
        session=treated.id, text="two", name="Dr B", by=by, at=at
    )

    assert told(here, "record.add_addendum", second.id)
    assert list(queries.notes(here.who)[0].addenda.all()) == [first]
    assert (second.session, second.added_name) == (treated, "Dr B")


def test_addendum_to_a_draft_to_both_or_to_neither_is_refused() -> None:
    here = scene()
    note, treated, signed = write(here), session(here), write(here)
    by, at = here.by, world.AT
    actions.sign_note(signed.id, name="Dr A", by=by, at=at)

    for one, other in (
        (note.id, None),
        (None, treated.id),
        (None, None),
        (signed.id, treated.id),
    ):
        with pytest.raises(DeedRefusedError, match="belongs to one"):
            actions.add_addendum(
                note=one, session=other, text="t", name="n", by=by, at=at
            )
    with pytest.raises(DeedRefusedError, match="it is empty"):
        actions.add_addendum(note=signed.id, text=" ", name="n", by=by, at=at)

    assert not Addendum.objects.exists()


def receive(here: Scene, patient: UUID | None = None) -> Document:
    new = NewDocument(
        here.outlet.id, "Letter", "application/pdf", patient, "letter", world.TODAY
    )
    return actions.receive_document(CONTENT, new, by=here.by, at=world.AT)


def file_of(row: Document) -> Path:
    return Path(settings.GLABELLA_FILES) / str(row.id)


def test_document_waits_is_filed_and_read() -> None:
    here = scene()
    row = receive(here)
    waiting = queries.inbox(here.outlet.id)

    actions.file_document(row.id, here.card.id, by=here.by, at=world.AT)
    assert told(here, "record.file_document", row.id)
    filed = queries.inbox(here.outlet.id)
    actions.mark_read(row.id, by=here.by, at=world.AT)

    assert told(here, "record.mark_read", row.id)
    assert (waiting, filed, queries.inbox(here.outlet.id)) == ([row], [row], [])
    (found,) = queries.documents(here.who)
    assert (found.filed_by, found.read_by) == (here.user, here.user)


def test_document_of_a_known_patient_is_filed_at_once() -> None:
    here = scene()

    row = receive(here, here.card.id)

    assert told(here, "record.receive_document", row.id)
    assert (row.filed_at, row.filed_by_id) == (world.AT, here.user.id)
    with pytest.raises(DeedRefusedError, match="filed already"):
        actions.file_document(row.id, here.card.id, by=here.by, at=world.AT)


def test_document_set_aside_is_kept_and_no_longer_listed() -> None:
    here = scene()
    row = receive(here, here.card.id)

    actions.set_aside(row.id, reason="twice", by=here.by, at=world.AT)

    assert told(here, "record.set_aside", row.id)
    assert (queries.documents(here.who), queries.inbox(here.outlet.id)) == ([], [])
    assert queries.document_content(row) == CONTENT
    with pytest.raises(DeedRefusedError, match="set aside already"):
        actions.set_aside(row.id, reason="twice", by=here.by, at=world.AT)


def test_file_lies_encrypted_and_for_the_owner_alone() -> None:
    row = receive(scene())

    stored = file_of(row)

    assert CONTENT not in stored.read_bytes()
    assert stored.stat().st_mode & 0o777 == 0o600
    assert queries.document_content(row) == CONTENT
    assert (row.size_bytes, len(row.sha256)) == (len(CONTENT), 64)
    assert [each.suffix for each in stored.parent.glob(f"{row.id}*")] == [""]


def test_changed_missing_or_exchanged_file_is_told() -> None:
    here = scene()
    changed, gone, first, second = (receive(here) for _ in range(4))
    Document.objects.filter(id=second.id).update(sha256="0" * 64)
    second.refresh_from_db()
    file_of(changed).write_bytes(b"other")
    file_of(gone).unlink()

    for row in (changed, gone, second):
        with pytest.raises(InputError, match="is missing, or is not what"):
            queries.document_content(row)
    assert queries.document_content(first) == CONTENT


@pytest.mark.parametrize(
    ("content", "kind", "title"),
    [(b"", "letter", "t"), (b"x", "poem", "t"), (b"x", "letter", " ")],
)
def test_document_that_cannot_be_is_refused(
    content: bytes, kind: str, title: str
) -> None:
    here = scene()
    new = NewDocument(here.outlet.id, title, "application/pdf", kind=kind)

    with pytest.raises(DeedRefusedError):
        actions.receive_document(content, new, by=here.by, at=world.AT)

    assert not Document.objects.exists()


def test_decision_is_kept_as_it_was_made() -> None:
    here = scene()
    facts = {"on": "2026-11-02", "facts": {}}
    new = NewDecision(
        "chronic_migraine",
        "2026-1",
        "digest",
        "CH",
        "start",
        "needs_facts",
        world.TODAY,
        facts,
        {"verdict": "needs_facts"},
    )

    row = actions.store_decision(here.card.id, new, by=here.by, at=world.AT)

    assert told(here, "record.store_decision", row.id)
    row.refresh_from_db()
    assert (row.facts, row.answer) == (facts, {"verdict": "needs_facts"})
    assert queries.decisions(here.who) == [row]
    assert queries.decisions(here.who, protocol="depression") == []
