"""The SVG says what it shows, in both languages, and obeys the security policy."""

import re
import tomllib
from decimal import Decimal
from xml.etree import ElementTree as ET

import attrs
import pytest

from glabella.core.sources import Basis, Status, Text
from glabella.figures.drawing import draw
from glabella.figures.geometry import contains
from glabella.figures.placing import default_points
from glabella.figures.reader import read_figures
from glabella.figures.rows import rows
from glabella.figures.values import Figure, Look, Point, Row, Zone
from tests.figures import draft

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"masseter": Text("Masseter", "Kaumuskel"), "temporalis": Text("T", "S")}


def root(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def words(svg: str) -> list[str]:
    return [text.text or "" for text in root(svg).iter(f"{SVG}text")]


def groups(svg: str, kind: str) -> list[dict[str, str]]:
    found = root(svg).iter(f"{SVG}g")
    return [g.attrib for g in found if kind in g.attrib.get("class", "").split()]


def masseter(figures: dict[str, Figure], *, units: str | None = "7.50") -> Point:
    (point,) = default_points(figures["jaw_left"], [("masseter", "left", 1)])
    dose = None if units is None else Decimal(units)
    return attrs.evolve(point, units=dose)


def test_a_drawing_has_role_title_and_description(figures: dict[str, Figure]) -> None:
    svg = root(draw(figures["bladder"], look=Look(language="de")))

    ids = (svg.attrib["aria-labelledby"] or "").split()
    named = {one.attrib["id"]: one.text for one in svg if "id" in one.attrib}
    assert svg.attrib["role"] == "img"
    assert [named[key] for key in ids] == [
        figures["bladder"].title.de,
        figures["bladder"].description.de,
    ]


def test_words_from_outside_are_escaped(figures: dict[str, Figure]) -> None:
    title = Text("A < B & C", "x")

    svg = root(draw(figures["eyes"], look=Look(title=title, description=title)))

    assert svg.findtext(f"{SVG}title") == "A < B & C"


def test_a_key_keeps_ids_of_two_drawings_apart(figures: dict[str, Figure]) -> None:
    one = draw(figures["eyes"])
    other = draw(figures["eyes"], look=Look(key="before"))

    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (one, other)]
    assert ids[0] & ids[1] == set()


@pytest.mark.parametrize(
    ("labels", "inside"), [("units", "7.5"), ("number", "1"), ("none", None)]
)
def test_a_point_carries_its_label(
    figures: dict[str, Figure], labels: str, inside: str | None
) -> None:
    svg = draw(
        figures["jaw_left"], points=[masseter(figures)], look=Look(labels=labels)
    )

    assert words(svg) == [
        *([inside] if inside else []),
        "schematic, not a landmark",
    ]


def test_a_point_without_units_is_empty(figures: dict[str, Figure]) -> None:
    point = attrs.evolve(masseter(figures, units=None), schematic=False)

    assert words(draw(figures["jaw_left"], points=[point])) == []


def test_a_point_lights_its_muscle_and_tells_its_place(
    figures: dict[str, Figure],
) -> None:
    point = attrs.evolve(masseter(figures), x=-350, y=1700)

    svg = draw(figures["jaw_left"], points=[point])

    lit = [(g["data-muscle"], g["data-side"]) for g in groups(svg, "fig-lit")]
    (dot,) = groups(svg, "fig-point")
    assert lit == [("masseter", "left")]
    assert (dot["data-x"], dot["data-y"], dot["class"]) == (
        "-350",
        "1700",
        "fig-point fig-schematic",
    )


def test_points_of_another_figure_are_left_out(figures: dict[str, Figure]) -> None:
    svg = draw(figures["jaw_right"], points=[masseter(figures)])

    assert (groups(svg, "fig-point"), groups(svg, "fig-lit")) == ([], [])


def test_the_patients_sides_are_written_in_a_view_of_both(
    figures: dict[str, Figure],
) -> None:
    """Seen from the front the right side is on the left, from behind it is not."""
    front = words(draw(figures["face_front"], look=Look(language="de")))
    back = words(draw(figures["head_back"]))

    assert (front, back) == (["rechts", "links"], ["left", "right"])


def test_names_stand_in_the_margin_once_each(figures: dict[str, Figure]) -> None:
    svg = draw(
        figures["head_left"], lit=["masseter", "temporalis"], look=Look(names=NAMES)
    )

    assert words(svg) == ["T", "Masseter"]


def test_names_of_both_sides_are_written_once(figures: dict[str, Figure]) -> None:
    names = {"frontalis": Text("Frontalis", "F"), "procerus": Text("Procerus", "P")}

    svg = draw(
        figures["face_front"], lit=["frontalis", "procerus"], look=Look(names=names)
    )

    assert words(svg) == ["right", "left", "Frontalis", "Procerus"]


