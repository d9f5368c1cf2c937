"""Appointments and their cells.

A cell is five minutes of one resource (a clinician or a room). It is unique, so two
appointments cannot hold the same cell on any database.
"""

from django.db import models
from django.utils.translation import get_language

from glabella.clinic.audit.opaque import OpaqueModel, known_by, together

USER = "accounts.User"


class Service(OpaqueModel):
    """What can be booked: its kind, its name and its length."""

    kind = models.CharField(max_length=16)  # "first", "treatment", "review", "other"
    name_en = models.CharField(max_length=80)
    name_de = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    # Kept free around the appointment, in whole cells: to prepare, observe, clean.
    minutes_before = models.PositiveSmallIntegerField(default=0)
    minutes_after = models.PositiveSmallIntegerField(default=0)
    skill = models.CharField(max_length=40, blank=True)  # of `Staff.skills`; "" for any
    needs_room = models.BooleanField(default=False)
    is_online = models.BooleanField(default=False)  # whether people book it themselves
    # Where it is offered; at every outlet while none is named.
    outlets = models.ManyToManyField("practice.Outlet", related_name="+")

    class Meta:
        """Whole cells."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0), name="a_service_takes_time"
            ),
            models.UniqueConstraint(fields=("name_en",), name="a_service_has_one_name"),
        )

    def __str__(self) -> str:
        return self.name_en

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        is_german = (get_language() or "en").startswith("de")
        return self.name_de if is_german else self.name_en


class WorkingHours(OpaqueModel):
    """When somebody works at an outlet on a weekday, by its clock; half-open."""

    staff = models.ForeignKey(
        "practice.Staff", models.PROTECT, related_name="working_hours"
    )
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    starts = models.TimeField()
    ends = models.TimeField()
    from_on = models.DateField()
    until_before = models.DateField(null=True)

    class Meta:
        """Work ends after it starts."""

        ordering = ("weekday", "starts")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")),
                name="work_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(until_before__isnull=True)
                | models.Q(until_before__gt=models.F("from_on")),
                name="working_hours_run_for_some_days",
            ),
        )

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts} to {self.ends}"


class WorkingDay(OpaqueModel):
    """One day that is unlike the others of its week: other hours, or none."""

    staff = models.ForeignKey(
        "practice.Staff", models.PROTECT, related_name="working_days"
    )
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    on = models.DateField()
    # Both empty: not here on that day.
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    reason = models.CharField(max_length=120, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One running word about a day."""

        constraints = (
            models.UniqueConstraint(
                fields=("staff", "outlet", "on"),
                condition=models.Q(ended_at__isnull=True),
                name="a_day_is_changed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(starts__isnull=True, ends__isnull=True)
                | models.Q(ends__gt=models.F("starts")),
                name="a_working_day_ends_after_it_starts",
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return f"{self.on}"


class Appointment(OpaqueModel):
    """Taken time of a patient with a clinician. Half-open interval, stored in UTC."""

    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, related_name="appointments"
    )
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    clinician = models.ForeignKey(
        "practice.Staff", models.PROTECT, null=True, related_name="appointments"
    )
    room = models.ForeignKey(
        "practice.Room", models.PROTECT, null=True, related_name="+"
    )
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    protocol = models.CharField(max_length=60, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="booked")  # see `actions.STATES`
    note = models.CharField(max_length=200, blank=True)  # of the front desk
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    cancelled_reason = models.CharField(max_length=200, blank=True)
    # Why it was booked although something spoke against it, such as a closed day.
    despite = models.CharField(max_length=200, blank=True)
    # Why what was noted last, such as that they did not come, was taken back.
    corrected_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Today's board reads by outlet and start."""

        indexes = (
            models.Index(fields=("outlet", "starts_at"), name="day_of_outlet"),
            models.Index(fields=("patient", "starts_at"), name="visits_of_patient"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="appointment_ends_after_it_starts",
            ),
            known_by("cancelled"),
        )

    def __str__(self) -> str:
        return f"appointment {self.id}"


class Cell(OpaqueModel):
    """Five minutes of one resource, taken by one appointment or kept by one hold."""

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, null=True, related_name="cells"
    )
    hold = models.ForeignKey("Hold", models.CASCADE, null=True, related_name="cells")
    resource = models.UUIDField()  # id of a member of staff or of a room
    starts_at = models.DateTimeField()

    class Meta:
        """The law that forbids double booking."""

        constraints = (
            models.UniqueConstraint(
                fields=("resource", "starts_at"), name="a_cell_is_taken_once"
            ),
            models.CheckConstraint(
                condition=models.Q(appointment__isnull=True)
                ^ models.Q(hold__isnull=True),
                name="a_cell_belongs_to_one",
            ),
        )

    def __str__(self) -> str:
        return f"cell {self.starts_at}"
