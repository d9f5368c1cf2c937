"""What booking keeps: the tables that triggers guard.

On SQLite a migration that changes one of these tables must call `KEPT.take_down` before
and `KEPT.put_up` after.
"""

from glabella.clinic.audit.keeping import Kept

# As it was when the first of them went up.
FIRST = Kept(
    forever=("booking_fairlog",),
    gaining={"booking_workingday": ("ended",)},
)
KEPT = Kept(
    forever=("booking_fairlog",),
    gaining={
        "booking_workingday": ("ended",),
        "booking_pause": ("ended",),
        "booking_reminding": ("ended",),
    },
)
