"""What of this app the database itself keeps."""

from glabella.clinic.audit.keeping import Kept

KEPT = Kept(forever=("checkin_curvechoice",))
