"""What of this app the database itself keeps.

On SQLite a migration that changes one of these tables must call `KEPT.take_down` before
and `KEPT.put_up` after.
"""

from glabella.clinic.audit.keeping import Kept

KEPT = Kept(
    forever=(
        "diary_choice",
        "diary_filetaken",
        "diary_nudgewish",
        "diary_sending",
    )
)
