"""A bare Django: the same reads as the pages, no templates, no access, no trail."""

import os
from datetime import UTC, datetime

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, JsonResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glabella.web.settings")
django.setup()
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []

from glabella.clinic.accounts.models import User  # noqa: E402 the tables must be ready
from glabella.clinic.accounts.standing import standing_of  # noqa: E402 as above
from glabella.clinic.booking.queries import day_of, visits_of  # noqa: E402 as above
from glabella.clinic.desk.queries import found_patients  # noqa: E402 as above
from glabella.clinic.people import queries as people  # noqa: E402 as above
from glabella.clinic.people.cards import person  # noqa: E402 as above
from glabella.clinic.practice.models import Outlet  # noqa: E402 as above
from glabella.clinic.record import queries as record  # noqa: E402 as above


def search(request: HttpRequest) -> JsonResponse:
    """Read what the search reads."""
    standing = standing_of(User.objects.values_list("id", flat=True)[0])
    words = request.GET.get("q", "")
    hits = found_patients(words, standing=standing, on=datetime.now(UTC).date())
    return JsonResponse([hit.patient.family_name for hit in hits[:25]], safe=False)


def patient(request: HttpRequest) -> JsonResponse:
    """Read what the page of a patient reads."""
    who = person(request.GET["id"])  # type: ignore[arg-type]  # Django takes the text
    if who is None:
        return JsonResponse([], safe=False)
    on = datetime.now(UTC).date()
    people.header(who, on=on, is_clinical=True)
    rows = [record.timeline(who), record.sessions(who), record.scores(who)]
    rows += [record.diary(who), record.tasks(who), visits_of(who.ids)]  # type: ignore[list-item]  # counted alone
    return JsonResponse([len(each) for each in rows], safe=False)


def today(_request: HttpRequest) -> JsonResponse:
    """Read what the board of the day reads."""
    place = Outlet.objects.all()[0]
    rows = day_of(place.id, on=datetime.now(UTC).date(), zone=place.time_zone)
    return JsonResponse([row.patient.family_name for row in rows], safe=False)


urlpatterns = [
    path("search/", search),
    path("patient/", patient),
    path("today/", today),
]
application = WSGIHandler()
