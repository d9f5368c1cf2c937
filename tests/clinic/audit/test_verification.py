"""Whatever is done to the trail behind the back of the program is named by number."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from glabella.clinic.audit import verification, walking
from glabella.clinic.audit.anchors import anchor_file, write_anchor
from glabella.clinic.audit.models import Event, Head
from glabella.clinic.audit.verification import verify
from glabella.clinic.audit.walking import Row
from tests.clinic.audit.trail import (
    AT,
    FOREIGN,
    anchors,
    change_anchor,
    found,
    insert,
    recompute,
    rehash,
    tamper,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _trail_of_ten() -> None:
    """Ten events, an anchor after the sixth."""
    write(6)
    write_anchor(AT)
    write(4)


def renumber(first: int, *, by: int) -> list[str]:
    """Return the statements that move all rows from `first` on."""
    return [
        f"UPDATE audit_event SET sequence = -sequence WHERE sequence >= {first}",  # noqa: S608 numbers of ours
        f"UPDATE audit_event SET sequence = -sequence + {by} WHERE sequence < 0",  # noqa: S608 numbers of ours
    ]


def test_whole_trail_has_no_findings() -> None:
    report = verify(anchors())

    assert (report.findings, report.events, report.head, report.anchors) == (
        (),
        10,
        10,
        1,
    )
    assert report.is_whole


def test_trail_is_read_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "CHUNK", 3)

    assert (verify(anchors()).events, found()) == (10, [])


def test_empty_trail_has_no_findings() -> None:
    tamper("DELETE FROM audit_event", "DELETE FROM audit_head")
    anchor_file().unlink()

    assert found() == []


def test_events_written_during_the_walk_are_read_as_far_as_the_head(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def while_others_write(*, after: int | None = None) -> Iterator[Row]:
        if after is not None:
            write(1)  # the head has been read before: not looked at any more
        yield from walking.stored_rows(after=after)
        if after is None:
            write(2)

    monkeypatch.setattr(verification, "stored_rows", while_others_write)
    report = verify(anchors())

    assert (report.findings, report.events, report.head) == ((), 12, 12)


# --- rows -----------------------------------------------------------------------------


@pytest.mark.parametrize("sequence", [1, 5, 6, 10])
def test_changed_row(sequence: int) -> None:
    tamper(f"UPDATE audit_event SET deed = 'x' WHERE sequence = {sequence}")  # noqa: S608 numbers of ours

    assert found() == [("changed", sequence, sequence)]


@pytest.mark.parametrize("sequence", [1, 5, 6, 10])
def test_changed_row_whose_digest_was_made_to_fit(sequence: int) -> None:
    rehash(sequence, deed="x")

    assert found() == [("changed", sequence, sequence)]


def test_changed_rows_are_all_named() -> None:
    tamper("UPDATE audit_event SET deed = 'x' WHERE sequence IN (2, 3, 8)")

    assert found() == [("changed", 2, 2), ("changed", 3, 3), ("changed", 8, 8)]


@pytest.mark.parametrize("column", ["ids", "actor", "at"])
def test_changed_row_that_cannot_even_be_read(column: str) -> None:
    if connection.vendor != "sqlite":
        # PostgreSQL keeps such values out; there another value is as good.
        value = "NULL" if column == "actor" else "'[1]'"
        value = "'2001-01-01T00:00:00Z'" if column == "at" else value
        tamper(f"UPDATE audit_event SET {column} = {value} WHERE sequence = 5")  # noqa: S608 names of ours
        expected = [] if column == "actor" else [("changed", 5, 5)]
        assert found() == expected
        return
    pass_check = "'\"open'" if column == "ids" else "'nonsense'"
    tamper(
        "PRAGMA ignore_check_constraints = ON",
        f"UPDATE audit_event SET {column} = {pass_check} WHERE sequence = 5",  # noqa: S608 names of ours
        "PRAGMA ignore_check_constraints = OFF",
    )

    assert found() == [("changed", 5, 5)]


@pytest.mark.parametrize(("first", "last"), [(1, 1), (5, 5), (6, 6), (2, 4)])
def test_removed_rows(first: int, last: int) -> None:
    tamper(f"DELETE FROM audit_event WHERE sequence BETWEEN {first} AND {last}")  # noqa: S608 numbers of ours

    assert found() == [("removed", first, last)]


@pytest.mark.parametrize("count", [1, 3])
def test_removed_rows_with_the_others_renumbered(count: int) -> None:
    last = 4 + count - 1
    tamper(
        f"DELETE FROM audit_event WHERE sequence BETWEEN 4 AND {last}",  # noqa: S608 numbers of ours
        *renumber(last + 1, by=-count),
    )

    assert found() == [("removed", 4, last)]


@pytest.mark.parametrize("sequence", [0, -7])
def test_inserted_row_before_the_first(sequence: int) -> None:
    insert(sequence)

    assert found() == [("inserted", sequence, sequence)]


def test_inserted_row_after_the_head() -> None:
    insert(11, previous=Event.objects.get(sequence=10).digest)

    assert found() == [("inserted", 11, 11)]


@pytest.mark.parametrize("linked", [True, False])
def test_inserted_row_with_the_others_renumbered(linked: bool) -> None:  # noqa: FBT001 pytest passes it
    tamper(*renumber(5, by=1))
    before = Event.objects.get(sequence=4).digest
    insert(5, previous=before if linked else FOREIGN)

    assert found() == [("inserted", 5, 5)]


def test_inserted_row_of_another_place_with_the_others_renumbered() -> None:
    tamper(*renumber(5, by=2))
    for sequence in (5, 6):
        insert(sequence)
        tamper(f"UPDATE audit_event SET deed = 'x' WHERE sequence = {sequence}")  # noqa: S608 numbers of ours

    assert found() == [("inserted", 5, 6)]


def test_replaced_row_is_a_changed_row() -> None:
    before = Event.objects.get(sequence=4).digest
    tamper("DELETE FROM audit_event WHERE sequence = 5")
    insert(5, previous=before)

    assert found() == [("changed", 5, 5)]


def test_first_row_made_to_follow_another_trail() -> None:
    rehash(1, previous=FOREIGN)

    assert found() == [("changed", 1, 1)]


def test_too_many_changes_end_the_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST", 2)
    tamper("UPDATE audit_event SET deed = 'x'")

    assert found() == [("changed", 1, 1), ("changed", 2, 2), ("too_many", 3, None)]


# --- the end --------------------------------------------------------------------------


def test_cut_off_tail_is_told_by_the_head() -> None:
    tamper("DELETE FROM audit_event WHERE sequence > 7")

    assert found() == [("cut_off", 8, 10)]


def test_cut_off_everything() -> None:
    tamper("DELETE FROM audit_event")

    assert found() == [("cut_off", 1, 10)]


def test_cut_off_tail_with_an_old_head_put_back_is_told_by_an_anchor() -> None:
    old = Head.objects.get()
    write(5)
    write_anchor(AT + timedelta(days=1))
    tamper(
        "DELETE FROM audit_event WHERE sequence > 10",
        f"UPDATE audit_head SET sequence = 10, digest = '{old.digest}',"  # noqa: S608 values of ours
        f" seal = '{old.seal}'",
    )

    assert found() == [("cut_off", 11, 15)]


def test_cut_off_everything_with_the_head_is_told_by_an_anchor() -> None:
    tamper("DELETE FROM audit_event", "DELETE FROM audit_head")

    assert found() == [("cut_off", 1, 6)]


def test_recomputed_chain_is_told_by_the_head() -> None:
    recompute(8, deed="x")

    assert found() == [("recomputed", 7, 10)]


def test_recomputed_chain_is_told_by_an_anchor_too() -> None:
    recompute(3, deed="x")

    assert found() == [("recomputed", 1, 10)]


def test_recomputed_chain_is_still_told_after_the_next_event() -> None:
    recompute(8, deed="x")
    write(2)
    write_anchor(AT + timedelta(days=1))

    assert found() == [("anchor_wrong", 2, 2), ("recomputed", 7, 12)]


def test_recomputed_chain_without_anchors_cannot_be_trusted_at_all() -> None:
    anchor_file().unlink()
    recompute(8, deed="x")

    assert found() == [("anchor_missing", None, None), ("recomputed", 1, 10)]


def test_old_head_put_back_and_the_chain_continued_is_told_by_an_anchor() -> None:
    old = Head.objects.get()
    write(1)
    write_anchor(AT + timedelta(days=1))
    tamper(
        "DELETE FROM audit_event WHERE sequence > 10",
        f"UPDATE audit_head SET sequence = 10, digest = '{old.digest}',"  # noqa: S608 values of ours
        f" seal = '{old.seal}'",
    )
    write(3, "test.other")

    assert found() == [("recomputed", 7, 13)]


def test_head_with_a_foreign_seal_where_an_anchor_vouches_for_all() -> None:
    write_anchor(AT + timedelta(days=1))
    tamper("UPDATE audit_head SET seal = ''")

    assert found() == [("head_wrong", None, None)]


def test_head_is_gone() -> None:
    tamper("DELETE FROM audit_head")

    assert found() == [("head_missing", None, None)]


# --- keys and anchors -----------------------------------------------------------------


def test_missing_key_is_said_and_the_rows_are_read_all_the_same(
    settings: Settings, tmp_path: Path
) -> None:
    settings.GLABELLA_TRAIL_KEY_FILE = tmp_path / "nothing.key"
    tamper("UPDATE audit_event SET deed = 'x' WHERE sequence = 5")

    assert found() == [("changed", 5, 5), ("key_missing", None, None)]


def test_another_key_fits_no_seal(settings: Settings, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_bytes(b"another key")
    settings.GLABELLA_TRAIL_KEY_FILE = other

    assert found() == [("no_seal_fits", 1, 10)]


def test_trail_without_anchors_is_not_vouched_for() -> None:
    anchor_file().unlink()

    assert found() == [("anchor_missing", None, None)]


def test_forged_anchor() -> None:
    write_anchor(AT + timedelta(days=1))
    change_anchor(2, sequence=9)

    assert found() == [("anchor_wrong", 2, 2)]


def test_line_that_is_no_anchor() -> None:
    with anchor_file().open("a") as stream:
        stream.write("half a li\n\n")

    assert found() == [("anchor_unreadable", 2, 2)]


def test_words_of_a_finding_name_the_rows() -> None:
    tamper("DELETE FROM audit_event WHERE sequence > 8")
    tamper("UPDATE audit_event SET deed = 'x' WHERE sequence = 2")

    assert [one.what for one in verify(anchors()).findings] == [
        "event 2 was changed after it was written.",
        "each of the events 9 to 10 was cut off from the end.",
    ]
