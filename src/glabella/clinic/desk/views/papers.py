"""Letters and results: of a patient, and those that wait in the inbox of an outlet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import READERS
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.desk.forms.clinical import DOCUMENT, PaperForm
from glabella.clinic.desk.queries import found_patients, readable
from glabella.clinic.folder.fields import ReasonForm
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import day_here, header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.record import actions, queries
from glabella.clinic.record.models import Document
from glabella.clinic.record.values import NewDocument


def papers(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show the letters and results of a patient."""
    rows = queries.documents(request.person)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "papers"),
        "papers": [(dict(DOCUMENT)[row.kind], row) for row in rows],
        "patient": request.person.patient,
    }
    return render(request, "desk/papers.html", context)


def add_paper(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Take a paper into the record of this patient."""
    page = FormPage(
        title=_("Add a letter or result"),
        button=_("Add"),
        icon="upload",
        back=reverse("desk:papers", args=[request.person.id]),
        done=_("Added to the record."),
        header=header_of(request),
    )
    return _receive(request, page, patient=request.person.id)


def receive(request: StaffRequest) -> HttpResponse:
    """Take a paper into the inbox, without saying yet whose it is."""
    page = FormPage(
        title=_("Put a paper into the inbox"),
        button=_("Put in"),
        icon="upload",
        back=reverse("desk:inbox"),
        done=_("It waits in the inbox."),
    )
    return _receive(request, page, patient=None)


def _receive(
    request: StaffRequest, page: FormPage, *, patient: UUID | None
) -> HttpResponse:
    form = PaperForm(sent(request), request.FILES or None)

    def deed(data: dict[str, Any]) -> None:
        if request.outlet is None:
            raise DeedRefusedError(_("you work at no outlet."))
        new = NewDocument(
            outlet=request.outlet,
            patient=patient,
            title=data["title"],
            kind=data["kind"],
            dated_on=data["dated_on"],
            media_type=data["file"].content_type,
        )
        content = data["file"].read()
        actions.receive_document(content, new, by=request.actor, at=request.at)

    return answer_form(request, form, deed=deed, page=page)


def paper(request: PatientRequest, patient: UUID, document: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Hand out the file of a patient's paper."""
    found = {row.id: row for row in queries.documents(request.person)}.get(document)
    if found is None:
        raise Http404("this patient has no such paper")
    return _file(found)


@require_POST
def mark_read(request: PatientRequest, patient: UUID, document: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Note that a clinician has read a paper."""
    if document not in {row.id for row in queries.documents(request.person)}:
        raise Http404("this patient has no such paper")
    try:
        actions.mark_read(document, by=request.actor, at=request.at)
    except DeedRefusedError as refusal:  # a second click, or a colleague
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Marked as read."))
    return redirect("desk:papers", patient=request.person.id)


def inbox(request: StaffRequest) -> HttpResponse:
    """Show what waits at this outlet: papers without a patient, papers unread."""
    roles = request.standing.roles_at([request.outlet])
    rows = queries.inbox(request.outlet) if request.outlet else []
    rows = readable(rows, roles=roles)
    is_clinical = bool(roles & READERS)
    if not is_clinical:  # the title of a filed paper is a word of the record
        rows = [row for row in rows if row.patient_id is None]
    shown(request, [row.patient_id for row in rows if row.patient_id])
    papers = [(dict(DOCUMENT)[row.kind], row) for row in rows]
    context = {"papers": papers, "is_clinical": is_clinical}
    return render(request, "desk/inbox.html", context)


def waiting_file(request: StaffRequest, document: UUID) -> HttpResponse:
    """Hand out the file of a paper that nobody has filed yet."""
    shown(request, [])
    return _file(_waiting(request, document))


def file_paper(request: StaffRequest, document: UUID) -> HttpResponse:
    """Search the patient whose paper it is, and file it."""
    row = _waiting(request, document)
    words = request.GET.get("q", "").strip()
    hits = []
    if words:
        on = day_here(request)
        hits = found_patients(words, standing=request.standing, on=on)[:25]
    shown(request, [hit.patient.id for hit in hits])
    if request.method == "POST":
        return _file_to(request, row)
    context = {"row": row, "q": words, "hits": hits}
    return render(request, "desk/file_paper.html", context)


def _file_to(request: StaffRequest, row: Document) -> HttpResponse:
    words = request.POST.get("number", "")
    hits = found_patients(words, standing=request.standing, on=day_here(request))
    chosen = [hit for hit in hits if str(hit.patient.id) == request.POST.get("patient")]
    if not chosen:
        raise Http404("no such patient is known at your outlets")
    card = chosen[0].patient.id
    try:
        actions.file_document(row.id, card, by=request.actor, at=request.at)
    except DeedRefusedError as refusal:  # a second click, or a colleague
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Filed. A clinician must still read it."))
    return redirect("desk:inbox")


def set_aside(request: StaffRequest, document: UUID) -> HttpResponse:
    """Set a paper aside that is not ours or came twice; it is kept."""
    row = _waiting(request, document)
    page = FormPage(
        title=_("Set the paper aside"),
        button=_("Set aside"),
        back=reverse("desk:inbox"),
        done=_("Set aside. It is kept."),
        lead=row.title,
    )

    def deed(data: dict[str, Any]) -> None:
        actions.set_aside(
            row.id, reason=data["reason"], by=request.actor, at=request.at
        )

    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)


def _waiting(request: StaffRequest, document: UUID) -> Document:
    return get_object_or_404(
        Document,
        id=document,
        outlet_id=request.outlet,
        patient__isnull=True,
        set_aside_at__isnull=True,
    )


def _file(row: Document) -> HttpResponse:
    # Never run, never guessed: what it is was decided when it came.
    return HttpResponse(
        queries.document_content(row),
        content_type=row.media_type,
        headers={"Content-Disposition": f'inline; filename="{row.id}"'},
    )
