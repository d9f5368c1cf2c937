"""Breaking the glass: a clinical role opens a closed record, with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from glabella.clinic.accounts import actions
from glabella.clinic.accounts.forms import GlassForm
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.values import GLASS_MINUTES
from glabella.clinic.accounts.views import way_back
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.people.access import roles_towards
from glabella.clinic.people.cards import person


def break_glass(request: StaffRequest, card: UUID) -> HttpResponse:
    """Ask why it cannot wait, then open the record for an hour."""
    who = person(card)
    if who is None:
        raise Http404("there is no such patient")
    restricted = who.patient.restricted_at is not None
    form = GlassForm(request.POST or None)
    if request.method == "POST" and not restricted and form.is_valid():
        try:
            actions.break_glass(
                who.id,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            )
        except DeedRefusedError as refusal:
            form.add_error("reason", f"{refusal.what} {refusal.mending}")
        else:
            words = _("The record is open to you for %(minutes)d minutes.")
            messages.warning(request, words % {"minutes": GLASS_MINUTES})
            return redirect(way_back(request))
    roles, _broken = roles_towards(who, standing=request.standing, at=request.at)
    values = {
        "form": form,
        "is_open": bool(roles),
        "is_restricted": restricted,
        "minutes": GLASS_MINUTES,
        "next": way_back(request),
    }
    return render(request, "accounts/break_glass.html", values)
