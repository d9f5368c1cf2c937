"""The clinical timeline. On a sheet 760 wide, days lie between 34 and 750 px."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from glabella.charts.timeline import Timeline
from glabella.charts.timeline_parts import (
    Change,
    Injection,
    Panel,
    Reading,
    Threshold,
    Window,
    WindowKind,
)
from glabella.charts.words import GERMAN
from tests.charts import drawing, examples
from tests.charts.examples import A_TOXIN, ANOTHER_TOXIN, day

LEFT, RIGHT, DAYS = 34, 750, 358  # so that a day is two px wide
DAY = (RIGHT - LEFT) / DAYS


def course(**fields: object) -> Timeline:
    empty = Timeline(title="A course", start=day(0), end=day(DAYS))
    return attrs.evolve(empty, **fields)  # type: ignore[arg-type]  # fields by name


def scores(*values: float | None) -> tuple[Reading, ...]:
    return tuple(Reading(day(10 * n), value) for n, value in enumerate(values))


def panel(*values: float | None) -> Panel:
    return Panel("Score", scores(*values), high=10)


def x_of(days: float) -> float:
    return LEFT + DAY * days


def test_an_injection_is_an_upright_line_at_its_day() -> None:
    svg = course(injections=(Injection(day(100), A_TOXIN, Decimal(155)),)).svg()

    (stem,) = drawing.shapes(svg, "injection")

    x1, top, x2, bottom = stem.ends
    assert (x1, x2) == (x_of(100), x_of(100))
    assert top < bottom


def test_units_stand_beside_their_product() -> None:
    injections = (
        Injection(day(0), A_TOXIN, Decimal("162.5")),
        Injection(day(200), ANOTHER_TOXIN, None),
    )

    svg = course(injections=injections, words=GERMAN).svg()

    assert drawing.words(svg, "halo") == [
        "162,5\u202fE\u00a0toxin A",
        "Einheiten unbekannt\u00a0toxin B",
    ]


def test_many_sessions_stand_in_a_row_under_their_product() -> None:
    injections = tuple(
        Injection(day(30 * n), A_TOXIN if n % 2 else ANOTHER_TOXIN, Decimal(n + 1))
        for n in range(10)
    )

    svg = course(injections=(*injections, Injection(day(301), A_TOXIN, None))).svg()

    stems = drawing.shapes(svg, "injection")
    assert drawing.words(svg, "halo") == [
        "toxin B",
        *(f"{n}\u202fU" for n in (1, 3, 5, 7, 9)),
        "toxin A",
        *(f"{n}\u202fU" for n in (2, 4, 6, 8, 10)),
        "?\u202fU",
    ]
    assert sorted(stem.ends[0] for stem in stems) == pytest.approx(
        [*(x_of(30 * n) for n in range(10)), x_of(301)]
    )


def test_what_lies_outside_the_axis_is_not_drawn() -> None:
    svg = course(
        injections=(Injection(day(-1), A_TOXIN, None),),
        changes=(Change(day(DAYS + 1), "later"),),
        windows=(
            Window(WindowKind.PEAK, "before", day(-9), day(-1)),
            Window(WindowKind.PEAK, "after", day(DAYS + 1), day(DAYS + 9)),
        ),
        panels=(Panel("Score", (Reading(day(-5), 3),), high=10),),
        on=day(-1),
    ).svg()

    looks = ("injection", "change", "band-peak", "dot", "now")
    assert [drawing.shapes(svg, look) for look in looks] == [[], [], [], [], []]


def test_a_day_without_a_value_breaks_the_line() -> None:
    svg = course(panels=(panel(5, 6, None, 7, 8, None, 9),)).svg()

    runs = [drawing.corners(line) for line in drawing.shapes(svg, "line")]

    assert [[x for x, _ in run] for run in runs] == [
        [x_of(0), x_of(10)],
        [x_of(30), x_of(40)],
    ]
    assert len(drawing.shapes(svg, "dot")) == 5


def test_a_value_lies_at_its_height() -> None:
    svg = course(panels=(panel(0, 10, 5),)).svg()

    low, high, middle = (one.number("cy") for one in drawing.shapes(svg, "dot"))

    assert low > high
    assert middle == (low + high) / 2


def test_a_day_without_a_value_is_hatched() -> None:
    svg = course(panels=(panel(5, None, 6),)).svg()

    (edge,) = drawing.shapes(svg, "hatch-edge")[:1]

    left, _, width, _ = edge.sides
    assert (left, width) == (x_of(10), 6)
    assert "not recorded" in drawing.words(svg, "quiet")


def test_days_without_a_value_side_by_side_are_one_hatched_stretch() -> None:
    readings = tuple(Reading(day(50 + n), None) for n in range(10))

    svg = course(panels=(Panel("Score", readings, high=10),)).svg()

    edges = drawing.shapes(svg, "hatch-edge")
    assert [edge.sides[0::2] for edge in edges] == [(x_of(50), 24), (0, 18)]


def test_nothing_hatched_needs_no_explanation() -> None:
    svg = course(panels=(panel(5, 6),)).svg()

    assert drawing.shapes(svg, "unrecorded") == []
    assert "not recorded" not in drawing.words(svg, "quiet")


def test_unrecorded_days_outside_the_axis_are_not_hatched() -> None:
    readings = (Reading(day(DAYS + 5), None), Reading(day(-40), None, day(-10)))

    svg = course(panels=(Panel("Score", readings, high=10),)).svg()

    assert len(drawing.shapes(svg, "hatch-edge")) == 2


def test_a_stretch_is_a_column_as_wide_as_its_days() -> None:
    readings = (Reading(day(0), 10, day(31)), Reading(day(31), 5, day(59)))

    svg = course(panels=(Panel("Days", readings, high=10),)).svg()

    first, second = (one.sides for one in drawing.shapes(svg, "column"))
    assert (first[0], first[2]) == (x_of(0) + 0.75, DAY * 31 - 1.5)
    assert (second[0], second[2]) == (x_of(31) + 0.75, DAY * 28 - 1.5)
    assert second[3] == first[3] / 2


def test_a_number_stands_on_a_column_with_room_for_it() -> None:
    readings = (Reading(day(0), 10, day(31)), Reading(day(31), 5, day(34)))

    svg = course(panels=(Panel("Days", readings, high=10),)).svg()

    assert [word for word in drawing.words(svg, "quiet") if word.isdigit()] == ["10"]


def test_a_diary_of_many_days_is_a_line_without_discs() -> None:
    readings = tuple(
        Reading(day(n), None if n in {80, 82} else n % 5) for n in range(90)
    )

    svg = course(panels=(Panel("Pain", readings, high=10),)).svg()

    (lone,) = drawing.shapes(svg, "dot")
    assert len(drawing.shapes(svg, "line")) == 2
    assert lone.number("cx") == x_of(81)


def test_the_last_value_is_written_beside_its_point() -> None:
    svg = course(panels=(panel(5, 6, None),)).svg()

    (number,) = drawing.shapes(svg, "number-strong")
    assert (number.words, number.number("x")) == ("6", x_of(10) + 7)


def test_the_last_value_at_the_edge_is_written_above_its_point() -> None:
    readings = (Reading(day(DAYS), 5),)

    svg = course(panels=(Panel("Score", readings, high=10),)).svg()

    (number,), (dot,) = drawing.shapes(svg, "number-strong"), drawing.shapes(svg, "dot")
    assert number.attributes["text-anchor"] == "end"
    assert number.number("y") == dot.number("cy") - 7


def test_the_last_value_at_the_top_corner_is_written_under_its_point() -> None:
    readings = (Reading(day(DAYS), 10),)

    svg = course(panels=(Panel("Score", readings, high=10),)).svg()

    (number,), (dot,) = drawing.shapes(svg, "number-strong"), drawing.shapes(svg, "dot")
    assert number.number("y") == dot.number("cy") + 11


def test_an_axis_without_an_end_takes_a_round_number_above_all() -> None:
    thresholds = (Threshold(27, "high"),)

    svg = course(panels=(Panel("Score", scores(19), thresholds=thresholds),)).svg()

    assert [n for n in drawing.words(svg, "tick") if n.isdigit()][:4] == [
        "0",
        "10",
        "20",
        "30",
    ]
    assert "high" in drawing.words(svg, "quiet")


@pytest.mark.parametrize(
    ("days", "value", "anchor"),
    [(350, 5, "start"), (350, 10, "end"), (100, 5, "end")],
    ids=["in the way", "above", "before"],
)
def test_words_of_a_threshold_leave_the_last_value_alone(
    days: int, value: float, anchor: str
) -> None:
    one = Panel(
        "Score",
        (Reading(day(days), value),),
        high=10,
        thresholds=(Threshold(5, "five"),),
    )

    words = drawing.shapes(course(panels=(one,)).svg(), "quiet")

    assert [w.attributes.get("text-anchor", "start") for w in words] == [anchor]


def test_values_below_the_axis_pull_it_down() -> None:
    svg = course(panels=(Panel("Change", scores(-5, 3)),)).svg()

    assert drawing.words(svg, "tick")[0] == "\u22125"


def test_a_window_is_a_soft_band_through_its_last_day() -> None:
    window = Window(WindowKind.PEAK, "full effect", day(100), day(149))

    svg = course(windows=(window,), panels=(panel(5),)).svg()

    strip, band = drawing.shapes(svg, "band-peak")[::-1]
    assert (band.sides[0], band.sides[2]) == (x_of(100), DAY * 50)
    assert (strip.sides[0], strip.sides[2]) == (x_of(100), DAY * 50)
    assert drawing.words(svg, "quiet")[0] == "full effect"


def test_a_window_of_one_day_is_a_line() -> None:
    window = Window(WindowKind.EARLIEST, "earliest", day(84), day(84))

    svg = course(windows=(window,), panels=(panel(5),)).svg()

    lines = drawing.shapes(svg, "edge-earliest")[:2]
    assert [(one.ends[0], one.ends[2]) for one in lines] == [(x_of(84), x_of(84))] * 2


def test_windows_without_room_for_their_names_are_explained_below() -> None:
    windows = (
        Window(WindowKind.USUAL, "usual", day(90), day(95)),
        Window(WindowKind.ONSET, "onset", day(7), day(10)),
        Window(WindowKind.ONSET, "onset", day(107), day(110)),
    )

    svg = course(windows=windows).svg()

    assert drawing.words(svg, "quiet") == ["onset", "usual"]


def test_a_long_name_of_a_window_wraps_in_the_explanation() -> None:
    name = "Judge side effects and asymmetry, which the trial did at this time as well"
    windows = (
        Window(WindowKind.REVIEW, name, day(14), day(28)),
        Window(WindowKind.USUAL, "usual", day(84), day(86)),
    )

    svg = course(windows=windows).svg(width=336)

    lines = drawing.shapes(svg, "quiet")
    assert [line.words for line in lines] == [
        "Judge side effects and asymmetry, which the",
        "trial did at this time as well",
        "usual",
    ]
    assert [line.number("y") for line in lines] == [9.5, 23.5, 9.5]


def test_windows_that_overlap_stand_in_two_lanes() -> None:
    windows = (
        Window(WindowKind.USUAL, "usual", day(84), day(150)),
        Window(WindowKind.WEAR_OFF, "wear-off", day(70), day(100)),
        Window(WindowKind.PEAK, "full effect", day(160), day(200)),
    )

    svg = course(windows=windows).svg()

    tops = [
        drawing.shapes(svg, f"band-{name}")[0].sides[1]
        for name in ("wear-off", "usual", "peak")
    ]
    assert tops[1] - tops[0] == 18
    assert tops[2] == tops[0]


def test_a_change_is_a_flag_with_its_words() -> None:
    svg = course(changes=(Change(day(50), "Remedy begun"),), on=day(200)).svg()

    (stem,), (head,) = drawing.shapes(svg, "change"), drawing.shapes(svg, "change-head")
    assert stem.ends[0] == x_of(50)
    assert drawing.corners(head)[0][0] == x_of(50)
    assert drawing.words(svg, "halo") == ["Remedy begun", "today"]


def test_all_panels_share_the_axis_of_time() -> None:
    svg = course(panels=(panel(5), panel(6), panel(7))).svg()

    assert {dot.number("cx") for dot in drawing.shapes(svg, "dot")} == {x_of(0)}
    assert len(drawing.shapes(svg, "axis")) == 1 + 12


def test_a_unit_stands_beside_the_title_of_its_panel() -> None:
    svg = course(panels=(Panel("Days", (), "a month"), Panel("Score", ()))).svg()

    assert drawing.words(svg, "heading") == ["Days\u00a0a month", "Score"]


def test_a_phone_gets_lower_panels() -> None:
    chart = examples.timeline()

    heights = [
        float(drawing.parsed(chart.svg(width=width)).attrib["height"])
        for width in (519, 520)
    ]

    assert heights[0] < heights[1]


def test_the_table_has_every_mark_in_order_of_time() -> None:
    chart = course(
        injections=(Injection(day(1), A_TOXIN, None),),
        windows=(Window(WindowKind.PEAK, "full effect", day(28), day(56)),),
        changes=(Change(day(0), "Remedy begun"),),
        panels=(
            Panel("Score", (Reading(day(2), None), Reading(day(3), 4.5))),
            Panel("Days", (Reading(day(9), 3, date(2026, 2, 9)),), "a month"),
        ),
        words=GERMAN,
    )

    table = chart.table()

    assert table.header == ("Tag", "Bis", "Art", "Was", "Wert")
    assert table.rows == (
        ("01.01.2026", "", "Änderung", "Remedy begun", ""),
        ("02.01.2026", "", "Sitzung", "toxin A", "Einheiten unbekannt"),
        ("03.01.2026", "", "Kurve", "Score", "nicht erfasst"),
        ("04.01.2026", "", "Kurve", "Score", "4,5"),
        ("10.01.2026", "09.02.2026", "Kurve", "Days\u202f(a month)", "3"),
        ("29.01.2026", "26.02.2026", "Zeitfenster", "full effect", ""),
    )


def test_the_sessions_are_told_to_those_who_listen() -> None:
    injections = (Injection(day(1), A_TOXIN, Decimal(155)),)

    svg = course(injections=injections, panels=(panel(5),)).svg()

    assert drawing.parsed(svg)[1].text == (
        "1 Jan 2026 to 25 Dec 2026; 2 Jan 2026: 155\u202fU toxin A; Score"
    )


def test_a_description_of_the_caller_goes_first() -> None:
    assert drawing.parsed(course(description="Told.").svg())[1].text == "Told."


def test_a_chart_without_a_title_has_no_line_for_it() -> None:
    svg = course(title="").svg()

    assert drawing.shapes(svg, "title") == []
