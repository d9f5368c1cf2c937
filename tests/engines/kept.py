"""Every set of triggers that keeps what was signed; one line for each app."""

from glabella.clinic.audit.keeping import Kept

KEPT: dict[str, Kept] = {}
