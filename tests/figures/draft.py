"""Small figures to measure: a square, a ring, and a page of each kind."""

from pathlib import Path

from glabella.core.sources import Text
from glabella.figures.pen import curve, path
from glabella.figures.values import Figure, Placing, Shape

SQUARE = "0 0!, 100 0!, 100 100!, 0 100! z"
HOLE = "40 40!, 60 40!, 60 60!, 40 60! z"

PAIRED = """
id = "front"
version = "1"
order = 1
plus_side = "left"
view_box = [-200, -100, 400, 400]
title = { en = "Front", de = "Vorn" }
description = { en = "A front", de = "Eine Vorderseite" }

[[line]]
layer = "outline"
look = "skin"
whole = true
d = "0 0, 150 50, 0 200"

[[muscle]]
id = "cheek"
d = "50 50!, 150 50!, 150 150!, 50 150! z"

[[placing]]
muscle = "cheek"
rule = { en = "Here.", de = "Hier." }
at = ["70 80"]
"""

SINGLE = """
id = "left_view"
version = "1"
order = 2
side = "left"
twin = "right_view"
view_box = [-100, 0, 300, 300]
title = { en = "From the {side}", de = "Von {side}" }
description = { en = "A {side} view", de = "Ansicht von {side}" }
fades = [[0, 200, 0, 300]]

[[line]]
layer = "features"
look = "line"
d = ["0 0, 100 0", "0 50, 100 50"]

[[muscle]]
id = "cheek"
rails = ["0 0!, 0 100!", "100 0!, 100 100!"]
fibres = 1
"""


def shape(*texts: str, muscle: str = "cheek", side: str = "left") -> Shape:
    """Return a shape with the borders that the texts describe."""
    return Shape(muscle, side, path([curve(text) for text in texts]))


def figure(*shapes: Shape, placings: tuple[Placing, ...] = ()) -> Figure:
    """Return a front view, 40 mm wide, that shows the shapes."""
    words = Text("Front", "Vorn")
    box = (-200, -100, 400, 400)
    return Figure(
        id="front",
        version="1",
        title=words,
        description=words,
        view_box=box,
        plus_side="left",
        order=1,
        shapes=shapes,
        placings=placings,
    )


def folder(path: Path, **pages: str) -> Path:
    """Write pages as figure files and return their folder."""
    for name, text in pages.items():
        (path / f"{name}.toml").write_text(text, "utf-8")
    return path
