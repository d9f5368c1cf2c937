"""The forms of the photographs."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.people.cards import Person
from glabella.clinic.photos.values import standard_views
from glabella.clinic.record.models import Session


def view_choices() -> list[tuple[str, str]]:
    """Return the standard views in the language of the page."""
    language = get_language() or "en"
    return [
        (key, words.in_language(language)) for key, words in standard_views().items()
    ]


class _SessionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none while it runs
    """A session by its day."""

    def label_from_instance(self, obj: Session) -> str:
        return f"{obj.on.isoformat()} · {obj.protocol.replace('_', ' ')}"


class PhotoForm(forms.Form):
    """A picture from the camera or a file."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG or PNG. Place, time and device are removed from it."),
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png", "capture": "environment"}
        ),
    )
    view = forms.ChoiceField(label=_("View"), choices=view_choices)
    taken_on = forms.DateField(
        label=_("Taken on"), widget=DAY, input_formats=DAY_FORMATS
    )
    session = _SessionField(Session.objects.none(), label=_("Session"), required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 handed on to the form
        """Offer the sessions of the person, newest first."""
        super().__init__(*args, **kwargs)
        rows = Session.objects.filter(patient_id__in=person.ids).order_by("-on")
        self.fields["session"].queryset = rows  # type: ignore[attr-defined]  # a choice of rows has one
