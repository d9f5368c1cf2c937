"""What a scanned paper is, by its first bytes and never by its name."""

from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError

BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
LARGEST = 15 * 1024 * 1024  # bytes


def media_type_of(content: bytes) -> str:
    """Return the media type of a scan.

    Raises:
        DeedRefusedError: If it is neither PDF, PNG nor JPEG, or is too large.
    """
    if len(content) > LARGEST:
        raise DeedRefusedError(
            _("the file is larger than 15 MB."),
            where=_("scan"),
            mending=_("Scan it with fewer dots."),
        )
    for beginning, media_type in BEGINNINGS:
        if content.startswith(beginning):
            return media_type
    raise DeedRefusedError(
        _("the file is no PDF, PNG or JPEG."),
        where=_("scan"),
        mending=_("Scan the signed paper as one of these."),
    )
