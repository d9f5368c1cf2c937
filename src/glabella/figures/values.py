"""What a figure is made of.

All lengths are tenths of a millimetre of a standard head (2300 from vertex to chin).
`side` is always the patient's: "left", "right" or "midline".
"""

from collections.abc import Mapping
from decimal import Decimal

import attrs

from glabella.core.sources import Basis, Text


@attrs.frozen
class Line:
    """One stroke or area of the drawing: path data, its layer, and how it looks."""

    layer: str
    look: str
    path: str


@attrs.frozen
class Shape:
    """The area of a muscle on one side.

    `depth` is the layer it lies in: shapes of one layer do not overlap.
    `fibres` are strokes along the muscle, for the eye only; so are `tendons`, lines
    from where flesh begins to pale to where all is sinew. A shape of context shows
    where a muscle lies; its points stand on another figure.
    """

    muscle: str
    side: str
    path: str
    fibres: tuple[str, ...] = ()
    tendons: tuple[tuple[float, float, float, float], ...] = ()
    depth: str = "superficial"
    part_of: str | None = None
    is_context: bool = False


@attrs.frozen
class Landmark:
    """A line or spot that a physician finds by sight or touch."""

    id: str
    name: Text
    path: str


@attrs.frozen
class Zone:
    """A place to keep away from, with the reason and where it comes from."""

    id: str
    name: Text
    path: str
    basis: Basis


@attrs.frozen
class Placing:
    """Where a rule puts so many points of a muscle; one side, in order."""

    muscle: str
    side: str
    at: tuple[tuple[float, float], ...]
    rule: Text


@attrs.frozen
class Point:
    """One needle entry on a figure.

    `schematic` says that it shows the muscle and the number, not a place to inject.
    """

    figure: str
    muscle: str
    side: str
    x: float
    y: float
    units: Decimal | None
    label: str
    schematic: bool


@attrs.frozen
class Figure:
    """A drawing of one view of the body.

    `view_box` is left, top, width, height. `plus_side` is the patient's side at
    positive x, in a view of one side the side shown. `twin` is its mirror image.
    A fade leads from the last full place to the first empty one, where a view ends
    although the body does not.
    """

    id: str
    version: str
    title: Text
    description: Text
    view_box: tuple[int, int, int, int]
    plus_side: str
    order: int
    twin: str | None = None
    fades: tuple[tuple[float, float, float, float], ...] = ()
    lines: tuple[Line, ...] = ()
    shapes: tuple[Shape, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    zones: tuple[Zone, ...] = ()
    placings: tuple[Placing, ...] = ()

    @property
    def muscles(self) -> tuple[str, ...]:
        """The muscles whose points it shows, each once, in the order of drawing."""
        own = (shape.muscle for shape in self.shapes if not shape.is_context)
        return tuple(dict.fromkeys(own))

    def shapes_of(self, muscle: str, side: str) -> tuple[Shape, ...]:
        """Return where points of a muscle and side may stand; empty if not shown.

        For the midline of a paired muscle these are the shapes of both sides.
        """
        own = [
            shape
            for shape in self.shapes
            if shape.muscle == muscle and not shape.is_context
        ]
        exact = tuple(shape for shape in own if shape.side == side)
        if exact:
            return exact
        if side == "midline":
            return tuple(own)
        return tuple(shape for shape in own if shape.side == "midline")

    def shape(self, muscle: str, side: str) -> Shape | None:
        """Return the first of `shapes_of`; None if this figure shows none."""
        return next(iter(self.shapes_of(muscle, side)), None)


@attrs.frozen
class Look:
    """How a figure is drawn: language, words beside it, and what is shown.

    `labels` is what stands in a point: "units", "number" or "none". `names` draws the
    names of the lit muscles in the margin. `key` starts the ids inside the SVG: give
    another one where the same figure stands twice on a page. `paper` draws in greys
    that a black and white printer and a copier keep apart. `live` adds what a browser
    needs to take hold of points and muscles: their names and a wide, unseen target.
    """

    language: str = "en"
    labels: str = "units"
    names: Mapping[str, Text] = attrs.field(factory=dict)
    title: Text | None = None
    description: Text | None = None
    key: str | None = None
    zones: bool = False
    landmarks: bool = False
    idle: bool = True
    paper: bool = False
    live: bool = False


@attrs.frozen
class Row:
    """A point as a line of a table, for people who use no pointer or no picture."""

    muscle: str
    name: str
    side: str
    label: str
    units: str
    across_mm: str
    down_mm: str
    note: str
