"""The forms of accounts."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.values import NewAccount
from glabella.clinic.accounts.words import ROLES


class AccountForm(forms.Form):
    """A new account."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The sign-in name; nothing is sent there."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def new(self) -> NewAccount:
        """Return what the deed wants."""
        return NewAccount(**self.cleaned_data)


class RoleForm(forms.Form):
    """A role for somebody at an outlet."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[(str(role), word) for role, word in ROLES.items()]
    )
    outlet = forms.TypedChoiceField(
        label=_("Outlet"), required=False, coerce=UUID, empty_value=None
    )

    def __init__(
        self, outlets: Iterable[tuple[UUID, str]], data: QueryDict | None = None
    ) -> None:
        """Offer these outlets, and the whole practice."""
        super().__init__(data)
        outlets = list(outlets)
        whole = ("", _("whole practice (auditor and administrator only)"))
        field = self.fields["outlet"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [*((str(key), name) for key, name in outlets), whole]
            field.initial = str(outlets[0][0]) if outlets else ""

    def role_chosen(self) -> Role:
        """Return the role."""
        return Role(self.cleaned_data["role"])


class GlassForm(forms.Form):
    """Why a closed record must be opened."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Why it cannot wait. At least ten letters; a colleague reads it."),
    )


class ReviewForm(forms.Form):
    """Whether a broken glass was justified."""

    justified = forms.ChoiceField(
        label=_("Was it justified?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("A no needs one: what was wrong, and what follows from it."),
    )
