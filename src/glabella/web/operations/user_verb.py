"""`glabella user`: the accounts, from the command line of the machine itself."""

import sys
import types
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

import attrs
from axes.handlers.proxy import AxesProxyHandler
from django.db import transaction

from glabella.cli.printing import print_json, print_page
from glabella.clinic.accounts.actions import create_account, grant, set_password
from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.queries import Account, accounts
from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.values import NewAccount
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.practice.actions import enrol_staff
from glabella.clinic.practice.models import Outlet
from glabella.core.errors import UnknownNameError
from glabella.web.operations.asking import read_password
from glabella.web.operations.readiness import check_answers, check_migrated

EVERYWHERE = "everywhere"


@attrs.frozen
class Line:
    """An account as the list shows it.

    Args:
        roles: "role at outlet", or "role everywhere".
    """

    email: str
    name: str
    is_active: bool
    has_second_factor: bool
    roles: tuple[str, ...]


def change_users(asked: Namespace) -> int:
    """List the accounts, or do the deed that was asked for and tell of it."""
    check_answers()
    check_migrated()
    if asked.deed == "list":
        _list(as_json=asked.json)
        return 0
    by = system(f"glabella user {asked.deed}", purpose="administration")
    said = _DEEDS[asked.deed](asked, by, datetime.now(UTC))
    if asked.json:
        print_json("user", {"email": asked.email, "done": said})
    else:
        print_page(f"{asked.email}: {said}\n")
    return 0


def _list(*, as_json: bool) -> None:
    lines = [_line(one) for one in accounts()]
    if as_json:
        print_json("user", {"accounts": [attrs.asdict(line) for line in lines]})
        return
    print_page("".join(map(_words, lines)) or "There is no account.\n")


def _line(account: Account) -> Line:
    return Line(
        email=account.user.email,
        name=account.user.name,
        is_active=account.user.is_active,
        has_second_factor=account.has_second_factor,
        roles=tuple(
            f"{row.role} {f'at {row.outlet.name}' if row.outlet else EVERYWHERE}"
            for row in account.memberships
        ),
    )


def _words(line: Line) -> str:
    parts = [line.email, line.name, ", ".join(line.roles) or "no role"]
    parts += [] if line.has_second_factor else ["no second factor"]
    parts += [] if line.is_active else ["closed"]
    return " · ".join(parts) + "\n"


@transaction.atomic
def _create(asked: Namespace, by: Actor, at: datetime) -> str:
    outlet = _outlet(asked.outlet)
    role = _role(asked.role) if asked.role else None
    password = read_password(from_stdin=asked.password_stdin, stream=sys.stdin)
    new = NewAccount(asked.email, asked.name, asked.language)
    user = create_account(new, password=password, by=by, at=at, one_time=True)
    enrol_staff(user.id, by=by, at=at)
    if role is None:
        return "the account is made; it holds no role yet."
    grant(user.id, role, outlet=outlet, by=by, at=at)
    return f"the account is made, as {role} {_place(asked)}."


def _set_password(asked: Namespace, by: Actor, at: datetime) -> str:
    user = _user(asked.email)
    password = read_password(from_stdin=asked.password_stdin, stream=sys.stdin)
    set_password(user.id, password, by=by, at=at, one_time=True)
    return "the password is set for one sign-in; then they choose their own."


def _grant(asked: Namespace, by: Actor, at: datetime) -> str:
    role = _role(asked.role)
    grant(_user(asked.email).id, role, outlet=_outlet(asked.outlet), by=by, at=at)
    return f"is {role} {_place(asked)} now."


@transaction.atomic
def _unlock(asked: Namespace, by: Actor, at: datetime) -> str:
    user = _user(asked.email)
    count = AxesProxyHandler.reset_attempts(username=user.email)
    record("accounts.unlock", by=by, at=at, about=user.id)
    return f"may try again; {count} failed attempts are forgotten."


_DEEDS: Mapping[str, Callable[[Namespace, Actor, datetime], str]] = (
    types.MappingProxyType(
        {
            "create": _create,
            "password": _set_password,
            "grant": _grant,
            "unlock": _unlock,
        }
    )
)


def _place(asked: Namespace) -> str:
    return f"at {asked.outlet}" if asked.outlet else EVERYWHERE


def _user(email: str) -> User:
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise UnknownNameError(
            f"nobody signs in as {email}.",
            where="glabella user",
            mending="`glabella user list` shows all accounts.",
        )
    return user


def _role(name: str) -> Role:
    if name not in set(Role):
        raise UnknownNameError(
            f'there is no role "{name}".', mending=f"Use one of {', '.join(Role)}."
        )
    return Role(name)


def _outlet(name: str | None) -> UUID | None:
    if name is None:
        return None
    outlet = Outlet.objects.filter(name=name, closed_at__isnull=True).first()
    if outlet is None:
        names = Outlet.objects.filter(closed_at__isnull=True)
        raise UnknownNameError(
            f'there is no outlet "{name}".',
            mending=f"Use one of {', '.join(names.values_list('name', flat=True))}.",
        )
    return outlet.id
