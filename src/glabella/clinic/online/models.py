"""What a stranger asks for, until a code proves that the contact is theirs.

Nothing here outlives the quarter of an hour in which the time is kept: it becomes a
card and an appointment, or it is erased.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel


class Asking(OpaqueModel):
    """A first appointment that a stranger asks for, with what they said of themselves.

    The code that they were sent is kept as a hash under the key of the house.
    """

    hold = models.OneToOneField("booking.Hold", models.CASCADE, related_name="+")
    family_name = models.CharField(max_length=120)
    given_names = models.CharField(max_length=120)
    birth_date = models.DateField()
    kind = models.CharField(max_length=8)  # of the contact: "email", "phone"
    contact = models.CharField(max_length=200)
    may_write = models.BooleanField()  # whether reminders may go there
    wants_portal = models.BooleanField()
    language = models.CharField(max_length=5)
    # Answers of the self-check that were handed over, opened with the card.
    handover = models.UUIDField(null=True)
    code_hash = models.CharField(max_length=64)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asking {self.id}"
