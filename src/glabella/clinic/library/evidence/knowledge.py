"""The evidence library, loaded once for a process, and in which language to say it.

Its files belong to the installed version and never change while it runs.
"""

import functools

from django.http import Http404
from django.utils.translation import get_language

from glabella.core.errors import UnknownNameError
from glabella.evidence.claims import Claim
from glabella.evidence.library import Library, load
from glabella.evidence.questions import Question
from glabella.evidence.study import Study
from glabella.protocols.document import Language


@functools.cache
def shelf() -> Library:
    """Return studies, questions, claims and gradings."""
    return load()


def language() -> Language:
    """Return the language of the page; texts of the library stand in two."""
    return Language("de" if (get_language() or "en").startswith("de") else "en")


def question_or_404(name: str) -> Question:
    """Return a question; an unknown name is an address that does not exist."""
    try:
        return shelf().question(name)
    except UnknownNameError as error:
        raise Http404(str(error)) from error


def study_or_404(name: str) -> Study:
    """Return a study; an unknown name is an address that does not exist."""
    try:
        return shelf().study(name)
    except UnknownNameError as error:
        raise Http404(str(error)) from error


def claim_or_404(name: str) -> Claim:
    """Return a claim; an unknown name is an address that does not exist."""
    try:
        return shelf().claim(name)
    except UnknownNameError as error:
        raise Http404(str(error)) from error
