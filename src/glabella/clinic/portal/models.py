"""Doors that the practice opened for people, and how they come through them.

Tokens are kept as their hash alone: who reads the database cannot sign in with it.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"


class Door(OpaqueModel):
    """The portal of one person: opened with their agreement, by the practice or online.

    Of a door that somebody opened online nobody knows yet who stands before it: until
    staff has checked the identity by name it shows little, see `laws.of_door`.
    """

    patient = models.ForeignKey("people.Patient", models.PROTECT, related_name="doors")
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    is_self_opened = models.BooleanField(default=False)
    identity_checked_at = models.DateTimeField(null=True)
    identity_checked_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One open door a person."""

        constraints = (
            models.UniqueConstraint(
                fields=("patient",),
                condition=models.Q(closed_at__isnull=True),
                name="a_person_has_one_open_door",
            ),
            together("closed"),
            together("identity_checked"),
        )

    def __str__(self) -> str:
        return f"door {self.id}"


class Proxy(OpaqueModel):
    """Somebody who acts for a person, and what they were granted; no more than that."""

    door = models.ForeignKey(Door, models.PROTECT, related_name="proxies")
    relation = models.ForeignKey("people.Relation", models.PROTECT, related_name="+")
    birth_date = models.DateField()  # of the proxy, asked at the sign-in
    grants = models.JSONField(default=list)  # some of `values.GRANTS`
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Ended together with who ended it."""

        constraints = (together("ended"),)

    def __str__(self) -> str:
        return f"proxy {self.id}"


class Link(OpaqueModel):
    """A way in that works once, for a short time, together with a date of birth."""

    door = models.ForeignKey(Door, models.PROTECT, related_name="links")
    proxy = models.ForeignKey(Proxy, models.PROTECT, null=True, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    wrong_dates = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"link {self.id}"


class Device(OpaqueModel):
    """A phone or computer that somebody asked to be remembered; revocable."""

    door = models.ForeignKey(Door, models.PROTECT, related_name="devices")
    proxy = models.ForeignKey(Proxy, models.PROTECT, null=True, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)  # as the browser says it: "Safari, iPhone"
    remembered_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    wrong_dates = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"device {self.id}"


class Release(OpaqueModel):
    """A clinician lets a person read one letter or result in the portal; withdrawable.

    Nothing of the inbox is seen there before.
    """

    document = models.ForeignKey(
        "record.Document", models.PROTECT, related_name="releases"
    )
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """One standing release a document."""

        constraints = (
            models.UniqueConstraint(
                fields=("document",),
                condition=models.Q(withdrawn_at__isnull=True),
                name="a_document_is_released_once_at_a_time",
            ),
            together("withdrawn"),
        )

    def __str__(self) -> str:
        return f"release {self.id}"


class Line(OpaqueModel):
    """One message of a person to the practice, or the answer; never changed.

    `written_by` is empty for what the person, or somebody who acts for them, wrote.
    """

    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, related_name="portal_lines"
    )
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    proxy = models.ForeignKey(Proxy, models.PROTECT, null=True, related_name="lines")
    is_from_practice = models.BooleanField(default=False)
    text = models.TextField()
    # Who of the practice has to answer, and until when.
    task = models.ForeignKey(
        "record.Task", models.PROTECT, null=True, related_name="portal_lines"
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Read by person in time."""

        indexes = (
            models.Index(fields=("patient", "written_at"), name="lines_of_patient"),
        )

    def __str__(self) -> str:
        return f"line {self.id}"


class Ask(OpaqueModel):
    """Somebody outside asked for a new link; answered later, by the worker.

    The page that took it has looked at nothing: a good and a useless one take the same
    time. What was typed is emptied as soon as it is answered.
    """

    contact = models.CharField(max_length=200, blank=True)
    born = models.DateField(null=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Those that wait are found at once."""

        indexes = (models.Index(fields=("answered_at",), name="asks_that_wait"),)

    def __str__(self) -> str:
        return f"ask {self.id}"


class Attempt(OpaqueModel):
    """One try at a public door, to be counted; whose it was stands in it as a hash."""

    kind = models.CharField(max_length=12)  # "link", "ask", "device"
    key_hash = models.CharField(max_length=64)
    tried_at = models.DateTimeField()

    class Meta:
        """Counted by key in time."""

        indexes = (
            models.Index(fields=("key_hash", "tried_at"), name="attempts_of_key"),
        )

    def __str__(self) -> str:
        return f"attempt {self.kind}"
