"""Forms of a treatment: the time-out, vials, sites, reactions, and the signature."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.confirm import SignatureFields
from glabella.clinic.folder.fields import (
    DAY,
    DAY_FORMATS,
    ClinicianField,
    ColleagueField,
)
from glabella.clinic.practice.knowledge import library
from glabella.clinic.treatment import words

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
MOMENT_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M")
TWO_LINES = forms.Textarea(attrs={"rows": 2})


class TimeOutForm(forms.Form):
    """What is asked before the first needle; nothing is ticked beforehand."""

    is_identified = forms.BooleanField(
        label=_("The patient said name and date of birth, and both fit"),
        error_messages={
            "required": _("Let the patient say both, and compare them with the card.")
        },
    )
    allergies = forms.ChoiceField(
        label=_("Allergies, asked again"),
        choices=words.choices(words.ALLERGIES),
        widget=forms.RadioSelect,
    )
    allergy_words = forms.CharField(
        label=_("The new allergy"), max_length=120, required=False
    )
    pregnancy = forms.ChoiceField(
        label=_("Pregnant, asked today"),
        choices=words.choices(words.PREGNANCIES),
        widget=forms.RadioSelect,
    )
    antithrombotics = forms.ChoiceField(
        label=_("A drug against blood clotting"),
        help_text=_(
            "Nobody is told to stop one: whoever prescribed it decides. Press longer, "
            "take a finer needle; deep neck muscles are judged apart."
        ),
        choices=words.choices(words.ANTITHROMBOTICS),
        widget=forms.RadioSelect,
    )
    antithrombotic_words = forms.CharField(
        label=_("Which one"), max_length=120, required=False
    )
    is_reconfirmed = forms.BooleanField(
        label=_("The patient agrees again today"), required=False
    )
    clinician = ClinicianField(label=_("Who injects"))

    def __init__(self, *args: Any, asks_again: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 handed on as they came
        """Ask for the re-confirmation only where the consent wants one."""
        super().__init__(*args, **kwargs)
        if asks_again:
            self.fields["is_reconfirmed"].required = True
        else:
            del self.fields["is_reconfirmed"]

    def clean(self) -> dict[str, Any]:
        """Demand the words of what is new."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("allergies") == "new" and not data.get("allergy_words", "").strip():
            self.add_error("allergy_words", _("Name it."))
        return data


