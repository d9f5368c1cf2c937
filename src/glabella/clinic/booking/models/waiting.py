"""Time that is held, the waiting list, its offers, and why somebody was next.

A hold keeps cells of its own, so that time held for one person cannot be taken by
another. The fair log is written once and never changed, see `guards`.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"


class Hold(OpaqueModel):
    """Time kept for somebody who has not said yes yet, until a moment; in UTC.

    Its cells are those of an appointment with the buffers of the service. Once it has
    run out, whoever books first may take them, see `actions.holds`.
    """

    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    service = models.ForeignKey("Service", models.PROTECT, related_name="+")
    clinician = models.ForeignKey("practice.Staff", models.PROTECT, related_name="+")
    room = models.ForeignKey(
        "practice.Room", models.PROTECT, null=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    held_at = models.DateTimeField()

    class Meta:
        """Time that ends after it starts."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="a_hold_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"hold {self.id}"


class WaitingEntry(OpaqueModel):
    """Somebody who would come earlier, or who found no time: for what, where, when."""

    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, related_name="waiting"
    )
    service = models.ForeignKey("Service", models.PROTECT, related_name="+")
    protocol = models.CharField(max_length=60, blank=True)
    # At any outlet while none is named.
    outlets = models.ManyToManyField("practice.Outlet", related_name="+")
    clinician = models.ForeignKey(
        "practice.Staff", models.PROTECT, null=True, related_name="+"
    )
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    weekdays = models.CharField(max_length=7, default="0123456")  # 0 is Monday
    # By the clock of the outlet; empty for any time.
    from_time = models.TimeField(null=True)
    until_time = models.TimeField(null=True)
    since = models.DateField()
    needed_again_on = models.DateField(null=True)  # the day the person said so
    note = models.CharField(max_length=200, blank=True)  # of the front desk
    urgency = models.PositiveSmallIntegerField(default=0)  # see `values.URGENCIES`
    urgency_reason = models.CharField(max_length=200, blank=True)
    urged_at = models.DateTimeField(null=True)
    urged_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=12, blank=True)  # "booked" or "left"
    ended_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Read by those who wait still; urgency has a reason and a name."""

        indexes = (
            models.Index(fields=("ended_at", "service"), name="who_waits_for_what"),
        )
        constraints = (
            together("urged"),
            models.CheckConstraint(
                condition=models.Q(urgency=0)
                | (models.Q(urged_at__isnull=False) & ~models.Q(urgency_reason="")),
                name="urgency_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_as="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_as="")),
                name="waiting_ends_as_something",
            ),
        )

    def __str__(self) -> str:
        return f"waiting {self.id}"


class FreedTime(OpaqueModel):
    """Time that was given back and may be offered; one row for each time it happened.

    The worker reads it, so that no offer depends on the page that cancelled.
    """

    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    clinician = models.ForeignKey("practice.Staff", models.PROTECT, related_name="+")
    room = models.ForeignKey(
        "practice.Room", models.PROTECT, null=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    freed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_as = models.CharField(max_length=12, blank=True)  # "taken" or "past"

    class Meta:
        """Read by what is open."""

        indexes = (
            models.Index(fields=("settled_at", "starts_at"), name="open_freed_time"),
        )

    def __str__(self) -> str:
        return f"freed {self.starts_at}"


class Offer(OpaqueModel):
    """A time offered to somebody who waits, held for them until they answer."""

    entry = models.ForeignKey(WaitingEntry, models.PROTECT, related_name="offers")
    freed = models.ForeignKey(
        FreedTime, models.PROTECT, null=True, related_name="offers"
    )
    # Gone once it is answered; what was offered stands here.
    hold = models.OneToOneField(Hold, models.SET_NULL, null=True, related_name="offer")
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    clinician = models.ForeignKey("practice.Staff", models.PROTECT, related_name="+")
    room = models.ForeignKey(
        "practice.Room", models.PROTECT, null=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    channel = models.CharField(max_length=8)  # "email", "sms" or "phone"
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=16, blank=True)  # see `values.ANSWERS`
    answered_at = models.DateTimeField(null=True)
    appointment = models.OneToOneField(
        "Appointment", models.PROTECT, null=True, related_name="offer"
    )

    class Meta:
        """One running offer for each who waits."""

        constraints = (
            models.UniqueConstraint(
                fields=("entry",),
                condition=models.Q(answer=""),
                name="one_running_offer_each",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="an_answer_has_its_moment",
            ),
        )

    def __str__(self) -> str:
        return f"offer {self.id}"


class FairLog(OpaqueModel):
    """Why this person was next: everybody's rank at that moment, and who was passed.

    `ranking` holds a row for each who waited for such a time, in order: entry, urgency,
    overdue days, whether needed again, since, and why they were passed over.
    """

    offer = models.OneToOneField(Offer, models.PROTECT, related_name="log")
    place = models.PositiveSmallIntegerField()  # of the one it was offered to
    ranking = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)  # of staff, out of turn
    ranked_at = models.DateTimeField()
    ranked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"place {self.place}"
