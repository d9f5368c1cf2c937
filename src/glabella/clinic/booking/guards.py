"""What booking keeps: the tables that triggers guard.

On SQLite a migration that changes one of these tables must call `KEPT.take_down` before
and `KEPT.put_up` after.
"""

from glabella.clinic.audit.keeping import Kept

KEPT = Kept(
    forever=("booking_fairlog",),
    gaining={"booking_workingday": ("ended",)},
)
