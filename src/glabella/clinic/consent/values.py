"""What is handed to the deeds of consent, and what its queries hand back."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import attrs

from glabella.clinic.consent.models import Consent, PhotoConsent
from glabella.core.protocol import Label

LANGUAGES = ("en", "de")
SIGNERS = ("patient", "representative")
METHODS = ("tablet", "phone", "paper")
CAPACITIES = ("has_capacity", "with_support", "lacks_capacity")
# Kind of the task that a patient opens from home; nobody treats while it is open.
ASKS_TO_WITHDRAW = "ask_withdrawal"
PURPOSES = ("record", "teaching", "publication")


@attrs.frozen
class NewClause:
    """What a clinic adds in its own words, in one language."""

    language: str
    title: str
    text: str


@attrs.frozen
class Answer:
    """A teach-back question and the answer in the patient's own words."""

    question: str
    answer: str


@attrs.frozen(kw_only=True)
class NewTalk:
    """The talk that was held.

    Args:
        explained_by: The member of staff.
        qualification: What makes them competent, in words.
        minutes: How long it took.
        may_sign_from: The end of the time to reflect, where a physician has to judge
            it; None where the country's rule says it.
        judgement: Why that time is enough, in the physician's words.
        judged_by: The physician's name.
    """

    explained_by: UUID
    qualification: str
    held_at: datetime
    minutes: int
    teach_back: tuple[Answer, ...]
    capacity: str
    questions: str = ""
    interpreter_name: str = ""
    interpreter_language: str = ""
    representative: str = ""
    may_sign_from: datetime | None = None
    judgement: str = ""
    judged_by: str = ""
    is_copy_given: bool = False


@attrs.frozen(kw_only=True)
class NewSignature:
    """A signature: drawn on a tablet of the practice or the own phone, or typed there.

    Args:
        signer: "patient" or "representative".
        name: Who signs, as printed.
        strokes: What was drawn, as the data of an SVG path.
        content_digest: Of the text that stood above the signature.
        is_typed: Whether the typed name is to be the signature; what was drawn counts
            before it.
    """

    signer: str
    name: str
    strokes: str
    content_digest: str
    is_typed: bool = False


@attrs.frozen(kw_only=True)
class NewScan:
    """A paper that was signed by hand and scanned.

    Args:
        content: The bytes of a PDF, a PNG or a JPEG.
        signed_on: When it was signed, as written on the paper.
    """

    signer: str
    name: str
    content: bytes
    signed_at: datetime


@attrs.frozen(kw_only=True)
class NewPhotoConsent:
    """For which purposes photographs may be used, and the signature under it.

    Either `strokes`, drawn on a tablet, or `scan`, the bytes of a signed paper.
    """

    purposes: tuple[str, ...]
    language: str
    signer: str
    name: str
    strokes: str = ""
    scan: bytes = b""


@attrs.frozen
class Scope:
    """What a consent covers.

    Args:
        protocols: Their ids.
        product: The active substance whose units all numbers are.
        groups: The most units of each muscle group, by region.
        total_units: The most units of one session.
        risks: Side effects that were named, by id.
        labels: What the country's label said when it was made, by protocol.
    """

    protocols: tuple[str, ...]
    product: str
    groups: Mapping[str, Decimal]
    total_units: Decimal
    risks: tuple[str, ...]
    labels: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The protocols about whose label the sources disagree."""
        conflict = Label.CONFLICT.value
        return tuple(one for one, said in self.labels.items() if said == conflict)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept; units as text, so that they stay exact."""
        return {
            "protocols": list(self.protocols),
            "product": self.product,
            "groups": {name: str(units) for name, units in self.groups.items()},
            "total_units": str(self.total_units),
            "risks": list(self.risks),
            "labels": dict(self.labels),
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Scope":
        """Return a scope as it was kept."""
        return cls(
            protocols=tuple(kept["protocols"]),
            product=kept["product"],
            groups={name: Decimal(units) for name, units in kept["groups"].items()},
            total_units=Decimal(kept["total_units"]),
            risks=tuple(kept["risks"]),
            labels=dict(kept["labels"]),
        )


@attrs.frozen
class Standing:
    """Whether a plan may go ahead by consent, and if not, why.

    Args:
        consent: The consent that counts, or the one that fails; None if there is none.
        is_valid: Whether it covers the plan on that day, re-confirmation apart.
        reasons: What stands in the way, as words in the language in use.
        needs_reconfirmation: It covers the plan, and the person must confirm it for
            this session by name.
    """

    consent: Consent | None
    is_valid: bool
    reasons: tuple[str, ...]
    needs_reconfirmation: bool

    @property
    def may_start(self) -> bool:
        """Whether nothing is missing, re-confirmation included."""
        return self.is_valid and not self.needs_reconfirmation


__all__ = [
    "CAPACITIES",
    "LANGUAGES",
    "METHODS",
    "PURPOSES",
    "SIGNERS",
    "Answer",
    "Consent",
    "NewClause",
    "NewPhotoConsent",
    "NewScan",
    "NewSignature",
    "NewTalk",
    "PhotoConsent",
    "Scope",
    "Standing",
]
