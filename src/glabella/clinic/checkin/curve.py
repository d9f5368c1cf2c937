"""The picture of one's own way, in plain words: no line to be above, no verdict.

What was not recorded stays a gap. It is the picture of the clinicians without what only
they can weigh: thresholds and windows.
"""

from collections import Counter
from datetime import date, timedelta

import attrs
from django.utils.translation import gettext as _

from glabella.charts.timeline import Timeline
from glabella.charts.timeline_parts import Panel
from glabella.clinic.followup.course_picture import course_chart
from glabella.clinic.people.cards import Person
from glabella.clinic.practice.knowledge import library
from glabella.clinic.record import queries as record

_AHEAD = timedelta(days=14)


def own_curve(who: Person, *, on: date, language: str) -> Timeline | None:
    """Return the picture; None while there is nothing to draw."""
    sessions = record.sessions(who)
    chart = course_chart(who, sessions, on=on, library=library(), language=language)
    if chart is None:
        return None
    return attrs.evolve(
        chart,
        title=_("My treatments, questionnaires and days"),
        end=on + _AHEAD,
        windows=(),
        changes=(),
        panels=tuple(_plain(panel) for panel in chart.panels),
    )


def _plain(panel: Panel) -> Panel:
    """Return a panel without lines that judge.

    An answer that was stored at once, before its questionnaire was sent, is no gap.
    """
    twice = Counter(each.on for each in panel.readings)
    readings = tuple(
        each for each in panel.readings if each.value is not None or twice[each.on] == 1
    )
    return attrs.evolve(panel, thresholds=(), readings=readings)
