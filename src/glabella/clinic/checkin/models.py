"""What a person has begun between two visits, and how they want to see their curve.

Answers wait in a draft until the person finishes; then they are a score of the record
and the draft keeps none of them.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel

PATIENT = "people.Patient"


class Draft(OpaqueModel):
    """A questionnaire that somebody fills in, question by question.

    `answers` is by item; a question that was passed over has none. `skipped` names
    items that could not be offered because nobody was on duty to read them.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="drafts")
    instrument = models.CharField(max_length=40)
    language = models.CharField(max_length=5)  # of the text that is read
    is_by_proxy = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)
    skipped = models.JSONField(default=list)
    # What had to be stored at once, before the rest was answered.
    urgent_score = models.ForeignKey(
        "record.Score", models.PROTECT, null=True, related_name="+"
    )
    score = models.ForeignKey(
        "record.Score", models.PROTECT, null=True, related_name="+"
    )
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """One open draft of an instrument; a person and a proxy do not share one."""

        constraints = (
            models.UniqueConstraint(
                fields=("patient", "instrument", "is_by_proxy"),
                condition=models.Q(finished_at__isnull=True),
                name="one_open_draft_of_an_instrument",
            ),
        )

    def __str__(self) -> str:
        return f"draft {self.id}"


class CurveChoice(OpaqueModel):
    """Whether a person wants to see their own curve; the newest row counts."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="curve_choices")
    is_hidden = models.BooleanField()
    chosen_at = models.DateTimeField()

    class Meta:
        """In the order chosen."""

        ordering = ("chosen_at",)

    def __str__(self) -> str:
        return f"choice {self.id}"
