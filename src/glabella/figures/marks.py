"""What is laid over the body: landmarks, risk zones, sides, names and points."""

import math
from collections.abc import Iterator
from itertools import combinations
from xml.sax.saxutils import escape

from glabella.core.sources import Text
from glabella.figures.geometry import box, spans_of
from glabella.figures.sheet import SIDES, WORD, Sheet, tag, units_of
from glabella.figures.strokes import INK, PAPER, TEAL
from glabella.figures.values import Point, Shape, Zone

SCHEMATIC = Text("schematic, not a landmark", "schematisch, keine Landmarke")

RING = 1.55
"""Radius of a point, in units of a sheet."""

LARGEST = 1.6
"""How much larger a point may be on paper, where nobody zooms."""

HIT = 3.2
"""Radius of what a finger may touch of a point, in units of a sheet."""


def marks(sheet: Sheet) -> Iterator[str]:
    """Yield everything that lies over the body, points last."""
    yield f'<g clip-path="url(#{sheet.key}-room)">'
    yield from _landmarks(sheet)
    yield from _zones(sheet)
    yield "</g>"
    yield from _sides(sheet)
    yield from _names(sheet)
    yield from _points(sheet)
    yield from _caption(sheet)


def _landmarks(sheet: Sheet) -> Iterator[str]:
    if not sheet.look.landmarks:
        return
    yield '<g class="fig-landmarks">'
    for landmark in sheet.figure.landmarks:
        line = {
            "fill": "none",
            "stroke": INK,
            "stroke-width": f"{0.3 * sheet.unit:.1f}",
            "stroke-opacity": "0.65",
            "stroke-linecap": "round",
            "stroke-dasharray": f"{0.2 * sheet.unit:.1f} {0.9 * sheet.unit:.1f}",
            "d": landmark.path,
        }
        yield tag(
            "g",
            {"class": "fig-landmark", "data-landmark": landmark.id},
            inside=f"<title>{sheet.say(landmark.name)}</title>{tag('path', line)}",
        )
    yield "</g>"


def _zones(sheet: Sheet) -> Iterator[str]:
    if not sheet.look.zones:
        return
    yield '<g class="fig-zones">'
    for zone in sheet.figure.zones:
        yield _zone(sheet, zone)
    yield "</g>"


def _zone(sheet: Sheet, zone: Zone) -> str:
    area = {
        "fill": "#c58a12",
        "fill-opacity": "0.16",
        "stroke": "#8a5f08",
        "stroke-width": f"{0.3 * sheet.unit:.1f}",
        "stroke-dasharray": f"{1.1 * sheet.unit:.1f} {0.7 * sheet.unit:.1f}",
        "d": zone.path,
    }
    return tag(
        "g",
        {
            "class": "fig-zone",
            "data-zone": zone.id,
            "data-basis": zone.basis.status.value,
        },
        inside=f"<title>{sheet.say(zone.name)}</title>{tag('path', area)}",
    )


def _sides(sheet: Sheet) -> Iterator[str]:
    """Yield the patient's sides in the upper corners: a mirror image is a trap."""
    if sheet.figure.twin is not None:
        return
    left, top, width, _ = sheet.figure.view_box
    at_plus, at_minus = SIDES["left"], SIDES["right"]
    if sheet.figure.plus_side == "right":
        at_plus, at_minus = at_minus, at_plus
    inset = 1.5 * sheet.unit
    yield _word(sheet, at_minus, (left + inset, top + 4 * sheet.unit), anchor="start")
    yield _word(
        sheet, at_plus, (left + width - inset, top + 4 * sheet.unit), anchor="end"
    )


def _word(sheet: Sheet, text: Text, at: tuple[float, float], *, anchor: str) -> str:
    values = {
        "class": "fig-word",
        "x": f"{at[0]:.1f}",
        "y": f"{at[1]:.1f}",
        "text-anchor": anchor,
        "font-size": f"{WORD * sheet.unit:.1f}",
        "fill": INK,
        "fill-opacity": "0.75",
    }
    return tag("text", values, inside=sheet.say(text))


def _names(sheet: Sheet) -> Iterator[str]:
    """Yield the name of each lit muscle in the margin, with a line to its shape.

    From top to bottom the names alternate between the margins; a muscle of both sides
    is named once.
    """
    once = {shape.muscle: shape for shape in sheet.named}
    ordered = sorted(once.values(), key=lambda shape: _middle(shape)[1])
    free = {"start": float("-inf"), "end": float("-inf")}
    yield '<g class="fig-names">'
    for number, shape in enumerate(ordered):
        anchor = ("end", "start")[number % 2]
        own = _same_muscle(sheet, shape, anchor)
        x, y = _foot(own, anchor)
        line_y = max(y, free[anchor])
        lines = sheet.name_lines(own.muscle)
        free[anchor] = line_y + (len(lines) * 3 + 1.5) * sheet.unit
        yield _name(sheet, lines, (x, y, line_y), anchor=anchor)
    yield "</g>"


def _same_muscle(sheet: Sheet, shape: Shape, anchor: str) -> Shape:
    """Return the shape of the muscle on the margin's side, if there is one."""
    own = [one for one in sheet.named if one.muscle == shape.muscle]
    return (min if anchor == "end" else max)(own, key=lambda one: _middle(one)[0])


def _middle(shape: Shape) -> tuple[float, float]:
    left, top, right, bottom = box(shape)
    return ((left + right) / 2, (top + bottom) / 2)


