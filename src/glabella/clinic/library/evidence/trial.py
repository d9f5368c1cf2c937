"""A trial that nobody has done: what it would add to a question."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.core.sources import Status
from glabella.evidence.outcomes import OutcomeKind, Scale
from glabella.evidence.questions import Counts, Means, Question, Row, RowData
from glabella.evidence.study import Contrast

MOST_PEOPLE = 100_000
LEAST_FOR_SPREAD = 2
ARMS = Contrast(arm="hypothetical_toxin", against="hypothetical_control")


class CountedTrial(forms.Form):
    """A trial that counts people with an event."""

    toxin_events = forms.IntegerField(
        label=gettext_lazy("Events with toxin"), min_value=0
    )
    toxin_people = forms.IntegerField(
        label=gettext_lazy("People with toxin"), min_value=1, max_value=MOST_PEOPLE
    )
    control_events = forms.IntegerField(
        label=gettext_lazy("Events with control"), min_value=0
    )
    control_people = forms.IntegerField(
        label=gettext_lazy("People with control"), min_value=1, max_value=MOST_PEOPLE
    )

    def clean(self) -> dict[str, Any]:
        """Refuse more events than people."""
        told = super().clean() or self.cleaned_data
        for arm in ("toxin", "control"):
            events, people = told.get(f"{arm}_events"), told.get(f"{arm}_people")
            if events is not None and people is not None and events > people:
                self.add_error(f"{arm}_events", _("These are more events than people."))
        return told

    def data_of(self) -> RowData:
        """Return the numbers as a row has them."""
        told = self.cleaned_data
        return Counts(
            told["toxin_events"],
            told["toxin_people"],
            told["control_events"],
            told["control_people"],
        )


class StandardisedTrial(forms.Form):
    """A trial that found a difference in standard deviations."""

    toxin_people = forms.IntegerField(
        label=gettext_lazy("People with toxin"),
        min_value=LEAST_FOR_SPREAD,
        max_value=MOST_PEOPLE,
    )
    control_people = forms.IntegerField(
        label=gettext_lazy("People with control"),
        min_value=LEAST_FOR_SPREAD,
        max_value=MOST_PEOPLE,
    )
    difference = forms.DecimalField(
        label=gettext_lazy("Difference d"),
        help_text=gettext_lazy("Toxin minus control, in standard deviations."),
        min_value=Decimal(-10),
        max_value=Decimal(10),
    )

    def data_of(self) -> RowData:
        """Return the numbers as a row has them: only the difference counts."""
        told = self.cleaned_data
        sd = told.get("deviation", Decimal(1))
        return Means(
            toxin_n=told["toxin_people"],
            toxin_mean=told["difference"],
            toxin_sd=sd,
            control_n=told["control_people"],
            control_mean=Decimal(0),
            control_sd=sd,
        )


class MeasuredTrial(StandardisedTrial):
    """A trial that found a difference in the units of the outcome."""

    difference = forms.DecimalField(
        label=gettext_lazy("Difference"),
        help_text=gettext_lazy("Toxin minus control, in the units of the outcome."),
        min_value=Decimal(-1000),
        max_value=Decimal(1000),
    )
    deviation = forms.DecimalField(
        label=gettext_lazy("Standard deviation in both arms"),
        min_value=Decimal("0.001"),
        max_value=Decimal(1000),
    )


TrialForm = CountedTrial | StandardisedTrial


def trial_form(question: Question) -> type[CountedTrial] | type[StandardisedTrial]:
    """Return the form that fits a question."""
    if question.kind is OutcomeKind.EVENTS:
        return CountedTrial
    if question.scale is Scale.STANDARDISED_DIFFERENCE:
        return StandardisedTrial
    return MeasuredTrial


def trial_row(form: TrialForm, question: Question) -> Row:
    """Return the row of a trial that nobody has done; its name says so."""
    told = form.cleaned_data
    people = told["toxin_people"] + told["control_people"]
    return Row(
        study="hypothetical",
        label=_("Hypothetical trial, n = %(people)s") % {"people": people},
        contrast=ARMS,
        outcome=question.outcomes[0],
        week=question.week,
        data=form.data_of(),
        estimand=None,
        status=Status.DERIVED,
        results=(),
        places=(),
        publications=(),
    )
