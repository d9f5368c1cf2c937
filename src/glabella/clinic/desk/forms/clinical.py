"""Forms with clinical content: allergies, problems, therapies, notes, papers, tasks."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from glabella.clinic.accounts.confirm import SignatureFields
from glabella.clinic.folder.fields import DAY, DAY_FORMATS, ColleagueField

SEVERITY = [
    ("unknown", _("not known")),
    ("mild", _("mild")),
    ("moderate", _("moderate")),
    ("severe", _("severe")),
]
SIDE = [
    ("", _("no side")),
    ("left", _("left")),
    ("right", _("right")),
    ("both", _("both sides")),
]
CERTAINTY = [
    ("confirmed", pgettext_lazy("diagnosis", "confirmed")),
    ("suspected", pgettext_lazy("diagnosis", "suspected")),
    ("excluded", pgettext_lazy("diagnosis", "excluded")),
    ("unknown", pgettext_lazy("diagnosis", "not known")),
]
THERAPY = [("medicine", _("Medicine")), ("therapy", _("Other therapy"))]
OUTCOME = [
    ("", _("still running, or not known")),
    ("worked", _("worked")),
    ("failed", _("failed")),
    ("not_tolerated", _("not tolerated")),
    ("unsuitable", _("unsuitable")),
]
DOCUMENT = [
    ("letter", _("Letter")),
    ("imaging", _("Imaging")),
    ("laboratory", _("Laboratory")),
    ("face_chart", _("Old face chart")),
    ("consent", _("Signed consent")),
    ("other", pgettext_lazy("document", "Other")),
]
HOW = [
    ("phone", _("Phone")),
    ("email", _("E-mail")),
    ("visit", _("Visit")),
    ("post", _("Post")),
]
RESULT = [
    ("reached", _("reached")),
    ("no_answer", _("no answer")),
    ("message_left", _("message left")),
    ("wrong_contact", _("wrong contact")),
]
# What a browser shows without starting anything.
MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png", "text/plain")
LARGEST_BYTES = 20 * 1024 * 1024


class AllergyForm(forms.Form):
    """A substance the person reacts to."""

    substance = forms.CharField(label=_("Substance"), max_length=120)
    reaction = forms.CharField(label=_("Reaction"), max_length=200, required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=SEVERITY)


class ProblemForm(forms.Form):
    """A diagnosis or complaint."""

    label = forms.CharField(label=_("Problem"), max_length=200)
    code_system = forms.CharField(
        label=_("Code system"),
        max_length=24,
        required=False,
        help_text=_("For example ICD-10-GM or ICHD-3."),
    )
    code = forms.CharField(label=_("Code"), max_length=24, required=False)
    side = forms.ChoiceField(label=_("Side"), choices=SIDE, required=False)
    certainty = forms.ChoiceField(label=_("Certainty"), choices=CERTAINTY)
    onset_on = forms.DateField(
        label=_("Since"), required=False, widget=DAY, input_formats=DAY_FORMATS
    )
    resolved_on = forms.DateField(
        label=_("Resolved on"), required=False, widget=DAY, input_formats=DAY_FORMATS
    )


class TherapyForm(forms.Form):
    """A medicine or another therapy."""

    kind = forms.ChoiceField(label=_("Kind"), choices=THERAPY)
    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.CharField(label=_("ATC code"), max_length=24, required=False)
    dose = forms.CharField(
        label=_("Dose, as said"),
        max_length=80,
        required=False,
        help_text=_("For example: 20 mg in the morning."),
    )
    started_on = forms.DateField(
        label=_("Started on"), required=False, widget=DAY, input_formats=DAY_FORMATS
    )
    stopped_on = forms.DateField(
        label=_("Stopped on"), required=False, widget=DAY, input_formats=DAY_FORMATS
    )
    outcome = forms.ChoiceField(label=_("How it went"), choices=OUTCOME, required=False)
    prescriber = forms.CharField(label=_("Prescriber"), max_length=120, required=False)


class ProblemChangeForm(ProblemForm):
    """A problem as it stands."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class TherapyChangeForm(TherapyForm):
    """A therapy as it stands."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """A progress note."""

    on = forms.DateField(label=_("Day"), widget=DAY, input_formats=DAY_FORMATS)
    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 14}))


class NoteChangeForm(forms.Form):
    """A note that is not signed yet."""

    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 14}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignNoteForm(SignatureFields):
    """Sign a note."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AddendumForm(forms.Form):
    """What is said after signing."""

    text = forms.CharField(
        label=_("Addendum"), widget=forms.Textarea(attrs={"rows": 6})
    )


class PaperForm(forms.Form):
    """A scanned letter or result."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG, PNG or text, up to 20 MB."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=DOCUMENT)
    title = forms.CharField(label=_("Title"), max_length=160)
    dated_on = forms.DateField(
        label=_("Date on the paper"),
        required=False,
        widget=DAY,
        input_formats=DAY_FORMATS,
    )

    def clean_file(self) -> object:
        """Refuse what a browser would run, and what is too large to keep."""
        file = self.cleaned_data["file"]
        if file.content_type not in MEDIA_TYPES:
            raise forms.ValidationError(
                _("This kind of file is not taken. Save it as PDF, JPEG or PNG.")
            )
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file


class AttemptForm(forms.Form):
    """One try to reach the person."""

    how = forms.ChoiceField(label=_("How"), choices=HOW)
    result = forms.ChoiceField(label=_("Result"), choices=RESULT)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class HandOverForm(forms.Form):
    """Who looks after a task from now on."""

    owner = ColleagueField(label=_("Owner"))
    deputy = ColleagueField(label=_("Deputy"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CloseTaskForm(forms.Form):
    """What came of a task."""

    outcome = forms.CharField(
        label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class NewTaskForm(forms.Form):
    """Something somebody must do."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False)
    due_on = forms.DateField(label=_("Due on"), widget=DAY, input_formats=DAY_FORMATS)
    owner = ColleagueField(label=_("Owner"))
    deputy = ColleagueField(label=_("Deputy"), required=False)
