"""What a lead clinician fills in to sign, to withdraw, or to vouch for a statement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.confirm import SignatureFields


class SignForm(SignatureFields):
    """Sign the version that was read, in the words of the statement."""

    digest = forms.CharField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=_("I have read this version and approve it for use in this practice."),
        error_messages={"required": _("Sign only what you have read.")},
    )


class WithdrawForm(SignatureFields):
    """Take a protocol out of use."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"), widget=forms.Textarea(attrs={"rows": 3})
    )


class ConfirmForm(SignatureFields):
    """Vouch by name for a statement that nobody of this project has read."""

    what = forms.CharField(
        label=_("Statement"),
        max_length=160,
        help_text=_("Protocol and name of the statement, as the page shows it."),
    )
    basis = forms.CharField(
        label=_("What you have read, where and when"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
