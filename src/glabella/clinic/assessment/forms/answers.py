"""A form made of the facts of the catalogue: each question by the type of its fact.

Every question has a "not known"; what is left blank is not answered at all. Neither of
them is ever a no.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

import attrs
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from glabella.clinic.assessment.values import SOURCES
from glabella.clinic.assessment.words import (
    SOURCES as SOURCE_WORDS,
)
from glabella.clinic.assessment.words import choice_words, said, unit_words
from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.core.fact_types import Catalogue, FactDefinition, FactType

UNKNOWN = "not_known"
NONE = "none_of_these"
COMPLETE = "complete"
PREFIX = "fact-"
BLANK = "blank-"
_SEPARATOR = re.compile(r"[\s;]+")


def _boolean(_definition: FactDefinition) -> forms.Field:
    choices = [
        ("yes", pgettext("truth", "yes")),
        ("no", pgettext("truth", "no")),
        (UNKNOWN, _("not known")),
    ]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, required=False)


def _choice(definition: FactDefinition) -> forms.Field:
    choices = [(code, choice_words(code)) for code in definition.choices]
    return forms.ChoiceField(
        choices=[*choices, (UNKNOWN, _("not asked or not known"))],
        widget=forms.RadioSelect,
        required=False,
    )


def _choices(definition: FactDefinition) -> forms.Field:
    choices = [(code, choice_words(code)) for code in definition.choices]
    ends = [(NONE, _("none of these")), (UNKNOWN, _("not known"))]
    return forms.MultipleChoiceField(
        choices=[*choices, *ends],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def _integer(definition: FactDefinition) -> forms.Field:
    low, high = definition.minimum, definition.maximum
    return forms.IntegerField(
        min_value=int(low) if low is not None else None,
        max_value=int(high) if high is not None else None,
        required=False,
        help_text=_limits(definition),
    )


def _decimal(definition: FactDefinition) -> forms.Field:
    return forms.DecimalField(
        min_value=definition.minimum,
        max_value=definition.maximum,
        required=False,
        help_text=_limits(definition),
        widget=forms.NumberInput(attrs={"step": "any"}),
    )


def _limits(definition: FactDefinition) -> str:
    low, high = definition.minimum, definition.maximum
    if low is None or high is None:
        return ""
    return _("from %(low)s to %(high)s") % {"low": low, "high": high}


def _date(_definition: FactDefinition) -> forms.Field:
    return forms.DateField(widget=DAY, input_formats=DAY_FORMATS, required=False)


def _monthly(_definition: FactDefinition) -> forms.Field:
    return MonthsField(
        required=False,
        help_text=_(
            "One number a month, oldest first, with a blank between them. A month that"
            " nobody counted is a question mark: 18 ? 20"
        ),
    )


def _records(_definition: FactDefinition) -> forms.Field:
    choices = [
        (COMPLETE, _("the list on record is complete")),
        (UNKNOWN, _("not known")),
    ]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, required=False)


def _text(_definition: FactDefinition) -> forms.Field:
    return forms.CharField(required=False, max_length=200)


class MonthsField(forms.CharField):
    """Numbers by month; a question mark is a month that nobody counted."""

    def clean(self, value: Any) -> list[Decimal | None] | None:  # noqa: ANN401 as Django hands it over
        """Return the months, oldest first; None if nothing was typed."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            return [_month(part) for part in _SEPARATOR.split(text)]
        except InvalidOperation:
            raise forms.ValidationError(
                _("Write numbers with a blank between them, or a question mark.")
            ) from None


def _month(part: str) -> Decimal | None:
    if part == "?":
        return None
    number = Decimal(part.replace(",", "."))
    if not number.is_finite():
        raise InvalidOperation
    return number


_MAKERS: Mapping[FactType, Callable[[FactDefinition], forms.Field]] = MappingProxyType(
    {
        FactType.BOOLEAN: _boolean,
        FactType.CHOICE: _choice,
        FactType.CHOICES: _choices,
        FactType.INTEGER: _integer,
        FactType.DECIMAL: _decimal,
        FactType.DATE: _date,
        FactType.MONTHLY: _monthly,
        FactType.RECORDS: _records,
        FactType.TEXT: _text,
    }
)
# These say "not known" among their own choices.
_OF_CHOICES = frozenset(
    {FactType.BOOLEAN, FactType.CHOICE, FactType.CHOICES, FactType.RECORDS}
)


@attrs.frozen
class Answers:
    """What a form says: values by fact, and the facts of which nobody knows.

    `complete` are the lists that hold everything.
    """

    values: dict[str, object]
    not_known: tuple[str, ...]
    complete: tuple[str, ...]


class AnswerForm(forms.Form):
    """Questions about facts, and from whom and when the answers are."""

    as_of = forms.DateField(
        label=gettext_lazy("True on"), widget=DAY, input_formats=DAY_FORMATS
    )
    source = forms.ChoiceField(label=gettext_lazy("Source"))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        facts: Sequence[str],
        catalogue: Catalogue,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Ask for these facts."""
        super().__init__(data, initial=dict(initial or {}))
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101 for the type checker: it is defined above
        source.choices = [(key, SOURCE_WORDS[key]) for key in SOURCES]
        self.asked = tuple(facts)
        self.catalogue = catalogue
        for fact in self.asked:
            definition = catalogue[fact]
            field = _MAKERS[definition.type](definition)
            field.label = said(definition.question)
            self.fields[PREFIX + fact] = field
            if definition.type not in _OF_CHOICES:
                self.fields[BLANK + fact] = forms.BooleanField(
                    label=_("not known"), required=False
                )

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that is both: a value and not known, or none and some."""
        data = super().clean() or {}
        for fact in self.asked:
            value = data.get(PREFIX + fact)
            is_both = bool(data.get(BLANK + fact)) and value not in (None, "")
            several = value if isinstance(value, list) else []
            is_mixed = len(several) > 1 and {NONE, UNKNOWN} & set(several)
            if is_both or is_mixed:
                self.add_error(
                    PREFIX + fact, _("Two answers contradict each other. Keep one.")
                )
        return data

    def rows(self) -> list[dict[str, Any]]:
        """Return each question with its unit and its "not known"."""
        return [
            {
                "fact": fact,
                "field": self[PREFIX + fact],
                "blank": self[BLANK + fact] if BLANK + fact in self.fields else None,
                "unit": unit_words(self.catalogue[fact].unit),
                "is_list": self.catalogue[fact].type is FactType.RECORDS,
            }
            for fact in self.asked
        ]

    def answers(self) -> Answers:
        """Return what is known, and of what nobody knows; blanks are neither."""
        values: dict[str, object] = {}
        unknown, complete = [], []
        for fact in self.asked:
            said_of = self.cleaned_data.get(PREFIX + fact)
            if self.cleaned_data.get(BLANK + fact) or said_of in (UNKNOWN, [UNKNOWN]):
                unknown.append(fact)
            elif said_of == COMPLETE:
                complete.append(fact)
            elif said_of not in (None, "", []):
                values[fact] = _raw(said_of, self.catalogue[fact].type)
        return Answers(values, tuple(unknown), tuple(complete))


def _raw(value: object, kind: FactType) -> object:
    if kind is FactType.BOOLEAN:
        return value == "yes"
    if value == [NONE]:
        return []
    return value
