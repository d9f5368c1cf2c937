"""What is handed to the deeds about costs and letters, and the codes they know."""

from datetime import date
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

import attrs

PAYERS = ("insurer", "private", "other")
ANSWERS = ("", "approved", "refused")
SIGNERS = ("patient", "representative")
LETTERS = ("referrer", "evidence", "summary")
LANGUAGES = ("en", "de")
# What the people of a country pay in; ISO 4217.
CURRENCIES = MappingProxyType(
    {"AT": "EUR", "CH": "CHF", "DE": "EUR", "SG": "SGD", "UK": "GBP", "US": "USD"}
)


@attrs.frozen(kw_only=True)
class NewCoverage:
    """What a payer was asked for one condition, and what it said.

    Args:
        kind: One of `PAYERS`.
        reference: The payer's own.
        answer: One of `ANSWERS`; "" while none has come.
        approved_on: From when the approval holds.
        sessions_approved: How many it gives; None if it names no number.
        expires_on: The last day it holds.
    """

    outlet: UUID
    kind: str
    payer: str
    protocol: str
    reference: str = ""
    asked_on: date | None = None
    evidence_sent_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    approved_on: date | None = None
    sessions_approved: int | None = None
    expires_on: date | None = None
    note: str = ""


@attrs.frozen(kw_only=True)
class NewCostNote:
    """What a treatment will cost, as the patient signs it.

    Args:
        amount: Of `currency`, with at most two decimals.
        currency: ISO 4217, such as "CHF".
        words: What it pays for, and what may be added.
        signer: One of `SIGNERS`.
    """

    outlet: UUID
    protocol: str
    amount: Decimal
    currency: str
    words: str
    language: str
    signer: str
    signer_name: str


@attrs.frozen
class PaperTable:
    """A table of a paper: a title, the words of its head, rows of text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@attrs.frozen(kw_only=True)
class NewLetter:
    """A letter as it is signed.

    Args:
        kind: One of `LETTERS`.
        recipient: Name and address, line by line.
        tables: What is set below the text.
        signer_name: The name it is signed by.
    """

    outlet: UUID
    kind: str
    subject: str
    text: str
    language: str
    signer_name: str
    recipient: str = ""
    tables: tuple[PaperTable, ...] = ()
