"""The audit trail: a chain of events that only grows, and its sealed head.

An event holds opaque ids and codes, never a name, an answer or a birth date.
Triggers in the database refuse to change or remove one (see the migrations).
"""

from django.db import models


class Event(models.Model):
    """One read or one write of something that concerns a person, or a sign-in."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    actor = models.UUIDField(null=True)
    role = models.CharField(max_length=24, blank=True)
    origin = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=24)
    deed = models.CharField(max_length=80)
    outlet = models.UUIDField(null=True)
    patient = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    ids = models.JSONField(default=list)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        """Read by patient, by actor and by time."""

        ordering = ("sequence",)
        indexes = (
            models.Index(fields=("patient", "sequence"), name="event_of_patient"),
            models.Index(fields=("actor", "sequence"), name="event_of_actor"),
            models.Index(fields=("at",), name="event_at"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.deed}"


class Head(models.Model):
    """The one row that says where the chain ends, sealed with a key kept elsewhere."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        """There is one chain."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(id=1), name="there_is_one_head_of_the_trail"
            ),
        )

    def __str__(self) -> str:
        return f"head at {self.sequence}"
