"""Who pays, what was agreed about costs, and the letters that were signed."""

from django.db import models
from django.db.models import Q

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"
PATIENT = "people.Patient"
OUTLET = "practice.Outlet"
DOCUMENT = "record.Document"


class Coverage(OpaqueModel):
    """What a payer was asked for one condition, and what it said.

    Sessions left are counted, never kept: those approved, less the sessions sealed
    since the approval.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="coverages")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)  # see `repeat_values.PAYERS`
    payer = models.CharField(max_length=120)
    reference = models.CharField(max_length=80, blank=True)  # the payer's own
    protocol = models.CharField(max_length=60)
    asked_on = models.DateField(null=True, blank=True)
    evidence_sent_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=12, blank=True)  # "", "approved", "refused"
    answered_on = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)  # from when it holds
    sessions_approved = models.PositiveSmallIntegerField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)  # the last day it holds
    note = models.TextField(blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Read by person; an approval says from when, and what it gives."""

        indexes = (
            models.Index(fields=("patient", "protocol"), name="coverages_of_patient"),
        )
        constraints = (
            together("ended"),
            models.CheckConstraint(
                condition=Q(answer="approved", approved_on__isnull=False)
                | (~Q(answer="approved") & Q(approved_on__isnull=True)),
                name="an_approval_says_from_when",
            ),
            models.CheckConstraint(
                condition=Q(sessions_approved__isnull=True)
                | Q(sessions_approved__gt=0),
                name="an_approval_is_of_some_sessions",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(approved_on__isnull=True)
                | Q(expires_on__gte=models.F("approved_on")),
                name="an_approval_ends_after_it_began",
            ),
        )

    def __str__(self) -> str:
        return f"coverage {self.id}"


class CostNote(OpaqueModel):
    """What a treatment will cost the patient, in writing and signed beforehand.

    The amount is of the currency named in the same row. Written once; a new price is a
    new note.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="cost_notes")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    protocol = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    currency = models.CharField(max_length=3)  # ISO 4217
    words = models.TextField()  # what it pays for, and what may be added
    language = models.CharField(max_length=5)
    signer = models.CharField(max_length=16)  # "patient", "representative"
    signer_name = models.CharField(max_length=120)
    document = models.ForeignKey(DOCUMENT, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")  # witness

    class Meta:
        """A price is not below nothing."""

        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="a_cost_is_no_debt"
            ),
        )

    def __str__(self) -> str:
        return f"cost note {self.id}"


class Letter(OpaqueModel):
    """A letter, an evidence pack or a summary as it was signed and handed on."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="letters")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)  # see `repeat_values.LETTERS`
    recipient = models.TextField(blank=True)
    subject = models.CharField(max_length=160)
    text = models.TextField()
    language = models.CharField(max_length=5)
    document = models.ForeignKey(DOCUMENT, models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """Read by person in time."""

        indexes = (
            models.Index(fields=("patient", "signed_at"), name="letters_of_patient"),
        )

    def __str__(self) -> str:
        return f"letter {self.id}"
