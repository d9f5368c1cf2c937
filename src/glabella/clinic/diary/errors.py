"""What a diary refuses in a way that a page must show."""

from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.record.models import DiaryDay


class DayTakenError(DeedRefusedError):
    """Another entry stands for this day, which the writer had not seen."""

    def __init__(self, theirs: DiaryDay) -> None:
        """Keep the entry that stands, to be shown beside the other."""
        super().__init__(
            _("there is another entry for this day already."),
            where=theirs.on.isoformat(),
            mending=_("Choose which of the two shall stand; the other one is kept."),
        )
        self.theirs = theirs
