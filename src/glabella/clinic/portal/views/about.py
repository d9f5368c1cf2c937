"""The full texts about conditions, behind the sign-in."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.public import words
from glabella.clinic.public.content import conditions
from glabella.clinic.public.full import text_for
from glabella.clinic.public.values import NOT_INDEXED


def topics(request: PortalRequest) -> HttpResponse:
    """Show the conditions that have a text."""
    found = [words.condition(one) for one in conditions().values()]
    return _page(request, "topics", {"conditions": found})


def about(request: PortalRequest, slug: str) -> HttpResponse:
    """Show the full text about a condition: grades, sources, side effects, status."""
    full = text_for(slug, language=get_language() or "en")
    if full is None:
        raise Http404("there is no such page")
    return _page(request, "about", {"full": full})


def _page(
    request: PortalRequest, name: str, context: dict[str, object]
) -> HttpResponse:
    response = render(request, f"portal/{name}.html", context)
    response["X-Robots-Tag"] = NOT_INDEXED
    return response
