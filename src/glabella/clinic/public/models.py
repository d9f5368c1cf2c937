"""What the public door keeps: handed-over answers, help lines, releases of full texts.

Answers of the self-check come here only after somebody agreed to it; the code that
opens them is kept as a hash alone.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, known_by, together

USER = "accounts.User"


class Handover(OpaqueModel):
    """Answers that somebody agreed to hand over; a code opens them once."""

    code_hash = models.CharField(max_length=64, unique=True)
    answers = models.JSONField()
    language = models.CharField(max_length=5)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, null=True, related_name="handovers"
    )

    class Meta:
        """It belongs to a patient from the moment it was opened, and not before."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True, patient__isnull=True)
                | models.Q(used_at__isnull=False, patient__isnull=False),
                name="an_opened_handover_has_a_patient",
            ),
            known_by("used"),
        )

    def __str__(self) -> str:
        return f"handover {self.id}"


class HelpLine(OpaqueModel):
    """A number to call in a crisis that the practice has read and entered itself."""

    country = models.CharField(max_length=2)  # country profile of `protocols`, "SG"
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    hours = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200)  # where the number was read
    read_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Ended together with who ended it."""

        constraints = (together("ended"),)

    def __str__(self) -> str:
        return f"help line {self.country}"


class FullRelease(OpaqueModel):
    """The full text about a condition, released for one outlet by a named person."""

    outlet = models.ForeignKey(
        "practice.Outlet", models.PROTECT, related_name="full_releases"
    )
    condition = models.CharField(max_length=40)  # slug of `public.content`
    country = models.CharField(max_length=2)  # whose law was looked at, "US"
    name = models.CharField(max_length=120)  # who released it, as the page prints it
    released_on = models.DateField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One that runs for an outlet and a condition; ended with who ended it."""

        constraints = (
            models.UniqueConstraint(
                fields=("outlet", "condition"),
                condition=models.Q(ended_at__isnull=True),
                name="a_full_text_is_released_once",
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return f"full text {self.condition}, {self.country}"


class Knock(OpaqueModel):
    """One try at the self-check, to be counted; whose it was stands in it as a hash."""

    kind = models.CharField(max_length=12)  # "step", "hand_over", "code"
    key_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        """Counted by key in time."""

        indexes = (models.Index(fields=("key_hash", "made_at"), name="knocks_of_key"),)

    def __str__(self) -> str:
        return f"knock {self.kind}"
