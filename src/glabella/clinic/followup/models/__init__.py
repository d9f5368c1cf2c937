"""The tables of following up; none of them is ever deleted from."""

from glabella.clinic.followup.models.repeat import CostNote, Coverage, Letter
from glabella.clinic.followup.models.reviews import (
    Contact,
    Judgement,
    Review,
    SafetyReport,
    SpreadCheck,
)

__all__ = ["Contact", "CostNote", "Coverage", "Judgement", "Letter", "Review"]
__all__ += ["SafetyReport", "SpreadCheck"]
