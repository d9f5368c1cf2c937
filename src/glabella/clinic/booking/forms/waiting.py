"""Forms of the waiting list: wishes, urgency, and why a time is offered out of turn."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from glabella.clinic.booking.models import Service
from glabella.clinic.booking.values import NewWaiting, Urgency
from glabella.clinic.folder.fields import DAY, DAY_FORMATS, ClinicianField
from glabella.clinic.practice.models import Outlet

TIME = forms.TimeInput(attrs={"type": "time", "step": "900"}, format="%H:%M")
WEEKDAYS = (
    ("0", gettext_lazy("Monday")),
    ("1", gettext_lazy("Tuesday")),
    ("2", gettext_lazy("Wednesday")),
    ("3", gettext_lazy("Thursday")),
    ("4", gettext_lazy("Friday")),
    ("5", gettext_lazy("Saturday")),
    ("6", gettext_lazy("Sunday")),
)
LEVELS = (
    (0, gettext_lazy("Usual")),
    (1, gettext_lazy("Soon")),
    (2, gettext_lazy("Urgent")),
)


class WaitingForm(forms.Form):
    """What somebody waits for, and when they could come.

    Args:
        patient: Whose.
        outlets: Where they are registered and the one who writes works.
        on: The day of the outlet.
    """

    service = forms.ModelChoiceField(
        Service.objects.order_by("name_en"), label=gettext_lazy("Service")
    )
    outlets = forms.ModelMultipleChoiceField(
        Outlet.objects.none(),
        label=gettext_lazy("Outlets"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Any of theirs if you choose none."),
    )
    clinician = ClinicianField(
        label=gettext_lazy("Only with"),
        required=False,
        help_text=gettext_lazy("With anybody if you leave it empty."),
    )
    earliest = forms.DateField(
        label=gettext_lazy("Not before"),
        widget=DAY,
        input_formats=DAY_FORMATS,
        required=False,
    )
    latest = forms.DateField(
        label=gettext_lazy("Not after"),
        widget=DAY,
        input_formats=DAY_FORMATS,
        required=False,
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Weekdays"),
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        initial=[day for day, _word in WEEKDAYS],
    )
    from_time = forms.TimeField(
        label=gettext_lazy("Not earlier than"), widget=TIME, required=False
    )
    until_time = forms.TimeField(
        label=gettext_lazy("Over by"), widget=TIME, required=False
    )
    is_needed_again = forms.BooleanField(
        label=gettext_lazy("Says that it is needed again"),
        required=False,
        help_text=gettext_lazy("Tick it only if the person said so; it ranks them."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note of the front desk"), max_length=200, required=False
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        patient: UUID,
        outlets: Sequence[UUID],
        on: date,
        initial: dict[str, Any],
    ) -> None:
        """Offer the outlets at which both are."""
        super().__init__(data, initial=initial)
        self._patient, self._on = patient, on
        field = self.fields["outlets"]
        field.queryset = Outlet.objects.filter(id__in=outlets).order_by("name")  # type: ignore[attr-defined]  # a choice of rows has one

    def new(self) -> NewWaiting:
        """Return the place on the list."""
        data = self.cleaned_data
        chosen = data["clinician"]
        return NewWaiting(
            patient=self._patient,
            service=data["service"].id,
            outlets=[one.id for one in data["outlets"]],
            clinician=chosen.id if chosen else None,
            earliest=data["earliest"],
            latest=data["latest"],
            weekdays=[int(day) for day in data["weekdays"]],
            from_time=data["from_time"],
            until_time=data["until_time"],
            since=self._on,
            needed_again_on=self._on if data["is_needed_again"] else None,
            note=data["note"],
        )


class UrgencyForm(forms.Form):
    """How urgent it is, and why; a clinician says it by name."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("Urgency"), choices=LEVELS, coerce=int
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def new(self) -> Urgency:
        """Return what was said."""
        return Urgency(self.cleaned_data["level"], self.cleaned_data["reason"])


class LeaveForm(forms.Form):
    """Why somebody is taken off the list."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class OfferForm(forms.Form):
    """Why a time is offered out of turn; empty in turn."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Needed if somebody before them could take the time, or if nobody knows "
            "whether the stock suffices."
        ),
    )
