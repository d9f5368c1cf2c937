"""What is handed to the deeds of booking."""

from datetime import datetime
from uuid import UUID

import attrs


@attrs.frozen
class NewAppointment:
    """Time to be taken.

    Args:
        starts_at: Aware; on a whole five minutes.
        minutes: Length; the length of the service if left out.
    """

    patient: UUID
    outlet: UUID
    service: UUID
    starts_at: datetime
    clinician: UUID | None = None
    room: UUID | None = None
    minutes: int | None = None
    protocol: str = ""
    note: str = ""
