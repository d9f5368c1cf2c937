"""Laws of the drawn figures: every file, every muscle, every rule of place."""

import math
import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from glabella.figures.drawing import draw
from glabella.figures.geometry import box, clearance, contains, edges, flatten, spans_of
from glabella.figures.library import UNDRAWN, load
from glabella.figures.values import Figure, Look, Shape
from glabella.protocols.loader import Library

IDS = tuple(load())
GRID = 80
"""Heights at which two shapes are compared."""


@pytest.fixture(params=IDS)
def figure(request: pytest.FixtureRequest, figures: dict[str, Figure]) -> Figure:
    return figures[request.param]


def own(figure: Figure) -> list[Shape]:
    return [shape for shape in figure.shapes if not shape.is_context]


def overlap(one: Shape, other: Shape) -> float:
    """Return the longest level stretch that lies in both shapes."""
    _, top, _, bottom = box(one)
    heights = [top + (bottom - top) * (row + 0.5) / GRID for row in range(GRID)]
    rows = zip(spans_of(one, heights), spans_of(other, heights), strict=True)
    shared = [
        min(b, d) - max(a, c)
        for (_, own_spans), (_, other_spans) in rows
        for a, b in own_spans
        for c, d in other_spans
    ]
    return max(shared, default=0.0)


def full(figure: Figure, library: Library) -> str:
    names = {key: muscle.name for key, muscle in library.muscles.items()}
    look = Look(names=names, zones=True, landmarks=True)
    return draw(figure, lit=figure.muscles, look=look)


def test_every_muscle_of_the_protocols_is_drawn(
    figures: dict[str, Figure], library: Library
) -> None:
    drawn = {muscle for figure in figures.values() for muscle in figure.muscles}

    assert drawn | set(UNDRAWN) == set(library.muscles)


def test_a_part_of_a_muscle_is_a_part_here_too(
    figure: Figure, library: Library
) -> None:
    for shape in figure.shapes:
        assert shape.part_of == library.muscles[shape.muscle].part_of


def test_a_part_lies_inside_its_whole(figure: Figure) -> None:
    """To a third of a millimetre, less than a line is wide."""
    for shape in figure.shapes:
        whole = figure.shape(shape.part_of or shape.muscle, shape.side)
        if shape.part_of is None or whole is None:
            continue
        outlines = flatten(shape.path)
        for x, y in (at for outline in outlines for at in outline[::4]):
            assert contains(whole, x, y) or clearance(whole, x, y) < 3.4, shape.muscle


def test_muscles_of_one_layer_do_not_overlap(figure: Figure) -> None:
    """What lies deeper may lie under another, and a part lies in its whole."""
    wholes = [shape for shape in own(figure) if shape.part_of is None]
    pairs = [
        (one, other)
        for one, other in combinations(wholes, 2)
        if one.depth == other.depth and one.muscle != other.muscle
    ]

    over = [(a.muscle, b.muscle) for a, b in pairs if overlap(a, b) > 0]

    assert over == []


def test_a_shape_has_a_mirror_image(figure: Figure, figures: dict[str, Figure]) -> None:
    other = figures[figure.twin] if figure.twin else figure
    sides = {"left": "right", "right": "left", "midline": "midline"}
    for shape in figure.shapes:
        twins = [
            one
            for one in other.shapes
            if (one.muscle, one.side) == (shape.muscle, sides[shape.side])
        ]
        mirrored = {(round(-x, 3), round(y, 3)) for (x, y), _ in edges(shape)}
        found = [{(round(x, 3), round(y, 3)) for (x, y), _ in edges(t)} for t in twins]
        near = [all(_is_near(at, one) for at in mirrored) for one in found]
        assert near == [True], shape.muscle


def _is_near(at: tuple[float, float], places: set[tuple[float, float]]) -> bool:
    return at in places or min(math.dist(at, one) for one in places) < 8


def test_ids_in_a_drawing_are_unique(figure: Figure, library: Library) -> None:
    ids = re.findall(r' id="([^"]+)"', full(figure, library))

    assert len(ids) == len(set(ids))


def test_every_reference_in_a_drawing_has_its_target(
    figure: Figure, library: Library
) -> None:
    svg = full(figure, library)

    asked = set(re.findall(r"url\(#([^)]+)\)", svg))
    assert asked - set(re.findall(r' id="([^"]+)"', svg)) == set()


def test_a_drawing_obeys_the_content_security_policy(
    figure: Figure, library: Library
) -> None:
    """No style attribute or element, no script, no handler, no address elsewhere."""
    tree = ET.fromstring(full(figure, library))  # noqa: S314 - our own drawing

    tags = {node.tag.rpartition("}")[2] for node in tree.iter()}
    keys = {key for node in tree.iter() for key in node.attrib}
    assert tags & {"style", "script", "image", "use", "foreignObject", "a"} == set()
    assert [key for key in keys if key.startswith("on") or "href" in key] == []
    assert "style" not in keys


def test_texts_exist_in_both_languages(figure: Figure) -> None:
    texts = [figure.title, figure.description]
    texts += [landmark.name for landmark in figure.landmarks]
    texts += [zone.name for zone in figure.zones]
    texts += [placing.rule for placing in figure.placings]

    assert [text for text in texts if not text.en or not text.de] == []


