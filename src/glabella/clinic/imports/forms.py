"""Forms of an import: the file, the meaning of its columns, and the button."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glabella.clinic.imports import words
from glabella.clinic.imports.lines import fixed_fields
from glabella.clinic.imports.reading.columns import FIELDS
from glabella.clinic.imports.reading.encodings import ENCODINGS
from glabella.clinic.imports.reading.sheets import Sheet, as_text
from glabella.clinic.imports.values import Settings

COLUMN, FIXED = "column_", "fixed_"
_SAMPLES = 3
ENCODING = {
    "utf-8": _("UTF-8"),
    "cp1252": _("Windows-1252, of Western Europe"),
    "cp850": _("DOS 850"),
    "mac_roman": _("Macintosh"),
    "utf-16": _("UTF-16"),
}
ORDER = [
    ("", _("as the file proves")),
    ("dmy", _("the day: 31/12/2025")),
    ("mdy", _("the month: 12/31/2025")),
]
YEARS = [
    ("", _("ask for four digits")),
    ("past", _("the latest year that has been")),
    ("19", _("19xx")),
    ("20", _("20xx")),
]
MARK = [
    ("", _("as the file proves")),
    (",", _("the comma: 2,5")),
    (".", _("the point: 2.5")),
]


class UploadForm(forms.Form):
    """A file of another system."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB and 5,000 rows."),
    )
    kind = forms.ChoiceField(
        label=_("What is in it"),
        choices=[("", _("read it from the file")), *words.KINDS.items()],
        required=False,
    )
    system = forms.CharField(
        label=_("The other system"),
        max_length=80,
        help_text=_(
            "Any name for it. Write the same for each of its files: by it, treatments "
            "and appointments find the patients that came before them."
        ),
    )


class NothingForm(forms.Form):
    """A deed that asks for nothing but the button."""


class ColumnsForm(forms.Form):
    """What each column means, and how the file is read."""

    order = forms.ChoiceField(
        label=_("In days such as 03/04/2025, first comes"),
        choices=ORDER,
        required=False,
    )
    years = forms.ChoiceField(
        label=_("A year of two digits means"), choices=YEARS, required=False
    )
    mark = forms.ChoiceField(
        label=_("Decimals are divided by"), choices=MARK, required=False
    )
    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    system = forms.CharField(label=_("The other system"), max_length=80)
    save_as = forms.CharField(
        label=_("Save this mapping as"),
        max_length=80,
        required=False,
        help_text=_("Then it is offered for the next file. Empty: not saved."),
    )

    def __init__(  # noqa: PLR0913 the form is made from the file
        self,
        data: Mapping[str, Any] | None,
        *,
        sheet: Sheet,
        kind: str,
        columns: Mapping[str, str],
        settings: Settings,
        known: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        """Make one field for each column of the file.

        Args:
            columns: The meanings to start with.
            known: What may stand in a field that has one value for every row.
        """
        super().__init__(data, initial=_initial(settings))
        self.header = sheet.header
        self._add_columns(sheet, kind, columns)
        self._add_fixed(kind, settings, known)
        self._say_encodings(sheet)

    def _add_columns(self, sheet: Sheet, kind: str, columns: Mapping[str, str]) -> None:
        fields = [(field.name, words.FIELDS[field.name]) for field in FIELDS[kind]]
        for place, head in enumerate(sheet.header):
            self.fields[f"{COLUMN}{place}"] = forms.ChoiceField(
                label=head,
                choices=[("", _("leave it out")), *fields],
                required=False,
                initial=columns.get(head, ""),
                help_text=_samples(sheet, place),
            )

    def _add_fixed(
        self,
        kind: str,
        settings: Settings,
        known: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        for name in fixed_fields(kind):
            self.fields[f"{FIXED}{name}"] = forms.ChoiceField(
                label=str(words.FIELDS[name]),
                choices=[("", _("none")), *known[name]],
                required=False,
                initial=settings.fixed.get(name, ""),
            )

    def _say_encodings(self, sheet: Sheet) -> None:
        if not sheet.encoding:
            del self.fields["encoding"]
        else:
            found = ENCODING[sheet.encoding]
            self.fields["encoding"].choices = [  # type: ignore[attr-defined]  # this field is a choice
                ("", gettext("as found: %(name)s") % {"name": found}),
                *((code, ENCODING[code]) for code in ENCODINGS),
            ]
        if len(sheet.names) < 2:  # noqa: PLR2004 a choice needs two
            del self.fields["sheet"]
        else:
            named = [(name, name) for name in sheet.names]
            self.fields["sheet"].choices = named  # type: ignore[attr-defined]  # this field is a choice
            self.fields["sheet"].initial = sheet.name

    def columns_only(self) -> Iterable[forms.BoundField]:
        """Return the fields of the columns, in the order of the file."""
        return [self[f"{COLUMN}{place}"] for place in range(len(self.header))]

    def fixed_only(self) -> Iterable[forms.BoundField]:
        """Return the fields of values for every row."""
        return [self[name] for name in self.fields if name.startswith(FIXED)]

    def reading_only(self) -> Iterable[forms.BoundField]:
        """Return the fields that say how the file is read."""
        wanted = ("order", "years", "mark", "encoding", "sheet", "system")
        return [self[name] for name in wanted if name in self.fields]

    def chosen_columns(self) -> dict[str, str]:
        """Return the meaning of each header."""
        data = self.cleaned_data
        return {
            head: data[f"{COLUMN}{place}"] for place, head in enumerate(self.header)
        }

    def chosen_settings(self) -> Settings:
        """Return how the file is read."""
        data = self.cleaned_data
        fixed = {
            name.removeprefix(FIXED): value
            for name, value in data.items()
            if name.startswith(FIXED) and value
        }
        return Settings(
            encoding=data.get("encoding", ""),
            sheet=data.get("sheet", ""),
            order=data["order"],
            years=data["years"],
            mark=data["mark"],
            system=data["system"].strip(),
            fixed=fixed,
        )


def _initial(settings: Settings) -> dict[str, str]:
    return {
        "encoding": settings.encoding,
        "order": settings.order,
        "years": settings.years,
        "mark": settings.mark,
        "system": settings.system,
    }


def _samples(sheet: Sheet, place: int) -> str:
    cells = (as_text(row.cells[place]) for row in sheet.rows)
    found = dict.fromkeys(cell[:40] for cell in cells if cell)
    return " · ".join(list(found)[:_SAMPLES]) or "-"
