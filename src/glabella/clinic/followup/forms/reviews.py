"""Forms of following up: contacts, scores, reviews, side effects, reports."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from glabella.clinic.folder.fields import DAY, DAY_FORMATS, ColleagueField
from glabella.clinic.followup.rules.triage import Question, triage
from glabella.clinic.followup.values import LEVELS
from glabella.clinic.followup.words import (
    ANSWER,
    BECAUSE,
    CAUSALITY,
    CHANNEL,
    OUTCOME,
    SERIOUS,
    SEVERITY,
)
from glabella.core.instruments import Instrument, Item

_PREFIX = "asked_"
_LONG = forms.Textarea(attrs={"rows": 3})


class QuestionsForm(forms.Form):
    """A form that always asks the questions of distant spread.

    What nobody has answered stays unknown; it is never taken for a no.
    """

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 those of a form
        """Add one choice for each question, in the language of the page."""
        super().__init__(*args, **more)
        for each in triage().questions:
            self.fields[f"{_PREFIX}{each.id}"] = _question(each)

    def answers(self) -> dict[str, str]:
        """Return the answer to each question by its id."""
        return {
            name.removeprefix(_PREFIX): value
            for name, value in self.cleaned_data.items()
            if name.startswith(_PREFIX)
        }

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions as the page shows them."""
        return [self[name] for name in self.fields if name.startswith(_PREFIX)]

    @property
    def others(self) -> list[forms.BoundField]:
        """Everything else that is seen."""
        return [
            self[name]
            for name in self.fields
            if not name.startswith(_PREFIX) and not self[name].is_hidden
        ]


def _question(each: Question) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=each.text.in_language(get_language() or "en"),
        choices=ANSWER,
        initial="unknown",
        widget=forms.RadioSelect,
    )


