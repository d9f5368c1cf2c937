"""Every set of triggers that keeps what was signed; one line for each app."""

from glabella.clinic.audit.keeping import Kept
from glabella.clinic.planning import guards as planning

KEPT: dict[str, Kept] = {
    "planning": planning.KEPT,
}
