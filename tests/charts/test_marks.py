import pytest

from glabella.charts import marks
from tests.charts import drawing


def drawn(*parts: object) -> str:
    return "<svg>" + "".join(map(str, parts)) + "</svg>"


def test_hatching_stays_inside_its_box() -> None:
    svg = drawn(marks.hatch(10, 20, 12, 30))

    (path,) = drawing.shapes(svg, "hatch")
    strokes = path.attributes["d"].strip("M").split("M")
    points = [point.split() for stroke in strokes for point in stroke.split("L")]
    assert {10 <= float(x) <= 22 for x, _ in points} == {True}
    assert {20 <= float(y) <= 50 for _, y in points} == {True}
    assert len(strokes) == 8


def test_hatching_runs_at_half_a_right_angle() -> None:
    svg = drawn(marks.hatch(0, 0, 20, 20))

    (path,) = drawing.shapes(svg, "hatch")
    for stroke in path.attributes["d"].strip("M").split("M"):
        (x1, y1), (x2, y2) = (map(float, end.split()) for end in stroke.split("L"))
        assert x2 - x1 == y1 - y2


def test_a_square_has_the_area_that_was_asked_for() -> None:
    (square,) = drawing.shapes(drawn(marks.square((10, 10), 64)), "square")

    assert square.sides == (6, 6, 8, 8)


def test_each_series_has_a_mark_of_its_own_shape() -> None:
    svg = drawn(*(marks.marker(n, (10, 10)) for n in range(5)))

    found = [
        (look, [shape.tag for shape in drawing.shapes(svg, look)])
        for look in ("dot", "dot-2", "dot-3", "dot-4")
    ]
    assert found == [
        ("dot", ["circle", "circle"]),
        ("dot-2", ["rect"]),
        ("dot-3", ["circle"]),
        ("dot-4", ["path"]),
    ]


def test_an_arrow_points_where_it_is_told() -> None:
    svg = drawn(marks.arrow((10, 5), 1), marks.arrow((10, 5), -1))

    right, left = (drawing.corners(one) for one in drawing.shapes(svg, "interval"))

    assert right == [(4, 1.5), (10, 5), (4, 8.5)]
    assert left == [(16, 1.5), (10, 5), (16, 8.5)]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([], ()),
        ([None, None], ()),
        ([(1, 1), (2, 2)], (((1, 1), (2, 2)),)),
        ([(1, 1), None, (2, 2), None], (((1, 1),), ((2, 2),))),
    ],
)
def test_a_gap_parts_a_line(
    points: list[tuple[float, float] | None],
    expected: tuple[tuple[tuple[float, float], ...], ...],
) -> None:
    assert marks.runs(points) == expected


def test_a_box_is_never_narrower_than_nothing() -> None:
    (box,) = drawing.shapes(drawn(marks.box(5, 5, -3, 2, look="column")), "column")

    assert box.sides == (5, 5, 0, 2)
