"""Forms of strangers: who they are, where the code goes, the code itself."""

from datetime import date

import phonenumbers
from django import forms
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.online.values import Contact, Named

OLDEST = 120  # years
MOBILE = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)
YES_OR_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


class DetailsForm(forms.Form):
    """Who somebody is, and where they may be written to.

    Args:
        today: By the clock of the outlet.
        region: Country of the outlet, for numbers without a country code.
        takes_numbers: Whether text messages go out.
    """

    family_name = forms.CharField(
        label=gettext_lazy("Family name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    given_names = forms.CharField(
        label=gettext_lazy("Given names"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    birth_date = forms.DateField(
        label=gettext_lazy("Date of birth"), widget=DAY, input_formats=DAY_FORMATS
    )
    contact = forms.CharField(max_length=200)
    may_write = forms.BooleanField(
        label=gettext_lazy("Nobody else reads it; you may remind me there."),
        required=False,
    )
    wants_portal = forms.ChoiceField(
        label=gettext_lazy("Would you like a page of your own?"),
        help_text=gettext_lazy(
            "There you move or cancel the appointment and answer questions in advance. "
            "It opens with your date of birth."
        ),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
    )
    check_code = forms.CharField(
        label=gettext_lazy("Code of the self-check, if you have one"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, data: QueryDict | None, *, today: date, region: str, takes_numbers: bool
    ) -> None:
        """Ask for a number only where text messages go out."""
        super().__init__(data)
        self.today, self.region, self.takes_numbers = today, region, takes_numbers
        field = self.fields["contact"]
        field.label = _("E-mail address or mobile number")
        field.help_text = _("We send a code there, and nothing about your health.")
        if not takes_numbers:
            field.label = _("E-mail address")
            field.widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def clean_family_name(self) -> str:
        """Refuse a name without a letter."""
        return self._name("family_name")

    def clean_given_names(self) -> str:
        """Refuse a name without a letter."""
        return self._name("given_names")

    def _name(self, key: str) -> str:
        text = " ".join(str(self.cleaned_data[key]).split())
        if not any(letter.isalpha() for letter in text):
            raise forms.ValidationError(_("Write your name in letters."))
        return text

    def clean_birth_date(self) -> date:
        """Refuse a day that nobody alive was born on."""
        day: date = self.cleaned_data["birth_date"]
        if not self.today.year - OLDEST <= day.year or day > self.today:
            raise forms.ValidationError(_("Check the year of your birth."))
        return day

    def clean_contact(self) -> Contact:
        """Return an address of e-mail, or a mobile number in the one spelling."""
        text = self.cleaned_data["contact"].strip()
        if "@" in text or not self.takes_numbers:
            validate_email(text)
            return Contact("email", text)
        try:
            number = phonenumbers.parse(text, self.region)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or phonenumbers.number_type(number) not in MOBILE:
            raise forms.ValidationError(
                _("Write an e-mail address, or a mobile number.")
            )
        form = phonenumbers.PhoneNumberFormat.E164
        return Contact("phone", phonenumbers.format_number(number, form))

    def named(self, language: str) -> Named:
        """Return who asks."""
        data = self.cleaned_data
        return Named(
            data["family_name"], data["given_names"], data["birth_date"], language
        )


class ConfirmForm(forms.Form):
    """The code that came by message."""

    code = forms.CharField(
        label=gettext_lazy("Code from the message"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
    )
