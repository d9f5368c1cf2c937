"""One line of the history in words; what is not known is said to be unknown."""

from uuid import UUID

import pytest

from glabella.clinic.desk.happenings import lines
from glabella.clinic.record.timeline import TimelineEntry
from tests import world
from tests.clinic.scene import library

ROW = UUID(int=1)


@pytest.mark.parametrize(
    ("kind", "label", "words"),
    [
        ("score", ("phq9", ""), "PHQ-9: no total"),
        ("score", ("phq9", "12"), "PHQ-9, 12"),
        ("external_dose", ("", ""), "unknown U product not known"),
        (
            "external_dose",
            ("onabotulinumtoxinA", "155"),
            "155 U onabotulinumtoxinA",
        ),
        (
            "session",
            ("chronic_migraine", "onabotulinumtoxinA", "155", "here"),
            "155 U onabotulinumtoxinA, Chronic migraine",
        ),
        ("side_effect", ("ptosis", "mild"), "ptosis, mild"),
    ],
)
def test_line_says_what_is_known(kind: str, label: tuple[str, ...], words: str) -> None:
    entry = TimelineEntry(on=world.TODAY, at=world.AT, kind=kind, label=label, id=ROW)

    (line,) = lines([entry], library=library(), language="en")

    assert line["text"] == words
