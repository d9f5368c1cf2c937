"""What pages ask about accounts: roles held, broken glass, and events of the trail."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import attrs
from allauth.mfa.models import Authenticator
from django.db.models import F, QuerySet

from glabella.clinic.accounts.models import BreakGlass, Membership, User
from glabella.clinic.audit.models import Event

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def memberships(user: UUID) -> list[Membership]:
    """Return the running roles of an account, with their outlets."""
    rows = Membership.objects.filter(user_id=user, ended_at__isnull=True)
    return list(rows.select_related("outlet").order_by("role", "outlet__name"))


@attrs.frozen
class Account:
    """An account with what its row in a list says."""

    user: User
    memberships: tuple[Membership, ...]
    has_second_factor: bool


def accounts() -> list[Account]:
    """Return every account by name, closed ones last; three queries."""
    held: dict[UUID, list[Membership]] = {}
    running = Membership.objects.filter(ended_at__isnull=True)
    for row in running.select_related("outlet").order_by("role", "outlet__name"):
        held.setdefault(row.user_id, []).append(row)
    factors = Authenticator.objects.filter(type__in=SECOND_FACTORS)
    safe = set(factors.values_list("user_id", flat=True))
    return [
        Account(
            user=user,
            memberships=tuple(held.get(user.id, ())),
            has_second_factor=user.id in safe,
        )
        for user in User.objects.order_by("-is_active", "name")
    ]


def has_second_factor(user: UUID) -> bool:
    """Return whether an account has an authenticator or a passkey; one query."""
    factors = Authenticator.objects.filter(user_id=user, type__in=SECOND_FACTORS)
    return factors.exists()


def names_of(users: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of accounts; one query."""
    rows = User.objects.filter(id__in=set(users))
    return dict(rows.values_list("id", "name"))


def outlet_names(outlets: Iterable[UUID]) -> list[tuple[UUID, str]]:
    """Return outlets with their names, by name; one query."""
    # By way of the foreign key: this app knows no other model of the practice.
    rows = Membership.outlet.get_queryset().filter(id__in=list(outlets))
    return list(rows.order_by("name").values_list("id", "name"))


def glasses(outlet: UUID | None) -> QuerySet[BreakGlass]:
    """Return broken glass, unreviewed first and then newest first.

    Args:
        outlet: Only of patients registered there; None for the whole practice.
    """
    rows = BreakGlass.objects.select_related("user", "reviewed_by")
    if outlet is not None:
        rows = rows.filter(
            patient__registrations__outlet=outlet,
            patient__registrations__ended_at__isnull=True,
        ).distinct()
    return rows.prefetch_related("patient__registrations").order_by(
        F("reviewed_at").desc(nulls_first=True), "-opened_at"
    )


def open_glasses(outlet: UUID | None) -> int:
    """Return how many broken glasses wait for a review."""
    return glasses(outlet).filter(reviewed_at__isnull=True).count()


@attrs.frozen
class EventFilter:
    """Which events somebody wants to read; None or "" leaves a part open.

    Args:
        patient: Opaque id of a person.
        actor: Opaque id of an account.
        deed: How the name of the deed begins, "people." or "read ".
        since: From this moment on, aware.
        before: Until just before this moment, aware.
        outlet: Opaque id of an outlet.
        purpose: One of `audit.actor.PURPOSES`.
    """

    patient: UUID | None = None
    actor: UUID | None = None
    deed: str = ""
    since: datetime | None = None
    before: datetime | None = None
    outlet: UUID | None = None
    purpose: str = ""


def events(wanted: EventFilter) -> QuerySet[Event]:
    """Return the events that fit, newest first; the query is not run yet."""
    conditions = {
        "patient": wanted.patient,
        "actor": wanted.actor,
        "deed__startswith": wanted.deed or None,
        "at__gte": wanted.since,
        "at__lt": wanted.before,
        "outlet": wanted.outlet,
        "purpose": wanted.purpose or None,
    }
    given = {name: value for name, value in conditions.items() if value is not None}
    return Event.objects.filter(**given).order_by("-sequence")
