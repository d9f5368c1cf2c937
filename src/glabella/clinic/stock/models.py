"""Lots, what each outlet holds of them, vials in use, and every movement.

A movement is never changed. A holding is the sum of its movements, kept beside them so
that the database can refuse to let it fall below zero.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"
OUTLET = "practice.Outlet"


class Lot(OpaqueModel):
    """One lot of one presentation: product, units a vial, number, expiry."""

    product = models.CharField(max_length=60)
    vial_units = models.DecimalField(max_digits=6, decimal_places=1)
    number = models.CharField(max_length=40)
    expires_on = models.DateField()
    gtin = models.CharField(max_length=14, blank=True)
    quarantined_at = models.DateTimeField(null=True)
    quarantined_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+"
    )
    quarantined_reason = models.TextField(blank=True)
    recalled_at = models.DateTimeField(null=True)
    recalled_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    recalled_reference = models.TextField(blank=True)

    class Meta:
        """A number names one lot of a presentation."""

        constraints = (
            models.UniqueConstraint(
                fields=("product", "vial_units", "number"),
                name="a_number_names_one_lot_of_a_presentation",
            ),
            models.CheckConstraint(
                condition=models.Q(vial_units__gt=0), name="a_vial_holds_units"
            ),
            together("quarantined"),
            together("recalled"),
        )

    def __str__(self) -> str:
        return f"{self.product} {self.number}"


class Holding(OpaqueModel):
    """Unopened vials of a lot in an outlet; the database refuses less than none."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="holdings")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    vials = models.IntegerField(default=0)

    class Meta:
        """One row for a lot in an outlet."""

        constraints = (
            models.UniqueConstraint(
                fields=("lot", "outlet"), name="a_lot_is_held_once_in_an_outlet"
            ),
            models.CheckConstraint(
                condition=models.Q(vials__gte=0), name="stock_is_never_negative"
            ),
        )

    def __str__(self) -> str:
        return f"{self.vials} x {self.lot_id}"


class Vial(OpaqueModel):
    """An opened vial: dilution, clock, and the units still in it."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="vials")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    diluent_ml = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    discard_at = models.DateTimeField(null=True)
    units_left = models.DecimalField(max_digits=6, decimal_places=1)
    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, null=True, related_name="+"
    )  # a vial belongs to one person unless the outlet shares
    emptied_at = models.DateTimeField(null=True)
    emptied_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Never less than nothing in it."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(units_left__gte=0), name="a_vial_is_never_overdrawn"
            ),
            together("emptied"),
        )

    def __str__(self) -> str:
        return f"vial {self.id}"


class Movement(OpaqueModel):
    """One change of stock, in vials or in units of an opened vial; append-only."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="movements")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)  # see `actions.KINDS`
    vials = models.IntegerField(default=0)  # signed
    units = models.DecimalField(max_digits=7, decimal_places=1, default=0)  # signed
    vial = models.ForeignKey(Vial, models.PROTECT, null=True, related_name="movements")
    session = models.ForeignKey(
        "record.Session", models.PROTECT, null=True, related_name="movements"
    )
    reason = models.TextField(blank=True)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Read by lot in time."""

        indexes = (models.Index(fields=("lot", "moved_at"), name="moves_of_lot"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
