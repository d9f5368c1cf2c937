"""The words of facts on screen: values, units, sources, choices, names of columns."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from glabella.clinic.practice.knowledge import library
from glabella.core.sources import Text
from glabella.interop.plain_json import plain_number
from glabella.protocols.document import Language

CHOICES = MappingProxyType(
    {
        "absent": pgettext_lazy("answer", "absent"),
        "adequate": pgettext_lazy("answer", "adequate"),
        "awake": pgettext_lazy("answer", "awake"),
        "both": pgettext_lazy("answer", "both"),
        "continued_by_prescriber": gettext_lazy("continued by the prescriber"),
        "definite": pgettext_lazy("answer", "definite"),
        "diary": pgettext_lazy("answer", "diary"),
        "diplopia": gettext_lazy("double vision"),
        "done": pgettext_lazy("answer", "done"),
        "dysarthria": gettext_lazy("slurred speech"),
        "dysphagia": gettext_lazy("trouble swallowing"),
        "dysphonia": gettext_lazy("weak or hoarse voice"),
        "dyspnoea": gettext_lazy("trouble breathing"),
        "female": pgettext_lazy("answer", "female"),
        "generalised_weakness": gettext_lazy("general weakness"),
        "high": pgettext_lazy("risk", "high"),
        "history": gettext_lazy("history taken by a clinician"),
        "hypertrophy": gettext_lazy("enlarged masseter"),
        "inadequate": pgettext_lazy("answer", "inadequate"),
        "letter": gettext_lazy("referral letter"),
        "low": pgettext_lazy("risk", "low"),
        "male": pgettext_lazy("answer", "male"),
        "managed": gettext_lazy("present and being managed"),
        "mild": pgettext_lazy("answer", "mild"),
        "moderate": pgettext_lazy("answer", "moderate"),
        "multiple_sclerosis": gettext_lazy("multiple sclerosis"),
        "none": pgettext_lazy("answer", "none"),
        "not_determined": pgettext_lazy("risk", "not determined"),
        "not_done": pgettext_lazy("answer", "not done"),
        "not_suitable": pgettext_lazy("answer", "not suitable"),
        "not_tolerated": pgettext_lazy("answer", "not tolerated"),
        "not_tried": pgettext_lazy("answer", "not tried"),
        "other": pgettext_lazy("answer", "other"),
        "pain": pgettext_lazy("answer", "pain"),
        "pending": pgettext_lazy("answer", "pending"),
        "possible": pgettext_lazy("answer", "possible"),
        "present": pgettext_lazy("answer", "present"),
        "probable": pgettext_lazy("answer", "probable"),
        "severe": pgettext_lazy("answer", "severe"),
        "sleep": pgettext_lazy("answer", "asleep"),
        "stopped_by_prescriber": gettext_lazy("stopped by the prescriber"),
        "subcervical_spinal_cord_injury": gettext_lazy(
            "spinal cord injury below the neck"
        ),
        "suspected": pgettext_lazy("answer", "suspected"),
        "tooth_wear": gettext_lazy("tooth wear"),
        "tried": pgettext_lazy("answer", "tried"),
        "unknown": pgettext_lazy("answer", "not known"),
        "unsuitable": pgettext_lazy("answer", "unsuitable"),
        "urinary_incontinence": gettext_lazy("loss of urine"),
        # how an earlier preventive went
        "failed": gettext_lazy("failed"),
        "worked": gettext_lazy("worked"),
    }
)
UNITS = MappingProxyType(
    {
        "mL": pgettext_lazy("unit", "mL"),
        "attacks": pgettext_lazy("unit", "attacks"),
        "cycles": pgettext_lazy("unit", "cycles"),
        "days": pgettext_lazy("unit", "days"),
        "days per 28 days": pgettext_lazy("unit", "days per 28 days"),
        "episodes in 3 days": pgettext_lazy("unit", "episodes in 3 days"),
        "grade": pgettext_lazy("unit", "grade"),
        "hours": pgettext_lazy("unit", "hours"),
        "infections": pgettext_lazy("unit", "infections"),
        "mg in 5 minutes": pgettext_lazy("unit", "mg in 5 minutes"),
        "months": pgettext_lazy("unit", "months"),
        "points": pgettext_lazy("unit", "points"),
        "sessions": pgettext_lazy("unit", "sessions"),
        "weeks": pgettext_lazy("unit", "weeks"),
        "years": pgettext_lazy("unit", "years"),
    }
)
COLUMNS = MappingProxyType(
    {
        "by": pgettext_lazy("column", "by"),
        "certainty": pgettext_lazy("column", "certainty"),
        "class": pgettext_lazy("column", "class of drug"),
        "cleared": pgettext_lazy("column", "cleared"),
        "condition": pgettext_lazy("column", "for what"),
        "criterion": pgettext_lazy("column", "rule"),
        "date": pgettext_lazy("column", "day"),
        "drug": pgettext_lazy("column", "drug"),
        "external": pgettext_lazy("column", "given elsewhere"),
        "from": pgettext_lazy("column", "from"),
        "level": pgettext_lazy("column", "level"),
        "max_dose": pgettext_lazy("column", "highest dose"),
        "method": pgettext_lazy("column", "method"),
        "outcome": pgettext_lazy("column", "how it went"),
        "place": pgettext_lazy("column", "where"),
        "plan": pgettext_lazy("column", "plan"),
        "product": pgettext_lazy("column", "product"),
        "reason": pgettext_lazy("column", "reason"),
        "to": pgettext_lazy("column", "to"),
        "units": pgettext_lazy("column", "units"),
        "valid_until": pgettext_lazy("column", "valid until"),
        "weeks": pgettext_lazy("column", "weeks"),
        "who": pgettext_lazy("column", "who"),
        "why": pgettext_lazy("column", "why"),
    }
)
SOURCES = MappingProxyType(
    {
        "patient": pgettext_lazy("source", "the patient"),
        "relative": pgettext_lazy("source", "a relative"),
        "letter": pgettext_lazy("source", "a letter"),
        "examination": pgettext_lazy("source", "examination"),
        "laboratory": pgettext_lazy("source", "laboratory or imaging"),
        "own_record": pgettext_lazy("source", "our own record"),
        "stated": pgettext_lazy("source", "stated"),
        "record": pgettext_lazy("source", "sessions on record"),
        "diary": pgettext_lazy("source", "diary"),
        "card of the patient": pgettext_lazy("source", "card of the patient"),
    }
)
DEEDS = MappingProxyType(
    {
        "diagnose": pgettext_lazy("role", "Diagnose"),
        "decide": pgettext_lazy("role", "Decide"),
        "prescribe": pgettext_lazy("role", "Prescribe"),
        "inject": pgettext_lazy("role", "Inject"),
        "supervise": pgettext_lazy("role", "Supervise"),
    }
)
FAMILIES = MappingProxyType(
    {
        "suicidality": gettext_lazy("suicidality"),
        "spread_of_toxin": gettext_lazy("signs of spread of the toxin"),
        "headache_red_flag": gettext_lazy("headache red flags"),
    }
)
INCOMPLETE = "list may be incomplete"


def say() -> Language:
    """Return the language of the page for texts of the data."""
    return Language((get_language() or "en")[:2])


def said(text: Text) -> str:
    """Return a text of the data in the language of the page."""
    return say().of(text)


def choice_words(code: str) -> str:
    """Return the words of a choice; an area is called by its protocol."""
    if code in CHOICES:
        return str(CHOICES[code])
    protocol = library().protocols.get(code)
    return said(protocol.name) if protocol else code


def unit_words(unit: str | None) -> str:
    """Return a unit in the language of the page; "" for none."""
    return str(UNITS.get(unit, unit)) if unit else ""


def column_words(name: str) -> str:
    """Return the name of a column of a list."""
    return str(COLUMNS.get(name, name))


def day_words(day: date) -> str:
    """Return a date as people of the language write it."""
    # Translators: a date, in the letters of Django's date format.
    return date_format(day, pgettext("date format", "j M Y"))


def value_words(value: object) -> str:
    """Return a value as a person says it; what nobody counted is a question mark."""
    match value:
        case None:
            return "?"
        case bool():
            return pgettext("truth", "yes") if value else pgettext("truth", "no")
        case int() | Decimal():
            return number_format(plain_number(Decimal(value)), use_l10n=True)
        case date():
            return day_words(value)
        case Mapping():
            return _row_words(value)
        case list() | tuple():
            return _list_words(value)
        case _:
            return choice_words(str(value))


def _list_words(values: Iterable[object]) -> str:
    items = list(values)
    between = "; " if any(isinstance(item, Mapping) for item in items) else ", "
    return between.join(map(value_words, items)) or pgettext("answer", "none")


def _row_words(row: Mapping[str, object]) -> str:
    known = (
        f"{column_words(name)}: {value_words(value)}"
        for name, value in row.items()
        if value is not None
    )
    return ", ".join(known) or "?"


def source_words(source: str) -> str:
    """Return where a fact comes from, in words."""
    if source in SOURCES:
        return str(SOURCES[source])
    if source.startswith("derived from "):
        return _("follows from other facts")
    if source.startswith("examination "):
        return _("baseline examination")
    if ", answered by " in source:
        instrument = source.partition(",")[0].upper()
        return _("questionnaire %(instrument)s") % {"instrument": instrument}
    parts = [part.strip() for part in source.split(",")]
    if len(parts) > 1:
        return ", ".join(source_words(part) for part in parts)
    return source
