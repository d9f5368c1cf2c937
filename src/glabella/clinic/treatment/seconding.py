"""A second person at the same screen shows who they are, without signing in."""

from uuid import UUID

from django.contrib.auth import authenticate
from django.utils.translation import gettext as _

from glabella.clinic.accounts import lockout
from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.roles import CLINICAL
from glabella.clinic.accounts.standing import standing_of
from glabella.clinic.audit.errors import DeedRefusedError


def second_person(
    request: StaffRequest, email: str, password: str, *, outlet: UUID
) -> UUID:
    """Return the account of a colleague of this outlet who has shown who they are.

    Raises:
        DeedRefusedError: Something is wrong, was wrong too often, or it is the person
            who is signed in.
    """
    if lockout.is_locked_out(request, email):
        raise DeedRefusedError(
            _("there were too many failed attempts."),
            where=_("second person"),
            mending=_("Scan the vial again instead."),
        )
    user = authenticate(lockout.bare(request), email=email, password=password)
    if user is None:
        raise DeedRefusedError(
            _("name or password is not right."),
            where=_("second person"),
            mending=_("Try again, or scan the vial again."),
        )
    key: UUID = user.pk
    if not standing_of(key).roles_at([outlet]) & CLINICAL:
        raise DeedRefusedError(
            _("this colleague does not treat at this outlet."),
            where=_("second person"),
            mending=_("Ask somebody who does."),
        )
    lockout.forget_failures(request, email)
    return key
