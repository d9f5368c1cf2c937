"""The portal of one person as staff see it: open, hand out a link, close, devices."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.fields import DAY, DAY_FORMATS, NothingForm
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import (
    day_here,
    header_of,
    refuse_through_glass,
)
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.portal import actions, queries
from glabella.clinic.portal.models import Door


class OpenForm(forms.Form):
    """When the person agreed."""

    agreed_on = forms.DateField(
        label=gettext_lazy("The person agreed on"),
        widget=DAY,
        input_formats=DAY_FORMATS,
    )


def staff(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show whether the portal is open, and the devices that are remembered."""
    return _page(request)


def open_door(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Open the portal for somebody who agreed."""
    form = OpenForm(sent(request), initial={"agreed_on": day_here(request)})

    def deed(data: dict[str, Any]) -> None:
        refuse_through_glass(request)
        if request.outlet is None:
            raise DeedRefusedError(_("you work at no outlet."))
        if request.person.patient.birth_date is None:
            raise DeedRefusedError(
                _("the date of birth is not on file, and it opens the portal."),
                mending=_("Enter it on the card first."),
            )
        actions.open_door(
            request.person.id,
            outlet=request.outlet,
            agreed_on=data["agreed_on"],
            by=request.actor,
            at=request.at,
        )

    page = FormPage(
        title=_("Open the portal"),
        button=_("Open the portal"),
        back=_back(request),
        done=_("The portal is open. Hand out a link."),
        lead=_("The person sees their appointments. Nothing clinical is shown there."),
        icon="door-open",
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


def hand_out(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Make a link and show it this once, to be handed over on paper."""
    door = _door(request)
    if request.method != "POST":
        return _page(request)
    try:
        with once(request):
            refuse_through_glass(request)
            token = actions.make_link(
                door.id, by=request.actor, at=request.at, is_on_paper=True
            )
    except (AlreadyDoneError, DeedRefusedError) as refusal:
        words = str(refusal) or _("This link was made already and shown once.")
        return _page(request, refusal=words)
    address = reverse("portal:link", args=[token.secret])
    return _page(request, link=request.build_absolute_uri(address))


def close_door(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Close the portal at once, on every device."""
    door = _door(request)

    def deed(_data: dict[str, Any]) -> None:
        actions.close_door(door.id, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Close the portal"),
        button=_("Close it now"),
        back=_back(request),
        done=_("The portal is closed."),
        lead=_("Every device is outside at its next step. Nothing is deleted."),
        icon="door-closed",
        danger=True,
        header=header_of(request),
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def forget_device(request: PatientRequest, patient: UUID, device: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Forget a device of the person, for one that was lost."""
    door = _door(request)
    if device not in {row.id for row in queries.devices(door.id)}:
        raise Http404("this device is not remembered")

    def deed(_data: dict[str, Any]) -> None:
        actions.revoke_device(device, door=door.id, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Forget this device"),
        button=_("Forget it"),
        back=_back(request),
        done=_("The device is forgotten."),
        icon="smartphone",
        danger=True,
        header=header_of(request),
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def _page(
    request: PatientRequest, *, link: str = "", refusal: str = ""
) -> HttpResponse:
    door = queries.door_of(request.person.ids)
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "portal"),
        "door": door,
        "devices": queries.devices(door.id) if door else [],
        "link": link,
        "refusal": refusal,
        "ticket": new_ticket(),
    }
    return render(request, "portal/staff.html", context)


def _door(request: PatientRequest) -> Door:
    door = queries.door_of(request.person.ids)
    if door is None:
        raise Http404("the portal of this person is not open")
    return door


def _back(request: PatientRequest) -> str:
    return reverse("portal:staff", args=[request.person.id])
