"""Forms about coverage, costs and letters."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.confirm import SignatureFields
from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.practice.knowledge import library

PAYER = [
    ("insurer", _("Insurer")),
    ("private", _("The patient pays")),
    ("other", pgettext_lazy("payer", "Other")),
]
ANSWER = [
    ("", _("no answer yet")),
    ("approved", _("approved")),
    ("refused", _("refused")),
]
SIGNER = [("patient", _("the patient")), ("representative", _("a representative"))]
LONG = {"rows": 18}


def protocol_choices() -> list[tuple[str, str]]:
    """Return the conditions of the library by name, in the reader's language."""
    language = get_language() or "en"
    rows = library().protocols.values()
    return sorted(
        ((one.id, one.name.in_language(language)) for one in rows),
        key=lambda pair: pair[1].casefold(),
    )


def _day(label: str | Promise, help_text: str | Promise = "") -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]  # a label may be said later
        required=False,
        widget=DAY,
        input_formats=DAY_FORMATS,
        help_text=help_text,  # type: ignore[arg-type]  # as above
    )


class CoverageForm(forms.Form):
    """What a payer was asked for one condition, and what it said."""

    kind = forms.ChoiceField(label=_("Who pays"), choices=PAYER)
    payer = forms.CharField(label=_("Name of the payer"), max_length=120)
    protocol = forms.ChoiceField(label=_("Condition"), choices=protocol_choices)
    reference = forms.CharField(
        label=_("Reference of the payer"), max_length=80, required=False
    )
    asked_on = _day(_("Asked on"))
    evidence_sent_on = _day(_("Evidence sent on"))
    answer = forms.ChoiceField(label=_("Answer"), choices=ANSWER, required=False)
    answered_on = _day(_("Answered on"))
    approved_on = _day(_("Approved from"))
    sessions_approved = forms.IntegerField(
        label=_("Sessions approved"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Leave it empty if no number was said."),
    )
    expires_on = _day(_("Approved until"), _("The last day on which it holds."))
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class CoverageChangeForm(CoverageForm):
    """The same, for a row that others may be changing too."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CostForm(forms.Form):
    """What the treatment will cost, read and signed by the patient."""

    protocol = forms.ChoiceField(label=_("Condition"), choices=protocol_choices)
    amount = forms.DecimalField(
        label=_("Expected cost"), min_value=0, max_digits=9, decimal_places=2
    )
    currency = forms.CharField(
        label=_("Currency"),
        min_length=3,
        max_length=3,
        help_text=_("Three letters, such as CHF or EUR."),
    )
    words = forms.CharField(
        label=_("What it pays for, and what may be added"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("Language of the paper"), choices=[("en", "English"), ("de", "Deutsch")]
    )
    signer = forms.ChoiceField(label=_("Signed by"), choices=SIGNER)
    signer_name = forms.CharField(
        label=_("Name of the signer"),
        max_length=120,
        help_text=_("As the person writes it after reading the words above."),
    )

    def clean_currency(self) -> str:
        """Return the code in capital letters."""
        return str(self.cleaned_data["currency"]).upper()


class LetterForm(SignatureFields):
    """A letter as it will be printed, edited and signed."""

    recipient = forms.CharField(
        label=_("Recipient"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name and address, line by line."),
    )
    subject = forms.CharField(label=_("Subject"), max_length=160)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs=LONG))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Let the signature stand below what is signed."""
        super().__init__(*args, **kwargs)
        self.order_fields(["recipient", "subject", "text"])
