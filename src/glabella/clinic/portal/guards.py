"""What of the portal the database itself keeps.

On SQLite a migration that changes one of these tables must call `KEPT.take_down` before
and `KEPT.put_up` after.
"""

from glabella.clinic.audit.keeping import Kept

KEPT = Kept(
    forever=("portal_line",),
    gaining={
        "portal_door": ("identity_checked", "closed"),
        "portal_proxy": ("ended",),
        "portal_release": ("withdrawn",),
    },
)
