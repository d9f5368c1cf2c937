"""What comes from the practice and goes to it: letters, aftercare, messages."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.portal import actions, queries
from glabella.clinic.portal.aftercare import sheet
from glabella.clinic.portal.due import answer_due
from glabella.clinic.portal.forms import LineForm
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.portal.values import LINES_A_DAY, NewLine
from glabella.clinic.record.queries import document_content

UNPROCESSABLE = 422
DAY = timedelta(days=1)


def letters(request: PortalRequest) -> HttpResponse:
    """Show the letters and results that a clinician has released."""
    rows = queries.letters(request.person)
    return render(request, "portal/letters.html", {"rows": rows})


def letter(request: PortalRequest, document: UUID) -> HttpResponse:
    """Hand out one released letter; of others it is as if they were not there."""
    rows = {row.document_id: row.document for row in queries.letters(request.person)}
    found = rows.get(document)
    if found is None:
        raise Http404("no such letter is released")
    ending = queries.ENDINGS.get(found.media_type, "")
    return HttpResponse(
        document_content(found),
        content_type=found.media_type if ending else "application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="letter-{document}{ending}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def aftercare(request: PortalRequest) -> HttpResponse:
    """Show what to heed after the last treatment; help at once comes first."""
    language = (get_language() or "en").partition("-")[0]
    found = sheet(request.person, language=language)
    context = {"sheet": found, "outlet": request.door.outlet}
    return render(request, "portal/aftercare.html", context)


def talk(request: PortalRequest) -> HttpResponse:
    """Show the messages to and from the practice, and take a new one."""
    form = LineForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            _write(request, form.cleaned_data["text"])
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("portal:talk")
    place = request.door.outlet
    context = {
        "form": form,
        "lines": queries.lines(request.person),
        "outlet": place,
        "answer_by": answer_due(place, at=request.at) - timedelta(seconds=1),
        "ticket": new_ticket(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "portal/talk.html", context, status=status)


def _write(request: PortalRequest, text: str) -> None:
    since = request.at - DAY
    if queries.lines_since(request.person, since=since) >= LINES_A_DAY:
        raise DeedRefusedError(
            _("these are very many messages for one day."),
            where=_("message"),
            mending=_("Please call us."),
        )
    proxy = request.proxy.id if request.proxy else None
    new = NewLine(outlet=request.outlet, text=text, proxy=proxy)
    try:
        # A ticket asks a request for its form, its time and its actor alone.
        with once(cast("StaffRequest", request)):
            actions.write_line(request.person, new, by=request.actor, at=request.at)
    except AlreadyDoneError:
        messages.info(request, _("This message was sent already."))
    else:
        messages.success(request, _("Your message is with the practice."))
