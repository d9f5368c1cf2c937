"""The door: the access table is asked first, and the trail is told what was read.

Nothing is shown before the row of its address has let the asker through. A read that
cannot be written to the trail is not answered.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from glabella.clinic.accounts.origin import address_of
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import CLINICAL, Role
from glabella.clinic.accounts.rules import Rule
from glabella.clinic.accounts.standing import standing_of
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.people.access import roles_towards
from glabella.clinic.people.cards import person
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.practice.models import Outlet
from glabella.web import portal_gate, session_gate
from glabella.web.access_table import ACCESS
from glabella.web.closed import ClosedRecordError
from glabella.web.session_gate import READING

PATIENT = "patient"  # the name of the address part that names a person
# Of several roles that open a door, the one nearest to care is named on the trail.
BY_CARE = (
    Role.LEAD_CLINICIAN,
    Role.CLINICIAN,
    Role.ASSISTANT,
    Role.FRONT_DESK,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
)
# Where a row says "care", these roles come for something else.
PURPOSE_OF = {
    Role.FRONT_DESK: "front_desk",
    Role.ADMINISTRATOR: "administration",
    Role.AUDITOR: "audit",
}


class AccessMiddleware:
    """Ask the access table before a view runs, and tell the trail after it has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the way."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and put what was read on the trail."""
        request.at = timezone.now()  # type: ignore[attr-defined]  # see StaffRequest
        with timezone.override(None):  # `_find_outlets` sets the clock of this answer
            response = self.get_response(request)
        rule: Rule | None = getattr(request, "rule", None)
        if rule is None:
            return response
        add_never_cache_headers(response)
        if _has_left(request):
            response["Clear-Site-Data"] = '"cache", "storage"'
        if portal_gate.is_inside(request):
            if portal_gate.was_read(response):
                portal_gate.tell_the_trail(cast("PortalRequest", request))
        elif _was_read(request, response):
            _tell_the_trail(cast("PatientRequest", request), rule)
        return response

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., Any],
        _args: Iterable[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Let the request through, or refuse it before anything is read."""
        match = request.resolver_match
        rule = ACCESS.get(match.view_name) if match else None
        if rule is None:
            raise PermissionDenied("this address has no row in the access table")
        if rule.scope == "public":
            return None
        request.rule = rule  # type: ignore[attr-defined]  # read by this module alone
        if rule.scope == "portal":
            return portal_gate.let_in(cast("PortalRequest", request), rule)
        if not request.user.is_authenticated:
            return session_gate.ask(request, "account_login", can_resend=False)
        return _let_in(cast("PatientRequest", request), rule, kwargs)


def _let_in(
    request: PatientRequest, rule: Rule, kwargs: dict[str, Any]
) -> HttpResponse | None:
    """Check session, standing and row, in this order; None lets the view run."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    locked = session_gate.stop_at_age_or_lock(request, name)
    if locked is not None:
        return locked
    _introduce(request, rule)
    unready = session_gate.stop_before_set_up(request, request.standing, name)
    if unready is not None:
        return unready
    if rule.scope == "patient":
        _open_record(request, rule, card=kwargs[PATIENT])
    elif rule.scope in {"outlet", "list"}:
        _open_desk(request, rule)
    return None


def _introduce(request: StaffRequest, rule: Rule) -> None:
    """Find out where the asker stands."""
    request.standing = standing_of(request.user.id)
    _find_outlets(request)
    request.shown_ids = None
    request.actor = Actor(
        user=request.user.id,
        origin=address_of(request),
        purpose=rule.purpose,
        outlet=request.outlet,
    )


def _find_outlets(request: StaffRequest) -> None:
    """Note the outlets somebody may work in, and the one chosen in this session."""
    standing = request.standing
    rows = Outlet.objects.filter(closed_at__isnull=True).order_by("name")
    mine = [o for o in rows if standing.is_practice_wide or o.id in standing.outlets]
    request.outlet_rows = mine  # type: ignore[attr-defined]  # for `context` alone
    request.outlets = tuple(row.id for row in mine)
    chosen = request.session.get("outlet")
    wanted = UUID(chosen) if chosen else None
    first = request.outlets[0] if mine else None
    request.outlet = wanted if wanted in request.outlets else first
    for row in mine:
        if row.id == request.outlet:
            timezone.activate(ZoneInfo(row.time_zone))


def _open_desk(request: StaffRequest, rule: Rule) -> None:
    roles = request.standing.roles_at([request.outlet])
    _act_as(request, rule, roles=roles, broken=False)


def _open_record(request: PatientRequest, rule: Rule, *, card: UUID) -> None:
    who = person(card)
    if who is None:
        raise Http404("there is no such patient")
    roles, broken = roles_towards(who, standing=request.standing, at=request.at)
    if not roles:
        may_break = bool(request.standing.roles & CLINICAL)
        restricted = who.patient.restricted_at is not None
        raise ClosedRecordError(who.id, may_break_glass=may_break and not restricted)
    request.person, request.roles = who, roles
    _act_as(request, rule, roles=roles, broken=broken)


def _act_as(
    request: StaffRequest, rule: Rule, *, roles: frozenset[Role], broken: bool
) -> None:
    """Check the roles against the row, and name the one that opened the door."""
    writing = request.method not in READING
    fitting = roles & rule.allowed(writing=writing)
    if not fitting:
        raise PermissionDenied("your role does not open this page")
    role = next(one for one in BY_CARE if one in fitting)
    purpose = PURPOSE_OF.get(role, rule.purpose) if rule.purpose == "care" else ""
    request.actor = Actor(
        user=request.actor.user,
        role=role,
        origin=request.actor.origin,
        purpose="break_glass" if broken else purpose or rule.purpose,
        outlet=request.outlet,
    )


def _has_left(request: HttpRequest) -> bool:
    """Return whether somebody has just signed out, by hand or by age."""
    if portal_gate.is_inside(request):
        return False  # no account, and what a phone keeps to work offline stays
    return hasattr(request, "actor") and not request.user.is_authenticated


def _was_read(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return whether a page was shown; a redirect to the sign-in page shows nothing.

    The method does not matter: a form that is refused shows the page again, with the
    patient above it, and a page that takes no form answers one as it answers a look.
    """
    standing = getattr(request, "standing", None)
    status = response.status_code
    is_page = status < HTTPStatus.MULTIPLE_CHOICES
    is_form_again = status == HTTPStatus.UNPROCESSABLE_ENTITY
    sent_on = response.has_header("HX-Redirect")
    return standing is not None and (is_page or is_form_again) and not sent_on


def _tell_the_trail(request: PatientRequest, rule: Rule) -> None:
    match = request.resolver_match
    if match is None:
        return
    rows = [value for value in match.kwargs.values() if isinstance(value, UUID)]
    # Each id once: a row may be named by the address and by the page.
    about = list(dict.fromkeys([*rows, *(request.shown_ids or ())]))
    if rule.scope == "patient":
        record(
            f"read {match.view_name}",
            by=request.actor,
            at=request.at,
            patient=request.person.id,
            about=about,
        )
    if rule.scope == "list":
        if request.shown_ids is None:
            raise ImproperlyConfigured(f"{match.view_name} must call `shown`")
        deed = f"list {match.view_name}"
        record(deed, by=request.actor, at=request.at, about=about)
