"""The small forms around a plan: confirm, approve, withdraw, copy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.confirm import SignatureFields
from glabella.clinic.folder.fields import DAY, DAY_FORMATS


class ConfirmForm(SignatureFields):
    """Vouch for something in one plan."""

    basis = forms.CharField(
        label=_("What you rest this on"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A source you have read, your own findings, earlier sessions."),
    )


class ApproveForm(SignatureFields):
    """Sign a plan as it stands."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CopyForm(forms.Form):
    """For which day a session is planned again."""

    on = forms.DateField(label=_("Planned for"), widget=DAY, input_formats=DAY_FORMATS)
