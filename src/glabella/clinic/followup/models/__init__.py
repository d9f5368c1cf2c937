"""The tables of following up; none of them is ever deleted from."""

from glabella.clinic.followup.models.reviews import (
    Contact,
    Judgement,
    Review,
    SafetyReport,
    SpreadCheck,
)

__all__ = ["Contact", "Judgement", "Review", "SafetyReport", "SpreadCheck"]
