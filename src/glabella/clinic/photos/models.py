"""Photographs of a person. The file lies encrypted beside the database, under the id.

Whether one may be seen is asked anew each time: consent to photographs is withdrawn
without touching these rows.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"


class Photo(OpaqueModel):
    """One picture in one standard view. Destroyed, the row stays and says so."""

    patient = models.ForeignKey("people.Patient", models.PROTECT, related_name="photos")
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    session = models.ForeignKey(
        "record.Session", models.PROTECT, null=True, related_name="photos"
    )
    # What it was sent in with: a contact after an injection. None if it was taken here.
    about = models.UUIDField(null=True)
    view = models.CharField(max_length=40)  # an id of views.toml
    taken_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)  # of the plain content, as it is kept
    added_at = models.DateTimeField()
    # None: the person sent it in from their own portal.
    added_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    # The file is gone; the row says when, by whom and why.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        """Read by person and day."""

        indexes = (
            models.Index(fields=("patient", "taken_on"), name="photos_of_patient"),
        )
        constraints = (together("ended"),)

    def __str__(self) -> str:
        return f"photo {self.id}"
