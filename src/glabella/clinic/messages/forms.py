"""The forms of messages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from glabella.clinic.messages.words import SETTLED


class SettleForm(forms.Form):
    """What came of a message, said by somebody."""

    as_ = forms.ChoiceField(
        label=_("What came of it?"),
        choices=tuple(SETTLED.items()),
        widget=forms.RadioSelect,
    )


class NoMoreForm(forms.Form):
    """To which address somebody wants no more reminders, as they say it."""

    address = forms.CharField(
        label=_("E-mail address or phone number"),
        max_length=200,
        help_text=_("As the person says it. Read it back to them."),
    )


class ButtonForm(forms.Form):
    """A form that asks for nothing but its button."""
