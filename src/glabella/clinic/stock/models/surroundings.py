"""What stands around the vials: fridges, readings, levels, sharing, emergency kit."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"
OUTLET = "practice.Outlet"


class Place(OpaqueModel):
    """A fridge or cupboard in which an outlet keeps vials."""

    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Names are unique among those in use at an outlet."""

        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("outlet", "name"),
                condition=models.Q(ended_at__isnull=True),
                name="a_place_has_one_name_in_its_outlet",
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return self.name


class Reading(OpaqueModel):
    """One look at the thermometer of a place; degrees Celsius; append-only."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="readings")
    celsius = models.DecimalField(max_digits=4, decimal_places=1)
    # Since the last look, where the thermometer keeps them.
    lowest = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    highest = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    note = models.TextField(blank=True)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Read by place in time; what it shows lies between its ends."""

        indexes = (models.Index(fields=("place", "read_at"), name="reads_of_place"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(lowest__isnull=True)
                | models.Q(lowest__lte=models.F("celsius")),
                name="a_reading_is_not_below_its_lowest",
            ),
            models.CheckConstraint(
                condition=models.Q(highest__isnull=True)
                | models.Q(highest__gte=models.F("celsius")),
                name="a_reading_is_not_above_its_highest",
            ),
        )

    def __str__(self) -> str:
        return f"reading {self.id}"


class ReorderLevel(OpaqueModel):
    """With how many usable vials left of a presentation an outlet orders more."""

    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    product = models.CharField(max_length=60)
    vial_units = models.DecimalField(max_digits=6, decimal_places=1)
    vials = models.PositiveIntegerField()  # 0: never asked for
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """One level for a presentation at an outlet."""

        constraints = (
            models.UniqueConstraint(
                fields=("outlet", "product", "vial_units"),
                name="a_presentation_has_one_reorder_level",
            ),
        )

    def __str__(self) -> str:
        return f"{self.vials} x {self.product}"


class Sharing(OpaqueModel):
    """The lead lets an outlet draw from one vial for several people, with a reason."""

    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    reason = models.TextField()
    allowed_at = models.DateTimeField()
    allowed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    allowed_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        """Allowed once at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=("outlet",),
                condition=models.Q(ended_at__isnull=True),
                name="sharing_is_allowed_once_at_an_outlet",
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return f"sharing at {self.outlet_id}"


class KitItem(OpaqueModel):
    """Something of the emergency kit, and until when it may be used."""

    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)  # one of `values.KIT`
    name = models.CharField(max_length=120)
    lot_number = models.CharField(max_length=40, blank=True)
    expires_on = models.DateField(null=True)  # None: it does not expire
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        """Taken out together with who took it out."""

        constraints = (together("ended"),)

    def __str__(self) -> str:
        return self.name
