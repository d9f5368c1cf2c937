"""The forms of consent: prepare, talk, sign, scan, confirm, photographs, clauses."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from glabella.clinic.accounts.confirm import SignatureFields
from glabella.clinic.folder.fields import ClinicianField

LANGUAGE = [("en", "English"), ("de", "Deutsch")]
SIGNER = [
    ("patient", _("the patient")),
    ("representative", _("the representative")),
]
CAPACITY = [
    ("has_capacity", _("decides alone")),
    ("with_support", _("decides with support")),
    ("lacks_capacity", _("cannot decide: a representative does")),
]
PURPOSE = [
    ("record", _("in the record, to compare before and after")),
    ("teaching", _("to teach colleagues, without the name")),
    ("publication", _("to publish, without the name")),
]
STATUS = [
    ("on_label", _("authorised for this")),
    ("off_label", _("not authorised for this")),
    ("unverified", _("cannot be established")),
]
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
MOMENT_FORMATS = ("%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M")
ANSWER = "answer_"


class PrepareForm(forms.Form):
    """What a consent is prepared with, beside the plan."""

    language = forms.ChoiceField(
        label=_("Language of the paper"),
        choices=LANGUAGE,
        help_text=_("The text stands in both; this one is signed."),
    )
    up_to = forms.DecimalField(
        label=_("Units that later sessions may reach"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        help_text=_("In all. Empty: not more than this plan."),
    )


class TalkForm(forms.Form):
    """A talk that was held; one answer for each question that was asked back."""

    explained_by = ClinicianField(label=_("Explained by"))
    qualification = forms.CharField(
        label=_("Qualification"),
        max_length=120,
        help_text=_("For example: specialist in neurology."),
    )
    held_at = forms.DateTimeField(
        label=_("Began at"), widget=MOMENT, input_formats=MOMENT_FORMATS
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    questions = forms.CharField(
        label=_("What the patient asked"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    capacity = forms.ChoiceField(label=_("Capacity"), choices=CAPACITY)
    representative = forms.CharField(
        label=_("Representative"), max_length=120, required=False
    )
    interpreter_name = forms.CharField(
        label=_("Interpreter"), max_length=120, required=False
    )
    interpreter_language = forms.CharField(
        label=_("Language of the interpreter"), max_length=40, required=False
    )
    may_sign_from = forms.DateTimeField(
        label=_("May be signed from"),
        required=False,
        widget=MOMENT,
        input_formats=MOMENT_FORMATS,
        help_text=_("Empty: from the end of the talk."),
    )
    judgement = forms.CharField(
        label=_("Why this time is enough for this person"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    judged_by = forms.CharField(label=_("Name of the physician"), max_length=120)
    is_copy_given = forms.BooleanField(
        label=_("The patient has got a copy."), required=False
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        asked: Sequence[str],
        is_judged: bool,
        initial: Mapping[str, Any],
    ) -> None:
        """Ask each question back; leave the judgement out where a rule says the time.

        Args:
            asked: The questions, in the language of the consent.
            is_judged: Whether a physician has to judge the time to reflect.
        """
        super().__init__(data, initial=dict(initial))
        for number, question in enumerate(asked):
            self.fields[f"{ANSWER}{number}"] = forms.CharField(
                label=question, widget=forms.Textarea(attrs={"rows": 2})
            )
        if not is_judged:
            for name in ("may_sign_from", "judgement", "judged_by"):
                del self.fields[name]

    @property
    def answers(self) -> list[forms.BoundField]:
        """The fields of the questions."""
        return [self[name] for name in self.fields if name.startswith(ANSWER)]


class SignForm(forms.Form):
    """A signature on a tablet; the witness stays signed in."""

    signer = forms.ChoiceField(label=_("Who signs"), choices=SIGNER)
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=120)
    strokes = forms.CharField(
        label=_("Signature"), required=False, widget=forms.HiddenInput
    )
    content_digest = forms.CharField(widget=forms.HiddenInput)


class ScanForm(forms.Form):
    """A signed paper."""

    signer = forms.ChoiceField(label=_("Who signed"), choices=SIGNER)
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=120)
    signed_at = forms.DateTimeField(
        label=_("Signed on"), widget=MOMENT, input_formats=MOMENT_FORMATS
    )
    file = forms.FileField(label=_("Scan: PDF, PNG or JPEG"))


class AgainForm(forms.Form):
    """The person still agrees, today."""

    name = forms.CharField(label=_("Who confirms it"), max_length=120)


class WithdrawForm(forms.Form):
    """What the person said when taking it back."""

    reason = forms.CharField(
        label=_("What was said"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_('No reason is needed: "gave no reason" is enough.'),
    )


class PhotoForm(forms.Form):
    """Photographs, apart from the treatment."""

    purposes = forms.MultipleChoiceField(
        label=_("The patient agrees to photographs"),
        choices=PURPOSE,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language of the paper"), choices=LANGUAGE)
    signer = forms.ChoiceField(label=_("Who signs"), choices=SIGNER)
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=120)
    file = forms.FileField(
        label=_("Or the scan of a signed paper"),
        required=False,
        help_text=_("PDF, PNG or JPEG."),
    )
    strokes = forms.CharField(
        label=_("Signature"), required=False, widget=forms.HiddenInput
    )


class ClauseForm(forms.Form):
    """What the clinic adds."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE)
    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Short sentences, common words. One paragraph a line."),
    )


class LabelForm(SignatureFields):
    """How a clinician decides a conflict about a label, after reading it."""

    status = forms.ChoiceField(label=_("The product is"), choices=STATUS)
    basis = forms.CharField(
        label=_("What you read: text, date, place"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Ask for the decision first, for the signature last."""
        super().__init__(*args, **kwargs)
        self.order_fields(["status", "basis", "password", "code"])
