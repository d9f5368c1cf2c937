"""Pages of the lead: how far an outlet may speak, and which full texts are released."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.accounts.confirm import confirm_identity
from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import Role
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.queries import today_at
from glabella.clinic.public import actions, queries
from glabella.clinic.public.content import speech as law_of
from glabella.clinic.public.forms import ButtonForm, ReleaseForm, SpeechForm
from glabella.clinic.public.models import FullRelease
from glabella.clinic.public.values import NewRelease


def speech(request: StaffRequest, outlet: UUID) -> HttpResponse:
    """Set how far the pages of an outlet may speak."""
    place = _place(request, outlet)
    law = law_of().get(place.profile)
    page = FormPage(
        title=_("What strangers read about %(place)s") % {"place": place.name},
        lead=law.why.of(get_language()) if law else "",
        button=_("Set"),
        back=reverse("public:door"),
        done=_("It is set."),
    )
    form = SpeechForm(sent(request), initial={"profile": place.public_text_profile})
    return answer_form(
        request,
        form,
        deed=lambda cleaned: actions.set_speech(
            place.id, cleaned["profile"], by=request.actor, at=request.at
        ),
        page=page,
    )


def release(request: StaffRequest, outlet: UUID) -> HttpResponse:
    """Let strangers read a full text at an outlet, signed by name."""
    place = _place(request, outlet)
    form = ReleaseForm(
        sent(request),
        initial={
            "name": request.user.name,
            "released_on": today_at(place, at=request.at),
        },
    )

    def deed(cleaned: dict[str, Any]) -> object:
        confirm_identity(request, cleaned["password"], cleaned.get("code", ""))
        new = NewRelease(
            outlet=place.id,
            condition=cleaned["condition"],
            name=cleaned["name"],
            released_on=cleaned["released_on"],
        )
        return actions.release_full(new, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Release a full text"),
        lead=_("Strangers read it on the page of %(place)s from then on.")
        % {"place": place.name},
        button=_("Release it"),
        back=reverse("public:door"),
        done=_("The text is released."),
        danger=True,
    )
    return answer_form(request, form, deed=deed, page=page)


def end(request: StaffRequest, release: UUID) -> HttpResponse:
    """Take a full text back from the public pages."""
    row = get_object_or_404(FullRelease, id=release, ended_at__isnull=True)
    _place(request, row.outlet_id)
    page = FormPage(
        title=_("Take a full text back"),
        lead=_("Strangers read the condition alone from then on."),
        button=_("Take it back"),
        back=reverse("public:door"),
        done=_("The text is taken back."),
        danger=True,
    )
    return answer_form(
        request,
        ButtonForm(sent(request)),
        deed=lambda _cleaned: actions.end_release(
            row.id, by=request.actor, at=request.at
        ),
        page=page,
    )


def _place(request: StaffRequest, outlet: UUID) -> Outlet:
    """Return an outlet that the asker leads; any other is not there for them."""
    found = queries.open_outlet(outlet)
    leads = Role.LEAD_CLINICIAN in request.standing.roles_at([outlet])
    if found is None or not leads:
        raise Http404("there is no such place")
    return found
