"""HTML in small: icons and attributes, safe by construction.

An attribute with a style or a script in it is refused here, because the content
security policy would drop it in silence.
"""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from glabella.core.errors import InputError

ICON_SIZE = 18


@lru_cache(maxsize=512)
def icon(name: str, *, size: int = ICON_SIZE, label: str = "") -> SafeString:
    """Return an icon of the Lucide set as inline SVG.

    Args:
        name: As Lucide calls it, such as "calendar-days".
        size: Width and height in CSS pixels.
        label: What it says to a screen reader; without one the icon is decoration.
    """
    said = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return SafeString(lucide(str(name), size=size, **said, **{"class": "icon"}))


def attributes(given: Mapping[str, object]) -> SafeString:
    """Return HTML attributes, each with a space before it.

    Underscores in a name become hyphens. True gives a bare attribute; False, None and
    the empty text leave it out.

    Raises:
        InputError: If an attribute would carry style or script inline.
    """
    parts = (_attribute(name.replace("_", "-"), value) for name, value in given.items())
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped by itself


def _attribute(name: str, value: object) -> str:
    if name == "style" or name.startswith("on"):
        raise InputError(
            f'The attribute "{name}" is inline style or script.',
            where="template tag",
            mending="Use a class, or a data- attribute that a module finds.",
        )
    if value is True:
        return format_html(" {}", name)
    if value is None or value is False or value == "":
        return ""
    return format_html(' {}="{}"', name, value)
