"""The one access table: every address by name, and who may ask for it.

An address without a row is refused to everybody, and a test fails the build.
"""

import types
from collections.abc import Mapping

from glabella.clinic.accounts import access as accounts
from glabella.clinic.accounts.roles import CLINICAL, Role
from glabella.clinic.accounts.rules import PUBLIC, SIGNED_IN, Rule
from glabella.clinic.assessment import access as assessment
from glabella.clinic.booking import access as booking
from glabella.clinic.checkin import access as checkin
from glabella.clinic.consent import access as consent
from glabella.clinic.desk import access as desk
from glabella.clinic.diary import access as diary
from glabella.clinic.followup import access as followup
from glabella.clinic.imports import access as imports
from glabella.clinic.library import access as library
from glabella.clinic.messages import access as messages
from glabella.clinic.online import access as online
from glabella.clinic.people import access as people
from glabella.clinic.photos import access as photos
from glabella.clinic.planning import access as planning
from glabella.clinic.portal import access as portal
from glabella.clinic.practice import access as practice
from glabella.clinic.public import access as public
from glabella.clinic.stock import access as stock
from glabella.clinic.treatment import access as treatment

# Addresses of the project itself and of the sign-in library.
_FRAME: dict[str, Rule] = {
    "health": PUBLIC,
    "robots": PUBLIC,
    "sitemap": PUBLIC,
    "home": SIGNED_IN,
    "design": PUBLIC,  # there only when GLABELLA_DESIGN is on
    "set_language": PUBLIC,
    "set_theme": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": SIGNED_IN,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "usersessions_list": SIGNED_IN,
    # Pages of accounts that need to know about patients, see `staff_urls`.
    "accounts:break_glass": Rule("outlet", CLINICAL, purpose="break_glass"),
    "accounts:trail": Rule("list", frozenset({Role.AUDITOR}), purpose="audit"),
}

ACCESS: Mapping[str, Rule] = types.MappingProxyType(
    _FRAME
    | accounts.ACCESS
    | practice.ACCESS
    | people.ACCESS
    | stock.ACCESS
    | assessment.ACCESS
    | planning.ACCESS
    | consent.ACCESS
    | treatment.ACCESS
    | followup.ACCESS
    | photos.ACCESS
    | booking.ACCESS
    | imports.ACCESS
    | desk.ACCESS
    | library.ACCESS
    | public.ACCESS
    | portal.ACCESS
    | diary.ACCESS
    | checkin.ACCESS
    | online.ACCESS
    | messages.ACCESS
)
