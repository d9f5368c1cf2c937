"""What a reader noticed and did not turn into a fact.

Vocabulary: a *note* is one such observation, with a count; a *notebook* collects notes
while a document is read and adds up those that say the same.
"""

from enum import Enum

import attrs


class NoteKind(Enum):
    """Why something in the input is not, or not only, a fact."""

    UNKNOWN_CODE = "unknown_code"
    """A code that no table knows."""
    AMBIGUOUS_CODE = "ambiguous_code"
    """A code that may mean what a protocol asks for: somebody has to say."""
    DOUBTFUL = "doubtful"
    """Unconfirmed, or with a doubtful code: no fact that opens a protocol."""
    READ_FROM_TEXT = "read_from_text"
    """Understood by a name in a text, not by a code."""
    AFTER_DAY = "after_day"
    """Dated after the day of the decision: ignored."""
    UNDATED = "undated"
    """Without a date that would place it before or after the day: no fact."""
    ENDED_UNDATED = "ended_undated"
    """Ended, nobody recorded when: no fact."""
    NOT_USED = "not_used"
    """Refuted, entered in error, planned, of another person: no fact."""
    UNUSED_TYPE = "unused_type"
    """A kind of resource that is not read."""
    UNKNOWN_UNIT = "unknown_unit"
    """A quantity in a unit that is not the product's own: the amount stays unknown."""
    DUPLICATE = "duplicate"
    """The same entry twice: read once."""
    CONFLICT = "conflict"
    """Two statements that cannot both be true."""
    NO_SUCH_FACT = "no_such_fact"
    """A fact that the catalogue does not define."""


@attrs.frozen
class Note:
    """One thing that a reader noticed, and how often."""

    kind: NoteKind
    text: str
    count: int = 1
    resource_type: str = ""
    system: str = ""
    code: str = ""
    display: str = ""


@attrs.frozen
class Notebook:
    """Collects notes while one document is read, and counts those that say the same."""

    _counts: dict[tuple[NoteKind, str, str, tuple[str, str, str]], int] = attrs.field(
        factory=dict, init=False
    )

    def add(
        self,
        kind: NoteKind,
        text: str,
        *,
        resource_type: str = "",
        coding: tuple[str, str, str] = ("", "", ""),
        count: int = 1,
    ) -> None:
        """Count a note; `coding` is system, code and display."""
        key = (kind, text, resource_type, coding)
        self._counts[key] = self._counts.get(key, 0) + count

    def notes(self) -> tuple[Note, ...]:
        """Return all notes with their counts, in the order of their kinds."""
        order = {kind: place for place, kind in enumerate(NoteKind)}
        found = [
            Note(kind, text, count, resource_type, *coding)
            for (kind, text, resource_type, coding), count in self._counts.items()
        ]
        return tuple(
            sorted(found, key=lambda note: (order[note.kind], note.text, note.code))
        )
