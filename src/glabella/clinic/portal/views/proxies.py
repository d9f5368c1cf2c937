"""Who acts for a person: granted by staff with the person's agreement, and ended."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.tickets import AlreadyDoneError, once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.folder.fields import NothingForm
from glabella.clinic.folder.whose import header_of, refuse_through_glass
from glabella.clinic.messages.leaving import absolute
from glabella.clinic.people.queries import relations
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.portal import actions, queries
from glabella.clinic.portal.forms import ProxyForm
from glabella.clinic.portal.models import Door, Proxy
from glabella.clinic.portal.values import NewProxy
from glabella.clinic.portal.views.staff import door_here, page_of


def grant(request: PatientRequest, patient: UUID) -> HttpResponse:
    """Let somebody on the card act for the person; each grant agreed one by one."""
    door = door_here(request, patient)
    beside = [(str(row.id), row.name) for row in relations(request.person)]
    form = ProxyForm(sent(request), people=beside)

    def deed(data: dict[str, Any]) -> None:
        refuse_through_glass(request)
        new = NewProxy(
            relation=UUID(data["relation"]),
            birth_date=data["birth_date"],
            grants=frozenset(data["grants"]),
        )
        actions.grant_proxy(door.id, new, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Let somebody act for the person"),
        button=_("Grant this"),
        back=_back(request),
        done=_("Granted. Hand out a link of their own."),
        lead=_(
            "They see appointments, and nothing else that you do not tick. Whoever is"
            " missing here stands not on the card yet."
        ),
        icon="user-plus",
        header=header_of(request),
    )
    return answer_form(request, form, deed=deed, page=page)


def hand_out(request: PatientRequest, patient: UUID, proxy: UUID) -> HttpResponse:
    """Make a link for who acts for the person, and show it this once."""
    door, row = _standing(request, patient, proxy)
    if request.method != "POST":
        return page_of(request)
    try:
        with once(request):
            refuse_through_glass(request)
            token = actions.make_link(
                door.id,
                by=request.actor,
                at=request.at,
                proxy=row.id,
                is_on_paper=True,
            )
    except (AlreadyDoneError, DeedRefusedError) as refusal:
        words = str(refusal) or _("This link was made already and shown once.")
        return page_of(request, refusal=words)
    address = reverse("portal:link", args=[token.secret])
    return page_of(request, link=absolute(address))


def end(request: PatientRequest, patient: UUID, proxy: UUID) -> HttpResponse:
    """End what somebody was granted; they are outside at the next step."""
    _door, row = _standing(request, patient, proxy)

    def deed(_data: dict[str, Any]) -> None:
        actions.end_proxy(row.id, by=request.actor, at=request.at)

    page = FormPage(
        title=_("They no longer act for the person"),
        button=_("End it"),
        back=_back(request),
        done=_("Ended. They are outside at the next step."),
        icon="user-minus",
        danger=True,
        header=header_of(request),
    )
    return answer_form(request, NothingForm(sent(request)), deed=deed, page=page)


def _standing(request: PatientRequest, card: UUID, proxy: UUID) -> tuple[Door, Proxy]:
    for door in queries.doors_of(request.person.ids):
        for row in queries.proxies(door.id):
            if row.id == proxy:
                return door, row
    raise Http404(f"nobody of that id acts for this person, card {card}")


def _back(request: PatientRequest) -> str:
    return reverse("portal:staff", args=[request.person.id])
