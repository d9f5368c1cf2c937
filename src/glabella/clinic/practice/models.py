"""The practice, its outlets, rooms and staff; what it signed and decided by name."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together


class Practice(models.Model):
    """The one practice of this installation."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="en")
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        """There is one."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(id=1), name="there_is_one_practice"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Outlet(OpaqueModel):
    """A place where patients are seen, with its country, its clock and its law."""

    name = models.CharField(max_length=120, unique=True)
    profile = models.CharField(max_length=2)  # country profile of `protocols`, "CH"
    time_zone = models.CharField(max_length=40)  # "Europe/Zurich"
    region = models.CharField(max_length=12, blank=True)  # for holidays, "ZH"
    language = models.CharField(max_length=5, default="en")
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    # "condition_only" unless the law allows more and a person released it by name.
    public_text_profile = models.CharField(max_length=16, default="condition_only")
    # Whether the outlet is closed on the public holidays of its country and region.
    keeps_holidays = models.BooleanField(default=True)
    # Whole hours before an appointment until which people move or cancel it themselves;
    # afterwards they call. DERIVED default of this project.
    own_changes_hours = models.PositiveSmallIntegerField(default=24)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class OpeningHours(OpaqueModel):
    """When an outlet is open on a day of the week, by its own clock; half-open."""

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="hours")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        """It closes after it opens; midnight belongs to no day."""

        ordering = ("weekday", "opens")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")),
                name="an_outlet_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="a_week_has_seven_days"
            ),
        )

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens} to {self.closes}"


class Closure(OpaqueModel):
    """Days on which an outlet is closed, and what is said about it. Half-open."""

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="closures")
    starts_on = models.DateField()
    ends_before = models.DateField()
    words_en = models.CharField(max_length=200, blank=True)
    words_de = models.CharField(max_length=200, blank=True)
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """It ends after it starts."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_before__gt=models.F("starts_on")),
                name="a_closure_ends_after_it_starts",
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return f"closed {self.starts_on} to before {self.ends_before}"


class Room(OpaqueModel):
    """A room in an outlet, booked like a person."""

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=60)

    class Meta:
        """Names are unique in an outlet."""

        constraints = (
            models.UniqueConstraint(
                fields=("outlet", "name"), name="a_room_has_one_name_in_its_outlet"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Staff(OpaqueModel):
    """What the practice knows of somebody who works in it, beside the account."""

    user = models.OneToOneField("accounts.User", models.PROTECT, related_name="staff")
    title = models.CharField(max_length=40, blank=True)
    specialty = models.CharField(max_length=40, blank=True)  # "neurology"
    registration_body = models.CharField(max_length=80, blank=True)
    registration_number = models.CharField(max_length=40, blank=True)
    registration_until = models.DateField(null=True, blank=True)
    # What services may ask for: "botulinum_toxin", "ultrasound".
    skills = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"staff {self.user_id}"


class Training(OpaqueModel):
    """A course or certificate of a member of staff, with its expiry."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="trainings")
    name = models.CharField(max_length=120)
    completed_on = models.DateField()
    until = models.DateField(null=True, blank=True)  # None: does not expire

    class Meta:
        """It cannot expire before it was earned."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("completed_on")),
                name="training_expires_after_it_was_completed",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Leave(OpaqueModel):
    """Days away, and who looks after the open tasks meanwhile. Half-open interval."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="leaves")
    starts_on = models.DateField()
    ends_before = models.DateField()
    deputy = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="deputising"
    )
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """Nobody is their own deputy."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_before__gt=models.F("starts_on")),
                name="leave_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(deputy__isnull=True)
                | ~models.Q(deputy=models.F("staff")),
                name="nobody_is_their_own_deputy",
            ),
            together("cancelled"),
        )

    def __str__(self) -> str:
        return f"leave {self.starts_on} to before {self.ends_before}"


class ProtocolSignature(OpaqueModel):
    """A version of a protocol that a lead clinician has signed for this practice.

    The digest is that of the protocol's files; a record cites protocol and version.
    """

    protocol = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    meaning = models.CharField(max_length=24)  # "approval"
    statement = models.TextField()
    content = models.TextField()  # the whole page as it was read and signed
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=120)  # printed name at signing
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """One running signature for a protocol."""

        constraints = (
            models.UniqueConstraint(
                fields=("protocol",),
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_version_of_a_protocol_is_in_use",
            ),
            together("withdrawn"),
        )

    def __str__(self) -> str:
        return f"{self.protocol}/{self.version}"


class Confirmation(OpaqueModel):
    """A clinician vouches by name for one unverified statement, or for a combination.

    `what` is "PROTOCOL/CRITERION", "PROTOCOL/SCHEME", "PROTOCOL/landmarks" or
    "PROTOCOL+PROTOCOL", as in `glabella.core.practice`.
    """

    what = models.CharField(max_length=160)
    basis = models.TextField()  # what was read, where, when
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    confirmed_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """One running confirmation of each statement."""

        constraints = (
            models.UniqueConstraint(
                fields=("what",),
                condition=models.Q(withdrawn_at__isnull=True),
                name="a_statement_is_confirmed_once",
            ),
            together("withdrawn"),
        )

    def __str__(self) -> str:
        return self.what


class LabelDecision(OpaqueModel):
    """A clinician has decided a conflict about a label after reading it."""

    protocol = models.CharField(max_length=60)
    product = models.CharField(max_length=60)
    profile = models.CharField(max_length=2)
    status = models.CharField(max_length=24)
    basis = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """One running decision for a protocol, a product and a country."""

        constraints = (
            models.UniqueConstraint(
                fields=("protocol", "product", "profile"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="a_label_conflict_is_decided_once",
            ),
            together("withdrawn"),
        )

    def __str__(self) -> str:
        return f"{self.protocol} {self.product} {self.profile}"
