"""Builders for tests of the clinic: outlets, staff and patients with readable defaults.

The people are canaries: their names are unlike any word, so that a test can search a
log or a page for them.
"""

import itertools
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from glabella.clinic.accounts.models import Membership, User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actor import Actor
from glabella.clinic.people.cards import fold
from glabella.clinic.people.models import Patient, Registration
from glabella.clinic.practice.models import Outlet, Staff

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
PASSWORD = "correct horse battery staple"  # noqa: S105 of synthetic accounts
FAMILY, GIVEN = "Zyxwvut", "Qqanary"

_count = itertools.count(1)


def outlet(
    name: str = "", *, profile: str = "CH", time_zone: str = "Europe/Zurich"
) -> Outlet:
    """Return a new outlet."""
    return Outlet.objects.create(
        name=name or f"Outlet {next(_count)}",
        profile=profile,
        time_zone=time_zone,
        created_at=AT,
    )


def member(role: Role, at_outlet: Outlet | None, *, name: str = "") -> User:
    """Return a new account with one role, and a row of staff."""
    number = next(_count)
    user = User(
        email=f"{role}{number}@example.org",
        name=name or f"Synthetic {role} {number}",
        created_at=AT,
    )
    user.set_password(PASSWORD)
    user.save()
    Membership.objects.create(user=user, role=role, outlet=at_outlet, granted_at=AT)
    Staff.objects.create(user=user)
    return user


def patient(
    at_outlet: Outlet,
    *,
    family_name: str = FAMILY,
    given_names: str = GIVEN,
    birth_date: date | None = date(1980, 5, 1),
) -> Patient:
    """Return a new card, registered at an outlet."""
    row = Patient.objects.create(
        family_name=family_name,
        given_names=given_names,
        search_name=fold(f"{family_name} {given_names}"),
        birth_date=birth_date,
        created_at=AT,
    )
    Registration.objects.create(
        patient=row, outlet=at_outlet, number=f"P-{next(_count)}", registered_at=AT
    )
    return row


def actor(
    user: User, at_outlet: Outlet | None = None, *, role: Role | str = ""
) -> Actor:
    """Return an account as the one who acts."""
    return Actor(
        user=user.id,
        role=str(role),
        origin="test",
        outlet=at_outlet.id if at_outlet else None,
    )


def in_zone(moment: datetime, zone: str) -> datetime:
    """Return a moment by a local clock."""
    return moment.astimezone(ZoneInfo(zone))
