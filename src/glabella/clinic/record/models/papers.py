"""Progress notes with their addenda, and scanned letters and results."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"
PATIENT = "people.Patient"


class Note(OpaqueModel):
    """A dated progress note: a draft until it is signed, then frozen."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="notes")
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    on = models.DateField()
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    signed_name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of what was signed
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Signed with name and digest."""

        constraints = (together("signed"),)

    def __str__(self) -> str:
        return f"note {self.id}"


class Addendum(OpaqueModel):
    """What is said after signing: added below, never put in its place."""

    note = models.ForeignKey(Note, models.PROTECT, null=True, related_name="addenda")
    session = models.ForeignKey(
        "record.Session", models.PROTECT, null=True, related_name="addenda"
    )
    text = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    added_name = models.CharField(max_length=120)

    class Meta:
        """To a note or to a session."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(note__isnull=True, session__isnull=False)
                | models.Q(note__isnull=False, session__isnull=True),
                name="an_addendum_belongs_to_a_note_or_to_a_session",
            ),
        )

    def __str__(self) -> str:
        return f"addendum {self.id}"


class Document(OpaqueModel):
    """A letter, scan or result. Without a patient it waits in the inbox of an outlet.

    The file lies encrypted beside the database, under the row's id.
    """

    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    patient = models.ForeignKey(
        PATIENT, models.PROTECT, null=True, related_name="documents"
    )
    kind = models.CharField(max_length=16, default="other")
    title = models.CharField(max_length=160)
    dated_on = models.DateField(null=True, blank=True)  # the day on the paper
    media_type = models.CharField(max_length=60)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)  # of the plain content
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField(null=True)
    filed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)  # a clinician has seen it
    read_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)  # not ours, or twice; kept
    set_aside_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_aside_reason = models.TextField(blank=True)

    class Meta:
        """The inbox reads by outlet and time."""

        indexes = (
            models.Index(fields=("outlet", "received_at"), name="inbox_of_outlet"),
        )
        constraints = (together("filed"), together("read"), together("set_aside"))

    def __str__(self) -> str:
        return f"document {self.id}"
