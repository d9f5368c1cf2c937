"""Pages of messages: what is in doubt, for staff; the way out, for whoever got one."""

from typing import Any
from uuid import UUID

import attrs
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from glabella.clinic.accounts.origin import address_of
from glabella.clinic.accounts.pages import FormPage, answer_form, sent
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import CARE_TEAM
from glabella.clinic.messages import actions, queries
from glabella.clinic.messages.forms import ButtonForm, NoMoreForm, SettleForm
from glabella.clinic.messages.leaving import message_of
from glabella.clinic.messages.models import Message, OptOut
from glabella.clinic.messages.wishes import is_opted_out
from glabella.clinic.messages.words import (
    CHANNEL,
    KIND,
    SETTLED,
    STATE,
    failure_in_words,
)

PAGE = 25
GONE = 404
ICONS = {"email": "mail", "sms": "message-square"}


@attrs.frozen
class Line:
    """One message as the board shows it."""

    row: Message
    kind: str
    channel: str
    icon: str
    state: str
    why: str
    settled: str


def board(request: StaffRequest) -> HttpResponse:
    """Show what is in doubt first, then all messages of this outlet."""
    if request.outlet is None:
        shown(request, ())
        return render(request, "messages/board.html", {"here": False})
    page = Paginator(queries.latest(request.outlet), PAGE).get_page(
        request.GET.get("page")
    )
    doubtful = [_line(row) for row in queries.unsettled(request.outlet)]
    wishes = list(queries.wishes(request.outlet))
    lines = [_line(row) for row in page]
    rows = [one.row for one in (*doubtful, *lines)]
    rows += [one.said_under for one in wishes if one.said_under]
    shown(request, {row.patient_id for row in rows if row.patient_id})
    context = {
        "here": True,
        "may_write": bool(request.standing.roles_at([request.outlet]) & CARE_TEAM),
        "doubtful": doubtful,
        "troubles": queries.troubles(request.outlet, at=request.at),
        "seen": queries.last_seen(),
        "silent": [CHANNEL[one] for one in queries.reaches_nobody()],
        "page": page,
        "lines": lines,
        "wishes": wishes,
    }
    return render(request, "messages/board.html", context)


def _line(row: Message) -> Line:
    return Line(
        row=row,
        kind=str(KIND.get(row.kind, row.kind)),
        channel=str(CHANNEL[row.channel]),
        icon=ICONS[row.channel],
        state=str(STATE[row.state]),
        why=failure_in_words(row.failure),
        settled=str(SETTLED.get(row.settled_as, "")),
    )


def settle(request: StaffRequest, message: UUID) -> HttpResponse:
    """Say by name what came of a message that is uncertain or failed."""
    row = get_object_or_404(Message, id=message, outlet_id=request.outlet)
    shown(request, [row.patient_id] if row.patient_id else [])

    def deed(cleaned: dict[str, Any]) -> object:
        return actions.settle(
            row.id, as_=cleaned["as_"], by=request.actor, at=request.at
        )

    page = FormPage(
        title=_("What came of this message?"),
        lead=_("Ask the person, or look at what the mail server says."),
        button=_("Note it"),
        back=reverse("messages:board"),
        done=_("It is noted under your name."),
        template="messages/settle.html",
        context={"line": _line(row)},
    )
    return answer_form(request, SettleForm(sent(request)), deed=deed, page=page)


def lift(request: StaffRequest, wish: UUID) -> HttpResponse:
    """Send reminders again to somebody who asked for them."""
    row = get_object_or_404(
        OptOut.objects.select_related("said_under"),
        id=wish,
        said_under__outlet_id=request.outlet,
    )
    patient = row.said_under.patient_id if row.said_under else None
    shown(request, [patient] if patient else [])
    page = FormPage(
        title=_("Send reminders again"),
        lead=_("Only if the person has asked for it."),
        button=_("Send reminders again"),
        back=reverse("messages:board"),
        done=_("This address gets reminders again."),
        icon="mail",
    )
    return answer_form(
        request,
        ButtonForm(sent(request)),
        deed=lambda _cleaned: actions.lift(row.id, by=request.actor, at=request.at),
        page=page,
    )


def no_more(request: StaffRequest) -> HttpResponse:
    """Note that somebody said at the desk or by phone that they want no reminders."""
    shown(request, ())

    def deed(cleaned: dict[str, Any]) -> None:
        ways = queries.ways_of(cleaned["address"], outlets=request.outlets)
        shown(request, {row.patient_id for row in ways})
        actions.note_no_more(ways, by=request.actor, at=request.at)

    page = FormPage(
        title=_("Somebody wants no more reminders"),
        lead=_(
            "Said at the desk or by phone. What concerns an appointment of theirs they "
            "still get; reminders come back on their card."
        ),
        button=_("No more reminders"),
        back=reverse("messages:board"),
        done=_("No more reminders go there."),
        icon="bell-off",
    )
    return answer_form(request, NoMoreForm(sent(request)), deed=deed, page=page)


# The signed address is the right to do this, and mail programs press the button
# themselves (RFC 8058): they bring no cookie and no token of a form.
@csrf_exempt
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Send no more reminders to the address that a message went to."""
    message = message_of(token)
    if message is None:
        return render(request, "messages/stop.html", {"is_known": False}, status=GONE)
    if request.method == "POST":
        actions.opt_out(
            message.address,
            at=request.at,  # type: ignore[attr-defined]  # set by the middleware
            under=message,
            origin=address_of(request),
        )
    context = {
        "is_known": True,
        "outlet": message.outlet,
        "is_done": is_opted_out(message.address),
    }
    return render(request, "messages/stop.html", context)
