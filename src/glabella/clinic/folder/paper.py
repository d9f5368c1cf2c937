"""The way onto paper: a template, data and pictures become a PDF.

The typesetter gets what stands in a record as data, never as its own language: nothing
that somebody typed can change the page. Every template may import the common look of
the house, `#import "/house.typ": ...`.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from uuid import UUID

import typst
from django.utils.functional import Promise

# Pictures lie beside the template under a plain name, and nowhere else.
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.(svg|png|jpg)")
_HOUSE = files("glabella.clinic.folder") / "typst" / "house.typ"


def typeset(
    template: Traversable,
    data: Mapping[str, object],
    *,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the pages that a template makes of data.

    The same template, data and pictures give the same bytes: only fonts that come with
    the typesetter are used, and the pages carry no time but what the data say.

    Args:
        template: A typst source; it reads `json(bytes(sys.inputs.data))`.
        data: What to print; numbers and days arrive as text, as `plain` writes them.
        files: Pictures by plain name, such as "map.svg"; the template shows them by
            `image("/map.svg")`.

    Raises:
        ValueError: If a picture has no plain name.
        typst.TypstError: If the template is wrong.
    """
    pictures = files or {}
    for name in pictures:
        if _PLAIN_NAME.fullmatch(name) is None:
            raise ValueError(f"{name!r} is no plain name of a picture")
    source = {"main.typ": template.read_bytes(), "house.typ": _HOUSE.read_bytes()}
    text = json.dumps(data, ensure_ascii=False, default=plain)
    # No clock: a page that were younger each time could not be compared.
    # Files in memory are taken too; the stub of the typesetter does not say so.
    sources: Any = source | dict(pictures)
    pdf: Any = typst.compile(
        sources,
        sys_inputs={"data": text},
        ignore_system_fonts=True,
        timestamp=0,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("the typesetter returned several files for one document")
    return pdf


def plain(value: object) -> str:
    """Return a value as text that says the same everywhere.

    Raises:
        TypeError: If nobody has said how to print it.
    """
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return format(value.normalize() + 0, "f")
        case UUID() | Promise():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no form on paper")
