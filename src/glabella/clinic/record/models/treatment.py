"""Sessions with their sites and lots, doses given elsewhere, and side effects."""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"
PATIENT = "people.Patient"


class Session(OpaqueModel):
    """One treatment. Once sealed it is frozen; only addenda follow.

    Units belong to the product named in the same row and to no other.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="sessions")
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    clinician = models.ForeignKey(
        "practice.Staff", models.PROTECT, null=True, related_name="+"
    )
    protocol = models.CharField(max_length=60)
    protocol_version = models.CharField(max_length=20, blank=True)
    product = models.CharField(max_length=60)
    on = models.DateField()
    units = models.DecimalField(max_digits=7, decimal_places=2)
    origin = models.CharField(max_length=12, default="here")  # "here", "imported"
    deviations = models.JSONField(default=list)  # "no_documented_consent", ...
    deviation_reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    sealed_name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        """Read by person and day."""

        indexes = (models.Index(fields=("patient", "on"), name="sessions_of_patient"),)
        constraints = (
            together("sealed"),
            models.CheckConstraint(
                condition=models.Q(units__gt=0), name="a_session_has_units"
            ),
        )

    def __str__(self) -> str:
        return f"session {self.id}"


class Site(OpaqueModel):
    """One site of a session: muscle, side, dose, and where on the figure."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="sites")
    position = models.PositiveSmallIntegerField()
    muscle = models.CharField(max_length=60)
    side = models.CharField(max_length=8)  # "left", "right", "middle"
    units = models.DecimalField(max_digits=6, decimal_places=2)
    volume_ml = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    figure = models.CharField(max_length=40, blank=True)
    figure_version = models.CharField(max_length=12, blank=True)
    x = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    y = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    depth = models.CharField(max_length=24, blank=True)

    class Meta:
        """In the order injected."""

        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("session", "position"), name="a_site_has_one_position"
            ),
            models.CheckConstraint(
                condition=models.Q(units__gt=0), name="a_site_has_units"
            ),
        )

    def __str__(self) -> str:
        return f"{self.muscle} {self.side}"


class SessionLot(OpaqueModel):
    """Units of a lot that went into a session; from an effect back to its lot."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="lots")
    lot = models.ForeignKey(
        "stock.Lot", models.PROTECT, null=True, related_name="session_lots"
    )
    lot_number = models.CharField(max_length=40)  # as printed, also if not from stock
    units = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        """Something was used."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(units__gt=0), name="a_session_lot_has_units"
            ),
        )

    def __str__(self) -> str:
        return self.lot_number


class ExternalDose(OpaqueModel):
    """A toxin given elsewhere, as far as it is known. Unknown stays empty."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="external_doses")
    on = models.DateField(null=True)
    product = models.CharField(max_length=60, blank=True)
    units = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    indication = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=120, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Withdrawn together with who withdrew it."""

        constraints = (together("withdrawn"),)

    def __str__(self) -> str:
        return f"external dose {self.id}"


class SideEffect(OpaqueModel):
    """An unwanted effect, with its place and its weight."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="side_effects")
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, related_name="side_effects"
    )
    effect = models.CharField(max_length=60)  # id of `core.protocol.SideEffect`, or ""
    label = models.CharField(max_length=200)
    onset_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    place = models.CharField(max_length=60, blank=True)
    severity = models.CharField(max_length=12, default="unknown")
    causality = models.CharField(max_length=16, default="not_assessed")
    is_serious = models.BooleanField(null=True)  # None: not yet judged
    spread_checked_at = models.DateTimeField(null=True)
    spread_checked_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """An effect ends after it began."""

        constraints = (
            together("spread_checked"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(onset_on__isnull=True)
                | models.Q(ended_on__gte=models.F("onset_on")),
                name="an_effect_ends_after_it_began",
            ),
        )

    def __str__(self) -> str:
        return f"side effect {self.id}"
