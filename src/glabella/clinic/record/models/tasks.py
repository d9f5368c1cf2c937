"""Tasks with owner, deputy and clock; and decisions as they were made."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together
from glabella.clinic.record.plain import ExactDecoder, ExactEncoder

USER = "accounts.User"
PATIENT = "people.Patient"


class Task(OpaqueModel):
    """Something somebody must do by a time; an urgent finding is one."""

    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    patient = models.ForeignKey(
        PATIENT, models.PROTECT, null=True, related_name="tasks"
    )
    kind = models.CharField(max_length=24)  # "urgent_finding", "call_back", ...
    title = models.CharField(max_length=200)
    is_urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    owner = models.ForeignKey(
        "practice.Staff", models.PROTECT, null=True, related_name="owned_tasks"
    )
    deputy = models.ForeignKey(
        "practice.Staff", models.PROTECT, null=True, related_name="deputy_tasks"
    )
    about = models.UUIDField(null=True)  # the row that opened it: a score, a document
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    outcome = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """The board reads open tasks of an outlet by their clock."""

        indexes = (
            models.Index(
                fields=("outlet", "due_at"),
                condition=models.Q(closed_at__isnull=True),
                name="open_tasks_of_outlet",
            ),
        )
        constraints = (together("closed"),)

    def __str__(self) -> str:
        return f"task {self.id}"


class ContactAttempt(OpaqueModel):
    """One try to reach the person a task is about."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="attempts")
    how = models.CharField(max_length=12)  # "phone", "email", "visit", "post"
    result = models.CharField(max_length=24)  # "reached", "no_answer", "message_left"
    note = models.TextField(blank=True)
    tried_at = models.DateTimeField()
    tried_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"attempt {self.id}"


class Decision(OpaqueModel):
    """A verdict as it was: protocol version, facts as they stood, reasons, by whom.

    It can be replayed: the same version and facts must give the same verdict.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="decisions")
    protocol = models.CharField(max_length=60)
    protocol_version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)  # of the protocol's files
    profile = models.CharField(max_length=2)
    phase = models.CharField(max_length=12)
    verdict = models.CharField(max_length=32)
    on = models.DateField()
    # The fact set, in the form of a facts file.
    facts = models.JSONField(encoder=ExactEncoder, decoder=ExactDecoder)
    # The assessment as `glabella assess --json` says it.
    answer = models.JSONField(encoder=ExactEncoder, decoder=ExactDecoder)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Read by person in time; by protocol when a new version is compared."""

        indexes = (
            models.Index(fields=("patient", "on"), name="decisions_of_patient"),
            models.Index(fields=("protocol", "on"), name="decisions_by_protocol"),
        )

    def __str__(self) -> str:
        return f"{self.protocol} {self.verdict}"
