"""What people do from home; each deed leaves its mark on the trail."""

from glabella.clinic.checkin.actions.asking import ask_withdrawal, choose_curve
from glabella.clinic.checkin.actions.effects import report_effect
from glabella.clinic.checkin.actions.questionnaires import (
    answer,
    begin,
    finish,
    pass_over,
)

__all__ = [
    "answer",
    "ask_withdrawal",
    "begin",
    "choose_curve",
    "finish",
    "pass_over",
    "report_effect",
]
