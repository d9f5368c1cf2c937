"""What may be chosen as one value for every row of a file."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import get_language

from glabella.clinic.booking.models import Service
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import staff_of

Offers = Sequence[tuple[str, str]]
_MINUTES = (15, 20, 30, 45, 60, 90)
_VIALS = ("50", "100", "125", "200", "300", "500")


def offers(outlet: UUID) -> Mapping[str, Offers]:
    """Return the choices by field: code and words."""
    found = library()
    is_german = (get_language() or "").startswith("de")
    services = Service.objects.order_by("name_en")
    staff = staff_of(frozenset({outlet}))
    return {
        "product": [(one.id, one.id) for one in found.products.values()],
        "protocol": [
            (one.id, one.name.de if is_german else one.name.en)
            for one in found.protocols.values()
        ],
        "service": [
            (one.name_en, one.name_de if is_german else one.name_en) for one in services
        ],
        "clinician": [(one.user.email, one.user.name) for one in staff],
        "minutes": [(str(count), str(count)) for count in _MINUTES],
        "vial_units": [(units, units) for units in _VIALS],
    }
