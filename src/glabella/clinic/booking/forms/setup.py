"""Forms for setting up: weeks, single days, closed days, services."""

import re
from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.booking.forms.appointments import TIME
from glabella.clinic.booking.values import KINDS
from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.practice.models import Outlet
from glabella.clinic.practice.values import Hours

_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?")  # noqa: RUF001 people write either dash
_KINDS = {
    "first": gettext_lazy("first visit"),
    "treatment": gettext_lazy("treatment"),
    "review": gettext_lazy("review"),
    "other": gettext_lazy("something else"),
}


class SpansField(forms.Field):
    """Hours of a day as people write them: "8-12, 13:30-17"."""

    def to_python(self, value: object) -> tuple[tuple[time, time], ...]:
        """Return pairs of times.

        Raises:
            ValidationError: If it cannot be read as hours.
        """
        text = str(value or "")
        parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
        return tuple(_span(part) for part in parts)


def _span(part: str) -> tuple[time, time]:
    found = _SPAN.fullmatch(part)
    numbers = [int(each or 0) for each in found.groups()] if found else [24] * 4
    first, first_minute, last, last_minute = numbers
    try:
        return time(first, first_minute), time(last, last_minute)
    except ValueError:
        raise forms.ValidationError(
            _("“%(part)s” cannot be read; write it as in 8-12, 13:30-17.")
            % {"part": part}
        ) from None


def written(spans: Sequence[tuple[time, time]]) -> str:
    """Return hours as the form takes them."""
    return ", ".join(f"{one:%H:%M}-{other:%H:%M}" for one, other in spans)


class WeekForm(forms.Form):
    """The hours of a week, a line for each day."""

    def __init__(self, data: QueryDict | None, *, initial: dict[str, Any]) -> None:
        """Ask for each day of the week."""
        super().__init__(data, initial=initial)
        others = dict(self.fields)
        self.fields.clear()
        for day in range(7):
            self.fields[f"day_{day}"] = SpansField(
                label=WEEKDAYS[day],
                required=False,
                help_text=_("As in 8-12, 13:30-17; empty if closed.")
                if not day
                else "",
            )
        self.fields.update(others)

    def rows(self) -> tuple[Hours, ...]:
        """Return the hours that were written."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[Hours]:
        for day in range(7):
            for starts, ends in self.cleaned_data[f"day_{day}"]:
                yield Hours(day, starts, ends)


class WorkForm(WeekForm):
    """The week of somebody, from a day on, and what they can do."""

    from_on = forms.DateField(
        label=gettext_lazy("From this day on"), widget=DAY, input_formats=DAY_FORMATS
    )
    skills = forms.CharField(
        label=gettext_lazy("Can do"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Words that services ask for, with commas between."),
    )

    def clean_skills(self) -> tuple[str, ...]:
        """Return the single words."""
        words = self.cleaned_data["skills"].split(",")
        return tuple(word.strip() for word in words if word.strip())


class DayForm(forms.Form):
    """A day unlike the others of its week."""

    on = forms.DateField(
        label=gettext_lazy("Day"), widget=DAY, input_formats=DAY_FORMATS
    )
    starts = forms.TimeField(
        label=gettext_lazy("From"),
        widget=TIME,
        required=False,
        help_text=gettext_lazy("Leave both times empty for a day off."),
    )
    ends = forms.TimeField(label=gettext_lazy("To"), widget=TIME, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=120, required=False
    )


class ClosureForm(forms.Form):
    """Days on which the outlet is closed."""

    starts_on = forms.DateField(
        label=gettext_lazy("First day closed"), widget=DAY, input_formats=DAY_FORMATS
    )
    ends_before = forms.DateField(
        label=gettext_lazy("First day open again"),
        widget=DAY,
        input_formats=DAY_FORMATS,
    )
    words_en = forms.CharField(
        label=gettext_lazy("Why, in English"), max_length=200, required=False
    )
    words_de = forms.CharField(
        label=gettext_lazy("Why, in German"), max_length=200, required=False
    )


class ServiceForm(forms.Form):
    """How something is booked."""

    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=5, initial=30)
    minutes_before = forms.IntegerField(
        label=gettext_lazy("Minutes kept free before"), min_value=0, initial=0
    )
    minutes_after = forms.IntegerField(
        label=gettext_lazy("Minutes kept free after"), min_value=0, initial=0
    )
    skill = forms.CharField(
        label=gettext_lazy("What the clinician must be able to do"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("One word, as it stands among the hours of the staff."),
    )
    needs_room = forms.BooleanField(label=gettext_lazy("Needs a room"), required=False)
    is_online = forms.BooleanField(
        label=gettext_lazy("Patients may book it themselves"), required=False
    )
    outlets = forms.ModelMultipleChoiceField(
        Outlet.objects.filter(closed_at__isnull=True),
        label=gettext_lazy("Offered at"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Everywhere if you choose none."),
    )


class NewServiceForm(ServiceForm):
    """Something new to book."""

    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    name_de = forms.CharField(label=gettext_lazy("Name in German"), max_length=80)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(kind, _KINDS[kind]) for kind in KINDS]
    )
    field_order = ("name_en", "name_de", "kind", "minutes")
