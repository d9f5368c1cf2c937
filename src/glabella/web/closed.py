"""A record that is closed to somebody who is signed in."""

from uuid import UUID

from django.core.exceptions import PermissionDenied


class ClosedRecordError(PermissionDenied):
    """The record exists and is closed to this person; the page may offer the glass."""

    def __init__(self, card: UUID, *, may_break_glass: bool) -> None:
        """Keep what the page about it needs."""
        self.card = card
        self.may_break_glass = may_break_glass
        super().__init__("this record is closed to you")
