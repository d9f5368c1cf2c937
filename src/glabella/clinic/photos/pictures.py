"""From what a camera sends to what is kept: upright, bounded, without any metadata.

The picture is drawn anew, so that place, time, device and thumbnails that a camera
writes into its files are not there to be copied.
"""

from io import BytesIO

import attrs
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from glabella.clinic.audit.errors import DeedRefusedError

LARGEST_FILE = 25 * 1024 * 1024
_LARGEST_PICTURE = 60_000_000  # pixels; a phone of today takes 50 million
_LONGEST_SIDE = 3000  # pixels; what two pictures side by side can show
_QUALITY = 90
_FORMATS = ("JPEG", "PNG")
_APPLE = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypavif")
# Bombs are refused by their stated size before a pixel is read.
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@attrs.frozen
class Picture:
    """A picture as it is kept, always a JPEG."""

    content: bytes
    width: int
    height: int
    media_type: str = "image/jpeg"


def cleaned(content: bytes) -> Picture:
    """Return a picture as it may be kept.

    Raises:
        DeedRefusedError: If it is too large, no picture, or of a kind that is not read.
    """
    if len(content) > LARGEST_FILE:
        raise _refused(
            _("the file is larger than %(limit)s MB.")
            % {"limit": LARGEST_FILE // (1024 * 1024)},
            _("Take it with a lower resolution."),
        )
    if content[4:12] in _APPLE:
        raise _refused(
            _("HEIC and AVIF are not read here."),
            _("Set the camera to JPEG (most compatible), or send a JPEG."),
        )
    upright = _upright(content)
    target = BytesIO()
    upright.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(target.getvalue(), *upright.size)


def _upright(content: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as opened:
            width, height = opened.size
            if width * height > _LARGEST_PICTURE:
                raise _too_many_pixels()
            turned = ImageOps.exif_transpose(opened).convert("RGB")
    except _BOMBS as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError) as error:
        raise _refused(
            _("it is no picture that can be read."),
            _("Send a JPEG or PNG file; take the picture again if it is damaged."),
        ) from error
    turned.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    # Only the pixels go on: a new picture has nothing in its margins.
    return Image.frombytes("RGB", turned.size, turned.tobytes())


def _too_many_pixels() -> DeedRefusedError:
    return _refused(_("it has too many pixels."), _("Take it with a lower resolution."))


def _refused(what: str, mending: str) -> DeedRefusedError:
    return DeedRefusedError(what, where=_("photograph"), mending=mending)
