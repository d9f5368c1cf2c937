"""The people treated.

A merge moves nothing: the row of the second card points to the first, and every read
asks for the cards of one person together (`cards.person`). So undoing it is exact.
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, known_by, together

USER = "accounts.User"


class Patient(OpaqueModel):
    """One card of one person."""

    family_name = models.CharField(max_length=80)
    given_names = models.CharField(max_length=80)
    # Folded for search: no case, no accents; see `spellings.search_name`.
    search_name = models.CharField(max_length=200)
    birth_date = models.DateField(null=True, blank=True)  # None: not known
    sex = models.CharField(max_length=12, default="unknown")  # as FHIR says it
    language = models.CharField(max_length=5, default="en")
    interpreter_language = models.CharField(max_length=40, blank=True)
    capacity = models.CharField(max_length=16, default="not_assessed")
    capacity_note = models.TextField(blank=True)
    allergies_asked_on = models.DateField(null=True, blank=True)
    deceased_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_cards"
    )
    restricted_at = models.DateTimeField(null=True)
    restricted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    restricted_reason = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)
    erased_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)  # two editors meet here

    class Meta:
        """Searched by folded name and by birth date."""

        indexes = (
            models.Index(fields=("search_name",), name="patient_by_name"),
            models.Index(fields=("birth_date",), name="patient_by_birth_date"),
        )
        constraints = (
            together("restricted"),
            together("erased"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("id")),
                name="a_card_is_not_merged_into_itself",
            ),
        )

    def __str__(self) -> str:
        return f"patient {self.id}"


class Registration(OpaqueModel):
    """A person is known at an outlet under a number; this opens the record there."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="registrations")
    outlet = models.ForeignKey("practice.Outlet", models.PROTECT, related_name="+")
    number = models.CharField(max_length=24)
    # What allows the record to be read in another country; "" at the first outlet.
    border_basis = models.TextField(blank=True)
    told_patient_on = models.DateField(null=True, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """A number names one card at an outlet; a card has one number there."""

        indexes = (models.Index(fields=("number",), name="registration_by_number"),)
        constraints = (
            models.UniqueConstraint(
                fields=("outlet", "number"), name="a_number_names_one_card_at_an_outlet"
            ),
            models.UniqueConstraint(
                fields=("patient", "outlet"), name="a_card_has_one_number_at_an_outlet"
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return self.number


class NumberSeries(models.Model):
    """The last number that an outlet has given to a card by itself."""

    outlet = models.OneToOneField(
        "practice.Outlet", models.PROTECT, primary_key=True, related_name="+"
    )
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.last} at {self.outlet_id}"


class Identifier(OpaqueModel):
    """The number of a person in another system, kept when a card was imported."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="identifiers")
    system = models.CharField(max_length=80)
    value = models.CharField(max_length=80)

    class Meta:
        """A system gives a value once."""

        constraints = (
            models.UniqueConstraint(
                fields=("system", "value"), name="an_outside_number_names_one_card"
            ),
        )

    def __str__(self) -> str:
        return f"{self.system} {self.value}"


class Contact(OpaqueModel):
    """A way to reach a person, whether it is safe, when, and whether they agreed."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=8)  # "phone", "email", "post"
    value = models.CharField(max_length=200)
    search_value = models.CharField(max_length=200)  # "+41791234567"; folded e-mail
    is_safe = models.BooleanField(null=True)  # None: never asked
    hours = models.CharField(max_length=80, blank=True)
    may_remind = models.BooleanField(null=True)  # consent to contact; None: not asked
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Found by number or address."""

        indexes = (models.Index(fields=("search_value",), name="contact_by_value"),)
        constraints = (known_by("asked"), together("ended"))

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Relation(OpaqueModel):
    """Somebody beside the patient: emergency contact, GP, psychiatrist, referrer."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    # Release from confidentiality; None: not asked, and then nothing is said.
    may_be_told = models.BooleanField(null=True)
    release_scope = models.TextField(blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Ended together with who ended it."""

        constraints = (together("ended"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.patient_id}"


class Allergy(OpaqueModel):
    """A substance a person reacts to.

    Without a row and without a day of asking, nothing is known.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="allergies")
    substance = models.CharField(max_length=120)
    reaction = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=12, default="unknown")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_reason = models.TextField(blank=True)

    class Meta:
        """Ended together with who ended it."""

        constraints = (together("ended"),)

    def __str__(self) -> str:
        return f"allergy {self.id}"


class Alert(OpaqueModel):
    """A sentence that stands on every page of the patient until it is ended."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="alerts")
    text = models.CharField(max_length=200)
    is_clinical = models.BooleanField(default=True)  # hidden from the front desk
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Ended together with who ended it."""

        constraints = (together("ended"),)

    def __str__(self) -> str:
        return f"alert {self.id}"


class LegalHold(OpaqueModel):
    """Nothing of this person may be erased while a hold stands."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="holds")
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Lifted together with who lifted it."""

        constraints = (together("lifted"),)

    def __str__(self) -> str:
        return f"hold {self.id}"


class Merge(OpaqueModel):
    """Two cards were found to be one person; and, perhaps, that they were not."""

    kept = models.ForeignKey(Patient, models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Patient, models.PROTECT, related_name="merges_away")
    reason = models.TextField()
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    undone_reason = models.TextField(blank=True)

    class Meta:
        """Undone together with who undid it."""

        constraints = (together("undone"),)

    def __str__(self) -> str:
        return f"merge {self.id}"


class NotTheSame(OpaqueModel):
    """Somebody looked and said: these two cards are two people."""

    first = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    second = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """A pair is said once."""

        constraints = (
            models.UniqueConstraint(
                fields=("first", "second"), name="a_pair_is_told_apart_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"
