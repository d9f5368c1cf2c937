"""An anchor is the head of the trail at some time, on one line outside the database."""

from datetime import timedelta, timezone

import pytest

from glabella.clinic.audit.anchors import (
    Anchor,
    AnchorFile,
    anchor_file,
    read_anchors,
    write_anchor,
)
from glabella.clinic.audit.chain import seal_of
from glabella.clinic.audit.models import Head
from tests.clinic.audit.trail import AT, anchors, tamper, write

pytestmark = pytest.mark.django_db


def test_anchor_holds_the_head_and_can_be_read_back() -> None:
    write(3)
    in_singapore = AT.astimezone(timezone(timedelta(hours=8)))

    written = write_anchor(in_singapore)

    head = Head.objects.get()
    expected = Anchor(3, head.digest, seal_of(3, head.digest), AT)
    assert (written, anchors()) == (expected, AnchorFile((expected,)))


def test_anchors_are_added_line_by_line() -> None:
    write_anchor(AT)
    write(1)
    write_anchor(AT + timedelta(days=1))

    assert [one.sequence for one in anchors().anchors] == [0, 1]


def test_anchor_of_an_empty_trail_is_sealed() -> None:
    assert write_anchor(AT) == Anchor(0, "", seal_of(0, ""), AT)


def test_anchor_does_not_vouch_for_a_forged_head() -> None:
    write(1)
    tamper("UPDATE audit_head SET seal = ''")

    assert write_anchor(AT).seal == ""


def test_anchor_after_a_torn_line_begins_a_line_of_its_own() -> None:
    write_anchor(AT)
    with anchor_file().open("a") as stream:
        stream.write('{"sequence": 1')

    write_anchor(AT)

    found = anchors()
    assert (len(found.anchors), found.unreadable) == (2, (2,))


def test_file_that_is_not_there_holds_nothing() -> None:
    assert read_anchors(anchor_file()) == AnchorFile()
