"""Reviews of a course, contacts after an injection, and reports to an authority."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together
from glabella.clinic.record.plain import ExactDecoder, ExactEncoder

USER = "accounts.User"
PATIENT = "people.Patient"
OUTLET = "practice.Outlet"
SESSION = "record.Session"


class Review(OpaqueModel):
    """A look at a running course: the patient's own figures as they were that day.

    The advice is that of the rules; what the clinician makes of it stands in the note.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="reviews")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    # The session the course is counted from.
    session = models.ForeignKey(SESSION, models.PROTECT, related_name="reviews")
    on = models.DateField()
    protocol = models.CharField(max_length=60)
    protocol_version = models.CharField(max_length=20, blank=True)
    # The figures, rules, window and co-treatment changes, see `reading.as_answer`.
    answer = models.JSONField(encoder=ExactEncoder, decoder=ExactDecoder)
    advice = models.CharField(max_length=24)  # a value of `core.response.Decision`
    note = models.TextField(blank=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """Read by person in time."""

        indexes = (models.Index(fields=("patient", "on"), name="reviews_of_patient"),)
        constraints = (together("withdrawn"),)

    def __str__(self) -> str:
        return f"review {self.id}"


class Contact(OpaqueModel):
    """A call, a walk-in or a message after an injection, with the questions asked.

    What the rules say and what was decided both stay; a later judgement is a row of
    its own.
    """

    patient = models.ForeignKey(
        PATIENT, models.PROTECT, related_name="followup_contacts"
    )
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    session = models.ForeignKey(
        SESSION, models.PROTECT, null=True, related_name="contacts"
    )
    channel = models.CharField(max_length=12)  # see `values.CHANNELS`
    words = models.TextField(blank=True)  # what the person says
    spread = models.JSONField(default=dict)  # question: "yes", "no", "unknown"
    proposed = models.CharField(max_length=16)  # by the rules
    level = models.CharField(max_length=16)  # as decided; never milder without reason
    level_reason = models.TextField(blank=True)
    days_since = models.PositiveIntegerField(null=True)
    task = models.ForeignKey(
        "record.Task", models.PROTECT, null=True, related_name="contacts"
    )
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """Read by person in time."""

        indexes = (
            models.Index(fields=("patient", "taken_at"), name="contacts_of_patient"),
        )
        constraints = (together("withdrawn"),)

    def __str__(self) -> str:
        return f"contact {self.id}"


class Judgement(OpaqueModel):
    """What a clinician made of a contact later; the newest one counts."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="judgements")
    level = models.CharField(max_length=16)
    reason = models.TextField(blank=True)
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """In the order judged."""

        ordering = ("judged_at",)

    def __str__(self) -> str:
        return f"judgement {self.id}"


class SpreadCheck(OpaqueModel):
    """The questions about distant spread, as they were answered for an effect."""

    side_effect = models.ForeignKey(
        "record.SideEffect", models.PROTECT, related_name="spread_checks"
    )
    answers = models.JSONField()  # question: "yes", "no", "unknown"
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """In the order asked."""

        ordering = ("asked_at",)

    def __str__(self) -> str:
        return f"spread check {self.id}"


class SafetyReport(OpaqueModel):
    """A side effect as it is reported to the authority of a country.

    Its content is frozen when it is prepared; then it is marked as sent, or set aside
    with a reason. What changed later makes a new report.
    """

    side_effect = models.ForeignKey(
        "record.SideEffect", models.PROTECT, related_name="reports"
    )
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    country = models.CharField(max_length=4)  # the profile of the outlet
    authority = models.CharField(max_length=120)
    learned_on = models.DateField()  # when the practice learned of the effect
    due_at = models.DateTimeField(null=True)  # None: no clock was read in a source
    content = models.JSONField(encoder=ExactEncoder, decoder=ExactDecoder)
    document = models.ForeignKey(
        "record.Document", models.PROTECT, null=True, related_name="+"
    )
    task = models.ForeignKey("record.Task", models.PROTECT, null=True, related_name="+")
    sent_reference = models.CharField(max_length=120, blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    set_aside_reason = models.TextField(blank=True)

    class Meta:
        """Sent or set aside, not both; what waits is read by its clock."""

        indexes = (
            models.Index(
                fields=("outlet", "due_at"),
                condition=models.Q(sent_at__isnull=True, set_aside_at__isnull=True),
                name="waiting_reports_of_outlet",
            ),
        )
        constraints = (
            together("sent"),
            together("set_aside"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True)
                | models.Q(set_aside_at__isnull=True),
                name="a_report_is_sent_or_set_aside",
            ),
        )

    def __str__(self) -> str:
        return f"safety report {self.id}"

    @property
    def state(self) -> str:
        """One of "prepared", "sent" and "set_aside"."""
        if self.sent_at is not None:
            return "sent"
        return "prepared" if self.set_aside_at is None else "set_aside"
