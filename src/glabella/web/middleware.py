"""The door: the access table is asked first, and the trail is told what was read.

Nothing is shown before the row of its address has let the asker through. A read that
cannot be written to the trail is not answered.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import CLINICAL, Role
from glabella.clinic.accounts.rules import Rule
from glabella.clinic.accounts.standing import standing_of
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.people.access import roles_towards
from glabella.clinic.people.cards import person
from glabella.clinic.people.request import PatientRequest
from glabella.clinic.practice.models import Outlet
from glabella.web.access_table import ACCESS

READING = frozenset({"GET", "HEAD", "OPTIONS"})
PATIENT = "patient"  # the name of the address part that names a person


class ClosedRecordError(PermissionDenied):
    """The record exists and is closed to this person; the page may offer the glass."""

    def __init__(self, card: UUID, *, may_break_glass: bool) -> None:
        """Keep what the page about it needs."""
        self.card = card
        self.may_break_glass = may_break_glass
        super().__init__("this record is closed to you")


class AccessMiddleware:
    """Ask the access table before a view runs, and tell the trail after it has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the way."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and put what was read on the trail."""
        request.at = timezone.now()  # type: ignore[attr-defined]  # see StaffRequest
        response = self.get_response(request)
        rule: Rule | None = getattr(request, "rule", None)
        if rule is None:
            return response
        if rule.scope != "public" and isinstance(response, HttpResponse):
            add_never_cache_headers(response)
        if request.method in READING and response.status_code < 300:  # noqa: PLR2004 success
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
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        asker = cast("PatientRequest", request)
        _introduce(asker)
        if rule.scope == "patient":
            _open_record(asker, rule, card=kwargs[PATIENT])
        elif rule.scope in {"outlet", "list"}:
            _open_desk(asker, rule)
        asker.rule = rule  # type: ignore[attr-defined]  # read by this class alone
        return None


def _introduce(request: StaffRequest) -> None:
    """Find out where the asker stands."""
    request.standing = standing_of(request.user.id)
    request.outlet = _current_outlet(request)
    request.shown_ids = None
    request.actor = Actor(
        user=request.user.id,
        origin=str(request.META.get("REMOTE_ADDR", "")),
        outlet=request.outlet,
    )


def _current_outlet(request: StaffRequest) -> UUID | None:
    """Return the outlet chosen in this session, or the first of theirs."""
    standing = request.standing
    chosen = request.session.get("outlet")
    open_outlets = Outlet.objects.filter(closed_at__isnull=True)
    ids = list(open_outlets.order_by("name").values_list("id", flat=True))
    mine = [one for one in ids if standing.is_practice_wide or one in standing.outlets]
    if chosen and UUID(chosen) in mine:
        return UUID(chosen)
    return mine[0] if mine else None


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
        raise ClosedRecordError(card, may_break_glass=may_break and not restricted)
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
    request.actor = Actor(
        user=request.actor.user,
        role=min(fitting),
        origin=request.actor.origin,
        purpose="break_glass" if broken else rule.purpose,
        outlet=request.outlet,
    )


def _tell_the_trail(request: PatientRequest, rule: Rule) -> None:
    match = request.resolver_match
    if rule.scope == "patient" and match is not None:
        rows = [value for value in match.kwargs.values() if isinstance(value, UUID)]
        record(
            f"read {match.view_name}",
            by=request.actor,
            at=request.at,
            patient=request.person.id,
            about=rows,
        )
    if rule.scope == "list" and match is not None:
        if request.shown_ids is None:
            raise ImproperlyConfigured(f"{match.view_name} must call `shown`")
        deed = f"list {match.view_name}"
        record(deed, by=request.actor, at=request.at, about=request.shown_ids)
