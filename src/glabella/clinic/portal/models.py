"""Doors that the practice opened for people, and how they come through them.

Tokens are kept as their hash alone: who reads the database cannot sign in with it.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"


class Door(OpaqueModel):
    """The portal of one person: opened by the practice, with the person's agreement."""

    patient = models.ForeignKey("people.Patient", models.PROTECT, related_name="doors")
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
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
