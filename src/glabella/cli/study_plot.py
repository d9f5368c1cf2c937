"""The time course of a study as a chart, and what its page says about it."""

from collections.abc import Sequence

import attrs

from glabella.charts.curves import CurveChart, CurvePoint, Series
from glabella.charts.words import words_in
from glabella.cli.plot_file import write_plot
from glabella.core.errors import InputError
from glabella.core.sources import Status
from glabella.evidence.library import Library
from glabella.evidence.study import Study
from glabella.evidence.time_courses import Curve, Point, TimeCourse, time_courses
from glabella.evidence.words import word
from glabella.protocols.citing import status_word
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
)


@attrs.frozen
class Plotting:
    """What is to be drawn of a study, and where.

    Args:
        place: The file.
        course: Which of its time courses, from 1.
        include_recalled: Whether numbers count that nobody has read in a source.
    """

    place: str
    course: int = 1
    include_recalled: bool = False


def plotted(
    study: Study, library: Library, how: Plotting, say: Language
) -> Sequence[Block]:
    """Write the chart and return the blocks that name it and the other ones.

    Raises:
        InputError: If the study has no such time course, or the file cannot be written.
    """
    courses = time_courses(study, include_recalled=how.include_recalled)
    if not courses:
        raise _without_course(study, library, how)
    if not 1 <= how.course <= len(courses):
        raise InputError(
            f"there is no time course {how.course} of {study.label}.",
            where="--course",
            mending=f"Give 1 to {len(courses)}.",
        )
    chart = course_chart(study, courses[how.course - 1], say)
    write_plot(chart.svg(), how.place, title=chart.title, say=say)
    return _told(courses, how.course, say)


def _without_course(study: Study, library: Library, how: Plotting) -> InputError:
    mending = "Add --include-recalled to draw numbers that nobody has read in a source."
    if how.include_recalled or not time_courses(study, include_recalled=True):
        others = [each.id for each in library.studies.values() if time_courses(each)]
        mending = f"Those have one: {', '.join(others)}."
    return InputError(
        f"no time course: nothing of {study.label} was read with numbers at two time "
        "points.",
        where=study.id,
        mending=mending,
    )


def course_chart(study: Study, course: TimeCourse, say: Language) -> CurveChart:
    """Return the chart of a time course; the upright axis says what whiskers are."""
    quantity, spread = say.of(word(course.quantity)), say.of(word(course.spread))
    return CurveChart(
        title=f"{study.label}: {_name(course, say)}",
        x_label=say("weeks since the injection", "Wochen seit der Injektion"),
        y_label=f"{quantity} ({spread})",
        series=tuple(
            Series(_arm(study, curve, say), tuple(map(_point, curve.points)))
            for curve in course.curves
        ),
        words=words_in(say.code),
    )


def _point(point: Point) -> CurvePoint:
    low, high = point.ends or (None, None)
    return CurvePoint(point.week, point.value, low, high)


def _arm(study: Study, curve: Curve, say: Language) -> str:
    if curve.arm is None:
        return say("everybody", "alle")
    arm = study.arm(curve.arm)
    return arm.name if arm else curve.arm


def _name(course: TimeCourse, say: Language) -> str:
    name = f"{course.instrument}, {course.measure}"
    if course.status is Status.SEEN:
        return name
    return f"{name} ({status_word(course.status, say)})"


def _told(courses: Sequence[TimeCourse], drawn: int, say: Language) -> Sequence[Block]:
    chosen = courses[drawn - 1]
    spread = say.of(word(chosen.spread))
    names = [Entry(_name(each, say), mark=str(n)) for n, each in enumerate(courses, 1)]
    return (
        Heading(say("Time courses", "Zeitverläufe")),
        Entries(tuple(names)),
        Paragraph(
            say(
                f"Drawn: {drawn}, {spread}; a gap is a week without a number.",
                f"Gezeichnet: {drawn}, {spread}; eine Lücke ist eine Woche ohne Zahl.",
            )
        ),
    )
