"""A treatment while it is given: time-out, vials, sites, and what happened meanwhile.

It is a draft that is saved at every step. Finishing it writes the session of the
record, draws the stock and seals both in one transaction; then nothing here changes.
Units belong to the product named in the row of the treatment and to no other.
"""

from django.db import models
from django.db.models import Q

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"


class Treatment(OpaqueModel):
    """One treatment of one person on one day.

    `time_out` is what was asked at the time-out, see `values.TimeOut`. `deviations`
    are those named so far; what follows from the rows joins them at the end.
    """

    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, related_name="treatments"
    )
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    plan = models.ForeignKey(
        "planning.Plan", models.PROTECT, null=True, related_name="treatments"
    )
    consent = models.ForeignKey(
        "consent.Consent", models.PROTECT, null=True, related_name="treatments"
    )
    clinician = models.ForeignKey("practice.Staff", models.PROTECT, related_name="+")
    protocol = models.CharField(max_length=60)
    protocol_version = models.CharField(max_length=20, blank=True)
    product = models.CharField(max_length=60)
    on = models.DateField()
    state = models.CharField(max_length=12, default="open")  # see `values.STATES`
    mode = models.CharField(max_length=12, default="planned")  # see `values.MODES`
    time_out = models.JSONField(default=dict)
    time_out_at = models.DateTimeField(null=True)
    time_out_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    needle = models.CharField(max_length=40, blank=True)
    guidance = models.CharField(max_length=12, default="none")  # `values.GUIDANCES`
    observed_minutes = models.PositiveSmallIntegerField(null=True)
    deviations = models.JSONField(default=list)
    deviation_reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    session = models.OneToOneField(
        "record.Session", models.PROTECT, null=True, related_name="treatment"
    )
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    abandoned_at = models.DateTimeField(null=True)
    abandoned_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    abandoned_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """A plan is treated once, and nobody has two treatments open at a time."""

        indexes = (
            models.Index(fields=("outlet", "state"), name="treatments_of_outlet"),
        )
        constraints = (
            together("time_out"),
            together("finished"),
            together("abandoned"),
            models.UniqueConstraint(
                fields=("plan",),
                condition=Q(plan__isnull=False) & ~Q(state="abandoned"),
                name="a_plan_is_treated_once",
            ),
            models.UniqueConstraint(
                fields=("patient",),
                condition=Q(state="open"),
                name="a_person_has_one_open_treatment",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, session__isnull=True)
                | Q(finished_at__isnull=False, session__isnull=False),
                name="a_finished_treatment_has_its_session",
            ),
        )

    def __str__(self) -> str:
        return f"treatment {self.id}"


class TreatedSite(OpaqueModel):
    """One site: what was planned, and what was given. See `values.SITE_STATES`."""

    treatment = models.ForeignKey(Treatment, models.PROTECT, related_name="sites")
    position = models.PositiveSmallIntegerField()
    muscle = models.CharField(max_length=60)
    side = models.CharField(max_length=8)  # "left", "right", "middle"
    point = models.PositiveSmallIntegerField(default=1)  # of its muscle and side
    planned_units = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    units = models.DecimalField(max_digits=6, decimal_places=2)
    volume_ml = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    figure = models.CharField(max_length=40, blank=True)
    figure_version = models.CharField(max_length=12, blank=True)
    x = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    y = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    depth = models.CharField(max_length=24, blank=True)
    is_schematic = models.BooleanField(default=True)  # shows the muscle, not a spot
    state = models.CharField(max_length=8, default="planned")
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order injected; what differs from the plan says why."""

        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("treatment", "position"), name="a_treated_site_has_one_position"
            ),
            models.CheckConstraint(
                condition=Q(units__gt=0), name="a_treated_site_has_units"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("changed", "left_out")) | ~Q(reason=""),
                name="what_differs_from_the_plan_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.muscle} {self.side}"


class TreatmentVial(OpaqueModel):
    """A vial that serves a treatment: from stock, or as printed if it is not from it.

    A row without `vial` and `lot` stands for a vial that stock does not know.
    """

    treatment = models.ForeignKey(Treatment, models.PROTECT, related_name="vials")
    vial = models.ForeignKey(
        "stock.Vial", models.PROTECT, null=True, related_name="treatment_vials"
    )
    lot = models.ForeignKey("stock.Lot", models.PROTECT, null=True, related_name="+")
    lot_number = models.CharField(max_length=40)
    product = models.CharField(max_length=60)
    vial_units = models.DecimalField(max_digits=6, decimal_places=1)
    expires_on = models.DateField(null=True)
    diluent = models.CharField(max_length=80, blank=True)
    diluent_ml = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    reconstituted_at = models.DateTimeField(null=True)
    discard_at = models.DateTimeField(null=True)
    scanned = models.BooleanField(default=False)
    units_used = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    checked_how = models.CharField(max_length=8, blank=True)  # "person", "scan"
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    removed_reason = models.TextField(blank=True)

    class Meta:
        """In the order added; a vial stands once in a treatment."""

        ordering = ("added_at", "id")
        constraints = (
            together("checked"),
            together("removed"),
            models.UniqueConstraint(
                fields=("treatment", "vial"),
                condition=Q(vial__isnull=False, removed_at__isnull=True),
                name="a_vial_stands_once_in_a_treatment",
            ),
            models.CheckConstraint(
                condition=Q(units_used__gte=0)
                & Q(units_used__lte=models.F("vial_units")),
                name="nobody_draws_more_than_a_vial_holds",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product} {self.lot_number}"


class Reaction(OpaqueModel):
    """A reaction on the spot: fainting, anaphylaxis. Written once, also afterwards."""

    treatment = models.ForeignKey(Treatment, models.PROTECT, related_name="reactions")
    kind = models.CharField(max_length=12)  # see `values.REACTIONS`
    began_at = models.DateTimeField()
    lasted_minutes = models.PositiveSmallIntegerField(null=True)
    signs = models.TextField()
    measures = models.TextField()
    adrenaline = models.TextField(blank=True)  # dose, route and time, as given
    pulse = models.PositiveSmallIntegerField(null=True)
    blood_pressure = models.CharField(max_length=12, blank=True)
    emergency_called = models.BooleanField(default=False)
    outcome = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """As it happened."""

        ordering = ("began_at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
