"""What the pages of a diary ask, and the day that the answers make."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glabella.clinic.diary.values import (
    DIARIES,
    MEDICINES,
    NOTE_LENGTH,
    SYMPTOMS,
    Wish,
)
from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.record.values import NewDiaryDay

UNSURE = [("", _("not said")), ("yes", _("yes")), ("no", _("no"))]
HOURS = [(str(number), str(number)) for number in (1, 2, 4, 8, 12, 24)]
MANY = 40  # more often in a day is a slip of the finger


def _scale(label: Any, *, required: bool = False) -> forms.TypedChoiceField:  # noqa: ANN401 a lazy text
    return forms.TypedChoiceField(
        label=label,
        choices=[(str(number), str(number)) for number in range(11)],
        coerce=int,
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
    )


def _count(label: Any, *, most: int = MANY) -> forms.IntegerField:  # noqa: ANN401 a lazy text
    field = forms.IntegerField(label=label, min_value=0, max_value=most, required=False)
    field.widget.attrs["inputmode"] = "numeric"
    return field


def _unsure(label: Any) -> forms.ChoiceField:  # noqa: ANN401 a lazy text
    return forms.ChoiceField(
        label=label, choices=UNSURE, required=False, widget=forms.RadioSelect
    )


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("Note"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DayForm(forms.Form):
    """The part that all diaries share: which day, and whether there was any.

    Attributes:
        diary: Which diary.
        severity: The field that is the severity of the day; "" if there is none.
        numbers: Fields that are details as they stand.
        answers: Fields that are details answered yes, no or not at all.
    """

    diary = ""
    severity = ""
    numbers: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    on = forms.DateField(label=_("Which day"), widget=DAY, input_formats=DAY_FORMATS)
    free = forms.CharField(required=False, widget=forms.HiddenInput)
    note = _note()

    def clean(self) -> dict[str, Any] | None:
        """Refuse a day about which nothing is said."""
        found = super().clean() or {}
        said = any(
            value not in (None, "", []) for name, value in found.items() if name != "on"
        )
        if not said and not self.errors:
            self.add_error(None, _("Nothing was written for this day."))
        return found

    def day(self, *, today: date) -> NewDiaryDay:
        """Return the day that the answers make; what was left blank stays blank."""
        found = self.cleaned_data
        if found["free"]:
            return self._free(found, today=today)
        details: dict[str, object] = {
            name: found[name] for name in self.numbers if found[name] is not None
        }
        details |= {name: found[name] == "yes" for name in self.answers if found[name]}
        if found["note"]:
            details["note"] = found["note"]
        return NewDiaryDay(
            self.diary,
            found["on"],
            had=self.had(found),
            severity=found[self.severity] if self.severity else None,
            hours=self.hours(found),
            medicines=tuple(found.get("medicines") or ()),
            details=details | self.more(found),
            is_back_filled=is_late(found["on"], today=today),
        )

    def _free(self, found: Mapping[str, Any], *, today: date) -> NewDiaryDay:
        note = {"note": found["note"]} if found["note"] else {}
        late = is_late(found["on"], today=today)
        return NewDiaryDay(
            self.diary, found["on"], had=False, details=note, is_back_filled=late
        )

    def had(self, found: Mapping[str, Any]) -> bool | None:  # noqa: ARG002 other diaries look at it
        """Return whether there was any on this day."""
        return True

    def hours(self, found: Mapping[str, Any]) -> Decimal | None:  # noqa: ARG002 other diaries look at it
        """Return how many hours it lasted."""
        return None

    def more(self, found: Mapping[str, Any]) -> dict[str, object]:  # noqa: ARG002 other diaries look at it
        """Return further details."""
        return {}


class HeadacheForm(DayForm):
    """A day with a headache: three taps, and more for those who want to."""

    diary = "headache"
    severity = "pain"
    numbers = ("doses",)
    answers = ("aura",)

    pain = _scale(_("How bad was it at its worst? 0 is none, 10 the worst"))
    lasted = forms.TypedChoiceField(
        label=_("About how many hours?"),
        choices=HOURS,
        coerce=Decimal,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    medicines = forms.MultipleChoiceField(
        label=_("Which medicines against it?"),
        choices=list(MEDICINES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    no_medicine = forms.CharField(required=False, widget=forms.HiddenInput)
    symptoms = forms.MultipleChoiceField(
        label=_("What came with it?"),
        choices=list(SYMPTOMS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    aura = _unsure(_("Was there an aura before it (zigzags, flicker, tingling)?"))
    doses = _count(_("How many doses in all?"))

    def had(self, found: Mapping[str, Any]) -> bool | None:
        """Return whether there was a headache: nought without any hours is none."""
        return not (found["pain"] == 0 and found["lasted"] is None)

    def hours(self, found: Mapping[str, Any]) -> Decimal | None:
        """Return about how many hours it lasted."""
        lasted: Decimal | None = found["lasted"]
        return lasted

    def more(self, found: Mapping[str, Any]) -> dict[str, object]:
        """Return the symptoms, and that no medicine was taken if that was said."""
        said: dict[str, object] = {}
        if found["symptoms"]:
            said["symptoms"] = list(found["symptoms"])
        if found["no_medicine"] and not found["medicines"]:
            said["doses"] = 0
        return said


class BladderForm(DayForm):
    """A day of the bladder: how often, how much, how sudden."""

    diary = "bladder"
    numbers = (
        "voids",
        "nights",
        "urgency",
        "leaks",
        "urge_leaks",
        "pads",
        "volume_ml",
    )
    field_order = ("on", "free", *numbers, "note")

    voids = _count(_("How often did you pass water, day and night?"))
    nights = _count(_("Of these, how often at night?"))
    urgency = _count(_("How often was the urge sudden and hard to hold?"))
    leaks = _count(_("How often did some leak?"))
    urge_leaks = _count(_("Of these, how often after a sudden urge?"))
    pads = _count(_("How many pads?"))
    volume_ml = _count(_("How much in all, in ml (only if you measured)?"), most=9999)

    def clean(self) -> dict[str, Any] | None:
        """Refuse a part that is larger than its whole."""
        found = super().clean() or {}
        for part, whole in (("nights", "voids"), ("urge_leaks", "leaks")):
            few, many = found.get(part), found.get(whole)
            if few is not None and many is not None and few > many:
                self.add_error(part, _("This is more than the number above it."))
        return found

    def had(self, found: Mapping[str, Any]) -> bool | None:
        """Return whether some leaked; nobody knows if that was left blank."""
        return None if found["leaks"] is None else found["leaks"] > 0


class JawForm(DayForm):
    """A day of the jaw."""

    diary = "jaw"
    severity = "pain"
    answers = ("on_waking", "grinding", "locking", "chewing")

    pain = _scale(_("How bad was the pain at its worst? 0 is none, 10 the worst"))
    on_waking = _unsure(_("Did it hurt on waking?"))
    grinding = _unsure(_("Did you, or somebody else, notice grinding or clenching?"))
    locking = _unsure(_("Did the jaw lock or catch?"))
    chewing = _unsure(_("Did chewing hurt?"))

    def had(self, found: Mapping[str, Any]) -> bool | None:
        """Return whether there was pain; nobody knows if that was left blank."""
        if found["pain"] is None:
            return True if "yes" in (found["on_waking"], found["chewing"]) else None
        return bool(found["pain"] > 0)


FORMS: Mapping[str, type[DayForm]] = {
    "headache": HeadacheForm,
    "bladder": BladderForm,
    "jaw": JawForm,
}


def is_late(on: date, *, today: date) -> bool:
    """Return whether a day is written later than the day after."""
    return (today - on).days > 1


class ChoiceForm(forms.Form):
    """Which diaries somebody keeps."""

    diaries = forms.MultipleChoiceField(
        label=_("Which diaries do you want to keep?"),
        choices=list(DIARIES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class NudgeForm(forms.Form):
    """Whether and when to be reminded."""

    is_on = forms.BooleanField(
        label=_("Remind me once a day, if the day is not written yet"), required=False
    )
    hour = forms.TypedChoiceField(
        label=_("Around"),
        choices=[(hour, f"{hour}:00") for hour in range(8, 20)],
        coerce=int,
    )
    paused_until = forms.DateField(
        label=_("Pause until"),
        help_text=_(
            "The first day with a reminder again; leave it empty for no pause."
        ),
        required=False,
        widget=DAY,
        input_formats=DAY_FORMATS,
    )

    def wish(self) -> Wish:
        """Return what was wished for."""
        found = self.cleaned_data
        return Wish(found["is_on"], found["hour"], found["paused_until"])