def test_a_long_name_is_broken_into_lines(figures: dict[str, Figure]) -> None:
    long = "Musculus masseter, Pars superficialis"
    names = {"masseter": Text(long, long)}

    svg = draw(figures["jaw_left"], lit=["masseter"], look=Look(names=names))

    assert words(svg) == ["Musculus masseter,", "Pars superficialis"]


def test_idle_muscles_can_be_left_out(figures: dict[str, Figure]) -> None:
    shown = draw(figures["face_front"])
    bare = draw(figures["face_front"], look=Look(idle=False))

    assert (len(groups(shown, "fig-idle")) > 5, groups(bare, "fig-idle")) == (True, [])


def test_lit_skin_stands_alone(figures: dict[str, Figure]) -> None:
    svg = draw(figures["palm_left"], lit=["palm_skin"])

    assert [g["data-muscle"] for g in groups(svg, "fig-muscle")] == ["palm_skin"]


def test_parts_are_drawn_only_when_lit(figures: dict[str, Figure]) -> None:
    svg = draw(figures["face_front"], lit=["corrugator_medial"])

    drawn = {g["data-muscle"] for g in groups(svg, "fig-muscle")}
    assert {name for name in drawn if name.startswith("corrugator")} == {
        "corrugator_supercilii",
        "corrugator_medial",
    }


def test_landmarks_and_zones_are_drawn_on_demand(figures: dict[str, Figure]) -> None:
    bare = draw(figures["bladder"])
    full = draw(figures["bladder"], look=Look(landmarks=True, zones=True))

    assert (groups(bare, "fig-landmark"), groups(bare, "fig-zone")) == ([], [])
    assert [g["data-landmark"] for g in groups(full, "fig-landmark")] == [
        "ureteric_orifices"
    ]
    assert [(g["data-zone"], g["data-basis"]) for g in groups(full, "fig-zone")] == [
        ("trigone", "SEEN")
    ]


def test_a_zone_says_where_it_comes_from() -> None:
    zone = Zone("z", Text("Z", "Z"), "M0 0", Basis(Status.RECALLED, check="a book"))

    svg = draw(attrs.evolve(draft.figure(), zones=(zone,)), look=Look(zones=True))

    (group,) = groups(svg, "fig-zone")
    assert group["data-basis"] == "RECALLED"


def test_rows_say_the_same_in_words(figures: dict[str, Figure]) -> None:
    point = attrs.evolve(masseter(figures), x=-350, y=1700)
    other = attrs.evolve(point, figure="jaw_right")

    english = rows(figures["jaw_left"], [point, other], names=NAMES)
    german = rows(figures["jaw_left"], [point], names=NAMES, language="de")

    assert english == (
        Row(
            muscle="masseter",
            name="Masseter",
            side="left",
            label="1",
            units="7.5",
            across_mm="35.0",
            down_mm="84.0",
            note="schematic, not a landmark",
        ),
    )
    assert (german[0].name, german[0].side, german[0].units, german[0].across_mm) == (
        "Kaumuskel",
        "links",
        "7,5",
        "35,0",
    )


def test_a_row_without_units_or_name_says_what_it_knows(
    figures: dict[str, Figure],
) -> None:
    point = attrs.evolve(masseter(figures, units=None), schematic=False)

    (row,) = rows(figures["jaw_left"], [point], names={})

    assert (row.name, row.units, row.note) == ("masseter", "", "")


def test_paper_is_drawn_in_greys(figures: dict[str, Figure]) -> None:
    point = masseter(figures)

    svg = draw(
        figures["jaw_left"],
        points=[point],
        look=Look(paper=True, zones=True, landmarks=True, names=NAMES),
    )

    colours = set(re.findall(r"(?:fill|stroke|stop-color)=\"#([0-9a-f]{6})\"", svg))
    assert {one for one in colours if len({one[:2], one[2:4], one[4:]}) > 1} <= {
        "1d2530",  # the pupil, black to any machine
    }
    assert "fig-sheen" not in svg


def test_the_border_of_a_muscle_is_darker_than_its_area_on_paper(
    figures: dict[str, Figure],
) -> None:
    svg = root(draw(figures["jaw_left"], lit=["masseter"], look=Look(paper=True)))

    (area,) = [
        one
        for group in svg.iter(f"{SVG}g")
        if "fig-lit" in group.attrib.get("class", "")
        for one in group
        if one.attrib.get("class") == "fig-area"
    ]
    assert (area.attrib["fill"], area.attrib["stroke"]) == ("#a6a6a6", "#3a3a3a")


