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
from glabella.clinic.people.cards import Person, person


def break_glass(request: StaffRequest, card: UUID) -> HttpResponse:
    """Ask why it cannot wait, then open the record for an hour."""
    who = person(card)
    if who is None:
        raise Http404("there is no such patient")
    restricted = who.patient.restricted_at is not None
    form = GlassForm(request.POST or None)
    if not restricted and form.is_valid() and _is_broken(request, form, who):
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


def _is_broken(request: StaffRequest, form: GlassForm, who: Person) -> bool:
    """Do the deed; what it refuses stands in the form."""
    reason = form.cleaned_data["reason"]
    try:
        actions.break_glass(who.id, reason=reason, by=request.actor, at=request.at)
    except DeedRefusedError as refusal:
        form.add_error("reason", f"{refusal.what} {refusal.mending}")
        return False
    return True
