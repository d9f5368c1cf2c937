"""Accounts, memberships (role x outlet), and broken glass."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.opaque import OpaqueModel, together

ROLES = [(role.value, role.value) for role in Role]


class User(OpaqueModel, AbstractBaseUser):
    """Somebody who may sign in; the e-mail address is the sign-in name."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    # Somebody else knows the password: it opens the page that changes it and no more.
    has_one_time_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+"
    )  # None: made by set-up or on the command line

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = BaseUserManager()

    def __str__(self) -> str:
        return self.name


class Membership(OpaqueModel):
    """A role at an outlet; without an outlet, in the whole practice."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=ROLES)
    outlet = models.ForeignKey(
        "practice.Outlet", models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One row per person, role and outlet while it runs."""

        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "outlet"),
                condition=models.Q(ended_at__isnull=True, outlet__isnull=False),
                name="a_role_is_held_once_at_an_outlet",
            ),
            models.UniqueConstraint(
                fields=("user", "role"),
                condition=models.Q(ended_at__isnull=True, outlet__isnull=True),
                name="a_role_is_held_once_in_the_practice",
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"


class BreakGlass(OpaqueModel):
    """A look into a record that outlet and role would not allow, with its review."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    patient = models.ForeignKey("people.Patient", models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closes_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    justified = models.BooleanField(null=True)
    review_note = models.TextField(blank=True)

    class Meta:
        """Nobody reviews their own."""

        indexes = (
            models.Index(
                fields=("user", "patient", "closes_at"), name="open_glass_of_user"
            ),
        )
        constraints = (
            together("reviewed"),
            models.CheckConstraint(
                condition=~models.Q(reviewed_by=models.F("opened_by")),
                name="nobody_reviews_their_own_broken_glass",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opened_at")),
                name="broken_glass_closes_after_it_opens",
            ),
        )

    def __str__(self) -> str:
        return f"glass {self.id}"


class Ticket(OpaqueModel):
    """A form that was shown once and has been sent once.

    Its id stands hidden in the form; who clicks twice finds it used.
    """

    used_at = models.DateTimeField()
    # None for a patient, who has no account.
    used_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"ticket {self.id}"