class ContactForm(QuestionsForm):
    """A call, a walk-in or a message after an injection."""

    channel = forms.ChoiceField(label=_("How"), choices=CHANNEL)
    complaint = forms.ChoiceField(label=_("About what"))
    words = forms.CharField(
        label=_("In the person's own words"), required=False, widget=_LONG
    )
    owner = ColleagueField(
        label=_("Who calls back"),
        required=False,
        help_text=_("Left empty: whoever is on duty, with the deputy."),
    )
    deputy = ColleagueField(label=_("Deputy"), required=False)
    level = forms.ChoiceField(label=_("Where it ends"), required=False)
    reason = forms.CharField(
        label=_("Reason, if it is milder than the rules say"),
        required=False,
        widget=forms.TextInput,
        help_text=_("Only a physician may choose a milder end, and says why."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 those of a form
        """Fill in the complaints and the ends, in the language of the page."""
        super().__init__(*args, **more)
        language = get_language() or "en"
        complaints = [
            (each.id, each.text.in_language(language)) for each in triage().complaints
        ]
        ends = [(each, _level(each)) for each in LEVELS]
        for name, choices in (
            ("complaint", [("", _("Choose")), *complaints]),
            ("level", [("", _("as the rules say")), *ends]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


def _level(level: str) -> str:
    return triage().level(level).name.in_language(get_language() or "en")


class JudgeForm(forms.Form):
    """What a physician makes of a contact."""

    level = forms.ChoiceField(label=_("Where it ends"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=_LONG,
        help_text=_("Needed if it is milder than before."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 those of a form
        """Offer the ends in the language of the page."""
        super().__init__(*args, **more)
        field = self.fields["level"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(each, _level(each)) for each in LEVELS]


class ReviewForm(forms.Form):
    """What the clinician makes of the figures."""

    note = forms.CharField(
        label=_("What you make of it"),
        required=False,
        widget=_LONG,
        help_text=_("The figures are kept as they are now, with the advice."),
    )


class EffectForm(QuestionsForm):
    """An unwanted effect after a session."""

    effect = forms.ChoiceField(
        label=_("Effect"),
        required=False,
        help_text=_("Those that were seen with this treatment."),
    )
    label = forms.CharField(
        label=_("In words"),
        max_length=200,
        required=False,
        help_text=_("Needed if it is none of those, or to say it more exactly."),
    )
    onset_on = forms.DateField(
        label=_("Began on"), required=False, widget=DAY, input_formats=DAY_FORMATS
    )
    ended_on = forms.DateField(
        label=_("Ended on"), required=False, widget=DAY, input_formats=DAY_FORMATS
    )
    place = forms.ChoiceField(
        label=_("Where"),
        required=False,
        help_text=_("The places that were really injected in this session."),
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=SEVERITY)
    causality = forms.ChoiceField(label=_("Causality"), choices=CAUSALITY)
    is_serious = forms.ChoiceField(
        label=_("Seriousness"),
        choices=SERIOUS,
        required=False,
        help_text=_(
            "Serious: death, danger to life, a stay in hospital, disability, or "
            "otherwise medically important. Until it is judged the strict clock runs."
        ),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 those of a form
        effects: Iterable[tuple[str, str]] = (),
        places: Iterable[str] = (),
        **more: Any,  # noqa: ANN401 as above
    ) -> None:
        """Offer the effects of the protocol and the places of the session."""
        super().__init__(*args, **more)
        rows = list(effects)
        _offer(self, "effect", [("", _("something else")), *rows])
        said = [(each[:60], each) for each in places]
        _offer(self, "place", [("", _("elsewhere, or not known")), *said])
        self.names = dict(rows)

    def clean(self) -> dict[str, Any]:
        """Name the effect by the protocol's word where none was typed."""
        data: dict[str, Any] = super().clean() or {}
        data["label"] = data.get("label") or self.names.get(data.get("effect", ""), "")
        if not data["label"]:
            self.add_error("label", _("Say what it is."))
        answer = data.get("is_serious", "")
        data["is_serious"] = {"yes": True, "no": False}.get(answer)
        return data


def _offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class EffectChangeForm(forms.Form):
    """What is known of an effect by now."""

    label = forms.CharField(label=_("Effect"), max_length=200)
    onset_on = EffectForm.base_fields["onset_on"]
    ended_on = EffectForm.base_fields["ended_on"]
    severity = forms.ChoiceField(label=_("Severity"), choices=SEVERITY)
    causality = forms.ChoiceField(label=_("Causality"), choices=CAUSALITY)
    is_serious = EffectForm.base_fields["is_serious"]
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_is_serious(self) -> bool | None:
        """Return yes, no or not judged."""
        return {"yes": True, "no": False}.get(self.cleaned_data["is_serious"])


class SpreadForm(QuestionsForm):
    """The questions of distant spread, asked again."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReportForm(forms.Form):
    """What a report says beside the record."""

    brand = forms.CharField(
        label=_("Brand, as on the vial"),
        max_length=60,
        help_text=_("Biological medicines are reported by brand and lot."),
    )
    lots = forms.CharField(
        label=_("Lot, as on the vial"),
        max_length=200,
        help_text=_("Taken from the record; say so if it is not known."),
    )
    learned_on = forms.DateField(
        label=_("The practice learned of it on"),
        widget=DAY,
        input_formats=DAY_FORMATS,
        help_text=_("The clock runs from this day."),
    )
    because = forms.MultipleChoiceField(
        label=_("Serious because of"),
        choices=BECAUSE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOME)
    story = forms.CharField(
        label=_("What happened"), widget=forms.Textarea(attrs={"rows": 6})
    )


class SentForm(forms.Form):
    """The report was sent."""

    reference = forms.CharField(
        label=_("Reference of the authority"),
        max_length=120,
        required=False,
        help_text=_("If it gave one."),
    )


class ScoreForm(forms.Form):
    """The answers of an instrument, or only its total where its text may not ship."""

    taken_on = forms.DateField(
        label=_("Day of the answers"), widget=DAY, input_formats=DAY_FORMATS
    )
    answered_by = forms.ChoiceField(
        label=_("Answered by"),
        choices=(
            ("patient", _("the patient")),
            ("clinician", _("a clinician")),
            ("proxy", _("somebody for the patient")),
        ),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 those of a form
        instrument: Instrument,
        **more: Any,  # noqa: ANN401 as above
    ) -> None:
        """Ask item by item where the holder's text ships in this language."""
        super().__init__(*args, **more)
        self.instrument = instrument
        wording = instrument.wording(get_language() or "en")
        self.is_by_item = wording is not None
        if wording is None:
            self.fields["total"] = _total(instrument)
            return
        for item in instrument.items:
            options = wording.line_options.get(item.id, wording.options)
            line = wording.lines.get(item.id, item.id)
            self.fields[f"item_{item.id}"] = _item(item, line, options)
        if instrument.total is not None:
            self.fields["total"] = _total(instrument)
            self.fields["total"].label = _("Or only the total")

    def items(self) -> dict[str, Any]:
        """Return the answers by item, None for a blank."""
        return {
            name.removeprefix("item_"): None if value in ("", None) else value
            for name, value in self.cleaned_data.items()
            if name.startswith("item_")
        }


def _total(instrument: Instrument) -> forms.DecimalField:
    limits = instrument.total
    return forms.DecimalField(
        label=_("Total"),
        required=False,
        min_value=limits.minimum if limits else None,
        max_value=limits.maximum if limits else None,
        help_text=_("As added up on the holder's own form."),
    )


def _item(item: Item, line: str, options: Mapping[str, str]) -> forms.Field:
    """Return a choice where every answer has words, else a number in its range."""
    if _has_words_for_all(item, options):
        choices = [(key, f"{key} · {words}") for key, words in options.items()]
        return forms.TypedChoiceField(
            label=line,
            choices=[*choices, ("", _("left blank"))],
            coerce=int,
            empty_value=None,
            required=False,
            initial="",
            widget=forms.RadioSelect,
        )
    ends = ", ".join(f"{key}: {words}" for key, words in options.items())
    return forms.DecimalField(
        label=line,
        required=False,
        min_value=item.minimum,
        max_value=item.maximum,
        help_text=ends or item.range_text(),
    )


def _has_words_for_all(item: Item, options: Mapping[str, str]) -> bool:
    if item.maximum is None or not item.is_whole:
        return False
    wanted = item.allowed or range(int(item.minimum), int(item.maximum) + 1)
    return {str(int(each)) for each in wanted} == set(options)
