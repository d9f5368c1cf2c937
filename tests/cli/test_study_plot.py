"""`glabella studies ID --plot`: the time course of a study."""

from pathlib import Path

import attrs
import pytest

from glabella.charts.curves import CurvePoint
from glabella.cli.study_plot import course_chart
from glabella.core.sources import Status
from glabella.evidence.library import load
from glabella.evidence.time_courses import time_courses
from glabella.protocols.document import Language
from tests.cli.conftest import Glabella

LIBRARY = load()
ENGLISH, GERMAN = Language("en"), Language("de")


def test_the_curve_has_the_printed_numbers_and_its_gaps() -> None:
    study = LIBRARY.study("biteforce2025")
    (course,) = time_courses(study)

    chart = course_chart(study, course, ENGLISH)

    masseter = chart.series[0]
    numbers = [None if p.value is None else str(p.value) for p in masseter.points]
    assert masseter.label == "masseter"
    assert numbers == ["-150.6", "-153.9", "-151.5", "4.6", "-21.7", None, None, None]
    assert [str(end) for end in masseter.points[0].ends or ()] == ["-271.0", "-30.2"]
    assert masseter.points[5] == CurvePoint(course.curves[0].points[5].week, None)
    assert chart.y_label == "change from baseline (whiskers: 95 % interval as printed)"


def test_the_axes_speak_german() -> None:
    study = LIBRARY.study("wearoff_scielo2021")

    chart = course_chart(study, time_courses(study)[0], GERMAN)

    assert chart.x_label == "Wochen seit der Injektion"
    assert chart.y_label == "Mittelwert (Balken: eine Standardabweichung)"


def test_a_curve_of_everybody_and_of_an_unknown_arm_is_named() -> None:
    study = LIBRARY.study("wearoff_scielo2021")
    course = time_courses(study)[0]
    curves = [attrs.evolve(course.curves[0], arm=arm) for arm in (None, "other")]

    chart = course_chart(study, attrs.evolve(course, curves=tuple(curves)), ENGLISH)

    assert [one.label for one in chart.series] == ["everybody", "other"]


def test_numbers_that_were_not_read_are_named_in_the_title() -> None:
    study = LIBRARY.study("compel2018")
    (course,) = time_courses(study)

    derived = course_chart(study, attrs.evolve(course, status=Status.DERIVED), GERMAN)

    assert course_chart(study, course, ENGLISH).title == (
        "COMPEL 2018: headache days, mean change"
    )
    assert derived.title == "COMPEL 2018: headache days, mean change (abgeleitet)"


@pytest.mark.parametrize(
    ("name", "start"), [("course.svg", b"<svg "), ("course.pdf", b"%PDF-")]
)
def test_a_course_is_written_and_the_page_says_what_whiskers_are(
    glabella: Glabella, tmp_path: Path, name: str, start: bytes
) -> None:
    plot = tmp_path / name

    run = glabella("studies", "wearoff_scielo2021", "--plot", plot, "--course", 2)

    assert (run.code, plot.read_bytes()[:5]) == (0, start)
    assert run.out.partition("Time courses\n")[2] == (
        "  1 headache days/month within one 12-week cycle, days/month\n"
        "  2 analgesic tablets/month, tablets/month\n"
        "Drawn: 2, whiskers: one standard deviation; a gap is a week without a number."
        "\n"
    )


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("finzi2014",), "nothing of Finzi 2014 was read with numbers at two time"),
        (("finzi2014",), "Those have one: alhashel2015, biteforce2025, compel2018, "),
        (("alwayli2017",), "Add --include-recalled to draw numbers that nobody"),
        (("compel2018", "--course", "0"), "there is no time course 0 of COMPEL 2018."),
        (("compel2018", "--course", "2"), "Give 1 to 1."),
        ((), "a plot shows one study."),
        (("compel2018", "guarda2008"), "a plot shows one study."),
        (("compel2018", "--question", "migraine_headache_days"), "a plot shows one"),
        (("compel2018", "--inspect", "x.csv"), "a plot shows one study."),
        (("compel2018", "--references", "ris"), "a plot shows one study."),
    ],
)
def test_what_has_no_course_is_refused_in_words(
    glabella: Glabella, tmp_path: Path, words: tuple[str, ...], what: str
) -> None:
    run = glabella("studies", *words, "--plot", f"{tmp_path}/x.svg")

    assert (run.code, run.out) == (2, "")
    assert what in " ".join(run.err.split())


def test_recalled_numbers_are_drawn_if_asked_for(
    glabella: Glabella, tmp_path: Path
) -> None:
    words = ("--include-recalled", "--plot", f"{tmp_path}/x.svg")

    run = glabella("studies", "alwayli2017", *words)

    assert run.code == 0
    assert "VAS pain, mean of the toxin arm (recalled)" in run.out


def test_another_ending_is_refused(glabella: Glabella) -> None:
    run = glabella("studies", "compel2018", "--plot", "course.jpg")

    assert (run.code, run.out) == (2, "")
    assert 'SVG or PDF, and the name has ".jpg".' in run.err
