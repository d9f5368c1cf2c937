"""The forms of single deeds: examine, decide, set aside, judge a risk, note a dose."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from glabella.clinic.accounts.confirm import SignatureFields
from glabella.clinic.assessment.findings import (
    GROUPS,
    SIDES,
    Catalogue,
    FindingDefinition,
)
from glabella.clinic.assessment.values import RISK_LEVELS
from glabella.clinic.assessment.words import CHOICES, said
from glabella.clinic.folder.fields import DAY, DAY_FORMATS

GROUP_WORDS = {
    "brow_and_lids": gettext_lazy("Brow and lids"),
    "face": gettext_lazy("Face"),
    "jaw": gettext_lazy("Jaw"),
    "neck": gettext_lazy("Neck"),
    "skin": gettext_lazy("Skin"),
}
SIDE_WORDS = {
    "left": pgettext_lazy("side", "left"),
    "right": pgettext_lazy("side", "right"),
}
PHQ9_ITEMS = 9
PHQ9_ANSWERS = ("", "0", "1", "2", "3")


class ExaminationForm(forms.Form):
    """The baseline examination; what is left open was not looked at."""

    on = forms.DateField(
        label=gettext_lazy("Examined on"), widget=DAY, input_formats=DAY_FORMATS
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        catalogue: Catalogue,
        initial: Mapping[str, Any],
    ) -> None:
        """Ask for each finding, on both sides where it has sides."""
        super().__init__(data, initial=dict(initial))
        self.catalogue = catalogue
        for definition in catalogue.values():
            for side in _sides(definition):
                self.fields[_name(definition, side)] = _field(definition, side)

    def groups(self) -> list[dict[str, Any]]:
        """Return the findings by part of the body."""
        return [
            {
                "title": GROUP_WORDS[group],
                "rows": [
                    {
                        "id": one.id,
                        "text": said(one.text),
                        "hint": said(one.hint) if one.hint else "",
                        "is_sided": one.is_sided,
                        "fields": [self[_name(one, side)] for side in _sides(one)],
                    }
                    for one in self.catalogue.values()
                    if one.group == group
                ],
            }
            for group in GROUPS
        ]

    def findings(self) -> dict[str, object]:
        """Return the findings as an examination keeps them."""
        found: dict[str, object] = {}
        for definition in self.catalogue.values():
            values = {
                side: self.cleaned_data[_name(definition, side)]
                for side in _sides(definition)
            }
            found[definition.id] = values if definition.is_sided else values[""]
        return found


def _sides(definition: FindingDefinition) -> tuple[str, ...]:
    return SIDES if definition.is_sided else ("",)


def _name(definition: FindingDefinition, side: str) -> str:
    return f"{definition.id}-{side}" if side else definition.id


def _field(definition: FindingDefinition, side: str) -> forms.Field:
    choices = [(option.id, said(option.text)) for option in definition.options]
    label = said(definition.text)
    if side:
        label = f"{label}, {SIDE_WORDS[side]}"
    if definition.kind == "choices":
        return forms.MultipleChoiceField(
            label=label,
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    not_seen = ("", _("not examined"))
    return forms.ChoiceField(label=label, choices=[not_seen, *choices], required=False)


class SignedForm(SignatureFields):
    """A form whose last two fields are the signature."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Put password and code behind what they sign."""
        super().__init__(*args, **kwargs)
        last = ("password", "code")
        first = [name for name in self.fields if name not in last]
        self.order_fields([*first, *last])


class DecideForm(SignedForm):
    """What a physician decides by name."""

    reason = forms.CharField(
        label=gettext_lazy("Reason in this single case"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    alternatives = forms.CharField(
        label=gettext_lazy("Alternatives discussed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class OverrideForm(SignedForm):
    """Why a specialist treats in spite of a rule."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3})
    )


class RiskForm(SignedForm):
    """A structured assessment of the risk of suicide."""

    method = forms.CharField(
        label=gettext_lazy("Method"),
        max_length=120,
        help_text=gettext_lazy("Structured interview, or the instrument used."),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level of risk"),
        choices=[("", "—"), *((key, CHOICES[key]) for key in RISK_LEVELS)],
        help_text=gettext_lazy("There is no level that says “no risk”."),
    )
    plan = forms.CharField(
        label=gettext_lazy("Plan"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What was agreed, with whom, and whom to call."),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        widget=DAY,
        input_formats=DAY_FORMATS,
        help_text=gettext_lazy("On that day it is done again."),
    )
    cleared = forms.ChoiceField(
        label=gettext_lazy("May the elective treatment go on?"),
        choices=[
            ("no", gettext_lazy("no, not yet")),
            ("yes", gettext_lazy("yes, cleared for the elective treatment")),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )


class DoseForm(forms.Form):
    """A toxin given elsewhere; what is not known stays empty."""

    on = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=DAY,
        input_formats=DAY_FORMATS,
        help_text=gettext_lazy("If only the month is known, its last day is safest."),
    )
    product = forms.CharField(
        label=gettext_lazy("Product or brand"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Leave it empty if nobody knows."),
    )
    units = forms.DecimalField(
        label=gettext_lazy("Units"), required=False, min_value=0, max_digits=7
    )
    indication = forms.CharField(
        label=gettext_lazy("For what"), max_length=60, required=False
    )
    place = forms.CharField(label=gettext_lazy("Where"), max_length=120, required=False)
    source = forms.CharField(
        label=gettext_lazy("Who says so"),
        max_length=120,
        help_text=gettext_lazy("The patient, a letter, another practice."),
    )


class PreventiveForm(forms.Form):
    """One earlier preventive medicine."""

    drug = forms.CharField(label=gettext_lazy("Drug"), max_length=80)
    outcome = forms.ChoiceField(
        label=gettext_lazy("How it went"),
        required=False,
        choices=[
            ("", gettext_lazy("not known")),
            ("failed", gettext_lazy("failed")),
            ("not_tolerated", gettext_lazy("not tolerated")),
            ("unsuitable", gettext_lazy("unsuitable")),
            ("worked", gettext_lazy("worked")),
        ],
    )
    weeks = forms.DecimalField(
        label=gettext_lazy("Weeks taken"), required=False, min_value=0, max_digits=5
    )
    max_dose = forms.CharField(
        label=gettext_lazy("Highest dose, as said"), max_length=80, required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it was stopped"), max_length=200, required=False
    )


class Phq9Form(forms.Form):
    """PHQ-9 as filled in on paper; item 9 alone is enough to be seen."""

    taken_on = forms.DateField(
        label=gettext_lazy("Filled in on"), widget=DAY, input_formats=DAY_FORMATS
    )

    def __init__(self, data: Mapping[str, Any] | None, **given: Any) -> None:  # noqa: ANN401 as Django takes them
        """Ask for the nine items, the ninth first."""
        super().__init__(data, **given)
        choices = [(key, key or _("no answer")) for key in PHQ9_ANSWERS]
        for number in (PHQ9_ITEMS, *range(1, PHQ9_ITEMS)):
            self.fields[f"item{number}"] = forms.ChoiceField(
                label=_("Item %(number)d") % {"number": number},
                choices=choices,
                required=False,
            )

    def items(self) -> dict[str, int | None]:
        """Return the answers by item; a missing one is None."""
        found = {}
        for number in range(1, PHQ9_ITEMS + 1):
            answer = self.cleaned_data[f"item{number}"]
            found[str(number)] = int(answer) if answer else None
        return found
