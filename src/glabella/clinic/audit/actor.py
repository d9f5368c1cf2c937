"""Who does a deed, from where and what for: the first argument of every deed."""

import uuid

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError

# What a record is opened for; the trail keeps the code, the screens its words.
PURPOSES = (
    "care",
    "front_desk",
    "administration",
    "audit",
    "break_glass",
    "export",
    "import",
    "maintenance",
    "portal",
)
KINDS = ("user", "system", "anonymous", "patient")


@attrs.frozen
class Actor:
    """The one who does a deed, as the trail will name them.

    Args:
        user: Opaque id of the account; None for the machine itself, for somebody who
            is not signed in, and for a patient, whom the event names anyway.
        kind: One of `KINDS`.
        role: The role that gave the right, "" if none was needed.
        origin: From where: an address, or the command that ran.
        purpose: What for, one of `PURPOSES`.
        outlet: The outlet the person works in at that moment.
    """

    user: uuid.UUID | None
    kind: str = attrs.field(default="user", validator=attrs.validators.in_(KINDS))
    role: str = ""
    origin: str = ""
    purpose: str = attrs.field(default="care", validator=attrs.validators.in_(PURPOSES))
    outlet: uuid.UUID | None = None

    @property
    def account(self) -> uuid.UUID:
        """The account, for deeds that only a person may do.

        Raises:
            DeedRefusedError: If the machine, or nobody known, acts.
        """
        if self.user is None:
            raise DeedRefusedError(
                _("this deed needs somebody who is signed in."),
                where=self.origin,
                mending=_("Sign in and do it by name."),
            )
        return self.user


def system(origin: str, *, purpose: str = "maintenance") -> Actor:
    """Return the machine itself as the one who acts, for a command or a worker."""
    return Actor(user=None, kind="system", origin=origin, purpose=purpose)
