"""Forms of the staff's pages about the public door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.public.content import countries


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
        choices = [(one.id, one.name.en) for one in countries().values()]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]  # a choice field


class CodeForm(forms.Form):
    """The code somebody brings along."""

    code = forms.CharField(label=_("Code of the self-check"), max_length=40)


class ButtonForm(forms.Form):
    """A form that asks for nothing but its button."""