def test_a_zone_was_read_or_says_what_to_check(
    figure: Figure, library: Library
) -> None:
    for zone in figure.zones:
        read = bool(zone.basis.sources) and not zone.basis.is_recalled
        assert read or zone.basis.check, zone.id
        assert set(zone.basis.sources) <= set(library.sources), zone.id


def test_a_rule_of_place_keeps_inside_its_muscle(figure: Figure) -> None:
    for placing in figure.placings:
        shapes = figure.shapes_of(placing.muscle, placing.side)
        for x, y in placing.at:
            assert any(contains(shape, x, y) for shape in shapes), placing


# --- distances that the rules name: all in tenths of a millimetre


def at(
    figures: dict[str, Figure], figure: str, muscle: str, count: int
) -> list[tuple[float, float]]:
    found = [
        placing.at
        for placing in figures[figure].placings
        if (placing.muscle, len(placing.at)) == (muscle, count)
        and placing.side in {figures[figure].plus_side, "midline"}
    ]
    return list(found[0])


@pytest.mark.parametrize("count", [3, 4])
def test_masseter_points_keep_one_centimetre_from_every_border(
    figures: dict[str, Figure], count: int
) -> None:
    (shape,) = figures["jaw_left"].shapes_of("masseter", "left")

    room = [
        clearance(shape, x, y) for x, y in at(figures, "jaw_left", "masseter", count)
    ]

    assert min(room) >= 100


def test_forehead_row_is_level_and_two_centimetres_above_the_rim(
    figures: dict[str, Figure],
) -> None:
    row = at(figures, "face_front", "frontalis", 5)
    (rim,) = [x for x in figures["face_front"].landmarks if x.id == "orbital_rim"]

    top = min(y for outline in flatten(rim.path) for _, y in outline)
    assert {y for _, y in row} == {row[0][1]}
    assert top - row[0][1] >= 200


def test_migraine_forehead_points_stand_in_the_upper_third(
    figures: dict[str, Figure],
) -> None:
    """Hairline 262, brow 940; lateral 1.5 cm out; 1.5 cm above the corrugator."""
    inner, outer = at(figures, "face_front", "frontalis", 2)
    (corrugator,) = at(figures, "face_front", "corrugator_supercilii", 1)

    assert inner[1] <= 262 + (940 - 262) / 3
    assert list(outer) == [inner[0] + 150, inner[1]]
    assert corrugator[1] - inner[1] >= 150


def test_temple_points_are_counted_from_the_tragus(figures: dict[str, Figure]) -> None:
    first, second, third, fourth = at(figures, "head_left", "temporalis", 4)

    assert list(first) == [0, 1290 - 300]
    assert 150 <= first[1] - second[1] <= 300
    assert 150 <= first[0] - third[0] <= 300
    assert [fourth[0] - second[0], fourth[1]] == [150, second[1]]


def test_neck_points_are_counted_from_the_protuberance(
    figures: dict[str, Figure],
) -> None:
    first, second = at(figures, "head_back", "cervical_paraspinal", 2)

    assert list(first) == [100, 1400 + 300]
    assert math.dist(first, second) == pytest.approx(150, abs=1)
    assert second[0] - first[0] == first[1] - second[1]


@pytest.mark.parametrize("count", [20, 30])
def test_bladder_points_are_about_a_centimetre_apart_and_spare_the_trigone(
    figures: dict[str, Figure], count: int
) -> None:
    points = at(figures, "bladder", "detrusor", count)
    (zone,) = figures["bladder"].zones
    trigone = Shape("trigone", "midline", zone.path)

    nearest = [min(math.dist(a, b) for b in points if b != a) for a in points]
    assert (min(nearest) >= 90, max(nearest) <= 140) == (True, True)
    assert not any(contains(trigone, x, y) for x, y in points)
    assert {(-x, y) for x, y in points} == set(points)


def test_armpit_points_are_one_to_two_centimetres_apart(
    figures: dict[str, Figure],
) -> None:
    points = at(figures, "axilla_left", "axilla_skin", 10)

    nearest = [min(math.dist(a, b) for b in points if b != a) for a in points]
    assert (min(nearest) >= 100, max(nearest) <= 200) == (True, True)


def test_lid_points_keep_out_of_the_zones(figures: dict[str, Figure]) -> None:
    eyes = figures["eyes"]
    zones = [Shape(zone.id, "midline", zone.path) for zone in eyes.zones]

    points = [place for placing in eyes.placings for place in placing.at]

    assert [p for p in points if any(contains(z, *p) for z in zones)] == []


# --- proportions of the face


def test_the_face_keeps_the_old_proportions(figures: dict[str, Figure]) -> None:
    """Eyes at half the head, brow and nose and chin in thirds, five eyes wide."""
    skin = [line for line in figures["face_front"].lines if line.look == "skin"][-1]
    outline = flatten(skin.path)[0]
    iris = next(one for one in figures["face_front"].lines if one.look == "iris")
    white = next(one for one in figures["face_front"].lines if one.look == "white")

    top, chin = min(y for _, y in outline), max(y for _, y in outline)
    eye = [y for _, y in flatten(iris.path)[0]]
    width = [x for x, _ in flatten(white.path)[0]]
    at_eye = max(x for x, y in outline if abs(y - 1150) < 60)
    assert [round(top, -1), round(chin, -1)] == [0, 2300]
    assert (min(eye) + max(eye)) / 2 == pytest.approx(1150, abs=20)
    assert 2 * at_eye / (max(width) - min(width)) == pytest.approx(5, abs=0.2)
