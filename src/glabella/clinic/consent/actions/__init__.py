"""What is done with consent; each deed leaves its mark on the trail."""

from glabella.clinic.consent.actions.at_home import write_at_home
from glabella.clinic.consent.actions.clauses import add_clause, end_clause
from glabella.clinic.consent.actions.consents import prepare, reconfirm, withdraw
from glabella.clinic.consent.actions.photographs import sign_photos, withdraw_photos
from glabella.clinic.consent.actions.signatures import scan_paper, sign
from glabella.clinic.consent.actions.talks import give_copy, hold_talk

__all__ = [
    "add_clause",
    "end_clause",
    "give_copy",
    "hold_talk",
    "prepare",
    "reconfirm",
    "scan_paper",
    "sign",
    "sign_photos",
    "withdraw",
    "withdraw_photos",
    "write_at_home",
]
