"""An entry of a diary in words, for a page, a conflict and the eyes of staff."""

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from glabella.clinic.diary.values import DETAILS, NO, SHORT_MEDICINES, SYMPTOMS, YES
from glabella.clinic.record.models import DiaryDay
from glabella.clinic.record.values import NewDiaryDay

KINDS = ("blank", "free", "some")
CAN_BE_OPEN = frozenset({"bladder", "jaw"})  # of these a part may be written alone


def headline(row: DiaryDay | NewDiaryDay) -> str:
    """Return what kind of day it was."""
    if row.had is None:
        return _("Written, but not whether there was any")
    return _known(row.diary, had=row.had)


def kind(diary: str, code: str) -> str:
    """Return a kind of day in words, as `queries.Cell` names it."""
    if code in {"free", "some"}:
        return _known(diary, had=code == "some")
    words = {
        "open": _("Written, but not whether there was any"),
        "blank": _("Nothing written"),
    }
    return words.get(code, "")


def key(diary: str) -> list[tuple[str, str]]:
    """Return the kinds of days of a diary, each with its words."""
    codes = (*KINDS, "open") if diary in CAN_BE_OPEN else KINDS
    return [(code, kind(diary, code)) for code in codes]


def _known(diary: str, *, had: bool) -> str:
    words = {
        ("headache", True): _("Headache"),
        ("headache", False): _("No headache"),
        ("bladder", True): _("Some leaked"),
        ("bladder", False): _("Nothing leaked"),
        ("jaw", True): _("Jaw pain"),
        ("jaw", False): _("No jaw pain"),
    }
    return words.get((diary, had), "")


def pieces(row: DiaryDay | NewDiaryDay) -> list[tuple[str, str]]:
    """Return what an entry says, as pairs of label and value; blanks are left out."""
    return [(str(label), value) for label, value in _pieces(row)]


def _pieces(row: DiaryDay | NewDiaryDay) -> Iterator[tuple[object, str]]:
    yield _("Day"), headline(row)
    if row.severity is not None:
        yield _("Worst pain"), _("%(number)s of 10") % {"number": row.severity}
    if row.hours is not None:
        hours = number_format(row.hours.normalize() + 0)
        yield _("Hours"), _("about %(hours)s") % {"hours": hours}
    if row.medicines:
        names = [str(SHORT_MEDICINES.get(code, code)) for code in row.medicines]
        yield _("Medicines"), ", ".join(names)
    for name, label in DETAILS.items():
        if name in row.details:
            yield label, _value(name, row.details[name])


def _value(name: str, value: object) -> str:
    if name == "doses" and value == 0:
        return _("none")
    if isinstance(value, bool):
        return str(YES if value else NO)
    if isinstance(value, list | tuple):
        return ", ".join(str(SYMPTOMS.get(each, each)) for each in value)
    return str(value)
