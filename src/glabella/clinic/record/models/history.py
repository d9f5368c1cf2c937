"""Facts, problems, medicines and therapies of a person."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together
from glabella.clinic.record.plain import ExactDecoder, ExactEncoder

USER = "accounts.User"
PATIENT = "people.Patient"


class FactEntry(OpaqueModel):
    """One fact of `protocols/facts`, as somebody recorded it; never edited.

    A correction is a new entry; a mistaken entry is withdrawn with a reason.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="facts")
    fact = models.CharField(max_length=80)
    # In the JSON form of a facts file; a decimal stays exact.
    value = models.JSONField(encoder=ExactEncoder, decoder=ExactDecoder)
    as_of = models.DateField(null=True)
    source = models.CharField(max_length=120, blank=True)
    certainty = models.CharField(max_length=24, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """Read by person and fact."""

        indexes = (models.Index(fields=("patient", "fact"), name="facts_of_patient"),)
        constraints = (together("withdrawn"),)

    def __str__(self) -> str:
        return f"{self.fact} {self.id}"


class Problem(OpaqueModel):
    """A diagnosis or complaint on the problem list, with its code and its side."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="problems")
    code_system = models.CharField(max_length=24, blank=True)  # "ICD-10-GM", "ICHD-3"
    code = models.CharField(max_length=24, blank=True)
    label = models.CharField(max_length=200)
    side = models.CharField(max_length=12, blank=True)  # "left", "right", "both", ""
    certainty = models.CharField(max_length=16, default="confirmed")
    onset_on = models.DateField(null=True, blank=True)
    resolved_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """A problem ends after it began."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(resolved_on__isnull=True)
                | models.Q(onset_on__isnull=True)
                | models.Q(resolved_on__gte=models.F("onset_on")),
                name="a_problem_ends_after_it_began",
            ),
        )

    def __str__(self) -> str:
        return f"problem {self.id}"


class Therapy(OpaqueModel):
    """A medicine or another therapy, from when to when; a change is a new row."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="therapies")
    kind = models.CharField(max_length=12)  # "medicine", "therapy"
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=24, blank=True)  # ATC, where known
    dose = models.CharField(
        max_length=80, blank=True
    )  # as said: "20 mg in the morning"
    started_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=24, blank=True)  # "failed", "not_tolerated"
    prescriber = models.CharField(max_length=120, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """A therapy stops after it started."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(stopped_on__isnull=True)
                | models.Q(started_on__isnull=True)
                | models.Q(stopped_on__gte=models.F("started_on")),
                name="a_therapy_stops_after_it_started",
            ),
        )

    def __str__(self) -> str:
        return f"therapy {self.id}"
