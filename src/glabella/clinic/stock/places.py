"""Where somebody works, for deeds that need an outlet."""

from uuid import UUID

from django.utils.translation import gettext as _

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.audit.errors import DeedRefusedError


def outlet_of(request: StaffRequest) -> UUID:
    """Return the outlet somebody works in.

    Raises:
        DeedRefusedError: If they work in none.
    """
    if request.outlet is None:
        raise DeedRefusedError(
            _("you work at no outlet."), mending=_("Choose an outlet first.")
        )
    return request.outlet
