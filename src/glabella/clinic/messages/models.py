"""Messages to people, each handed over at most once, and those who want none."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"


class Message(OpaqueModel):
    """One message: written, claimed once by a worker, handed over at most once.

    "uncertain": a worker had claimed it and was not heard of again, so that nobody
    knows whether it went out. It is shown to staff and never sent again by itself.
    """

    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, null=True, related_name="messages"
    )
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)  # see `values.KINDS`
    channel = models.CharField(max_length=8)  # "email", "sms"
    address = models.CharField(max_length=200)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    attachment = models.TextField(blank=True)  # an iCalendar object
    method = models.CharField(max_length=8, blank=True)  # of it: "REQUEST", "CANCEL"
    about = models.UUIDField(null=True)  # the row it speaks of: an appointment
    key = models.CharField(max_length=120, unique=True)  # the same is never said twice
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)  # of no use afterwards
    state = models.CharField(max_length=12, default="waiting")  # see `values.STATES`
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    settled_as = models.CharField(max_length=12, blank=True)

    class Meta:
        """The worker reads what waits; staff read what is not certain."""

        indexes = (
            models.Index(fields=("state", "not_before"), name="messages_that_wait"),
            models.Index(fields=("about",), name="messages_about_a_row"),
        )
        constraints = (together("settled"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class OptOut(OpaqueModel):
    """An address that wants no more reminders; kept as its hash, until it is lifted."""

    address_hash = models.CharField(max_length=64)
    opted_out_at = models.DateTimeField()
    # Under which message it was said; None where the practice was told otherwise.
    said_under = models.ForeignKey(
        Message, models.PROTECT, null=True, related_name="opt_outs"
    )
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One running wish for an address."""

        constraints = (
            models.UniqueConstraint(
                fields=("address_hash",),
                condition=models.Q(lifted_at__isnull=True),
                name="an_address_opts_out_once",
            ),
            together("lifted"),
        )

    def __str__(self) -> str:
        return f"opt-out {self.id}"


class Worker(OpaqueModel):
    """A process that hands messages over, and when it was last heard of."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    # Names of those steps of the clockwork that failed when it last went round.
    trouble = models.CharField(max_length=400, blank=True)

    class Meta:
        """Asked for by the latest sign of life."""

        indexes = (models.Index(fields=("seen_at",), name="workers_by_last_sign"),)

    def __str__(self) -> str:
        return self.name