def test_a_live_point_has_a_name_a_target_and_room_for_units(
    figures: dict[str, Figure],
) -> None:
    point = masseter(figures, units=None)

    svg = draw(
        figures["jaw_left"],
        points=[point],
        look=Look(live=True, names=NAMES, language="de"),
    )

    (dot,) = groups(svg, "fig-point")
    named = {g["data-muscle"]: g["data-name"] for g in groups(svg, "fig-muscle")}
    hits = [one for one in root(svg).iter() if one.attrib.get("class") == "fig-hit"]
    labels = [one for one in root(svg).iter() if one.attrib.get("class") == "fig-label"]
    assert dot["data-name"] == "Kaumuskel, links"
    assert named == {"masseter": "Kaumuskel, links", "temporalis": "S, links"}
    assert (len(hits), [one.text for one in labels]) == (1, [None])


def test_a_muscle_without_a_name_keeps_silent(figures: dict[str, Figure]) -> None:
    svg = draw(figures["jaw_left"], points=[masseter(figures)], look=Look(live=True))

    (dot,) = groups(svg, "fig-point")
    assert "data-name" not in dot


def test_a_drawing_tells_its_room_without_the_names_beside_it(
    figures: dict[str, Figure],
) -> None:
    svg = root(draw(figures["jaw_left"], lit=["masseter"], look=Look(names=NAMES)))

    room = svg.attrib["data-room"]
    assert room == " ".join(map(str, figures["jaw_left"].view_box))
    assert svg.attrib["viewBox"] != room


def test_a_long_word_is_not_broken(figures: dict[str, Figure]) -> None:
    names = {"masseter": Text("Sternocleidomastoideus", "x")}

    svg = draw(figures["jaw_left"], lit=["masseter"], look=Look(names=names))

    assert words(svg) == ["Sternocleidomastoideus"]


def test_the_line_to_a_name_ends_in_the_muscle(figures: dict[str, Figure]) -> None:
    figure = figures["head_left"]
    svg = root(draw(figure, lit=["masseter", "temporalis"], look=Look(names=NAMES)))

    feet = [one.attrib for one in svg.iter() if one.attrib.get("class") == "fig-foot"]
    shapes = [figure.shapes_of(name, "left")[0] for name in ("temporalis", "masseter")]
    inside = [
        contains(shape, float(foot["cx"]), float(foot["cy"]))
        for foot, shape in zip(feet, shapes, strict=True)
    ]
    assert inside == [True, True]


def test_a_shape_without_height_is_named_at_its_middle() -> None:
    flat = draft.shape("20 10, 120 10")

    svg = root(
        draw(
            draft.figure(flat),
            lit=["cheek"],
            look=Look(names={"cheek": Text("C", "C")}),
        )
    )

    (foot,) = [
        one.attrib for one in svg.iter() if one.attrib.get("class") == "fig-foot"
    ]
    assert (foot["cx"], foot["cy"]) == ("70.0", "10.0")


def test_sinew_pales_towards_its_end_on_both_sides() -> None:
    page = draft.PAIRED.replace(
        'id = "cheek"\nd', 'id = "cheek"\ntendons = ["60 60, 140 140"]\nd'
    )
    (figure,) = read_figures(tomllib.loads(page), file="front.toml")

    lines = {shape.side: shape.tendons for shape in figure.shapes}
    assert lines == {"left": ((60, 60, 140, 140),), "right": ((-60, 60, -140, 140),)}


def test_lit_sinew_is_paler_than_idle(figures: dict[str, Figure]) -> None:
    leg = figures["leg_front_left"]

    lit = re.findall(r'stop-opacity="(0\.78|0\.3)"', draw(leg, lit=leg.muscles))
    idle = re.findall(r'stop-opacity="(0\.78|0\.3)"', draw(leg, look=Look(paper=True)))

    assert (lit.count("0.78"), idle.count("0.78"), "0.3" in idle) == (1, 0, True)


@pytest.mark.parametrize(
    ("apart", "scale"), [(30, "1.00"), (80, "1.37"), (900, "1.60")]
)
def test_points_on_paper_are_larger_where_there_is_room(
    figures: dict[str, Figure], apart: float, scale: str
) -> None:
    first = masseter(figures)
    second = attrs.evolve(first, x=first.x + apart)

    svg = draw(figures["jaw_left"], points=[first, second], look=Look(paper=True))

    marks = groups(svg, "fig-mark")
    assert [mark["transform"] for mark in marks] == [f"scale({scale})"] * 2
