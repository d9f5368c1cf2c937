"""Plans of a session with their sites, and what was confirmed by name for one plan.

A plan is a draft until a physician approves it by signature. From then on it and its
sites are frozen by triggers (`kept`); it is only replaced by a newer plan, or withdrawn
with a reason.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"


class Plan(OpaqueModel):
    """What is to be injected on a day: protocols, product, and the sites.

    Units belong to the product named in the same row and to no other. `orders` are the
    protocols, the main one first, with what the clinician chose of each. `status` and
    `answer` are what the core said of the actual sites when the plan was last saved.
    """

    patient = models.ForeignKey("people.Patient", models.PROTECT, related_name="plans")
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    on = models.DateField()
    product = models.CharField(max_length=60)
    profile = models.CharField(max_length=12)
    orders = models.JSONField(default=list)
    status = models.CharField(max_length=24)
    total_units = models.DecimalField(max_digits=7, decimal_places=2)
    answer = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    copied_from = models.ForeignKey(
        "record.Session", models.PROTECT, null=True, related_name="+"
    )
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    approved_name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    replaced_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Read by person and day; approved and withdrawn by name."""

        indexes = (models.Index(fields=("patient", "on"), name="plans_of_patient"),)
        constraints = (
            together("approved"),
            together("replaced"),
            together("withdrawn"),
            models.CheckConstraint(
                condition=models.Q(total_units__gte=0), name="a_plan_has_no_debt"
            ),
            models.CheckConstraint(
                condition=models.Q(replaced_at__isnull=True)
                | models.Q(approved_at__isnull=False, withdrawn_at__isnull=True),
                name="a_replaced_plan_was_approved",
            ),
        )

    def __str__(self) -> str:
        return f"plan {self.id}"

    @property
    def state(self) -> str:
        """Where it stands: "draft", "approved", "replaced" or "withdrawn"."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.replaced_at is not None:
            return "replaced"
        return "draft" if self.approved_at is None else "approved"

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state == "draft"


class PlanSite(OpaqueModel):
    """One needle entry of a plan: muscle, side, dose, and where on the figure.

    `scheme_units` are what the published scheme gives this point, None where it has no
    such point. `is_by_hand` says that a clinician entered or changed the units.
    `is_schematic` says that the place shows the muscle, not a spot to inject.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sites")
    position = models.PositiveSmallIntegerField()
    muscle = models.CharField(max_length=60)
    side = models.CharField(max_length=8)  # "left", "right", "middle"
    point = models.PositiveSmallIntegerField()
    units = models.DecimalField(max_digits=6, decimal_places=2)
    scheme_units = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    volume_ml = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    figure = models.CharField(max_length=40, blank=True)
    figure_version = models.CharField(max_length=12, blank=True)
    x = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    y = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    depth = models.CharField(max_length=24, blank=True)
    protocols = models.JSONField(default=list)
    is_by_hand = models.BooleanField(default=False)
    is_schematic = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        """In the order injected; a place of a muscle is named once."""

        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "position"), name="a_plan_site_has_one_position"
            ),
            models.UniqueConstraint(
                fields=("plan", "muscle", "side", "point"),
                name="a_plan_site_is_named_once",
            ),
            models.CheckConstraint(
                condition=models.Q(units__gt=0), name="a_plan_site_has_units"
            ),
        )

    def __str__(self) -> str:
        return f"{self.muscle} {self.side} {self.point}"


class Confirmed(OpaqueModel):
    """A clinician vouches by name for something in this plan, and in no other.

    `what` is what the plan asked for: "PROTOCOL/SCHEME", "PROTOCOL+PROTOCOL",
    "PROTOCOL/landmarks", or "by_hand" for units that were entered or changed. `digest`
    is that of the doses it speaks of: it holds for no others.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="confirmed")
    what = models.CharField(max_length=160)
    basis = models.TextField()
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.what
