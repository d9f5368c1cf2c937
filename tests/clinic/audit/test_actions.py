"""An event is added to the chain, and the head is sealed with a key kept elsewhere."""

from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from glabella.clinic.audit.actions import record
from glabella.clinic.audit.chain import TrailKeyError, digest_of, is_sealed, seal_of
from glabella.clinic.audit.models import Event, Head
from tests.clinic.audit.trail import AT, BY, tamper, write

pytestmark = pytest.mark.django_db

PATIENT = UUID(int=1)
SHOWN = [UUID(int=number) for number in (2, 3)]


def test_event_links_to_the_one_before() -> None:
    first = record("test.one", by=BY, at=AT)
    second = record("test.two", by=BY, at=AT)

    assert (second.sequence, second.previous) == (first.sequence + 1, first.digest)
    stored = Event.objects.get(sequence=second.sequence)
    assert digest_of(stored) == second.digest
    head = Head.objects.get()
    assert head.seal == seal_of(second.sequence, second.digest)


def test_event_of_one_row_names_it_as_its_subject() -> None:
    event = record("test.one", by=BY, at=AT, patient=PATIENT, about=SHOWN[0])

    assert (event.patient, event.subject, event.ids) == (
        PATIENT,
        SHOWN[0],
        [str(SHOWN[0])],
    )


def test_event_of_a_list_names_all_it_showed() -> None:
    event = record("test.list", by=BY, at=AT, about=SHOWN)

    assert (event.subject, event.ids) == (None, [str(one) for one in SHOWN])


def test_broken_seal_is_never_made_good_by_the_next_event() -> None:
    write(2)
    tamper("UPDATE audit_head SET seal = 'forged'")

    record("test.next", by=BY, at=AT)

    head = Head.objects.get()
    assert (head.sequence, head.seal, is_sealed(head)) == (3, "", False)


def test_nothing_is_recorded_without_the_key(
    settings: Settings, tmp_path: Path
) -> None:
    settings.GLABELLA_TRAIL_KEY_FILE = tmp_path / "trail.key"

    with pytest.raises(TrailKeyError) as caught:
        record("test.one", by=BY, at=AT)

    assert caught.value.what == (
        "the key of the trail cannot be read: No such file or directory."
    )


def test_empty_key_is_no_key(settings: Settings, tmp_path: Path) -> None:
    settings.GLABELLA_TRAIL_KEY_FILE = tmp_path / "trail.key"
    (tmp_path / "trail.key").touch()

    with pytest.raises(TrailKeyError) as caught:
        record("test.one", by=BY, at=AT)

    assert caught.value.what == "the key of the trail is empty."
