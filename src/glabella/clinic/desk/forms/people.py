"""Forms about a person: card, contacts, relations, alerts, registration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.practice.models import Outlet

SEX = [
    ("unknown", _("not recorded")),
    ("female", _("female")),
    ("male", _("male")),
    ("other", pgettext_lazy("sex", "other")),
]
LANGUAGES = [
    ("de", _("German")),
    ("en", _("English")),
    ("fr", _("French")),
    ("it", _("Italian")),
    ("zh", _("Chinese")),
    ("ms", _("Malay")),
    ("ta", _("Tamil")),
    ("other", pgettext_lazy("language", "another, with an interpreter")),
]
CAPACITY = [
    ("not_assessed", _("not assessed")),
    ("has_capacity", _("can decide for themselves")),
    ("limited", _("limited, see the note")),
    ("lacks_capacity", _("somebody decides for them")),
]
CONTACT = [("phone", _("Phone")), ("email", _("E-mail")), ("post", _("Post"))]
RELATION = [
    ("emergency_contact", _("Emergency contact")),
    ("gp", _("General practitioner")),
    ("psychiatrist", _("Treating psychiatrist")),
    ("referrer", _("Referrer")),
    ("representative", _("Representative")),
    ("other", pgettext_lazy("relation", "Other")),
]
ASKED = [("", _("not asked")), ("yes", _("yes")), ("no", _("no"))]


def as_answer(word: str) -> bool | None:
    """Return yes, no, or that nobody has asked."""
    return {"yes": True, "no": False}.get(word)


# A browser sends a calendar day in ISO form; without one, people type it day first.


class NewPatientForm(forms.Form):
    """A new card."""

    family_name = forms.CharField(label=_("Family name"), max_length=80)
    given_names = forms.CharField(label=_("Given names"), max_length=80)
    birth_date = forms.DateField(
        label=_("Date of birth"),
        widget=DAY,
        input_formats=DAY_FORMATS,
        required=False,
        help_text=_("Leave it empty if it is not known."),
    )
    sex = forms.ChoiceField(label=_("Sex in the register"), choices=SEX)
    language = forms.ChoiceField(
        label=_("Language of letters and talks"), choices=LANGUAGES
    )
    number = forms.CharField(
        label=_("Number"),
        max_length=24,
        required=False,
        help_text=_("Leave it empty for the next free one."),
    )


class PatientForm(forms.Form):
    """What stands on a card."""

    family_name = forms.CharField(label=_("Family name"), max_length=80)
    given_names = forms.CharField(label=_("Given names"), max_length=80)
    birth_date = forms.DateField(
        label=_("Date of birth"), widget=DAY, input_formats=DAY_FORMATS, required=False
    )
    sex = forms.ChoiceField(label=_("Sex in the register"), choices=SEX)
    language = forms.ChoiceField(
        label=_("Language of letters and talks"), choices=LANGUAGES
    )
    interpreter_language = forms.CharField(
        label=_("Interpreter for"),
        max_length=40,
        required=False,
        help_text=_("Empty if none is needed."),
    )
    capacity = forms.ChoiceField(label=_("Capacity to decide"), choices=CAPACITY)
    capacity_note = forms.CharField(
        label=_("Note on capacity"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    deceased_on = forms.DateField(
        label=_("Died on"), widget=DAY, input_formats=DAY_FORMATS, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 handed on as they came
        """Offer the language that stands too: an import may have brought another."""
        super().__init__(*args, **kwargs)
        now, field = self.initial.get("language"), self.fields["language"]
        if now not in dict(LANGUAGES) and isinstance(field, forms.ChoiceField):
            field.choices = [*LANGUAGES, (now, now)] if now else LANGUAGES


class ContactForm(forms.Form):
    """A way to reach the person."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CONTACT)
    value = forms.CharField(label=_("Number or address"), max_length=200)
    is_safe = forms.ChoiceField(
        label=_("Safe to use?"),
        choices=ASKED,
        required=False,
        help_text=_("Does nobody else hear or read what comes this way?"),
    )
    hours = forms.CharField(label=_("At what hours"), max_length=80, required=False)
    may_remind = forms.ChoiceField(
        label=_("May we send reminders here?"), choices=ASKED, required=False
    )


class ConsentForm(forms.Form):
    """What the person says about a way to reach them, asked anew."""

    is_safe = forms.ChoiceField(
        label=_("Safe to use?"),
        choices=ASKED,
        required=False,
        help_text=_("Does nobody else hear or read what comes this way?"),
    )
    may_remind = forms.ChoiceField(
        label=_("May we send reminders here?"), choices=ASKED, required=False
    )


class RelationForm(forms.Form):
    """Somebody beside the patient."""

    kind = forms.ChoiceField(label=_("Who it is"), choices=RELATION)
    name = forms.CharField(label=_("Name"), max_length=120)
    organisation = forms.CharField(
        label=_("Practice or institution"), max_length=120, required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(
        label=_("Address"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    may_be_told = forms.ChoiceField(
        label=_("Released from confidentiality towards them?"),
        choices=ASKED,
        required=False,
        help_text=_("Not asked means that nothing is said."),
    )
    release_scope = forms.CharField(
        label=_("What may be told"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AlertForm(forms.Form):
    """A sentence on every page of the patient."""

    text = forms.CharField(label=_("Alert"), max_length=200)
    for_everybody = forms.BooleanField(
        label=_("The front desk may read it too (no clinical content)"),
        required=False,
    )


class RegistrationForm(forms.Form):
    """Open the record at another outlet."""

    outlet = forms.ModelChoiceField(
        label=_("Outlet"), queryset=Outlet.objects.filter(closed_at__isnull=True)
    )
    basis = forms.CharField(
        label=_("Basis for crossing the border"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed if the outlet lies in another country."),
    )
    told_patient_on = forms.DateField(
        label=_("The patient was told on"),
        widget=DAY,
        input_formats=DAY_FORMATS,
        required=False,
    )
