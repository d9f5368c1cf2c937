"""Reading a drawing back: shapes by class, words, and their places."""

from xml.etree import ElementTree as ET

import attrs

SVG = "{http://www.w3.org/2000/svg}"


@attrs.frozen
class Shape:
    """One element: its tag, its attributes and its words."""

    tag: str
    attributes: dict[str, str]
    words: str

    def number(self, name: str) -> float:
        """Return an attribute as a number."""
        return float(self.attributes[name])

    @property
    def ends(self) -> tuple[float, float, float, float]:
        """Both ends of a line."""
        x1, y1, x2, y2 = (self.number(name) for name in ("x1", "y1", "x2", "y2"))
        return x1, y1, x2, y2

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of a box."""
        x, y, width, height = (self.number(n) for n in ("x", "y", "width", "height"))
        return x, y, width, height


def parsed(svg: str) -> ET.Element:
    """Return the root of a drawing of our own, so no entity can do harm."""
    return ET.fromstring(svg)  # noqa: S314 -- text that this very test has made


def shapes(svg: str, look: str) -> list[Shape]:
    """Return all elements of a look, in order of drawing."""
    return [
        Shape(one.tag.removeprefix(SVG), dict(one.attrib), "".join(one.itertext()))
        for one in parsed(svg).iter()
        if f"chart-{look}" in one.get("class", "").split()
    ]


def words(svg: str, look: str) -> list[str]:
    """Return the words of a look, in order of drawing."""
    return [shape.words for shape in shapes(svg, look) if shape.words]


def corners(shape: Shape) -> list[tuple[float, float]]:
    """Return the corners of a path that has only straight lines."""
    pairs = shape.attributes["d"].strip("MZ").split("L")
    return [(float(x), float(y)) for x, y in (pair.split() for pair in pairs)]
