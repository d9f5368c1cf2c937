"""The forms of this app: one answer, the signs after an injection, what is told."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from glabella.clinic.checkin.queries import Asked
from glabella.clinic.checkin.values import LONGEST
from glabella.clinic.checkin.words import SEVERITY
from glabella.clinic.folder.fields import DAY, DAY_FORMATS

SIGN = "sign_"
TEACH = "answer_"
_FEW = 7  # with more answers than this the number stands beside its words


class AnswerForm(forms.Form):
    """One question of a questionnaire."""

    # Not "required" by name: a question may be left out, by the link below it.
    answer = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers shown.")},
    )

    def __init__(self, data: QueryDict | None, *, asked: Asked, given: object) -> None:
        """Ask one question; an answer that was given before is chosen already."""
        super().__init__(data, initial={"answer": given})
        field = self.fields["answer"]
        field.label = asked.line or asked.stem
        field.choices = [  # type: ignore[attr-defined]  # a field of choices
            (
                number,
                f"{number}: {words}"
                if len(asked.options) > _FEW and words
                else words or number,
            )
            for number, words in asked.options
        ]

    def clean_answer(self) -> int:
        """Return the answer; an empty form is asked again."""
        given: int | None = self.cleaned_data["answer"]
        if given is None:
            words = _("Choose an answer, or leave the question out.")
            raise forms.ValidationError(words)
        return given


class SignsForm(forms.Form):
    """The signs that are asked first, each with yes, no or not sure."""

    def __init__(
        self, data: QueryDict | None, *, questions: Iterable[tuple[str, str]]
    ) -> None:
        """Ask each sign.

        Args:
            questions: Id and words.
        """
        super().__init__(data)
        for key, words in questions:
            self.fields[f"{SIGN}{key}"] = forms.ChoiceField(
                label=words,
                choices=[
                    ("yes", pgettext_lazy("answer", "Yes")),
                    ("no", pgettext_lazy("answer", "No")),
                    ("unknown", _("Not sure")),
                ],
                widget=forms.RadioSelect,
                required=False,
            )

    def clean(self) -> None:
        """Ask again what was not answered: nothing said is no "no"."""
        for name in self.fields:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("Choose yes, no or not sure."))

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by id."""
        data = self.cleaned_data
        return {name.removeprefix(SIGN): value for name, value in data.items()}


class EffectForm(forms.Form):
    """What somebody tells about a side effect."""

    complaint = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what fits best.")},
    )
    since = forms.DateField(
        label=_("Since when?"),
        required=False,
        widget=DAY,
        input_formats=DAY_FORMATS,
    )
    place = forms.CharField(label=_("Where?"), max_length=120, required=False)
    severity = forms.ChoiceField(
        label=_("How bad is it?"),
        required=False,
        widget=forms.RadioSelect,
        choices=list(SEVERITY.items()),
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photo = forms.FileField(
        label=_("A photograph, if it helps"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=_(
            "JPEG or PNG. Place and time that the camera writes into it are removed."
        ),
    )

    def __init__(
        self,
        data: QueryDict | None,
        files: MultiValueDict[str, UploadedFile] | None,
        *,
        complaints: Iterable[tuple[str, str]],
        may_send_photo: bool,
    ) -> None:
        """Offer the complaints; the photograph only where it was agreed to."""
        super().__init__(data, files)
        field = self.fields["complaint"]
        field.choices = list(complaints)  # type: ignore[attr-defined]  # as above
        if not may_send_photo:
            del self.fields["photo"]


class HomeForm(forms.Form):
    """Questions for the talk, and first answers to what the talk will ask."""

    questions = forms.CharField(
        label=_("What I want to ask"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        asked: Iterable[str],
        initial: Mapping[str, object],
    ) -> None:
        """Offer each question that the talk asks back."""
        super().__init__(data, initial=dict(initial))
        for number, question in enumerate(asked):
            self.fields[f"{TEACH}{number}"] = forms.CharField(
                label=question,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def asked_back(self) -> list[forms.BoundField]:
        """The fields of what the talk asks back."""
        return [self[name] for name in self.fields if name.startswith(TEACH)]


class OwnSignatureForm(forms.Form):
    """A signature on the own phone: drawn, or the typed name."""

    name = forms.CharField(
        label=_("Your full name"),
        max_length=120,
        error_messages={"required": _("Write your full name.")},
    )
    is_read = forms.BooleanField(
        label=_("I have read the text, and my questions were answered in the talk."),
        error_messages={"required": _("Tick it if it is so; else ask first.")},
    )
    is_typed = forms.BooleanField(
        label=_("I sign with my typed name and draw nothing."),
        required=False,
        help_text=_(
            "Instead of drawing: the name you wrote above is your signature. The paper "
            "says that it was typed and not drawn."
        ),
    )
    strokes = forms.CharField(required=False, widget=forms.HiddenInput)
    content_digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None, *, on_file: str, initial: Mapping[str, object]
    ) -> None:
        """Say how the practice writes the name; the person types it themselves."""
        super().__init__(data, initial=dict(initial))
        self.fields["name"].help_text = _("As the practice has it: %(name)s") % {
            "name": on_file
        }

    def clean(self) -> None:
        """Ask for one of the two ways to sign."""
        if not self.cleaned_data.get("strokes") and not self.cleaned_data["is_typed"]:
            words = _("Draw your signature, or tick that your typed name is enough.")
            self.add_error("is_typed", words)


class WordsForm(forms.Form):
    """A few words that nobody has to give."""

    words = forms.CharField(
        label=_("What you want to say; you need not"),
        required=False,
        max_length=120,
    )
