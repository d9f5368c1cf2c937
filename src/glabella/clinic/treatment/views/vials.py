"""The vials of a treatment: scanned or picked, dissolved, looked at twice, labelled."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.fields import ReasonForm
from glabella.clinic.folder.whose import header_of
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.stock import queries as shelf
from glabella.clinic.treatment import actions, queries
from glabella.clinic.treatment.forms import (
    PrintedVialForm,
    ScanForm,
    SecondPersonForm,
    VialForm,
)
from glabella.clinic.treatment.making_ready import last_diluent, new_vials, proposal
from glabella.clinic.treatment.models import Treatment
from glabella.clinic.treatment.paper import label as label_pdf
from glabella.clinic.treatment.scanning import meant
from glabella.clinic.treatment.seconding import second_person
from glabella.clinic.treatment.values import Check, NewVial
from glabella.clinic.treatment.views.pressing import (
    page_of,
    press,
    row_of,
    url_of,
    vial_of,
)
from glabella.core.quantity import plain_number
from glabella.interop.gs1 import read_scan

OPEN, LOT = "open", "lot"


def scan(request: PatientRequest, patient: UUID, treatment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Take what a scanner typed: a vial to add, or the second look at one."""
    row = row_of(request, treatment)

    def deed() -> None:
        form = ScanForm(request.POST)
        if not form.is_valid():
            raise DeedRefusedError(_("nothing was scanned."), mending=_("Scan again."))
        code = read_scan(form.cleaned_data["code"])
        vials = queries.vials_of(row)
        found = meant(row, code, vials, at=request.at)
        by, at = request.actor, request.at
        if found.check is not None:
            check = Check("scan", number=code.lot)
            actions.check_dilution(found.check, check, by=by, at=at)
            messages.success(request, _("The second look fits: the same lot."))
        elif found.vial is not None:
            actions.add_vial(row.id, found.vial, who=request.person, by=by, at=at)
            messages.success(
                request, _("The vial is added. Scan it again once it is dissolved.")
            )

    return press(request, deed, back=url_of(row, part="vials"))


def open_best(request: PatientRequest, patient: UUID, treatment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Open the vials with the least waste that the outlet really holds."""
    row = row_of(request, treatment)

    def deed() -> None:
        totals = queries.totals(queries.sites_of(row), queries.vials_of(row))
        found = proposal(row, totals.at_end - totals.in_vials)
        if found is None or not found.is_complete:
            raise DeedRefusedError(
                _("nobody can say which vials to open, or how to dissolve them."),
                where=_("vials"),
                mending=_("Choose a vial by hand."),
            )
        for new in new_vials(found, at=request.at):
            actions.add_vial(
                row.id, new, who=request.person, by=request.actor, at=request.at
            )

    done = _("Opened. Let a second person look, or scan the vial again.")
    return press(request, deed, back=url_of(row, part="vials"), done=done)


def add_vial(request: PatientRequest, patient: UUID, treatment: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Choose a vial by hand, and say how it was made ready."""
    row = row_of(request, treatment)
    before = {
        "diluent": last_diluent(row.outlet_id, row.product),
        "reconstituted_at": request.at,
    }
    form = VialForm(sent(request), initial=before, options=_options(request, row))

    def deed(data: dict[str, Any]) -> None:
        kind, _colon, key = data.pop("lot").partition(":")
        if data["diluent_ml"] is None:
            data |= {"diluent": "", "reconstituted_at": None}
        named = {"vial": UUID(key)} if kind == OPEN else {"lot": UUID(key), **data}
        actions.add_vial(
            row.id,
            NewVial(**named),
            who=request.person,
            by=request.actor,
            at=request.at,
        )

    page = page_of(request, row, _("Choose a vial"), _("Take it"), done=_("Added."))
    return answer_form(request, form, deed=deed, page=page)


def _options(request: PatientRequest, row: Treatment) -> list[tuple[str, str]]:
    """Return what may be used: open vials of this person first, then the fridge."""
    is_sharing = shelf.is_sharing(row.outlet_id)
    who = request.person
    found = []
    opened = shelf.open_vials(row.outlet_id, on=row.on, at=request.at)
    for one in opened:
        if one.product == row.product and not one.barred(
            who.ids, is_sharing=is_sharing
        ):
            words = _("open: %(left)s U left, lot %(lot)s") % {
                "left": plain_number(one.units_left),
                "lot": one.number,
            }
            found.append((f"{OPEN}:{one.id}", words))
    for held in shelf.held_at(row.outlet_id):
        is_barred = bool(held.barred(row.on))
        if held.product == row.product and (not is_barred or row.mode != "planned"):
            words = _("%(units)s U, lot %(lot)s, expires %(day)s") % {
                "units": plain_number(held.vial_units),
                "lot": held.number,
                "day": held.expires_on.isoformat(),
            }
            found.append((f"{LOT}:{held.lot}", words))
    return found


def add_printed_vial(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    treatment: UUID,
) -> HttpResponse:
    """Write down a vial that the stock does not know, as printed."""
    row = row_of(request, treatment)

    def deed(data: dict[str, Any]) -> None:
        actions.add_vial(
            row.id,
            NewVial(**data),
            who=request.person,
            by=request.actor,
            at=request.at,
        )

    page = page_of(
        request, row, _("A vial that stock does not know"), _("Add"), done=_("Added.")
    )
    return answer_form(request, PrintedVialForm(sent(request)), deed=deed, page=page)


def check_dilution(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    treatment: UUID,
    vial: UUID,
) -> HttpResponse:
    """Let a second person confirm product, lot and dilution."""
    row = row_of(request, treatment)
    one = vial_of(row, vial)

    def deed(data: dict[str, Any]) -> None:
        account = second_person(
            request, data["email"], data["password"], outlet=row.outlet_id
        )
        check = Check("person", account=account)
        actions.check_dilution(one.id, check, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Second look at lot %(lot)s") % {"lot": one.lot_number},
        lead=_("Somebody else compares product, lot and dilution, and says so here."),
        button=_("Confirm"),
        icon="check",
        back=url_of(row, part="vials"),
        done=_("Confirmed by a second person."),
        header=header_of(request),
    )
    return answer_form(request, SecondPersonForm(sent(request)), deed=deed, page=page)


def remove_vial(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    treatment: UUID,
    vial: UUID,
) -> HttpResponse:
    """Take a vial out of the treatment."""
    row = row_of(request, treatment)
    one = vial_of(row, vial)

    def deed(data: dict[str, Any]) -> None:
        actions.remove_vial(
            one.id, reason=data["reason"], by=request.actor, at=request.at
        )

    title = _("Take out lot %(lot)s") % {"lot": one.lot_number}
    done = _("Taken out. In stock it is still open.")
    page = page_of(request, row, title, _("Take out"), done=done)
    return answer_form(request, ReasonForm(sent(request)), deed=deed, page=page)


def label(
    request: PatientRequest,
    patient: UUID,  # noqa: ARG001 in request.person
    treatment: UUID,
    vial: UUID,
) -> HttpResponse:
    """Print the label of the syringes that are drawn from a vial."""
    row = row_of(request, treatment)
    one = vial_of(row, vial)
    number = str(header_of(request)["number"])
    pdf = label_pdf(one, request.person, number=number)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="label.pdf"'
    return answer
