"""What the address of a question asks for, and the way back from its page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.library.evidence.choice import candidates
from glabella.clinic.library.evidence.forms import ChoiceForm
from glabella.clinic.library.evidence.knowledge import language, shelf
from glabella.evidence.questions import Question


def choice_form(request: HttpRequest, asked: Question) -> ChoiceForm:
    """Return the form of a question, filled from the address."""
    found = candidates(shelf(), asked.id)
    return ChoiceForm(request.GET, question=asked, found=found, say=language())


def tabs(current: str) -> list[dict[str, object]]:
    """Return the three ways into the library."""
    ways = {
        "questions": _("Questions"),
        "studies": _("Studies"),
        "claims": _("Claims"),
    }
    return [
        {"label": label, "url": reverse(f"library:{name}"), "current": name == current}
        for name, label in ways.items()
    ]


def way(above: str, *steps: tuple[str, str]) -> list[dict[str, object]]:
    """Return the way to a page: the list above it, then steps of label and address."""
    (tab,) = (each for each in tabs(above) if each["current"])
    named: list[dict[str, object]] = [
        {"label": label, "url": url} for label, url in steps
    ]
    return [tab, *named]
