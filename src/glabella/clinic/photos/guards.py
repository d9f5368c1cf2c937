"""What of the photographs the database itself keeps.

A row is written once; it may only gain when, by whom and why its file was destroyed.
"""

from glabella.clinic.audit.keeping import Kept

KEPT = Kept(gaining={"photos_photo": ("ended",)})
