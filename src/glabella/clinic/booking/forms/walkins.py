"""The form of taking in somebody who stands at the desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from glabella.clinic.booking.forms.appointments import AppointmentForm, moment_in
from glabella.clinic.booking.laws import Objection
from glabella.clinic.booking.values import CORRECTED, Correction
from glabella.clinic.booking.walkins import next_start, objections_now


class WalkInForm(AppointmentForm):
    """An appointment that begins now, or when somebody is free today.

    Args:
        patient: Whose.
        outlet: Where they stand.
        at: The moment of the question.
    """

    # The outlet is the one somebody works in, and the time is now.
    field_order = ("service", "clinician", "room", "minutes", "note", "despite")

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: dict[str, Any],
        patient: UUID,
        outlet: UUID,
        at: datetime,
    ) -> None:
        """Ask neither for the day nor for the outlet."""
        super().__init__(
            data, initial=initial, patient=patient, outlets=[outlet], at=at
        )
        del self.fields["on"], self.fields["time"]
        self.fields["outlet"].widget = forms.HiddenInput()

    def start(self, zone: str) -> datetime:
        """Return when it starts: as was shown, unless that has passed meanwhile."""
        local = ZoneInfo(zone)
        soonest = next_start(self._at).astimezone(local)
        shown = moment_in(self.cleaned_data["at"])
        if shown is None or shown < soonest:
            return soonest
        shown = shown.astimezone(local)
        return shown if shown.date() == soonest.date() else soonest

    def objections(self) -> Sequence[Objection]:
        """Return what speaks against taking them in."""
        return objections_now(self.new(), at=self._at)


class CorrectForm(forms.Form):
    """What an appointment is in truth that was noted as over, and why."""

    state = forms.ChoiceField(
        label=gettext_lazy("What is true"),
        choices=tuple(
            zip(
                CORRECTED,
                (gettext_lazy("still awaited"), gettext_lazy("is here")),
                strict=True,
            )
        ),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def new(self) -> Correction:
        """Return what is true."""
        data = self.cleaned_data
        return Correction(data["state"], data["reason"], data["version"])
