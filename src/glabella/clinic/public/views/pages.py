"""Pages to read: conditions, places, whom to call."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.notices import Notice, notice_words
from glabella.clinic.practice.queries import today_at
from glabella.clinic.public import queries, words
from glabella.clinic.public.content import conditions
from glabella.clinic.public.full import text_for
from glabella.clinic.public.values import NOT_INDEXED

READ_AGAIN_AFTER = 300  # seconds
MAP = "https://www.openstreetmap.org/search"


def index(request: HttpRequest) -> HttpResponse:
    """Show the conditions, the places and the self-check."""
    context = {
        "conditions": [words.condition(one) for one in conditions().values()],
        "outlets": [(one, _notices(request, one)) for one in queries.open_outlets()],
    }
    return _page(request, "index", context)


def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a condition: its signs and all usual treatments, no product."""
    found = conditions().get(slug)
    if found is None:
        raise Http404("there is no such page")
    context: dict[str, object] = {
        "condition": words.condition(found),
        "structured": words.structured(found),
    }
    return _page(request, "condition", context)


def outlet(request: HttpRequest, outlet: UUID) -> HttpResponse:
    """Show where a place is, when it is open, and what is different just now."""
    place = queries.open_outlet(outlet)
    if place is None:
        raise Http404("there is no such place")
    released = {row.condition for row in queries.releases(place)}
    context = {
        "outlet": place,
        "conditions": [words.condition(one) for one in conditions().values()],
        "released": released,
        "map_url": f"{MAP}?{urlencode({'query': place.address})}",
        "week": words.week(queries.week_of(place.id)),
        "notices": _notices(request, place),
        "help": words.country(queries.help_in(place.profile)),
    }
    return render(request, "public/outlet.html", context)


@never_cache
def released(request: HttpRequest, outlet: UUID, slug: str) -> HttpResponse:
    """Show the full text where law, outlet and a named release let strangers read it.

    Everywhere else the page of the condition is what there is.
    """
    place = queries.open_outlet(outlet)
    if place is None or slug not in conditions():
        raise Http404("there is no such page")
    release = next((r for r in queries.releases(place) if r.condition == slug), None)
    if release is None:
        return redirect("public:condition", slug=slug)
    context = {
        "full": text_for(slug, language=get_language() or "en"),
        "outlet": place,
        "release": release,
        "country": words.country(queries.help_in(place.profile)),
    }
    response = render(request, "public/released.html", context)
    response["X-Robots-Tag"] = NOT_INDEXED
    return response


def whom_to_call(request: HttpRequest) -> HttpResponse:
    """Show whom to call, country by country."""
    found = [words.country(one) for one in queries.help_everywhere()]
    return render(request, "public/help.html", {"countries": found})


def _notices(request: HttpRequest, place: Outlet) -> list[Notice]:
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    return notice_words(place, on=today_at(place, at=at), language=get_language())


def _page(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    """Show a page that is the same for everybody; a browser may keep it shortly."""
    response = render(request, f"public/{name}.html", context)
    patch_cache_control(response, private=True, max_age=READ_AGAIN_AFTER)
    return response
