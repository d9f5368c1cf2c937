"""What stands beside the days of a diary: who keeps which, what was sent, reminders.

The days themselves are rows of the record, `record.DiaryDay`. Every table here is
written once; of wishes the newest row counts.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel

USER = "accounts.User"
PATIENT = "people.Patient"


class Choice(OpaqueModel):
    """Whether a person is offered a diary, as they or the practice chose."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="diary_choices")
    diary = models.CharField(max_length=12)  # one of `record.values.DIARIES`
    is_kept = models.BooleanField()
    chosen_at = models.DateTimeField()
    # None: the person, or a proxy; the trail says which.
    chosen_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"choice {self.id}"


class NudgeWish(OpaqueModel):
    """Whether and when a person wants to be reminded of the day; off without a row."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="nudge_wishes")
    is_on = models.BooleanField()
    hour = models.PositiveSmallIntegerField()  # by the clock of the outlet
    paused_until = models.DateField(null=True)  # the first day with a reminder again
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Only hours outside of the night."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(hour__gte=8, hour__lte=19),
                name="a_nudge_comes_by_day",
            ),
        )

    def __str__(self) -> str:
        return f"nudge {self.id}"


class Sending(OpaqueModel):
    """One entry as a device sent it: its key is stored once, however often it comes."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="diary_sendings")
    key = models.UUIDField(unique=True)  # made on the device
    day = models.ForeignKey("record.DiaryDay", models.PROTECT, related_name="+")
    way = models.CharField(max_length=8)  # one of `values.WAYS`
    is_by_proxy = models.BooleanField()
    written_on_device_at = models.DateTimeField(null=True)  # as its clock says
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sending {self.id}"


class FileTaken(OpaqueModel):
    """A file of another diary whose days came in together; the file is not kept."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="diary_files")
    diary = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)  # what each column was taken for
    stored = models.PositiveIntegerField()  # days
    left_out = models.PositiveIntegerField()  # rows
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"file {self.id}"
