"""Letters, evidence packs, summaries and cost notes as PDF."""

from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from typing import Any

import attrs
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from glabella.clinic.folder.paper import typeset
from glabella.clinic.followup.repeat_values import PaperTable

_TEMPLATE = files("glabella.clinic.followup") / "typst" / "letter.typ"


@attrs.frozen(kw_only=True)
class Letterhead:
    """Who writes about whom, as it stands on a paper.

    Args:
        outlet: Its name, address, telephone and e-mail, line by line.
        person: Family name, given names.
        number: Of the card at the outlet; "" if it has none there.
    """

    practice: str
    outlet: tuple[str, ...]
    person: str
    born: date | None
    number: str
    on: date


@attrs.frozen(kw_only=True)
class Paper:
    """One paper: words and tables between the head and the signature."""

    subject: str
    text: str
    recipient: str = ""
    tables: Sequence[PaperTable] = ()
    signature: Sequence[str] = ()


def paper_pdf(head: Letterhead, paper: Paper, *, language: str) -> bytes:
    """Return a paper as PDF in a language, "en" or "de"."""
    with translation.override(language):
        return typeset(_TEMPLATE, paper_data(head, paper, language=language))


def paper_data(head: Letterhead, paper: Paper, *, language: str) -> dict[str, Any]:
    """Return what the typesetter gets."""
    about = [[_("Patient"), head.person], [_("Born"), day_words(head.born)]]
    if head.number:
        about.append([_("Number"), head.number])
    return {
        "language": language,
        "subject": paper.subject,
        "practice": head.practice,
        "outlet": list(head.outlet),
        "recipient": paper.recipient.splitlines(),
        "day": day_words(head.on),
        "about": about,
        "text": paper.text,
        "tables": [attrs.asdict(table) for table in paper.tables],
        "signature": list(paper.signature),
        "foot": f"{head.person} · {head.number}".removesuffix(" · "),
        "page": _("Page"),
        "none": _("nothing on record"),
    }


def day_words(day: date | None) -> str:
    """Return a day as people read it everywhere: never 12/02/2026."""
    if day is None:
        return _("not known")
    return date_format(day, pgettext("date format", "j M Y"))
