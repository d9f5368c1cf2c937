"""Forms of the portal's door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from glabella.clinic.folder.fields import DAY, DAY_FORMATS


class BirthDateForm(forms.Form):
    """What a link or a remembered device asks for."""

    born = forms.DateField(
        label=_("Your date of birth"), widget=DAY, input_formats=DAY_FORMATS
    )
    remember = forms.BooleanField(
        label=_("Remember this device"),
        required=False,
        help_text=_("Only on a phone or computer that is yours alone."),
    )


class UnlockForm(forms.Form):
    """What a device that is remembered asks for."""

    born = forms.DateField(
        label=_("Your date of birth"), widget=DAY, input_formats=DAY_FORMATS
    )
