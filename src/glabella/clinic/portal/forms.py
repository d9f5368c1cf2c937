"""Forms of the portal: its door, and what is written inside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.portal.values import GRANTS, LONGEST_LINE

LONGEST_CONTACT = 120


MORE = [(key, words) for key, words in GRANTS.items() if key != "appointments"]


class UnlockForm(forms.Form):
    """What a device that is remembered asks for."""

    born = forms.DateField(
        label=_("Your date of birth"), widget=DAY, input_formats=DAY_FORMATS
    )


class BirthDateForm(UnlockForm):
    """What a link asks for."""

    remember = forms.BooleanField(
        label=_("Remember this device"),
        required=False,
        help_text=_("Only on a phone or computer that is yours alone."),
    )


class AskForm(forms.Form):
    """Who asks for a new link."""

    contact = forms.CharField(
        label=_("Your e-mail address or mobile number"),
        max_length=LONGEST_CONTACT,
        help_text=_("The one that the practice has on file."),
    )
    born = forms.DateField(
        label=_("Your date of birth"), widget=DAY, input_formats=DAY_FORMATS
    )


class LineForm(forms.Form):
    """A message to the practice, or its answer."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ProxyForm(forms.Form):
    """What somebody who acts for a person may see and do; each agreed one by one."""

    relation = forms.ChoiceField(label=_("Who"))
    birth_date = forms.DateField(
        label=_("Their date of birth"),
        widget=DAY,
        input_formats=DAY_FORMATS,
        help_text=_("It is asked for when they come in."),
    )
    grants = forms.MultipleChoiceField(
        label=_("What the person agreed to beside appointments"),
        choices=MORE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ask for each one by one. Without a tick it stays closed to them."),
    )

    def __init__(self, *args: object, people: list[tuple[str, str]]) -> None:
        """Offer those who stand on the card of the person."""
        super().__init__(*args)  # type: ignore[arg-type]  # the data alone
        self.fields["relation"].choices = people  # type: ignore[attr-defined]  # a choice field
