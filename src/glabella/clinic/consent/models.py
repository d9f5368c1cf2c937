"""Consent with its talks, its signature and its confirmations; clauses; photographs.

A consent is written once, with its whole text; it gains a signature and a withdrawal,
each once and by name. Triggers keep it so (`guards`).
"""

from django.db import models

from glabella.clinic.audit.opaque import OpaqueModel, together

USER = "accounts.User"
PATIENT = "people.Patient"
OUTLET = "practice.Outlet"


def _signed_by_somebody() -> models.CheckConstraint:
    """Return the law of a signature: on their own phone no member of staff is there."""
    alone = models.Q(signed_method="phone", signed_by__isnull=True)
    beside = models.Q(signed_by__isnull=False)
    return models.CheckConstraint(
        condition=models.Q(signed_at__isnull=True, signed_by__isnull=True)
        | (models.Q(signed_at__isnull=False) & (alone | beside)),
        name="%(app_label)s_%(class)s_signed_by_and_at_together",
    )


class Clause(OpaqueModel):
    """What a clinic adds to the text in its own words; a change is a new clause."""

    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=120)
    text = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Ended by name."""

        ordering = ("added_at",)
        constraints = (together("ended"),)

    def __str__(self) -> str:
        return f"clause {self.id}"


class Consent(OpaqueModel):
    """What one person is asked to agree to, for a course that begins with a plan.

    `content` is the whole text by language, as it was made; `content_digest` is the
    SHA-256 of it. `scope` is what the consent covers: protocols, product, the most
    units of each muscle group and in all, and the risks that were named.
    `signed_digest` is the SHA-256 of the sealed document, `signed_strokes` the
    signature on a tablet as the data of an SVG path.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="consents")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    plan = models.ForeignKey("planning.Plan", models.PROTECT, related_name="consents")
    language = models.CharField(max_length=5)
    text_version = models.CharField(max_length=20)
    scope = models.JSONField(default=dict)
    is_off_label = models.BooleanField()
    content = models.JSONField(default=dict)
    content_digest = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    signed_as = models.CharField(max_length=16, blank=True)  # or "representative"
    signed_name = models.CharField(max_length=120, blank=True)
    signed_method = models.CharField(max_length=8, blank=True)  # also "phone", "paper"
    signed_strokes = models.TextField(blank=True)
    signed_document = models.ForeignKey(
        "record.Document", models.PROTECT, null=True, related_name="+"
    )
    signed_digest = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """Read by person; signed with a document, withdrawn by name."""

        indexes = (models.Index(fields=("patient",), name="consents_of_patient"),)
        constraints = (
            _signed_by_somebody(),
            together("withdrawn"),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True, signed_document__isnull=True)
                | (
                    models.Q(signed_at__isnull=False, signed_document__isnull=False)
                    & ~models.Q(signed_digest="")
                    & ~models.Q(signed_name="")
                ),
                name="a_signed_consent_has_its_document",
            ),
        )

    def __str__(self) -> str:
        return f"consent {self.id}"


class Talk(OpaqueModel):
    """The talk before a signature: who explained, for how long, what was asked.

    `teach_back` holds each question and the answer in the patient's own words.
    `may_sign_from` is the end of the time to reflect; `reflection` says where it comes
    from: a rule of the country, or the judgement of a physician by name.
    """

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="talks")
    explained_by = models.ForeignKey("practice.Staff", models.PROTECT, related_name="+")
    qualification = models.CharField(max_length=120)
    held_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    questions = models.TextField(blank=True)
    teach_back = models.JSONField(default=list)
    interpreter_name = models.CharField(max_length=120, blank=True)
    interpreter_language = models.CharField(max_length=40, blank=True)
    capacity = models.CharField(max_length=16)
    representative = models.CharField(max_length=120, blank=True)
    may_sign_from = models.DateTimeField()
    reflection = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    copy_given_at = models.DateTimeField(null=True)
    copy_given_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        """A talk takes time; the copy is handed over by name."""

        ordering = ("held_at",)
        constraints = (
            together("copy_given"),
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0), name="a_talk_takes_time"
            ),
        )

    def __str__(self) -> str:
        return f"talk {self.id}"


class AtHome(OpaqueModel):
    """What a person wrote while reading a consent at home; the newest row counts.

    The questions wait for the talk. `answers` holds each teach-back question and the
    person's first answer: the talk asks again.
    """

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="read_at_home")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="written_at_home")
    questions = models.TextField(blank=True)
    answers = models.JSONField(default=list)
    written_at = models.DateTimeField()

    class Meta:
        """In the order written."""

        ordering = ("written_at",)

    def __str__(self) -> str:
        return f"written at home {self.id}"


class Reconfirmation(OpaqueModel):
    """On the day of a further session the person still agrees, in dated words."""

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="reconfirmations")
    plan = models.ForeignKey("planning.Plan", models.PROTECT, related_name="+")
    on = models.DateField()
    name = models.CharField(max_length=120)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        """Once for each plan."""

        constraints = (
            models.UniqueConstraint(
                fields=("consent", "plan", "on"), name="reconfirmed_once_for_a_plan"
            ),
        )

    def __str__(self) -> str:
        return f"reconfirmation {self.id}"


class PhotoConsent(OpaqueModel):
    """Consent to photographs, apart from that to treatment, by purpose."""

    patient = models.ForeignKey(PATIENT, models.PROTECT, related_name="photo_consents")
    outlet = models.ForeignKey(OUTLET, models.PROTECT, related_name="+")
    purposes = models.JSONField(default=list)  # of "record", "teaching", "publication"
    language = models.CharField(max_length=5)
    text_version = models.CharField(max_length=20)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=16)
    signer_name = models.CharField(max_length=120)
    strokes = models.TextField(blank=True)
    document = models.ForeignKey("record.Document", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """Withdrawn by name."""

        constraints = (together("withdrawn"),)

    def __str__(self) -> str:
        return f"photo consent {self.id}"
