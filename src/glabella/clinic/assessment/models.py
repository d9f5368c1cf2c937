"""The baseline examination of a person, and which task an urgent finding has opened."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together
from glabella.clinic.record.plain import ExactDecoder, ExactEncoder

USER = "accounts.User"
PATIENT = "people.Patient"


class Examination(OpaqueModel):
    """What somebody saw and felt before a plan was made; never edited.

    A finding that nobody looked at has no entry: that is not the same as normal.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="examinations")
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    on = models.DateField()
    # By finding of findings.toml: an option, or a list of options; where the finding
    # has sides, by "left" and "right".
    findings = models.JSONField(encoder=ExactEncoder, decoder=ExactDecoder)
    note = models.TextField(blank=True)
    examined_at = models.DateTimeField()
    examined_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """Read by person, the newest first."""

        indexes = (
            models.Index(fields=("patient", "on"), name="examinations_of_patient"),
        )
        constraints = (together("withdrawn"),)

    def __str__(self) -> str:
        return f"examination {self.id}"


class Raised(OpaqueModel):
    """An urgent finding has its task: which rule held, on which facts.

    The same facts open no second task; other facts do, also when the first is closed.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="raised")
    rule = models.CharField(max_length=80)  # id of an urgent rule of `protocols`
    evidence = models.CharField(max_length=64)  # digest of the facts it rests on
    task = models.ForeignKey("record.Task", models.PROTECT, related_name="raised")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One task for the same facts."""

        constraints = (
            models.UniqueConstraint(
                fields=("patient", "rule", "evidence"),
                name="an_urgent_finding_is_raised_once_for_its_facts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.id}"
