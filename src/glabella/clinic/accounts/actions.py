"""The deeds of accounts: who may sign in, in which role, and broken glass.

Whoever acts has come through the access table. What it cannot see is asked here: an
administrator of one outlet must not make themselves administrator of another.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from glabella.clinic.accounts.models import BreakGlass, Membership, User
from glabella.clinic.accounts.roles import CLINICAL, Role
from glabella.clinic.accounts.standing import standing_of
from glabella.clinic.accounts.values import GLASS_MINUTES, NewAccount, says_something
from glabella.clinic.audit.actions import record
from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError

# Roles that may hold in the whole practice; care is always given somewhere.
PRACTICE_WIDE = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


@transaction.atomic
def create_account(
    new: NewAccount, *, password: str, by: Actor, at: datetime, one_time: bool = False
) -> User:
    """Make an account, which may sign in and holds no role yet.

    Args:
        new: E-mail address, name and language.
        password: The first password; it must pass the rules.
        by: Who makes it.
        at: When, aware.
        one_time: The person must set a password of their own before anything else.

    Raises:
        DeedRefusedError: The address is taken, or the password too weak.
    """
    if User.objects.filter(email=new.email).exists():
        raise DeedRefusedError(
            _("this e-mail address has an account already."),
            where=_("e-mail"),
            mending=_("Open that account, or use another address."),
        )
    user = User(email=new.email, name=new.name, language=new.language)
    user.created_at, user.created_by_id = at, by.user
    _put_password(user, password, one_time=one_time)
    user.save(force_insert=True)
    record("accounts.create_account", by=by, at=at, about=user.id)
    return user


@transaction.atomic
def grant(
    user: UUID, role: Role, *, outlet: UUID | None, by: Actor, at: datetime
) -> Membership:
    """Give somebody a role at an outlet; without one, in the whole practice.

    Raises:
        DeedRefusedError: The role holds at an outlet only, is held already, the
            account is closed, or whoever acts does not administer that outlet.
    """
    _must_administer(by, [outlet])
    if user == by.user and role in CLINICAL:
        raise DeedRefusedError(
            _("nobody gives themselves a clinical role."),
            where=_("role"),
            mending=_("Ask another administrator, or use the command line."),
        )
    if outlet is None and role not in PRACTICE_WIDE:
        raise DeedRefusedError(
            _("only auditors and administrators work in the whole practice."),
            where=_("outlet"),
            mending=_("Choose the outlet where this role is held."),
        )
    if not User.objects.filter(id=user, is_active=True).exists():
        raise DeedRefusedError(
            _("this account is closed."), mending=_("Open the account again first.")
        )
    running = Membership.objects.filter(user_id=user, role=role, ended_at__isnull=True)
    if outlet in set(running.values_list("outlet_id", flat=True)):
        raise DeedRefusedError(_("this role is held there already."))
    membership = Membership.objects.create(
        user_id=user, role=role, outlet_id=outlet, granted_at=at, granted_by_id=by.user
    )
    record("accounts.grant", by=by, at=at, about=[user, membership.id])
    return membership


@transaction.atomic
def end_membership(membership: UUID, *, by: Actor, at: datetime) -> Membership:
    """End a role, from this moment on.

    Raises:
        DeedRefusedError: It has ended already, or is the last administrator's.
    """
    row = Membership.objects.filter(id=membership, ended_at__isnull=True).first()
    if row is None:
        raise DeedRefusedError(_("this role has ended already."))
    _must_administer(by, [row.outlet_id])
    _keep_an_administrator(leaving=[row])
    _end([row], by=by, at=at)
    record("accounts.end_membership", by=by, at=at, about=[row.user_id, row.id])
    return row


@transaction.atomic
def deactivate(user: UUID, *, by: Actor, at: datetime) -> None:
    """Close an account: its roles end, and its sessions with the next request.

    Raises:
        DeedRefusedError: It is one's own, or that of the last administrator.
    """
    if user == by.user:
        raise DeedRefusedError(
            _("nobody closes their own account."),
            mending=_("Ask another administrator."),
        )
    rows = _administered(user, by=by)
    _keep_an_administrator(leaving=rows)
    _end(rows, by=by, at=at)
    if not User.objects.filter(id=user, is_active=True).update(is_active=False):
        raise DeedRefusedError(_("this account is closed already."))
    ids = [user, *(row.id for row in rows)]
    record("accounts.deactivate", by=by, at=at, about=ids)


@transaction.atomic
def reactivate(user: UUID, *, by: Actor, at: datetime) -> None:
    """Open a closed account again; roles are granted anew.

    Raises:
        DeedRefusedError: It is open.
    """
    if not User.objects.filter(id=user, is_active=False).update(is_active=True):
        raise DeedRefusedError(_("this account is open already."))
    record("accounts.reactivate", by=by, at=at, about=user)


@transaction.atomic
def set_password(
    user: UUID, password: str, *, by: Actor, at: datetime, one_time: bool = False
) -> User:
    """Set a password, one's own or, as an administrator, somebody's for one time.

    Every session of the account ends, because its key hangs on the password.

    Raises:
        DeedRefusedError: The password is too weak, or the account not administered.
    """
    if user != by.user:
        _administered(user, by=by)
    row = User.objects.get(id=user)
    _put_password(row, password, one_time=one_time)
    row.save(update_fields=["password", "has_one_time_password"])
    record("accounts.set_password", by=by, at=at, about=user)
    return row


@transaction.atomic
def reset_second_factor(user: UUID, *, by: Actor, at: datetime) -> None:
    """Take all second factors from an account whose owner has lost them.

    Raises:
        DeedRefusedError: It is one's own, or not administered.
    """
    if user == by.user:
        raise DeedRefusedError(
            _("nobody resets their own second factor."),
            mending=_("Use a recovery code, or ask another administrator."),
        )
    _administered(user, by=by)
    Authenticator.objects.filter(user_id=user).delete()
    record("accounts.reset_second_factor", by=by, at=at, about=user)


@transaction.atomic
def break_glass(card: UUID, *, reason: str, by: Actor, at: datetime) -> BreakGlass:
    """Open a closed record for an hour; somebody else reviews it afterwards.

    Args:
        card: The patient; the caller has seen that there is one.
        reason: Why it cannot wait, in ten letters or more.
        by: Who asks; they must hold a clinical role somewhere.
        at: When, aware.

    Raises:
        DeedRefusedError: No clinical role, or no reason.
    """
    if by.user is None or not standing_of(by.user).roles & CLINICAL:
        raise DeedRefusedError(
            _("only clinical roles open a closed record."),
            mending=_("Ask somebody who treats the patient."),
        )
    if not says_something(reason):
        raise DeedRefusedError(
            _("this is no reason."),
            where=_("reason"),
            mending=_("Write in at least ten letters why it cannot wait."),
        )
    glass = BreakGlass.objects.create(
        user_id=by.user,
        patient_id=card,
        reason=reason.strip(),
        opened_at=at,
        opened_by_id=by.user,
        closes_at=at + timedelta(minutes=GLASS_MINUTES),
    )
    record("accounts.break_glass", by=by, at=at, patient=card, about=glass.id)
    return glass


@transaction.atomic
def review_glass(
    glass: UUID, *, justified: bool, note: str, by: Actor, at: datetime
) -> BreakGlass:
    """Say whether a broken glass was justified.

    Raises:
        DeedRefusedError: It is one's own, is reviewed already, or a no has no note.
    """
    row = BreakGlass.objects.select_for_update().get(id=glass)
    if by.user is None or row.opened_by_id == by.user:
        raise DeedRefusedError(
            _("nobody reviews their own broken glass."),
            mending=_("Another lead clinician must look at it."),
        )
    if row.reviewed_at is not None:
        raise DeedRefusedError(_("this has been reviewed already."))
    if not justified and not says_something(note):
        raise DeedRefusedError(
            _("a no needs a note."),
            where=_("note"),
            mending=_("Write what was wrong and what follows from it."),
        )
    row.reviewed_at, row.reviewed_by_id = at, by.user
    row.justified, row.review_note = justified, note.strip()
    row.save()
    record("accounts.review_glass", by=by, at=at, patient=row.patient_id, about=row.id)
    return row


def _put_password(user: User, password: str, *, one_time: bool) -> None:
    try:
        validate_password(password, user)
    except ValidationError as mistake:
        raise DeedRefusedError(
            " ".join(mistake.messages), where=_("password")
        ) from None
    user.set_password(password)
    user.has_one_time_password = one_time


def _end(rows: Iterable[Membership], *, by: Actor, at: datetime) -> None:
    for row in rows:
        row.ended_at, row.ended_by_id = at, _somebody(by)
        row.save(update_fields=["ended_at", "ended_by"])


def _somebody(by: Actor) -> UUID:
    """Return who ends a role; the table wants a name beside each end."""
    if by.user is None:
        raise DeedRefusedError(
            _("a role is ended by somebody, not by the machine."),
            mending=_("Sign in as administrator."),
        )
    return by.user


def _running(user: UUID) -> list[Membership]:
    return list(Membership.objects.filter(user_id=user, ended_at__isnull=True))


def _administered(user: UUID, *, by: Actor) -> list[Membership]:
    """Return the running roles of an account, if whoever acts administers them all."""
    rows = _running(user)
    _must_administer(by, [row.outlet_id for row in rows])
    return rows


def _must_administer(by: Actor, outlets: Iterable[UUID | None]) -> None:
    if by.user is None:  # set-up and the command line, on the machine itself
        return
    standing = standing_of(by.user)
    for outlet in outlets:
        if Role.ADMINISTRATOR not in standing.roles_at([outlet]):
            raise DeedRefusedError(
                _("you do not administer this outlet."),
                mending=_("Ask an administrator of the practice."),
            )


def _keep_an_administrator(*, leaving: Iterable[Membership]) -> None:
    """Refuse to end the last role that could grant roles; the rows are locked."""
    gone = {row.id for row in leaving}
    held = Membership.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR, ended_at__isnull=True, user__is_active=True
    )
    ids = set(held.values_list("id", flat=True))
    if ids and ids <= gone:
        raise DeedRefusedError(
            _("this is the last administrator."),
            mending=_("Make somebody else administrator first."),
        )
