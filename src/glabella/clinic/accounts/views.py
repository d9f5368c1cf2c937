"""The pages of accounts: outlet, staff accounts, roles, broken glass to review."""

import secrets
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from glabella.clinic.accounts import actions, queries
from glabella.clinic.accounts.forms import AccountForm, ReviewForm, RoleForm
from glabella.clinic.accounts.models import BreakGlass, User
from glabella.clinic.accounts.request import StaffRequest, shown
from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.words import role_in_words
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.errors import DeedRefusedError

PASSWORD_BYTES = 12  # of a one-time password: 96 bits, 16 letters


@require_POST
def choose_outlet(request: StaffRequest) -> HttpResponse:
    """Go to work in another outlet; one that is not theirs changes nothing."""
    wanted = request.POST.get("outlet", "")
    mine = {str(one) for one in request.outlets}
    if wanted in mine:
        request.session["outlet"] = wanted
        record(
            "accounts.choose_outlet",
            by=request.actor,
            at=request.at,
            about=UUID(wanted),
        )
    return redirect(way_back(request))


@require_POST
def end_session(request: StaffRequest, session: int) -> HttpResponse:
    """End one of their own sessions, on a device left somewhere."""
    row = get_object_or_404(UserSession, id=session, user_id=request.user.id)
    row.end()
    record("accounts.end_session", by=request.actor, at=request.at)
    messages.success(request, _("The session has ended."))
    return redirect("usersessions_list")


def accounts(request: StaffRequest) -> HttpResponse:
    """Show who may sign in, and as what."""
    rows = [
        {"account": one, "roles": _held(one.memberships)} for one in queries.accounts()
    ]
    values = {"rows": rows, "may_change": _holds(request, Role.ADMINISTRATOR)}
    return render(request, "accounts/accounts.html", values)


def new(request: StaffRequest) -> HttpResponse:
    """Make an account with a password for one time."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        try:
            user = actions.create_account(
                form.new(),
                password=password,
                by=request.actor,
                at=request.at,
                one_time=True,
            )
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show_password(request, user, password)
    return render(request, "accounts/new.html", {"form": form})


def account(request: StaffRequest, user: UUID) -> HttpResponse:
    """Show one account with its roles."""
    return _show_account(request, user, RoleForm(_outlets(request)))


@require_POST
def grant_role(request: StaffRequest, user: UUID) -> HttpResponse:
    """Give a role."""
    form = RoleForm(_outlets(request), request.POST)
    if form.is_valid():
        try:
            actions.grant(
                user,
                form.role_chosen(),
                outlet=form.cleaned_data["outlet"],
                by=request.actor,
                at=request.at,
            )
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The role holds from now on."))
            return redirect("accounts:account", user=user)
    return _show_account(request, user, form)


@require_POST
def end_role(request: StaffRequest, membership: UUID) -> HttpResponse:
    """End a role."""
    try:
        row = actions.end_membership(membership, by=request.actor, at=request.at)
    except DeedRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:accounts")
    messages.success(request, _("The role has ended."))
    return redirect("accounts:account", user=row.user_id)


@require_POST
def close_account(request: StaffRequest, user: UUID) -> HttpResponse:
    """Close an account."""
    try:
        actions.deactivate(user, by=request.actor, at=request.at)
    except DeedRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The account is closed; its roles have ended."))
    return redirect("accounts:account", user=user)


@require_POST
def open_account(request: StaffRequest, user: UUID) -> HttpResponse:
    """Open a closed account again."""
    try:
        actions.reactivate(user, by=request.actor, at=request.at)
    except DeedRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The account is open again; give it its roles."))
    return redirect("accounts:account", user=user)


@require_POST
def one_time_password(request: StaffRequest, user: UUID) -> HttpResponse:
    """Set a password for one time and show it once."""
    _account_or_404(user)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        row = actions.set_password(
            user, password, by=request.actor, at=request.at, one_time=True
        )
    except DeedRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:account", user=user)
    return _show_password(request, row, password)


@require_POST
def reset_factor(request: StaffRequest, user: UUID) -> HttpResponse:
    """Take the second factors of somebody who has lost them."""
    try:
        actions.reset_second_factor(user, by=request.actor, at=request.at)
    except DeedRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Gone. The next sign-in asks for a new second factor.")
        )
    return redirect("accounts:account", user=user)


def glasses(request: StaffRequest) -> HttpResponse:
    """Show broken glass, what waits for a review first."""
    rows = list(queries.glasses(_reviewed_outlet(request)))
    shown(request, [row.patient_id for row in rows])
    values = [_glass_row(row, request) for row in rows]
    return render(request, "accounts/glasses.html", {"rows": values})


def review(request: StaffRequest, glass: UUID) -> HttpResponse:
    """Show one broken glass, and take the word of whoever reviews it."""
    row = queries.glasses(_reviewed_outlet(request)).filter(id=glass).first()
    if row is None:
        raise Http404("there is no such broken glass here")
    shown(request, [row.patient_id])
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review_glass(
                row.id,
                justified=form.cleaned_data["justified"] == "yes",
                note=form.cleaned_data["note"],
                by=request.actor,
                at=request.at,
            )
        except DeedRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Reviewed."))
            return redirect("accounts:glasses")
    values = _glass_row(row, request) | {"form": form}
    return render(request, "accounts/review.html", values)


def way_back(request: StaffRequest) -> str:
    """Return the page a form wants to go back to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    own = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if own else "/"


def _outlets(request: StaffRequest) -> list[tuple[UUID, str]]:
    return queries.outlet_names(request.outlets)


def _reviewed_outlet(request: StaffRequest) -> UUID | None:
    """Return the outlet whose glass is looked at; an auditor looks at all of it."""
    is_everywhere = request.standing.reach(frozenset({Role.AUDITOR})) is None
    return None if is_everywhere else request.outlet


def _glass_row(row: BreakGlass, request: StaffRequest) -> dict[str, Any]:
    numbers = [one.number for one in row.patient.registrations.all()]
    return {
        "glass": row,
        "numbers": ", ".join(sorted(numbers)),
        "is_own": row.opened_by_id == request.user.id,
        "may_review": row.reviewed_at is None
        and row.opened_by_id != request.user.id
        and _holds(request, Role.LEAD_CLINICIAN),
    }


def _holds(request: StaffRequest, role: Role) -> bool:
    return role in request.standing.roles_at([request.outlet])


def _account_or_404(user: UUID) -> User:
    return get_object_or_404(User.objects.all(), id=user)


def _show_account(request: StaffRequest, user: UUID, form: RoleForm) -> HttpResponse:
    row = _account_or_404(user)
    held = queries.memberships(user)
    values = {
        "account": row,
        "is_own": row.id == request.user.id,
        "roles": _held(held),
        "has_second_factor": queries.has_second_factor(user),
        "form": form,
        "may_change": _holds(request, Role.ADMINISTRATOR),
    }
    return render(request, "accounts/account.html", values)


def _show_password(request: StaffRequest, user: User, password: str) -> HttpResponse:
    values = {"account": user, "password": password}
    return render(request, "accounts/one_time_password.html", values)


def _held(rows: Any) -> list[dict[str, Any]]:  # noqa: ANN401 any sequence of memberships
    return [
        {
            "id": row.id,
            "role": role_in_words(row.role),
            "outlet": row.outlet.name if row.outlet else None,
        }
        for row in rows
    ]
