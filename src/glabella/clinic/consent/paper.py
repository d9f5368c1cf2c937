"""A consent on paper: to read, to sign by hand, or sealed with what was signed.

The words around the text stand here in both languages, because the paper speaks the
language of the patient and not that of whoever prints it.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

import attrs

from glabella.clinic.consent.strokes import picture
from glabella.clinic.folder.paper import typeset
from glabella.core.sources import Text

_FOLDER = files("glabella.clinic.consent") / "typst"
WORDS: Mapping[str, Text] = {
    "page": Text("Page", "Seite"),
    "place": Text("Place", "Stelle"),
    "points": Text("Points", "Punkte"),
    "units": Text("Units", "Einheiten"),
    "unit": Text("U", "E"),
    "total": Text("In all", "Zusammen"),
    "effect": Text("Side effect", "Nebenwirkung"),
    "of_hundred": Text("Of 100 people", "Von 100 Menschen"),
    "placebo": Text("With placebo", "Mit Placebo"),
    "unknown": Text("not known", "nicht bekannt"),
    "talk": Text("The talk", "Das Gespräch"),
    "signature": Text("Signature", "Unterschrift"),
    "line_patient": Text(
        "Patient or representative: name and signature",
        "Patientin, Patient oder Vertretung: Name und Unterschrift",
    ),
    "line_physician": Text("Physician", "Ärztin oder Arzt"),
    "line_date": Text("Place, day and time", "Ort, Tag und Uhrzeit"),
    "sources": Text("Sources", "Quellen"),
    "digest": Text("Digest of this text:", "Prüfsumme dieses Textes:"),
}

Rows = Sequence[tuple[str, str]]


@attrs.frozen
class Map:
    """A figure with the points of the plan, as SVG."""

    title: str
    svg: str


@attrs.frozen(kw_only=True)
class Sheet:
    """What stands on the paper beside the text.

    Args:
        facts: Rows of a name and a value: who, born when, where.
        talk: The same about the talk; empty before it was held.
        answers: Teach-back questions with the patient's answers.
        signed: The same about the signature; empty prints lines to sign on.
        strokes: The signature as the data of a path; "" if none was drawn.
        digest: Of the text.
    """

    language: str
    foot: str
    facts: Rows
    digest: str
    maps: Sequence[Map] = ()
    talk: Rows = ()
    answers: Rows = ()
    signed: Rows = ()
    strokes: str = ""


def consent_pdf(content: Mapping[str, Any], sheet: Sheet) -> bytes:
    """Return the pages of a consent; the same input gives the same bytes.

    Args:
        content: The text in one language, as `content.content_of` makes it.
        sheet: Everything around it.
    """
    pictures = {f"map{number}.svg": one.svg for number, one in enumerate(sheet.maps)}
    data = {
        **_around(sheet),
        "content": content,
        "digest": sheet.digest,
        "maps": [
            {"file": name, "title": one.title}
            for name, one in zip(pictures, sheet.maps, strict=True)
        ],
        "talk": sheet.talk,
        "answers": sheet.answers,
    }
    return typeset(_FOLDER / "consent.typ", data, files=_files(sheet, pictures))


def photo_pdf(
    title: str,
    text: Iterable[str],
    *,
    purposes: Sequence[tuple[str, bool]],
    declaration: str,
    sheet: Sheet,
) -> bytes:
    """Return the page of a consent to photographs.

    Args:
        purposes: Each purpose in words, and whether it is agreed to.
    """
    data = {
        **_around(sheet),
        "title": title,
        "text": list(text),
        "purposes": [{"text": said, "chosen": chosen} for said, chosen in purposes],
        "declaration": declaration,
    }
    return typeset(_FOLDER / "photos.typ", data, files=_files(sheet, {}))


def words_in(language: str) -> dict[str, str]:
    """Return the words of the paper in a language."""
    return {key: text.in_language(language) for key, text in WORDS.items()}


def _around(sheet: Sheet) -> dict[str, Any]:
    return {
        "language": sheet.language,
        "foot": sheet.foot,
        "words": words_in(sheet.language),
        "facts": sheet.facts,
        "signed": sheet.signed,
        "has_strokes": bool(sheet.strokes),
    }


def _files(sheet: Sheet, pictures: Mapping[str, str]) -> dict[str, bytes]:
    found = {name: svg.encode() for name, svg in pictures.items()}
    if sheet.strokes:
        found["signature.svg"] = picture(sheet.strokes).encode()
    return found
