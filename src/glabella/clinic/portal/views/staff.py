"""The portal of one person as staff see it: open, check, send a link, close."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.roles import READERS
from glabella.clinic.accounts.tickets import AlreadyDoneError, new_ticket, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.fields import DAY, DAY_FORMATS, NothingForm
from glabella.clinic.folder.tabs import tabs_of
from glabella.clinic.folder.whose import (
    day_here,
    header_of,
    refuse_through_glass,
)
from glabella.clinic.messages.leaving import absolute
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.portal import actions, queries
from glabella.clinic.portal.doors import is_gone, is_shut, is_unchecked
from glabella.clinic.portal.models import Door
from glabella.clinic.portal.values import GRANTS


class OpenForm(forms.Form):
    """When the person agreed."""

    agreed_on = forms.DateField(
        label=gettext_lazy("The person agreed on"),
        widget=DAY,
        input_formats=DAY_FORMATS,
    )


def staff(request: PatientRequest, patient: UUID) -> HttpResponse:  # noqa: ARG001 in request.person
    """Show whether the portal is open, the devices, and who acts for the person."""
    return page_of(request)


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


def check_identity(request: PatientRequest, patient: UUID) -> HttpResponse:
    """Say by name that who opened the portal online is the person on the card."""
    door = door_here(request, patient)

    def deed(_data: dict[str, Any]) -> None:
        refuse_through_glass(request)
        actions.check_identity(door.id, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Check who opened the portal"),
        button=_("I have checked the identity"),
        back=_back(request),
        done=_("Checked. The whole portal is open to the person now."),
        lead=_(
            "Look at an identity document of the person in front of you, and compare"
            " name and date of birth with the card. Ask whether they have opened these"
            " pages themselves; if not, close the portal instead. With the check the"
            " whole portal opens."
        ),
        icon="user-check",
        header=header_of(request),
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


@require_POST
def send_link(request: PatientRequest, patient: UUID) -> HttpResponse:
    """Send a new link to the safe contact of the person."""
    door = door_here(request, patient)
    try:
        with once(request):
            refuse_through_glass(request)
            to = actions.send_link(door.id, by=request.actor, at=request.at)
    except (AlreadyDoneError, DeedRefusedError) as refusal:
        words = str(refusal) or _("This link was sent already.")
        return page_of(request, refusal=words)
    kinds = {"email": _("by e-mail"), "sms": _("by text message")}
    words = _("A link is on its way %(way)s.") % {"way": kinds[to.channel]}
    messages.success(request, words)
    return redirect(_back(request))


def hand_out(request: PatientRequest, patient: UUID) -> HttpResponse:
    """Make a link and show it this once, to be handed over on paper."""
    door = door_here(request, patient)
    if request.method != "POST":
        return page_of(request)
    try:
        with once(request):
            refuse_through_glass(request)
            token = actions.make_link(
                door.id, by=request.actor, at=request.at, is_on_paper=True
            )
    except (AlreadyDoneError, DeedRefusedError) as refusal:
        words = str(refusal) or _("This link was made already and shown once.")
        return page_of(request, refusal=words)
    address = reverse("portal:link", args=[token.secret])
    return page_of(request, link=absolute(address))


def close_door(request: PatientRequest, patient: UUID) -> HttpResponse:
    """Close the portal at once, on every device."""
    door = door_here(request, patient)

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


def forget_device(request: PatientRequest, patient: UUID, device: UUID) -> HttpResponse:
    """Forget a device of the person, for one that was lost."""
    door = door_here(request, patient)
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


def page_of(
    request: PatientRequest, *, link: str = "", refusal: str = ""
) -> HttpResponse:
    """Return the page of the portal as staff see it.

    Args:
        link: A link that was just made, shown this once.
        refusal: Why something was not done.
    """
    context = {
        "header": header_of(request),
        "tabs": tabs_of(request, "portal"),
        "doors": [_shown(row) for row in queries.doors_of(request.person.ids)],
        "link": link,
        "refusal": refusal,
        "ticket": new_ticket(),
        "is_clinical": bool(request.roles & READERS),
    }
    return render(request, "portal/staff.html", context)


def _shown(door: Door) -> dict[str, Any]:
    acting = [
        (row, [GRANTS[one] for one in row.grants if one in GRANTS])
        for row in queries.proxies(door.id)
    ]
    return {
        "row": door,
        "card": door.patient_id,
        "is_unchecked": is_unchecked(door),
        "is_shut": is_shut(door),
        "is_gone": is_gone(door),
        "devices": queries.devices(door.id),
        "acting": acting,
    }


def door_here(request: PatientRequest, card: UUID) -> Door:
    """Return the open door of the card that the address names, or of the person."""
    rows = queries.doors_of(request.person.ids)
    own = [row for row in rows if row.patient_id == card]
    if not rows:
        raise Http404("the portal of this person is not open")
    return (own or rows)[0]


def _back(request: PatientRequest) -> str:
    return reverse("portal:staff", args=[request.person.id])
