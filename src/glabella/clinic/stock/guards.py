"""What of the stock the database itself keeps.

A movement, a reading and what was said of a lot stay as they were written. Fridges,
sharing and things of the emergency kit may only be ended, once and by name.
"""

from glabella.clinic.audit.keeping import Kept

KEPT = Kept(
    forever=("stock_lotnote", "stock_movement", "stock_reading"),
    gaining={
        "stock_kititem": ("ended",),
        "stock_place": ("ended",),
        "stock_sharing": ("ended",),
    },
)
