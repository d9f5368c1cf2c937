"""What was measured: questionnaires and diary days. A blank is a blank."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together
from glabella.clinic.record.plain import ExactDecoder, ExactEncoder

USER = "accounts.User"
PATIENT = "people.Patient"


class Score(OpaqueModel):
    """One instrument filled in on one day: its items, and the total its rule allows."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="scores")
    instrument = models.CharField(max_length=40)
    taken_on = models.DateField()
    # By item id, None for a missing one; {} if only the total is known.
    items = models.JSONField(default=dict, encoder=ExactEncoder, decoder=ExactDecoder)
    total = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    answered_by = models.CharField(max_length=12, default="patient")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Read by person and instrument, in time."""

        indexes = (
            models.Index(
                fields=("patient", "instrument", "taken_on"), name="scores_of_patient"
            ),
        )
        constraints = (together("withdrawn"),)

    def __str__(self) -> str:
        return f"{self.instrument} {self.taken_on}"


class DiaryDay(OpaqueModel):
    """One day of a diary. A day without a row was not recorded; it was not free."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="diary_days")
    diary = models.CharField(max_length=12)  # "headache", "bladder", "jaw"
    on = models.DateField()
    had = models.BooleanField(null=True)  # None: the day was opened and left open
    severity = models.PositiveSmallIntegerField(null=True)  # 0 to 10
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    medicines = models.JSONField(default=list)  # classes: "triptan"
    details = models.JSONField(default=dict, encoder=ExactEncoder, decoder=ExactDecoder)
    is_back_filled = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One standing entry a day; a correction replaces it and keeps it."""

        indexes = (
            models.Index(fields=("patient", "diary", "on"), name="days_of_patient"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("patient", "diary", "on"),
                condition=models.Q(replaced_at__isnull=True),
                name="a_diary_day_has_one_standing_entry",
            ),
            models.CheckConstraint(
                condition=models.Q(severity__isnull=True) | models.Q(severity__lte=10),
                name="severity_is_from_0_to_10",
            ),
            models.CheckConstraint(
                condition=models.Q(hours__isnull=True)
                | models.Q(hours__gte=0, hours__lte=24),
                name="a_day_has_at_most_24_hours",
            ),
            # The person may correct too, who has no account: the trail says who did.
            models.CheckConstraint(
                condition=models.Q(replaced_by__isnull=True)
                | models.Q(replaced_at__isnull=False),
                name="a_diary_day_is_replaced_by_name_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.diary} {self.on}"
