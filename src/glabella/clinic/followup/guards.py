"""What following up keeps: the tables that triggers guard.

On SQLite a migration that changes one of these tables must call `KEPT.take_down` before
and `KEPT.put_up` after.
"""

from glabella.clinic.audit.keeping import Kept

KEPT = Kept(
    forever=(
        "followup_costnote",
        "followup_judgement",
        "followup_letter",
        "followup_spreadcheck",
    ),
    gaining={
        "followup_contact": ("withdrawn",),
        "followup_review": ("withdrawn",),
        "followup_safetyreport": ("sent", "set_aside"),
    },
)
