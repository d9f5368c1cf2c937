"""Every set of triggers that keeps what was signed; one line for each app."""

from glabella.clinic.audit.keeping import Kept
from glabella.clinic.booking import guards as booking
from glabella.clinic.checkin import guards as checkin
from glabella.clinic.consent import guards as consent
from glabella.clinic.diary import guards as diary
from glabella.clinic.followup import guards as followup
from glabella.clinic.photos import guards as photos
from glabella.clinic.planning import guards as planning
from glabella.clinic.portal import guards as portal
from glabella.clinic.stock import guards as stock
from glabella.clinic.treatment import guards as treatment

KEPT: dict[str, Kept] = {
    "booking": booking.KEPT,
    "followup": followup.KEPT,
    "checkin": checkin.KEPT,
    "consent": consent.KEPT,
    "diary": diary.KEPT,
    "photos": photos.KEPT,
    "planning": planning.KEPT,
    "portal": portal.KEPT,
    "stock": stock.KEPT,
    "treatment": treatment.KEPT,
}
