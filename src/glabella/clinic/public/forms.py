"""Forms of the staff's pages about the public door."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.confirm import SignatureFields
from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.public.content import conditions, countries


class HelpLineForm(forms.Form):
    """A number to call in a crisis, as read at its official source."""

    country = forms.ChoiceField(label=_("Country"))
    name = forms.CharField(label=_("Name of the service"), max_length=120)
    number = forms.RegexField(
        r"^\+?[0-9][0-9 /-]{1,30}$",
        label=_("Number"),
        error_messages={"invalid": _("Write digits, as one dials them.")},
    )
    hours = forms.CharField(label=_("Hours"), max_length=120, required=False)
    source = forms.CharField(
        label=_("Where you read it"),
        max_length=200,
        help_text=_("The page of the service itself or of a public authority."),
    )
    read_on = forms.DateField(
        label=_("Day of reading"), widget=DAY, input_formats=DAY_FORMATS
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the countries that are known."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come
        choices = [
            (one.id, one.name.of(get_language())) for one in countries().values()
        ]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]  # a choice field


class SpeechForm(forms.Form):
    """How far the pages of an outlet may speak."""

    profile = forms.ChoiceField(
        label=_("What strangers read"),
        widget=forms.RadioSelect,
        choices=(
            ("condition_only", _("The condition and all usual treatments")),
            ("full", _("Also the full texts that are released by name")),
        ),
    )


class ReleaseForm(SignatureFields):
    """Release a full text by name."""

    condition = forms.ChoiceField(label=_("Text"))
    name = forms.CharField(label=_("Your name, as the page prints it"), max_length=120)
    released_on = forms.DateField(
        label=_("Day of release"), widget=DAY, input_formats=DAY_FORMATS
    )
    read = forms.BooleanField(
        label=_(
            "I have read this text. Somebody who knows the law of this country has "
            "read it too, and I let strangers read it."
        ),
        error_messages={"required": _("Release only what was read.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the conditions that have a text, in the language of the page."""
        super().__init__(*args, **kwargs)
        say = get_language()
        choices = [(key, one.name.of(say)) for key, one in conditions().items()]
        self.fields["condition"].choices = choices  # type: ignore[attr-defined]  # a choice field


class CodeForm(forms.Form):
    """The code somebody brings along."""

    code = forms.CharField(label=_("Code of the self-check"), max_length=40)


class ButtonForm(forms.Form):
    """A form that asks for nothing but its button."""
