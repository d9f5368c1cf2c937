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
    # As it stands now, at every outlet; its history is in `LotNote`.
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


class LotNote(OpaqueModel):
    """What was said of a lot, once and for good: set aside, released, recalled."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="notes")
    # None: at every outlet.
    outlet = models.ForeignKey(OUTLET, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)  # one of `values.LOT_NOTES`
    reason = models.TextField()
    name = models.CharField(max_length=120, blank=True)  # printed, of who released it
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Read by lot in time."""

        indexes = (models.Index(fields=("lot", "said_at"), name="notes_of_lot"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Holding(OpaqueModel):
    """Unopened vials of a lot in an outlet; the database refuses less than none."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="holdings")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    vials = models.IntegerField(default=0)
    # Where they lie; None: nobody has said, so a warm fridge concerns them too.
    place = models.ForeignKey(
        "stock.Place", models.PROTECT, null=True, related_name="holdings"
    )
    # Here alone: after a warm fridge the lot is as good as ever elsewhere.
    quarantined_at = models.DateTimeField(null=True)
    quarantined_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+"
    )
    quarantined_reason = models.TextField(blank=True)

    class Meta:
        """One row for a lot in an outlet."""

        constraints = (
            models.UniqueConstraint(
                fields=("lot", "outlet"), name="a_lot_is_held_once_in_an_outlet"
            ),
            models.CheckConstraint(
                condition=models.Q(vials__gte=0), name="stock_is_never_negative"
            ),
            together("quarantined"),
        )

    def __str__(self) -> str:
        return f"{self.vials} x {self.lot_id}"


class Vial(OpaqueModel):
    """An opened vial: dilution, clock, and the units still in it."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="vials")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    serial = models.CharField(max_length=20, blank=True)  # of the pack, if scanned
    diluent = models.CharField(max_length=80, blank=True)
    diluent_ml = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    reconstituted_at = models.DateTimeField(null=True)
    reconstituted_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+"
    )
    discard_at = models.DateTimeField(null=True)
    clock = models.CharField(max_length=12, default="unknown")  # `values.CLOCKS`
    units_left = models.DecimalField(max_digits=7, decimal_places=2)
    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, null=True, related_name="+"
    )  # a vial belongs to one person unless the outlet shares
    emptied_at = models.DateTimeField(null=True)
    emptied_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    emptied_reason = models.TextField(blank=True)  # why the rest was thrown away

    class Meta:
        """Never less than nothing in it."""

        indexes = (
            models.Index(
                fields=("outlet", "opened_at"),
                condition=models.Q(emptied_at__isnull=True),
                name="open_vials_of_outlet",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(units_left__gte=0), name="a_vial_is_never_overdrawn"
            ),
            models.CheckConstraint(
                condition=models.Q(diluent_ml__isnull=True)
                | models.Q(diluent_ml__gt=0),
                name="a_diluent_has_a_volume",
            ),
            together("reconstituted"),
            together("emptied"),
        )

    def __str__(self) -> str:
        return f"vial {self.id}"


class Movement(OpaqueModel):
    """One change of stock, in vials or in units of an opened vial; append-only."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="movements")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)  # one of `values.KINDS`
    vials = models.IntegerField(default=0)  # signed
    units = models.DecimalField(max_digits=8, decimal_places=2, default=0)  # signed
    vial = models.ForeignKey(Vial, models.PROTECT, null=True, related_name="movements")
    session = models.ForeignKey(
        "record.Session", models.PROTECT, null=True, related_name="movements"
    )
    reason = models.TextField(blank=True)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Read by lot in time, and by outlet for what was counted and thrown away."""

        indexes = (
            models.Index(fields=("lot", "moved_at"), name="moves_of_lot"),
            models.Index(fields=("outlet", "moved_at"), name="moves_of_outlet"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