class AfterwardsForm(forms.Form):
    """What was given already: by whom, when, what for, of which product."""

    on = forms.DateField(label=_("Given on"), widget=DAY, input_formats=DAY_FORMATS)
    clinician = ColleagueField(label=_("Who injected"))
    protocol = forms.ChoiceField(label=_("Condition"))
    product = forms.ChoiceField(label=_("Product"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 handed on as they came
        """Offer every condition and product that the library knows."""
        super().__init__(*args, **kwargs)
        known = library()
        conditions = [(one, words.protocol_name(one)) for one in known.protocols]
        self._choose("protocol", sorted(conditions, key=lambda pair: pair[1]))
        self._choose("product", [(one, one) for one in sorted(known.products)])

    def _choose(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "---"), *options]


class PlannedAfterwardsForm(forms.Form):
    """What was given already by an approved plan."""

    on = forms.DateField(label=_("Given on"), widget=DAY, input_formats=DAY_FORMATS)
    clinician = ColleagueField(label=_("Who injected"))


class VialForm(forms.Form):
    """A vial chosen by hand, and how it was made ready."""

    lot = forms.ChoiceField(label=_("Vial"))
    diluent = forms.CharField(
        label=_("Diluent"),
        max_length=80,
        required=False,
        help_text=_("As printed. Leave it empty for a product that is ready to use."),
    )
    diluent_ml = forms.DecimalField(
        label=_("Volume of diluent"),
        max_digits=5,
        decimal_places=2,
        required=False,
        min_value=0,
    )
    reconstituted_at = forms.DateTimeField(
        label=_("Made ready at"),
        widget=MOMENT,
        input_formats=MOMENT_FORMATS,
        required=False,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 handed on as they came
        options: list[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 handed on as they came
    ) -> None:
        """Offer what the outlet holds and what is open for this person."""
        super().__init__(*args, **kwargs)
        field = self.fields["lot"]
        if isinstance(field, forms.ChoiceField):
            field.choices = options

    def clean(self) -> dict[str, Any]:
        """Keep volume and time together: a clock needs both."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("diluent_ml") and not data.get("reconstituted_at"):
            self.add_error("reconstituted_at", _("Say when the diluent was added."))
        return data


class PrintedVialForm(forms.Form):
    """A vial that the stock does not know, as printed on it."""

    number = forms.CharField(label=_("Lot"), max_length=40)
    vial_units = forms.DecimalField(
        label=_("Units in a full vial"), max_digits=6, decimal_places=1, min_value=0
    )
    expires_on = forms.DateField(
        label=_("Expiry"), required=False, widget=DAY, input_formats=DAY_FORMATS
    )
    diluent = forms.CharField(label=_("Diluent"), max_length=80, required=False)
    diluent_ml = forms.DecimalField(
        label=_("Volume of diluent"), max_digits=5, decimal_places=2, required=False
    )
    reconstituted_at = forms.DateTimeField(
        label=_("Made ready at"),
        widget=MOMENT,
        input_formats=MOMENT_FORMATS,
        required=False,
    )


class ScanForm(forms.Form):
    """What a scanner typed; it ends with the enter key."""

    code = forms.CharField(
        label=_("Scan a vial"),
        max_length=200,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class SecondPersonForm(forms.Form):
    """A colleague shows who they are."""

    email = forms.EmailField(
        label=_("Sign-in name of the second person"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Their password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class SiteForm(forms.Form):
    """What was given at a site instead of what was planned."""

    units = forms.DecimalField(
        label=_("Units given"), max_digits=6, decimal_places=2, min_value=0
    )
    reason = forms.CharField(
        label=_("Why it differs"),
        widget=TWO_LINES,
        required=False,
        help_text=_("Only where it differs from the plan."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class LeaveOutForm(forms.Form):
    """Why a site was not injected."""

    reason = forms.CharField(label=_("Why it was left out"), widget=TWO_LINES)
    version = forms.IntegerField(widget=forms.HiddenInput)


class NewSiteForm(forms.Form):
    """A site that the plan does not have."""

    muscle = forms.ChoiceField(label=_("Muscle"))
    side = forms.ChoiceField(label=_("Side"), choices=words.choices(words.SIDES))
    units = forms.DecimalField(
        label=_("Units given"), max_digits=6, decimal_places=2, min_value=0
    )
    reason = forms.CharField(label=_("Why"), widget=TWO_LINES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 handed on as they came
        """Offer every muscle of the library by name."""
        super().__init__(*args, **kwargs)
        names = [(one, words.muscle_name(one)) for one in library().muscles]
        field = self.fields["muscle"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "---"), *sorted(names, key=lambda pair: pair[1])]


class DetailsForm(forms.Form):
    """What holds for the whole treatment."""

    needle = forms.CharField(label=_("Needle"), max_length=40, required=False)
    guidance = forms.ChoiceField(
        label=_("Guidance"), choices=words.choices(words.GUIDANCES)
    )
    observed_minutes = forms.IntegerField(
        label=_("Observed afterwards"), required=False, min_value=0, max_value=600
    )
    note = forms.CharField(label=_("Note"), widget=TWO_LINES, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReactionForm(forms.Form):
    """A reaction on the spot."""

    kind = forms.ChoiceField(
        label=_("Reaction"), choices=words.choices(words.REACTIONS)
    )
    began_at = forms.DateTimeField(
        label=_("Began at"), widget=MOMENT, input_formats=MOMENT_FORMATS
    )
    lasted_minutes = forms.IntegerField(
        label=_("Lasted"), required=False, min_value=0, max_value=1440
    )
    signs = forms.CharField(label=_("Signs"), widget=TWO_LINES)
    measures = forms.CharField(label=_("What was done"), widget=TWO_LINES)
    adrenaline = forms.CharField(
        label=_("Adrenaline: dose, route, time"),
        required=False,
        help_text=_("As given. Leave it empty if none was given."),
    )
    pulse = forms.IntegerField(
        label=_("Pulse"), required=False, min_value=0, max_value=300
    )
    blood_pressure = forms.CharField(
        label=_("Blood pressure"), required=False, max_length=12
    )
    emergency_called = forms.BooleanField(
        label=_("The emergency service was called"), required=False
    )
    outcome = forms.CharField(label=_("How it ended"), widget=TWO_LINES, required=False)


class AbandonForm(forms.Form):
    """Why nothing was injected after all."""

    reason = forms.CharField(label=_("Reason"), widget=TWO_LINES)
    version = forms.IntegerField(widget=forms.HiddenInput)


class FinishForm(SignatureFields):
    """The signature at the end, with the reason of what deviates."""

    reason = forms.CharField(
        label=_("Why it deviates"), widget=TWO_LINES, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, deviates: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 handed on as they came
        """Ask for a reason only where something deviates."""
        super().__init__(*args, **kwargs)
        if deviates:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
        self.order_fields(("reason", "password", "code", "version"))


class AddendumForm(forms.Form):
    """Words that are added to a sealed session."""

    text = forms.CharField(label=_("Addendum"), widget=forms.Textarea)
