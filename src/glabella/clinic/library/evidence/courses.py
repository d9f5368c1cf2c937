"""How a study's numbers go over the weeks, where it prints three weeks or more."""

from collections.abc import Iterator
from decimal import Decimal

import attrs
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from glabella.charts.curves import CurveChart, CurvePoint, Series
from glabella.charts.words import words_in
from glabella.clinic.library.evidence.answer import Drawn
from glabella.evidence.study import Result, Study
from glabella.protocols.document import Language

WIDE, NARROW = 640, 336
LEAST_WEEKS = 3
KINDS = ("mean", "change", "percent", "percent_change")

Curves = dict[str, list[Result]]


@attrs.frozen
class Course:
    """One thing that was measured again and again, with the chart of it."""

    name: str
    drawn: Drawn


def courses_of(study: Study, say: Language) -> list[Course]:
    """Return the time courses of a study; one kind of number each, no gaps filled."""
    return [
        _course(study, lines, kind, say)
        for lines in _by_series(study)
        if _is_course(lines)
        for kind in _kinds(lines)[:1]
    ]


def _by_series(study: Study) -> list[list[Result]]:
    """Return the lines of each series with arm and week, recalled ones left out."""
    found: Curves = {}
    for line in study.results:
        is_placed = bool(line.arm) and line.week is not None
        if line.series and is_placed and not line.is_recalled:
            found.setdefault(line.series, []).append(line)
    return list(found.values())


def _kinds(lines: list[Result]) -> list[str]:
    """Return the kinds of number that every line prints."""
    return [kind for kind in KINDS if all(_value(e, kind) is not None for e in lines)]


def _is_course(lines: list[Result]) -> bool:
    """Return whether there are weeks enough, and one number for each of them."""
    weeks = [(line.arm, line.week) for line in lines]
    is_single = len(weeks) == len(set(weeks))
    return is_single and len({week for _arm, week in weeks}) >= LEAST_WEEKS


def _value(line: Result, kind: str) -> Decimal | None:
    value: Decimal | None = getattr(line.numbers, kind)
    return value


def _course(study: Study, lines: list[Result], kind: str, say: Language) -> Course:
    measures = {line.measure for line in lines}
    name = lines[0].measure if len(measures) == 1 else lines[0].instrument
    chart = CurveChart(
        title=name,
        x_label=_("weeks after the injection"),
        y_label=_unit(kind),
        series=tuple(_curves(study, lines, kind)),
        words=words_in(say.code),
    )
    drawn = Drawn(
        wide=mark_safe(chart.svg(width=WIDE)),  # noqa: S308 drawn by our own room, every text escaped
        narrow=mark_safe(chart.svg(width=NARROW)),  # noqa: S308 as above
        table=chart.table(),
    )
    return Course(name, drawn)


def _unit(kind: str) -> str:
    units = {
        "mean": _("mean"),
        "change": _("mean change from baseline"),
        "percent": _("percent of people"),
        "percent_change": _("change in percent"),
    }
    return units[kind]


def _curves(study: Study, lines: list[Result], kind: str) -> Iterator[Series]:
    by_arm: Curves = {}
    for line in lines:
        by_arm.setdefault(line.arm or "", []).append(line)
    for name, mine in by_arm.items():
        arm = study.arm(name)
        told = sorted(mine, key=lambda line: line.week or Decimal(0))
        points = (CurvePoint(line.week or 0, _value(line, kind)) for line in told)
        yield Series(arm.name if arm else name, tuple(points))
