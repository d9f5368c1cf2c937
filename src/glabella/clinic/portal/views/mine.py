"""What a person may know and take along: devices, proxies, looks, their own data."""

import io
import json
import zipfile
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.audit.actions import record as tell
from glabella.clinic.desk.paper import export_pdf
from glabella.clinic.photos import queries as photos
from glabella.clinic.portal import actions, queries
from glabella.clinic.portal.forms import UnlockForm
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.portal.tries import is_too_often, note_try
from glabella.clinic.portal.values import GRANTS, WRONG_DATES
from glabella.clinic.practice.queries import today_at
from glabella.clinic.record.export import everything

TOO_MANY, UNPROCESSABLE = 429, 422


def mine(request: PortalRequest) -> HttpResponse:
    """Show devices, who came in with a link, and who acts for the person."""
    acting = [
        (row, [GRANTS[one] for one in row.grants if one in GRANTS])
        for row in queries.proxies(request.door.id)
    ]
    context = {
        "devices": queries.devices(request.door.id),
        "came_in": queries.used_links(request.door.id),
        "acting": acting,
        "may_know": "reads" in request.grants,
        "outlet": request.door.outlet,
    }
    return render(request, "portal/mine.html", context)


def forget_mine(request: PortalRequest, device: UUID) -> HttpResponse:
    """Forget a device of one's own; whoever holds it is outside at the next step."""
    if device not in {row.id for row in queries.devices(request.door.id)}:
        raise Http404("this device is not remembered")
    if request.method == "POST":
        door = request.door.id
        actions.revoke_device(device, door=door, by=request.actor, at=request.at)
    return redirect("portal:mine")


def reads(request: PortalRequest) -> HttpResponse:
    """Show on which days who of the practice has opened the record, by role."""
    looks = queries.looks(request.person, at=request.at, place=request.door.outlet)
    context = {"looks": looks, "outlet": request.door.outlet}
    return render(request, "portal/reads.html", context)


def export(request: PortalRequest) -> HttpResponse:
    """Hand out everything that is kept, after the date of birth was asked once more."""
    form = UnlockForm(request.POST or None)
    if form.is_bound and form.is_valid():
        key = str(request.door.id)
        if is_too_often("export", key, at=request.at, limit=WRONG_DATES):
            words = _("There were too many attempts from here. Try again in an hour.")
            return _again(request, form, words, status=TOO_MANY)
        if form.cleaned_data["born"] == request.person.patient.birth_date:
            return _archive(request)
        note_try("export", key, at=request.at)
        form.add_error("born", _("This is not the date of birth on file."))
    return _again(request, form, "", status=UNPROCESSABLE if form.errors else 200)


def _again(
    request: PortalRequest, form: UnlockForm, words: str, *, status: int
) -> HttpResponse:
    context = {"form": form, "words": words}
    return render(request, "portal/export.html", context, status=status)


def _archive(request: PortalRequest) -> HttpResponse:
    """Return PDF and JSON in one file; the trail is told."""
    who = request.person
    tell("portal.export", by=request.actor, at=request.at, patient=who.id)
    content: dict[str, Any] = photos.without_hidden(who, everything(who, at=request.at))
    on = today_at(request.door.outlet, at=request.at)
    paper = export_pdf(content, language=get_language() or "en", on=on)
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("record.pdf", paper)
        archive.writestr("record.json", text)
        for name, letter in queries.letter_files(who):
            archive.writestr(f"letters/{name}", letter)
    return HttpResponse(
        held.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="my-data-{on}.zip"'},
    )
