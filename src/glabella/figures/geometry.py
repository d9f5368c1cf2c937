"""Measures on a shape: inside or not, how far from the border, the other side."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from glabella.figures.pen import XY, pieces
from glabella.figures.values import Shape

_COUNTS: Mapping[str, int] = {"M": 2, "C": 6, "Z": 0}
"""How many numbers a command of path data takes."""

_WORD = re.compile(r"[MCZ]|-?\d+(?:\.\d+)?")


def mirror(x: float, y: float) -> XY:
    """Return the same place on the other side of the midline."""
    return (-x + 0.0, y)


def mirrored(shape: Shape) -> Shape:
    """Return the same shape on the other side of the midline."""
    words: list[str] = []
    is_across = True
    for word in _WORD.findall(shape.path):
        is_number = word not in _COUNTS
        words.append(f"{-float(word) + 0.0:g}" if is_number and is_across else word)
        is_across = is_across != is_number
    return attrs.evolve(shape, path=" ".join(words))


def flatten(path: str) -> tuple[tuple[XY, ...], ...]:
    """Return the outlines of path data (M, C, Z, absolute) as polygons."""
    outlines: list[list[XY]] = []
    for command, numbers in _commands(path):
        if command == "M":
            outlines.append([(numbers[0], numbers[1])])
        else:
            ax, ay, bx, by, x, y = numbers
            start = outlines[-1][-1]
            outlines[-1] += pieces((start, (ax, ay), (bx, by), (x, y)))
    return tuple(tuple(outline) for outline in outlines)


def contains(shape: Shape, x: float, y: float) -> bool:
    """Return whether a place lies inside a shape; a hole of a ring is outside."""
    crossings = [at for edge in edges(shape) for at in _crossing(edge, y)]
    return sum(x < at for at in crossings) % 2 == 1


def clearance(shape: Shape, x: float, y: float) -> float:
    """Return the distance from a place to the nearest border of the shape."""
    return min(_distance(edge, x, y) for edge in edges(shape))


def spans_of(
    shape: Shape, heights: Iterable[float]
) -> Iterator[tuple[float, list[tuple[float, float]]]]:
    """Yield each height with the stretches from x to x that lie inside the shape."""
    border = edges(shape)
    for y in heights:
        crossings = sorted(x for edge in border for x in _crossing(edge, y))
        yield y, list(zip(crossings[::2], crossings[1::2], strict=True))


def edges(shape: Shape) -> tuple[tuple[XY, XY], ...]:
    """Return all straight pieces of the border, each outline closed."""
    return tuple(
        (outline[place - 1], point)
        for outline in flatten(shape.path)
        for place, point in enumerate(outline)
    )


def box(shape: Shape) -> tuple[float, float, float, float]:
    """Return the least and the greatest x and y: left, top, right, bottom."""
    points = [point for outline in flatten(shape.path) for point in outline]
    across, down = [p[0] for p in points], [p[1] for p in points]
    return min(across), min(down), max(across), max(down)


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command; a C with many triples is yielded triple by triple."""
    command, numbers = "", list[float]()
    for word in _WORD.findall(path):
        if word in _COUNTS:
            command = word
            continue
        numbers.append(float(word))
        if len(numbers) == _COUNTS[command]:
            yield command, numbers
            numbers = []


def _crossing(edge: tuple[XY, XY], y: float) -> Iterator[float]:
    """Yield where an edge crosses a height, if it does."""
    (x1, y1), (x2, y2) = edge
    if (y1 > y) != (y2 > y):
        yield x1 + (y - y1) / (y2 - y1) * (x2 - x1)


def _distance(edge: tuple[XY, XY], x: float, y: float) -> float:
    (x1, y1), (x2, y2) = edge
    across, down = x2 - x1, y2 - y1
    length = across * across + down * down
    along = ((x - x1) * across + (y - y1) * down) / length if length else 0.0
    share = min(1.0, max(0.0, along))
    return math.hypot(x - x1 - share * across, y - y1 - share * down)
