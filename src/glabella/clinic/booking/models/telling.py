"""What people are told about appointments: when, whom not, and calendars to look into.

The messages themselves are rows of the app messages; a message about an appointment
names it in `about`.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"


class Reminding(OpaqueModel):
    """What an outlet tells people by itself; set as a whole.

    An outlet that has set nothing keeps to the defaults of `values.Rules`.
    """

    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    # Whole hours before the appointment, the longest first; empty for no reminder.
    hours_before = models.JSONField(default=list)
    sends_invitations = models.BooleanField(default=True)
    sends_recalls = models.BooleanField(default=False)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One running word for an outlet."""

        constraints = (
            models.UniqueConstraint(
                fields=("outlet",),
                condition=models.Q(ended_at__isnull=True),
                name="an_outlet_reminds_in_one_way",
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return f"reminding {self.id}"


class Pause(OpaqueModel):
    """Why somebody is not called back for a next appointment, and until when."""

    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, related_name="recall_pauses"
    )
    kind = models.CharField(max_length=12)  # see `values.PAUSES`
    reason = models.CharField(max_length=200)
    # The first day on which it no longer holds; None: until somebody ends it.
    until = models.DateField(null=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One running pause of a card."""

        constraints = (
            models.UniqueConstraint(
                fields=("patient",),
                condition=models.Q(ended_at__isnull=True),
                name="a_recall_is_paused_once",
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return f"pause {self.id}"


class Feed(OpaqueModel):
    """A calendar to look into, of one clinician or one outlet, behind a secret address.

    The secret is kept as its hash alone: it is shown once, when the feed is made.
    """

    secret_hash = models.CharField(max_length=64, unique=True)
    staff = models.ForeignKey(
        "practice.Staff", models.PROTECT, null=True, related_name="feeds"
    )
    outlet = models.ForeignKey(
        "practice.Outlet", models.PROTECT, null=True, related_name="+"
    )
    # What it showed when somebody asked last, and since when.
    digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Of somebody or of a place, never of both."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(staff__isnull=True, outlet__isnull=False)
                | models.Q(staff__isnull=False, outlet__isnull=True),
                name="a_feed_is_of_one_clinician_or_one_outlet",
            ),
            together("revoked"),
        )

    def __str__(self) -> str:
        return f"feed {self.id}"


class Ask(OpaqueModel):
    """One time that a calendar was asked for, to be counted; from where, as a hash."""

    key_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        """Counted by key in time."""

        indexes = (models.Index(fields=("key_hash", "made_at"), name="asks_of_key"),)

    def __str__(self) -> str:
        return f"ask {self.id}"
