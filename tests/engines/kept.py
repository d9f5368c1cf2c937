"""Every set of triggers that keeps what was signed; one line for each app."""

from glabella.clinic.audit.keeping import Kept
from glabella.clinic.consent import guards as consent
from glabella.clinic.followup import guards as followup
from glabella.clinic.planning import guards as planning
from glabella.clinic.treatment import guards as treatment

KEPT: dict[str, Kept] = {
    "followup": followup.KEPT,
    "consent": consent.KEPT,
    "planning": planning.KEPT,
    "treatment": treatment.KEPT,
}
