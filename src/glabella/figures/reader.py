"""From a figure's TOML table to a figure, and from one side to its twin.

A front or back view is written for positive x and mirrored; a view of one side is
written as seen on its own and mirrored as a whole for the twin.

Keys of a line: `layer`, `look`, `d` (one curve or several), and for views of both sides
`both = true` (draw the mirror image too) or `whole = true` (join it with the half).
Keys of a muscle: `id`, `depth`, `part_of`, and one of `d` (a border), `rails` (two
borders with the same number of points, between which `fibres` run; closed rails make a
ring) or `loft` (lines across the muscle from origin to insertion, which the fibres
cross). `tendons` are lines of two points, from flesh to sinew. `context = true` shows a
muscle that has its points on another figure.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from glabella.core.errors import InputError
from glabella.core.sources import Basis, Status, Text
from glabella.figures.pen import XY, Curve, across, between, curve, paired, path, whole
from glabella.figures.values import Figure, Landmark, Line, Placing, Shape, Zone

OTHER = {"left": "right", "right": "left", "midline": "midline"}

SIDE_WORDS = {"left": Text("left", "links"), "right": Text("right", "rechts")}

Table = Mapping[str, Any]


@attrs.frozen
class _View:
    """How the curves of a file are turned.

    `kind` is "paired" (both sides in one view), "single" (as written) or "twin".
    """

    side: str
    kind: str
    where: str

    @property
    def is_paired(self) -> bool:
        return self.kind == "paired"

    @property
    def is_twin(self) -> bool:
        return self.kind == "twin"

    def curves(self, table: Table, key: str = "d") -> list[Curve]:
        """Return the curves under a key, joined or turned as the table asks."""
        texts = table[key] if isinstance(table[key], list) else [table[key]]
        found = [curve(text, where=self.where) for text in texts]
        if table.get("whole"):
            found = [whole(one) for one in found]
        return [one.mirrored() for one in found] if self.is_twin else found

    def places(self, texts: list[str]) -> tuple[XY, ...]:
        """Return written places, mirrored for a twin."""
        sign = -1.0 if self.is_twin else 1.0
        pairs = [text.split() for text in texts]
        return tuple((sign * float(x) + 0.0, float(y)) for x, y in pairs)


def read_figures(table: Table, *, file: str) -> tuple[Figure, ...]:
    """Return the figure of a file, and its twin if it shows one side only.

    Raises:
        InputError: If a key is missing or a curve cannot be read; it names the file.
    """
    try:
        if "twin" not in table:
            return (_figure(table, _View(table["plus_side"], "paired", file)),)
        own, twin = table["side"], OTHER[table["side"]]
        return (
            _figure(table, _View(own, "single", file)),
            _figure(table, _View(twin, "twin", file)),
        )
    except KeyError as missing:
        raise InputError(
            f"the key {missing} is missing.", where=file, mending="Add it."
        ) from missing


def _figure(table: Table, view: _View) -> Figure:
    left, top, width, height = table["view_box"]
    figure_id, twin = table["id"], table.get("twin")
    if view.is_twin:
        figure_id, twin = twin, figure_id
        left = -(left + width)
    return Figure(
        id=figure_id,
        version=table["version"],
        title=_sided(table["title"], view),
        description=_sided(table["description"], view),
        view_box=(left, top, width, height),
        plus_side=view.side,
        order=table["order"] + (1 if view.is_twin else 0),
        twin=twin,
        fades=tuple(_fade(numbers, view) for numbers in table.get("fades", ())),
        lines=tuple(_lines(table, view)),
        shapes=tuple(_shapes(table, view)),
        landmarks=tuple(_landmark(part, view) for part in table.get("landmark", ())),
        zones=tuple(_zone(part, view) for part in table.get("zone", ())),
        placings=tuple(_placings(table, view)),
    )


def _fade(numbers: list[float], view: _View) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = numbers
    return (-x1, y1, -x2, y2) if view.is_twin else (x1, y1, x2, y2)


def _lines(table: Table, view: _View) -> Iterator[Line]:
    for part in table["line"]:
        yield Line(part["layer"], part["look"], _drawn(part, view))


def _drawn(part: Table, view: _View) -> str:
    """Return the path of a part, with its mirror image where it has one."""
    curves = view.curves(part)
    if part.get("both"):
        curves = [half for one in curves for half in paired(one)]
    return path(curves)


def _shapes(table: Table, view: _View) -> Iterator[Shape]:
    for part in table.get("muscle", ()):
        borders, fibres = _muscle_curves(part, view)
        shape = Shape(
            muscle=part["id"],
            side=part.get("side", view.side),
            path=path(borders),
            fibres=tuple(path([one]) for one in fibres),
            tendons=tuple(_tendons(part, view)),
            depth=part.get("depth", "superficial"),
            part_of=part.get("part_of"),
            is_context=part.get("context", False),
        )
        yield shape
        if view.is_paired and shape.side != "midline":
            yield attrs.evolve(
                shape,
                side=OTHER[shape.side],
                path=path([one.mirrored() for one in borders]),
                fibres=tuple(path([one.mirrored()]) for one in fibres),
                tendons=tuple((-a, b, -c, d) for a, b, c, d in shape.tendons),
            )


def _muscle_curves(part: Table, view: _View) -> tuple[list[Curve], list[Curve]]:
    """Return the border and the fibres of a muscle."""
    if "loft" in part:
        return _loft(view.curves(part, "loft"), part.get("fibres", 5))
    if "rails" not in part:
        fibres = view.curves(part, "strokes") if "strokes" in part else []
        return view.curves(part), fibres
    one, other = view.curves(part, "rails")
    count = part.get("fibres", 5)
    fibres = [between(one, other, n / (count + 1)) for n in range(1, count + 1)]
    if one.closed:
        return [one, other], fibres
    return [Curve(one.nodes + other.backwards().nodes, closed=True)], fibres


def _tendons(part: Table, view: _View) -> Iterator[tuple[float, float, float, float]]:
    if "tendons" not in part:
        return
    for one in view.curves(part, "tendons"):
        start, end = one.nodes[0], one.nodes[-1]
        yield (start.x, start.y, end.x, end.y)


def _loft(sections: list[Curve], count: int) -> tuple[list[Curve], list[Curve]]:
    """Return border and fibres of a muscle given by lines across it, in order."""
    first, *inner, last = sections
    there = tuple(one.nodes[-1] for one in inner)
    back = tuple(one.nodes[0] for one in reversed(inner))
    border = Curve(first.nodes + there + last.backwards().nodes + back, closed=True)
    return [border], across(sections, count)


def _landmark(part: Table, view: _View) -> Landmark:
    return Landmark(part["id"], _text(part["name"]), _drawn(part, view))


def _zone(part: Table, view: _View) -> Zone:
    basis = Basis(
        Status(part["basis"]),
        tuple(part.get("sources", ())),
        note=part.get("note"),
        check=part.get("check"),
    )
    return Zone(part["id"], _text(part["name"]), _drawn(part, view), basis)


def _placings(table: Table, view: _View) -> Iterator[Placing]:
    for part in table.get("placing", ()):
        side = part.get("side", view.side)
        placing = Placing(
            part["muscle"], side, view.places(part["at"]), _text(part["rule"])
        )
        yield placing
        if view.is_paired and side != "midline":
            at = tuple((-x + 0.0, y) for x, y in placing.at)
            yield attrs.evolve(placing, side=OTHER[side], at=at)


def _text(table: Table) -> Text:
    return Text(table["en"], table["de"])


def _sided(table: Table, view: _View) -> Text:
    """Return a text of a file, with the word for the side put in."""
    if view.is_paired:
        return _text(table)
    word = SIDE_WORDS[view.side]
    return Text(
        table["en"].replace("{side}", word.en), table["de"].replace("{side}", word.de)
    )
