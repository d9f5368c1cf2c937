"""What the forms of a folder share: days, a colleague, a reason, nothing."""

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.models import Membership
from glabella.clinic.accounts.roles import CLINICAL
from glabella.clinic.practice.models import Staff

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none while it runs
    """Somebody of the staff whose account is open, by name."""

    def __init__(
        self,
        *,
        label: str | Promise,
        required: bool = True,
        help_text: str | Promise = "",
    ) -> None:
        """Offer everybody in the order of their names."""
        super().__init__(
            self.offered(),
            label=label,  # type: ignore[arg-type]  # a label may be said later
            required=required,
            help_text=help_text,  # type: ignore[arg-type]  # as above
        )

    def offered(self) -> QuerySet[Staff]:
        """Return whom the field offers."""
        rows = Staff.objects.select_related("user").filter(user__is_active=True)
        return rows.order_by("user__name")

    def label_from_instance(self, obj: Staff) -> str:
        """Return the name that colleagues know."""
        return obj.user.name


class ClinicianField(ColleagueField):
    """Somebody of the staff who holds a clinical role now."""

    def offered(self) -> QuerySet[Staff]:
        """Return those alone who treat people."""
        running = Membership.objects.filter(role__in=CLINICAL, ended_at__isnull=True)
        return super().offered().filter(user__in=running.values("user"))


class NothingForm(forms.Form):
    """A deed that asks for nothing but the button."""


class ReasonForm(forms.Form):
    """A deed that keeps its reason."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3})
    )
