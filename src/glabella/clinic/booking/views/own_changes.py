"""Setting up: until when people move or cancel their appointments themselves."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.practice import actions
from glabella.clinic.practice.queries import outlet

MOST_HOURS = 336  # two weeks


class OwnChangesForm(forms.Form):
    """How long before it somebody may change an appointment."""

    hours = forms.IntegerField(
        label=gettext_lazy("Hours before the appointment"),
        min_value=0,
        max_value=MOST_HOURS,
        help_text=gettext_lazy("24 is a default of this software, from no source."),
    )


def own_changes(request: StaffRequest) -> HttpResponse:
    """Set until when people of this outlet change appointments in the portal."""
    if request.outlet is None:
        raise Http404("no outlet is chosen")
    place = outlet(request.outlet)
    form = OwnChangesForm(sent(request), initial={"hours": place.own_changes_hours})

    def deed(data: dict[str, Any]) -> None:
        hours = data["hours"]
        actions.set_own_changes(place.id, hours, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Changes by patients"),
        lead=_(
            "Until then people move or cancel in their portal; afterwards they call."
        ),
        button=_("Save"),
        back=reverse("booking:hours"),
        done=_("Saved."),
    )
    return answer_form(request, form, deed=deed, page=page)
