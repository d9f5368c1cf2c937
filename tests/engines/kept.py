"""Every set of triggers that keeps what was signed; one line for each app."""

from glabella.clinic.audit.keeping import Kept
from glabella.clinic.planning import guards as planning
from glabella.clinic.treatment import guards as treatment

KEPT: dict[str, Kept] = {
    "planning": planning.KEPT,
    "treatment": treatment.KEPT,
}
