"""The days of a month as a drawing: a column a day, and a gap where nothing is known.

A free day stands as nought; a day on which nothing was written, or not this number, is
hatched. No line says what would be good.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glabella.charts.timeline import Timeline
from glabella.charts.timeline_parts import Panel, Reading
from glabella.charts.words import words_in
from glabella.clinic.diary.queries import Cell
from glabella.clinic.diary.values import DETAILS
from glabella.clinic.record.models import DiaryDay

_DAY = timedelta(days=1)
_MOST_PAIN = 10
PAIN = "pain"
# What is drawn of each diary, one panel each.
DRAWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"headache": (PAIN,), "jaw": (PAIN,), "bladder": ("leaks", "voids")}
)
WORST: Promise = _("Worst pain of the day")


def month_chart(
    diary: str, cells: Sequence[Cell], *, title: str, language: str
) -> Timeline | None:
    """Return the drawing; None while there is not one number to draw.

    Args:
        cells: Every day of the month, in order.
    """
    past = [cell for cell in cells if not cell.is_ahead]
    panels = [_panel(name, past) for name in DRAWN[diary]]
    shown = [one for one in panels if any(r.value is not None for r in one.readings)]
    if not shown:
        return None
    return Timeline(
        title=title,
        start=cells[0].on,
        end=cells[-1].on + _DAY,
        panels=tuple(shown),
        words=words_in(language),
    )


def _panel(name: str, cells: Iterable[Cell]) -> Panel:
    readings = tuple(_reading(cell.on, _value(name, cell.row)) for cell in cells)
    if name == PAIN:
        return Panel(title=str(WORST), readings=readings, low=0, high=_MOST_PAIN)
    return Panel(title=str(DETAILS[name]), readings=readings, low=0)


def _reading(on: date, value: int | None) -> Reading:
    return Reading(on=on, value=value, until=on + _DAY)


def _value(name: str, row: DiaryDay | None) -> int | None:
    """Return the number of a day; None if nobody wrote it."""
    if row is None:
        return None
    if name != PAIN:
        found: int | None = row.details.get(name)
        return found
    return 0 if row.had is False else row.severity
