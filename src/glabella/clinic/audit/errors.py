"""Why a deed was refused. A view shows the words; nothing was changed."""

from django.utils.translation import gettext as _

from glabella.core.errors import InputError


class DeedRefusedError(InputError):
    """The deed breaks a law of the house; the words say which, and what to do."""


class StaleError(DeedRefusedError):
    """Somebody else has changed the row since this form was opened.

    Args:
        theirs: The fields that differ now, by name, as words.
    """

    def __init__(self, theirs: dict[str, str]) -> None:
        """Keep what the other person has written, so that the form can show it."""
        self.theirs = theirs
        super().__init__(
            _("somebody else has changed this meanwhile; nothing of yours was saved."),
            mending=_("Compare both below, then save again."),
        )
