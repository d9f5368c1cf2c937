"""Pages to read: conditions, places, whom to call."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from glabella.clinic.practice.queries import today_at
from glabella.clinic.public import queries, words
from glabella.clinic.public.content import conditions

READ_AGAIN_AFTER = 300  # seconds
MAP = "https://www.openstreetmap.org/search"


def index(request: HttpRequest) -> HttpResponse:
    """Show the conditions, the places and the self-check."""
    context = {
        "conditions": [words.condition(one) for one in conditions().values()],
        "outlets": queries.open_outlets(),
    }
    return _page(request, "index", context)


def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a condition: its signs and all usual treatments, no product."""
    found = conditions().get(slug)
    if found is None:
        raise Http404("there is no such page")
    return _page(request, "condition", {"condition": words.condition(found)})


def outlet(request: HttpRequest, outlet: UUID) -> HttpResponse:
    """Show where a place is, when it is open, and what is different just now."""
    place = queries.open_outlet(outlet)
    if place is None:
        raise Http404("there is no such place")
    today = today_at(place, at=request.at)  # type: ignore[attr-defined]  # set by the middleware
    rows = queries.notices(place.id, on=today)
    context = {
        "outlet": place,
        "map_url": f"{MAP}?{urlencode({'query': place.address})}",
        "week": words.week(queries.week_of(place.id)),
        "notices": [words.notice(row) for row in rows],
        "help": words.country(queries.help_in(place.profile)),
    }
    return render(request, "public/outlet.html", context)


def whom_to_call(request: HttpRequest) -> HttpResponse:
    """Show whom to call, country by country."""
    found = [words.country(one) for one in queries.help_everywhere()]
    return render(request, "public/help.html", {"countries": found})


def _page(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    """Show a page that is the same for everybody; a browser may keep it shortly."""
    response = render(request, f"public/{name}.html", context)
    patch_cache_control(response, private=True, max_age=READ_AGAIN_AFTER)
    return response
