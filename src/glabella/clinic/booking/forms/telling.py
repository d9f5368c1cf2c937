"""Forms of what people are told by itself, and of not calling somebody back."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from glabella.clinic.booking.rules import CHOICES, MOST, NewPause, Rules
from glabella.clinic.folder.fields import DAY, DAY_FORMATS

_IN_WORDS: dict[int, str | Promise] = {
    336: _("two weeks before"),
    168: _("a week before"),
    72: _("three days before"),
    48: _("two days before"),
    24: _("a day before"),
    3: _("three hours before"),
}
KINDS = (
    ("paused", _("Not before a day")),
    ("declined", _("The person wants no more calls")),
    ("advised", _("A clinician advises to pause")),
)


def hours_in_words(hours: int) -> str:
    """Return when a reminder is due before an appointment."""
    return str(_IN_WORDS.get(hours, hours))


class RemindingForm(forms.Form):
    """What an outlet tells people."""

    hours_before = forms.TypedMultipleChoiceField(
        label=_("Reminders"),
        choices=[(hours, _IN_WORDS[hours]) for hours in CHOICES],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=format_lazy(
            _("At most {most}; none at all is possible too."), most=MOST
        ),
    )
    sends_invitations = forms.BooleanField(
        label=_("Send booked appointments as a calendar entry by e-mail"),
        required=False,
    )
    sends_recalls = forms.BooleanField(
        label=_("Write once when the usual time for a next appointment has come"),
        required=False,
    )

    def rules(self) -> Rules:
        """Return what was chosen."""
        data = self.cleaned_data
        return Rules(**data | {"hours_before": tuple(data["hours_before"])})


class PauseForm(forms.Form):
    """Why somebody is not called back, and until when."""

    kind = forms.ChoiceField(
        label=_("What holds"), choices=KINDS, widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("Not before"),
        required=False,
        widget=DAY,
        input_formats=DAY_FORMATS,
        help_text=_("Needed for a pause; otherwise it holds until somebody ends it."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def new(self) -> NewPause:
        """Return what was chosen."""
        data: dict[str, Any] = self.cleaned_data
        return NewPause(data["kind"], data["reason"], data["until"])
