"""Deeds of the assessment: answer, examine, set a rule aside, judge a risk, decide."""

from glabella.clinic.assessment.actions.answering import (
    note_preventive,
    take_answers,
    watch_urgent,
)
from glabella.clinic.assessment.actions.deciding import decide, override
from glabella.clinic.assessment.actions.examining import (
    examine,
    withdraw_examination,
)
from glabella.clinic.assessment.actions.safety import (
    acknowledge_suicide_item,
    assess_suicide_risk,
)

__all__ = [
    "acknowledge_suicide_item",
    "assess_suicide_risk",
    "decide",
    "examine",
    "note_preventive",
    "override",
    "take_answers",
    "watch_urgent",
    "withdraw_examination",
]