def _foot(shape: Shape, anchor: str) -> tuple[float, float]:
    """Return where the line to the name ends: inside the shape, near its margin.

    So it does not run across eyes and points to the middle.
    """
    x, y = _middle(shape)
    (_, spans), *_rest = spans_of(shape, [y])
    if not spans:
        return x, y
    start, end = spans[0] if anchor == "end" else spans[-1]
    share = 0.2 if anchor == "end" else 0.8
    return start + share * (end - start), y


def _name(
    sheet: Sheet, lines: list[str], at: tuple[float, float, float], *, anchor: str
) -> str:
    """Return a name at the margin; the line runs from the shape to the words."""
    x, y, line_y = at
    left, _, width, _ = sheet.figure.view_box
    edge = left - sheet.unit if anchor == "end" else left + width + sheet.unit
    elbow = edge + (3 if anchor == "end" else -3) * sheet.unit
    leader = {
        "class": "fig-leader",
        "fill": "none",
        "stroke": INK,
        "stroke-width": f"{0.2 * sheet.unit:.1f}",
        "stroke-opacity": "0.6",
        "d": f"M{edge:.1f} {line_y:.1f} L{elbow:.1f} {line_y:.1f} L{x:.1f} {y:.1f}",
    }
    gap = -0.8 * sheet.unit if anchor == "end" else 0.8 * sheet.unit
    words = [
        _word(
            sheet,
            Text(line, line),
            (edge + gap, line_y + (0.9 + 3 * place) * sheet.unit),
            anchor=anchor,
        )
        for place, line in enumerate(lines)
    ]
    foot = {
        "class": "fig-foot",
        "cx": f"{x:.1f}",
        "cy": f"{y:.1f}",
        "r": f"{0.42 * sheet.unit:.1f}",
        "fill": INK,
        "fill-opacity": "0.75",
    }
    return tag("path", leader) + tag("circle", foot) + "".join(words)


def _points(sheet: Sheet) -> Iterator[str]:
    yield '<g class="fig-points">'
    for point in sheet.points:
        yield _point(sheet, point)
    yield "</g>"


def _point(sheet: Sheet, point: Point) -> str:
    """Return a point: filled where a rule put it, hollow and dashed where schematic.

    The group stands at the place; the mark in it may be made larger on its own.
    """
    state = " fig-schematic" if point.schematic else ""
    group = {
        "class": f"fig-point{state}",
        "transform": f"translate({point.x:g} {point.y:g})",
        "data-muscle": point.muscle,
        "data-side": point.side,
        "data-point": point.label,
        "data-x": f"{point.x:g}",
        "data-y": f"{point.y:g}",
        **sheet.place_of(point.muscle, point.side),
    }
    ring = tag("circle", _ring(sheet, is_hollow=point.schematic))
    size = {"class": "fig-mark"}
    if sheet.look.paper:
        size["transform"] = f"scale({_growth(sheet):.2f})"
    mark = tag("g", size, inside=ring + _inside(sheet, point))
    return tag("g", group, inside=_target(sheet) + mark)


def _growth(sheet: Sheet) -> float:
    """Return how much larger points are on paper: readable, and none on another."""
    places = [(point.x, point.y) for point in sheet.points]
    gaps = [math.dist(one, other) for one, other in combinations(places, 2)]
    nearest = min((gap for gap in gaps if gap), default=math.inf)
    return max(1.0, min(LARGEST, nearest / (2 * RING * 1.1 * sheet.unit)))


def _target(sheet: Sheet) -> str:
    """Return the unseen circle that a finger may touch, in a live drawing."""
    if not sheet.look.live:
        return ""
    values = {
        "class": "fig-hit",
        "r": f"{HIT * sheet.unit:.1f}",
        "fill": "none",
        "pointer-events": "all",
    }
    return tag("circle", values)


def _ring(sheet: Sheet, *, is_hollow: bool) -> dict[str, str]:
    ring = {
        "class": "fig-dot",
        "r": f"{RING * sheet.unit:.1f}",
        "fill": PAPER if is_hollow else TEAL,
        "stroke": TEAL if is_hollow else PAPER,
        "stroke-width": f"{0.34 * sheet.unit:.1f}",
    }
    if is_hollow:
        dash, gap = 0.75 * sheet.unit, 0.42 * sheet.unit
        ring["stroke-dasharray"] = f"{dash:.1f} {gap:.1f}"
    return ring


def _inside(sheet: Sheet, point: Point) -> str:
    """Return what stands in a point: its units, its number, or nothing.

    In a live drawing the text is there even if empty, to be filled.
    """
    words = {"number": point.label, "units": units_of(point, sheet.look.language)}.get(
        sheet.look.labels, ""
    )
    if not words and not sheet.look.live:
        return ""
    size = 1.75 if len(words) <= 2 else 1.3  # noqa: PLR2004 - two figures fit the ring
    values = {
        "class": "fig-label",
        "y": f"{0.36 * size * sheet.unit:.1f}",
        "text-anchor": "middle",
        "font-size": f"{size * sheet.unit:.1f}",
        "font-weight": "600",
        "fill": TEAL if point.schematic else PAPER,
    }
    return tag("text", values, inside=escape(words))


def _caption(sheet: Sheet) -> Iterator[str]:
    if not sheet.has_schematic:
        return
    left, top, _, height = sheet.figure.view_box
    x, y = left + 3.2 * sheet.unit, top + height + 2.6 * sheet.unit
    ring = tag("circle", _ring(sheet, is_hollow=True))
    yield tag("g", {"transform": f"translate({x:.1f} {y:.1f})"}, inside=ring)
    yield _word(
        sheet, SCHEMATIC, (x + 2.8 * sheet.unit, y + sheet.unit), anchor="start"
    )
