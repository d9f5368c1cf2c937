"""Everything about one person on paper: the copy they may ask for, as PDF."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.folder.paper import typeset
from glabella.clinic.people.columns import column_label, table_label

# The parts of the document; its tables have headings of their own.
_PARTS = MappingProxyType(
    {
        "schema": gettext_lazy("Form of this document"),
        "made_at": gettext_lazy("Made at"),
        "person": gettext_lazy("Person"),
        "cards": gettext_lazy("Card"),
        "names": gettext_lazy("Names behind the identifiers"),
    }
)


def export_pdf(content: Mapping[str, object], *, language: str, on: date) -> bytes:
    """Return the pages of a person's copy.

    Args:
        content: As `record.export.everything` builds it.
        language: "en" or "de".
        on: The day of the copy.
    """
    data = page_data(content, language=language, on=on)
    return typeset(files("glabella.clinic.desk") / "typst" / "record.typ", data)


def page_data(
    content: Mapping[str, object], *, language: str, on: date
) -> dict[str, Any]:
    """Return what the typesetter gets: words, headings, and rows of name and value."""
    words = {
        "title": _("Everything this practice holds about you"),
        "made": _("Copy made on"),
        "none": _("nothing on record"),
        "page": _("Page"),
        "yes": _("yes"),
        "no": _("no"),
        "unknown": _("not recorded"),
    }
    return {
        "language": language,
        "on": on.isoformat(),
        "words": words,
        "sections": _sections(content),
    }


def _sections(content: Mapping[str, object]) -> list[dict[str, Any]]:
    """Return the parts as headings with rows of name and value."""
    sections: list[dict[str, Any]] = []
    for key, value in content.items():
        if key == "tables" and isinstance(value, Mapping):
            sections += [
                _section(table_label(str(name)), table) for name, table in value.items()
            ]
        else:
            sections.append(_section(str(_PARTS.get(key) or column_label(key)), value))
    return sections


def _section(title: str, value: object) -> dict[str, Any]:
    rows = value if isinstance(value, list) else [value]
    tables = [_rows(row) for row in rows if row not in (None, {}, "")]
    return {"title": title, "tables": tables}


def _rows(value: object) -> list[list[str]]:
    if not isinstance(value, Mapping):
        return [["", _said(value)]]
    return [[column_label(str(key)), _said(each)] for key, each in value.items()]


def _said(value: object) -> str:
    match value:
        case None | "":
            return "-"
        case True:
            return _("yes")
        case False:
            return _("no")
        case list():
            return "\n".join(_said(each) for each in value) or "-"
        case Mapping():
            pairs = (
                (column_label(str(key)), _said(each)) for key, each in value.items()
            )
            return "; ".join(f"{key}: {said}" for key, said in pairs)
        case _:
            return str(value)
