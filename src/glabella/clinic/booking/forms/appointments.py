"""Forms about appointments: free time, and what speaks against one."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.booking.laws import Objection, moved, objections
from glabella.clinic.booking.models import Appointment, Service
from glabella.clinic.booking.values import NewAppointment, NewTime
from glabella.clinic.folder.fields import DAY, DAY_FORMATS, ClinicianField
from glabella.clinic.practice.models import Outlet, Room

TIME = forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M")


class _RoomField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none while it runs
    """A room, with its outlet in front."""

    def label_from_instance(self, obj: Room) -> str:
        """Return outlet and room."""
        return f"{obj.outlet.name} · {obj.name}"


class TimeForm(forms.Form):
    """When, with whom, where; and why, if something speaks against it.

    What speaks against it is shown before it is done: a form whose warnings nobody has
    seen is not taken, and comes back with them.
    """

    on = forms.DateField(
        label=gettext_lazy("Day"), widget=DAY, input_formats=DAY_FORMATS
    )
    time = forms.TimeField(label=gettext_lazy("Time"), widget=TIME)
    clinician = ClinicianField(label=gettext_lazy("Clinician"), required=False)
    room = _RoomField(
        Room.objects.select_related("outlet").order_by("outlet__name", "name"),
        label=gettext_lazy("Room"),
        required=False,
    )
    despite = forms.CharField(
        label=gettext_lazy("Reason, if something speaks against it"),
        max_length=200,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    # The moment a link or the calendar meant, where an hour comes twice.
    at = forms.CharField(widget=forms.HiddenInput, required=False)

    def start(self, zone: str) -> datetime:
        """Return when it starts, by the clock of an outlet.

        Of an hour that comes twice the one that was chosen, else the first.
        """
        data, local = self.cleaned_data, ZoneInfo(zone)
        typed = datetime.combine(data["on"], data["time"], tzinfo=local)
        meant = moment_in(data["at"])
        if meant and meant.astimezone(local).replace(fold=0) == typed:
            return meant.astimezone(local)
        return typed

    def check_clock(self, zone: str) -> None:
        """Refuse a time that the clocks leave out on that day."""
        start = self.start(zone)
        back = start.astimezone(UTC).astimezone(ZoneInfo(zone))
        if back.replace(tzinfo=None) != start.replace(tzinfo=None):
            words = _("The clocks go forward on that day: this time does not exist.")
            self.add_error("time", words)

    def weigh(self, found: Sequence[Objection]) -> None:
        """Refuse what nobody was warned of, and what wants a reason and has none."""
        warnings = [one for one in found if one.warns]
        if (
            any(one.asks_reason for one in warnings)
            and not self.cleaned_data["despite"]
        ):
            self.add_error("despite", _("Say why it is booked all the same."))
        seen = set(self.cleaned_data["seen"].split())
        for one in warnings:
            if one.code not in seen:
                self.add_error(None, _("Please read: %(words)s") % {"words": one.words})
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["seen"] = " ".join(one.code for one in warnings)

    def key(self, name: str) -> UUID | None:
        """Return the id of what was chosen."""
        chosen = self.cleaned_data.get(name)
        return chosen.id if chosen else None

    def check_room(self, outlet: UUID) -> None:
        """Refuse a room of another outlet."""
        room = self.cleaned_data.get("room")
        if room is not None and room.outlet_id != outlet:
            self.add_error("room", _("This room is at another outlet."))


class AppointmentForm(TimeForm):
    """An appointment of somebody.

    Args:
        patient: Whose.
        outlets: Those that may be chosen.
        at: The moment of the question.
    """

    service = forms.ModelChoiceField(
        Service.objects.order_by("name_en"), label=gettext_lazy("Service")
    )
    outlet = forms.ModelChoiceField(Outlet.objects.none(), label=gettext_lazy("Outlet"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=5,
        max_value=480,
        step_size=5,
        required=False,
        help_text=gettext_lazy("The usual length if you leave it empty."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note of the front desk"), max_length=200, required=False
    )
    protocol = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order: Sequence[str] = (
        "service",
        "outlet",
        "on",
        "time",
        "clinician",
        "room",
        "minutes",
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: dict[str, Any],
        patient: UUID,
        outlets: Sequence[UUID],
        at: datetime,
    ) -> None:
        """Offer the outlets of the one who books."""
        super().__init__(data, initial=initial)
        self._patient, self._at = patient, at
        field = self.fields["outlet"]
        field.queryset = Outlet.objects.filter(id__in=outlets)  # type: ignore[attr-defined]  # a choice of rows has one

    def clean(self) -> dict[str, Any]:
        """Weigh what speaks against it."""
        data = super().clean() or {}
        if not self.errors:
            self.check_room(data["outlet"].id)
            self.check_clock(data["outlet"].time_zone)
        if not self.errors:
            self.weigh(self.objections())
        return data

    def objections(self) -> Sequence[Objection]:
        """Return what speaks against it."""
        return objections(self.new(), at=self._at)

    def new(self) -> NewAppointment:
        """Return what is to be booked."""
        data = self.cleaned_data
        return NewAppointment(
            patient=self._patient,
            outlet=data["outlet"].id,
            service=data["service"].id,
            starts_at=self.start(data["outlet"].time_zone),
            clinician=self.key("clinician"),
            room=self.key("room"),
            minutes=data["minutes"],
            protocol=data["protocol"],
            note=data["note"],
            despite=data["despite"],
        )


class MoveForm(TimeForm):
    """Another time for an appointment; clinician and room stay if none is chosen.

    Args:
        row: The appointment.
        at: The moment of the question.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: dict[str, Any],
        row: Appointment,
        at: datetime,
    ) -> None:
        """Keep what is moved."""
        super().__init__(data, initial=initial)
        self._row, self._at = row, at

    def clean(self) -> dict[str, Any]:
        """Weigh what speaks against it."""
        data = super().clean() or {}
        if not self.errors:
            self.check_room(self._row.outlet_id)
            self.check_clock(self._row.outlet.time_zone)
        if not self.errors:
            self.weigh(objections(moved(self._row, self.to()), at=self._at))
        return data

    def to(self) -> NewTime:
        """Return where it is moved to."""
        return NewTime(
            starts_at=self.start(self._row.outlet.time_zone),
            clinician=self.key("clinician"),
            room=self.key("room"),
            despite=self.cleaned_data["despite"],
        )


class CancelForm(forms.Form):
    """Why time is given back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class LookForm(forms.Form):
    """What free time is looked for."""

    service = forms.ModelChoiceField(
        Service.objects.order_by("name_en"), label=gettext_lazy("Service")
    )
    outlet = forms.ModelChoiceField(Outlet.objects.none(), label=gettext_lazy("Outlet"))
    clinician = ClinicianField(label=gettext_lazy("Clinician"), required=False)
    first = forms.DateField(
        label=gettext_lazy("From"), widget=DAY, input_formats=DAY_FORMATS
    )

    def __init__(self, data: dict[str, Any], *, outlets: Sequence[UUID]) -> None:
        """Offer the outlets of the one who books."""
        super().__init__(data)
        field = self.fields["outlet"]
        field.queryset = Outlet.objects.filter(id__in=outlets)  # type: ignore[attr-defined]  # a choice of rows has one


def moment_in(text: str) -> datetime | None:
    """Return the moment that a link or a hidden field names; None if it names none."""
    try:
        found = parse_datetime(text)
    except ValueError:  # a day that no calendar has
        return None
    return found if found is not None and found.tzinfo is not None else None
