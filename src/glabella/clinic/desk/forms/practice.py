"""Forms about the practice: outlets, rooms, staff, training, leave."""

from django import forms
from django.utils.translation import gettext_lazy as _

from glabella.clinic.folder.fields import DAY, DAY_FORMATS, ColleagueField


class OutletForm(forms.Form):
    """What may be changed of an outlet; country and time zone may not."""

    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(
        label=_("Address"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)


class NewOutletForm(OutletForm):
    """An outlet to open."""

    profile = forms.CharField(
        label=_("Country"),
        max_length=2,
        help_text=_("Its rules apply to every record made there. Example: CH"),
    )
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=40, help_text=_("Example: Europe/Zurich")
    )
    region = forms.CharField(
        label=_("Region for holidays"), max_length=12, required=False
    )


class RoomForm(forms.Form):
    """A room."""

    name = forms.CharField(label=_("Name of the room"), max_length=60)


class StaffForm(forms.Form):
    """What is known of a member of staff."""

    title = forms.CharField(label=_("Title"), max_length=40, required=False)
    specialty = forms.CharField(label=_("Specialty"), max_length=40, required=False)
    registration_body = forms.CharField(
        label=_("Registered with"), max_length=80, required=False
    )
    registration_number = forms.CharField(
        label=_("Registration number"), max_length=40, required=False
    )
    registration_until = forms.DateField(
        label=_("Registered until"),
        required=False,
        widget=DAY,
        input_formats=DAY_FORMATS,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class TrainingForm(forms.Form):
    """A course or certificate."""

    name = forms.CharField(label=_("Course or certificate"), max_length=120)
    completed_on = forms.DateField(
        label=_("Completed on"), widget=DAY, input_formats=DAY_FORMATS
    )
    until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=DAY,
        input_formats=DAY_FORMATS,
        help_text=_("Leave it empty if it does not expire."),
    )


class LeaveForm(forms.Form):
    """Days away."""

    starts_on = forms.DateField(
        label=_("First day away"), widget=DAY, input_formats=DAY_FORMATS
    )
    ends_before = forms.DateField(
        label=_("First day back"), widget=DAY, input_formats=DAY_FORMATS
    )
    deputy = ColleagueField(
        label=_("Deputy"), required=False, help_text=_("Needed while tasks are open.")
    )
