"""Forms that ask for little: nothing, or a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NothingForm(forms.Form):
    """A deed that asks for nothing but the button."""


class ReasonForm(forms.Form):
    """A deed that keeps its reason."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3})
    )
