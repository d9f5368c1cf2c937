"""A signature that was drawn: what a browser may send, and how it becomes a picture.

Only move and line commands with numbers are taken, so nothing else gets onto paper.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError

# The sheet that is drawn on, in units of the path.
WIDTH, HEIGHT = 600, 200
# The same for the page, with the height of the line to sign on.
FIELD: Mapping[str, int] = MappingProxyType(
    {"width": WIDTH, "height": HEIGHT, "line": 150}
)
LONGEST = 60_000
FEWEST_POINTS = 8
_PATH = re.compile(r"(?:[ML]-?\d{1,4}(?:\.\d)? -?\d{1,4}(?:\.\d)?)+")
_POINT = re.compile(r"[ML]")


def strokes_of(path: str) -> str:
    """Return the data of a path; refuse what is no signature.

    Raises:
        DeedRefusedError: If it is empty, too short, too long, or anything but lines.
    """
    drawn = path.strip()
    if len(drawn) > LONGEST or (drawn and _PATH.fullmatch(drawn) is None):
        raise DeedRefusedError(
            _("the signature did not arrive as it was drawn."),
            where=_("signature"),
            mending=_("Clear the field and sign again, or sign on paper."),
        )
    if len(_POINT.findall(drawn)) < FEWEST_POINTS:
        raise DeedRefusedError(
            _("nothing was signed."),
            where=_("signature"),
            mending=_("Sign in the field, or print the paper and sign that."),
        )
    return drawn


def picture(path: str) -> str:
    """Return strokes as an SVG picture in black."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}"><path d="{path}" fill="none" '
        'stroke="#111" stroke-width="3" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )
