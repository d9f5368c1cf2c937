"""What the pages of this app share: the language, whom to call, forms sent once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, cast

from django.utils.translation import get_language

from glabella.clinic.accounts.request import StaffRequest
from glabella.clinic.accounts.tickets import once
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.portal.request import PortalRequest
from glabella.clinic.practice.models import Outlet
from glabella.clinic.public.queries import help_in
from glabella.clinic.public.words import country
from glabella.clinic.record.duty import home_of

UNPROCESSABLE = 422


def language_now() -> str:
    """Return the language of the page, as questionnaires and consents are kept."""
    return "de" if (get_language() or "").startswith("de") else "en"


def home_outlet(request: PortalRequest) -> Outlet:
    """Return the outlet that looks after the person now."""
    try:
        return home_of(request.person.id, by=request.actor)
    except DeedRefusedError:  # registered nowhere: the one that opened the door
        return request.door.outlet


def call(request: PortalRequest) -> dict[str, Any]:
    """Return whom to call: the lines of the country, and the practice."""
    outlet = home_outlet(request)
    digits = "".join(sign for sign in outlet.phone if sign in "+0123456789")
    return {
        "help": country(help_in(outlet.profile)),
        "outlet": outlet,
        "outlet_call": f"tel:{digits}" if digits else "",
    }


def done_once(request: PortalRequest) -> AbstractContextManager[None]:
    """Do what stands inside once for each form shown."""
    ticketed: Callable[[StaffRequest], AbstractContextManager[None]] = once
    # Tickets ask for the time and the actor alone, and both kinds of request have them.
    return ticketed(cast("StaffRequest", request))
