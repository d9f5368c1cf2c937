"""Pages of the photographs: album, adding, side by side, the picture itself."""

from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.fields import ReasonForm
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.photos import actions, queries
from glabella.clinic.photos.forms import PhotoForm, view_choices
from glabella.clinic.photos.models import Photo
from glabella.clinic.photos.pictures import LARGEST_FILE
from glabella.clinic.photos.values import NewPhoto

_TWO = 2


def photos(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show the photographs of a person by day, if a consent stands."""
    album, words = queries.album(request.person), dict(view_choices())
    days = [
        (day, [(words.get(row.view, row.view), row) for row in rows])
        for day, rows in groupby(album.photos, key=lambda row: row.taken_on)
    ]
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "photos"),
        "album": album,
        "days": days,
        "pairs": _pairs(album.photos, words),
        "destroyed": [(words.get(row.view, row.view), row) for row in album.destroyed],
    }
    return render(request, "photos/photos.html", context)


def _pairs(
    rows: tuple[Photo, ...], words: dict[str, str]
) -> list[tuple[str, Photo, Photo]]:
    """Return for each view the first and the latest picture, of two days at least."""
    found = []
    for view, name in words.items():
        same = [row for row in rows if row.view == view]
        if len(same) >= _TWO and same[-1].taken_on < same[0].taken_on:
            found.append((name, same[-1], same[0]))
    return found


def add(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Add a photograph."""
    initial: dict[str, str | date] = {
        "taken_on": day_here(request),
        "view": request.GET.get("view", ""),
    }
    files = request.FILES or None
    form = PhotoForm(sent(request), files, person=request.person, initial=initial)

    def deed(data: dict[str, Any]) -> None:
        if request.outlet is None:
            raise DeedRefusedError(_("you work at no outlet."))
        new = NewPhoto(
            outlet=request.outlet,
            view=data["view"],
            taken_on=data["taken_on"],
            session=data["session"].id if data["session"] else None,
            note=data["note"],
        )
        content = data["file"].read(LARGEST_FILE + 1)
        by, at = request.actor, request.at
        actions.add_photo(request.person, content, new, by=by, at=at)

    page = FormPage(
        title=_("Add a photograph"),
        button=_("Keep it"),
        icon="camera",
        back=reverse("photos:photos", args=[request.person.id]),
        done=_("Kept, encrypted."),
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


def picture(request: PatientRequest, patient: UUID, photo: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Hand out one picture; nobody on the way keeps a copy."""
    row = queries.photo(request.person, photo)
    if row is None:
        raise Http404("this patient has no such photograph")
    answer = HttpResponse(queries.content_of(row), content_type=row.media_type)
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Disposition"] = "inline"
    return answer


def compare(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show two photographs side by side, or one over the other."""
    words = dict(view_choices())
    asked = [request.GET.get(key, "") for key in ("first", "second")]
    found = [queries.photo(request.person, key) for key in map(_key, asked) if key]
    pair = [(words.get(row.view, row.view), row) for row in found if row is not None]
    if len(pair) != _TWO:
        raise Http404("two photographs are compared")
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "photos"),
        "pair": sorted(pair, key=lambda one: one[1].taken_on),
    }
    return render(request, "photos/compare.html", context)


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def destroy(request: PatientRequest, patient: UUID, photo: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Destroy a photograph, also one that a withdrawn consent hides."""
    rows = Photo.objects.filter(patient_id__in=request.person.ids)
    row = get_object_or_404(rows, id=photo)

    def deed(data: dict[str, Any]) -> None:
        reason = data["reason"]
        actions.destroy_photo(row.id, reason=reason, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Destroy a photograph"),
        button=_("Destroy it for good"),
        icon="trash-2",
        danger=True,
        back=reverse("photos:photos", args=[request.person.id]),
        done=_("Destroyed. What stays is when, by whom and why."),
        lead=_("The file is removed and cannot be brought back."),
        header=header_of(request),
    )
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)
