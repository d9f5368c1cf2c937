"""The first page inside the portal, and the list of all others on a phone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from glabella.clinic.booking.queries import visits_of
from glabella.clinic.portal import queries
from glabella.clinic.portal.aftercare import first_days
from glabella.clinic.portal.doors import is_unchecked
from glabella.clinic.portal.questions import due_questions
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.practice.notices import notice_words
from glabella.clinic.practice.queries import today_at

OVER = frozenset({"cancelled", "no_show"})


def home(request: PortalRequest) -> HttpResponse:
    """Show what comes next, what waits, and how to reach the practice."""
    visits = visits_of(request.person.ids)
    coming = [
        one
        for one in reversed(visits)
        if one.ends_at >= request.at and one.state not in OVER
    ]
    place = request.door.outlet
    today = today_at(place, at=request.at)
    may_answer = "questionnaires" in request.grants
    language = get_language() or "en"
    context = {
        "due": due_questions(request.person, on=today, language=language)
        if may_answer
        else (),
        "after": first_days(request.person, on=today, language=language)
        if "letters" in request.grants
        else None,
        "may_tell": may_answer,
        "may_write_days": "diary" in request.grants,
        "coming": coming,
        "outlet": place,
        "closures": notice_words(place, on=today, language=language),
        "is_proxy": request.proxy is not None,
        "is_unchecked": is_unchecked(request.door),
        "answer": queries.latest_answer(request.person)
        if "messages" in request.grants
        else None,
        "letters": queries.letters(request.person)[:1]
        if "letters" in request.grants
        else [],
    }
    return render(request, "portal/home.html", context)


def more(request: PortalRequest) -> HttpResponse:
    """Show every place of the portal, for a phone where not all find room below."""
    return render(request, "portal/more.html")
