"""From points written in a file to smooth curves.

A curve is written as the points it runs through: `"0 10, 40 12, 80 0! , 90 30 z"`.
A point with `!` is a corner, a final `z` closes the curve; everything else is smooth.
The curve between two points is one cubic Bezier whose handles follow the direction of
the neighbours, weighted by distance, so that uneven points do not make bumps.
"""

import math
import re
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate, pairwise

import attrs

from glabella.core.errors import InputError

XY = tuple[float, float]
Bezier = tuple[XY, XY, XY, XY]

HANDLE = 0.36
"""Length of a handle against its chord: between a line's 1/3 and a circle's."""

SLACK = 3.0
"""A handle is at most as long as for a chord so many times the shorter neighbour."""

STEPS = 12
"""Straight pieces per Bezier: at this size the error stays under a tenth of a mm."""

_NODE = re.compile(r"(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*(!?)")


@attrs.frozen
class Node:
    """A point that a curve runs through, smoothly or with a corner."""

    x: float
    y: float
    corner: bool = False

    @property
    def at(self) -> XY:
        """The place of the point."""
        return (self.x, self.y)


@attrs.frozen
class Curve:
    """Points in order; a closed curve returns to its first."""

    nodes: tuple[Node, ...]
    closed: bool = False

    def mirrored(self) -> "Curve":
        """Return the curve on the other side of the midline."""
        nodes = tuple(attrs.evolve(node, x=-node.x + 0.0) for node in self.nodes)
        return Curve(nodes, self.closed)

    def backwards(self) -> "Curve":
        """Return the same curve, drawn from its end."""
        return Curve(tuple(reversed(self.nodes)), self.closed)

    def beziers(self) -> tuple[Bezier, ...]:
        """Return one cubic Bezier for each pair of neighbours."""
        count = len(self.nodes)
        pairs = range(count if self.closed else count - 1)
        return tuple(self._bezier(place, (place + 1) % count) for place in pairs)

    def divided(self, shares: Sequence[float]) -> list[XY]:
        """Return the places after rising shares of the curve's length, from 0 to 1."""
        places = [self.nodes[0].at]
        for bezier in self.beziers():
            places += pieces(bezier)
        reached = [0.0, *accumulate(math.dist(a, b) for a, b in pairwise(places))]
        return [_after(share * reached[-1], places, reached) for share in shares]

    def _bezier(self, start: int, end: int) -> Bezier:
        here, there = self.nodes[start].at, self.nodes[end].at
        leave, arrive = self._direction(start, there), self._direction(end, here)
        reach = self._reach(start, there)
        first = (here[0] + reach * leave[0], here[1] + reach * leave[1])
        # At a smooth node the direction points onwards: the curve arrives against it.
        sign = 1.0 if self._is_sharp(end) else -1.0
        reach = sign * self._reach(end, here)
        last = (there[0] + reach * arrive[0], there[1] + reach * arrive[1])
        return here, first, last, there

    def _reach(self, place: int, neighbour: XY) -> float:
        """Return the length of a handle: short where the other side is short.

        Without this a long curve that turns at a narrow end, as a tendon, would bulge.
        """
        here = self.nodes[place].at
        chord = math.dist(here, neighbour)
        if self._is_sharp(place):
            return HANDLE * chord
        beside = (
            self.nodes[place - 1].at,
            self.nodes[(place + 1) % len(self.nodes)].at,
        )
        shorter = min(math.dist(here, one) for one in beside)
        return HANDLE * min(chord, SLACK * shorter)

    def _is_sharp(self, place: int) -> bool:
        is_end = place in {0, len(self.nodes) - 1} and not self.closed
        return is_end or self.nodes[place].corner

    def _direction(self, place: int, neighbour: XY) -> XY:
        """Return the direction in a node; at a corner or an end, to the neighbour."""
        here = self.nodes[place].at
        if self._is_sharp(place):
            return _unit(here, neighbour)
        before = self.nodes[place - 1].at
        after = self.nodes[(place + 1) % len(self.nodes)].at
        back, forth = math.dist(before, here), math.dist(here, after)
        came, goes = _unit(before, here), _unit(here, after)
        # The shorter side decides more: exact for a circle with uneven points.
        x = came[0] * forth + goes[0] * back
        y = came[1] * forth + goes[1] * back
        return _unit((0.0, 0.0), (x, y))


def curve(text: str, *, where: str = "") -> Curve:
    """Return the curve that a text describes.

    Raises:
        InputError: If a part of the text is no point, or there are fewer than two.
    """
    words = text.strip()
    closed = words.endswith("z")
    parts = words.removesuffix("z").split(",")
    nodes = tuple(_node(part.strip(), where) for part in parts if part.strip())
    if len(nodes) < 2:  # noqa: PLR2004 - a line has two ends
        raise InputError("a curve needs two points.", where=where, mending="Add one.")
    return Curve(nodes, closed)


def whole(half: Curve) -> Curve:
    """Return the closed curve made of a half and its mirror image.

    The half starts and ends on the midline; both ends are drawn once.
    """
    other = half.mirrored().backwards().nodes
    inner = other[1:-1] if half.nodes[0].x == 0 else other[1:]
    if half.nodes[-1].x != 0:
        inner = other if half.nodes[0].x != 0 else other[:-1]
    return Curve(half.nodes + inner, closed=True)


def paired(one: Curve) -> tuple[Curve, ...]:
    """Return a curve and its mirror image, as one where they meet on the midline."""
    if one.closed or 0 not in {one.nodes[0].x, one.nodes[-1].x}:
        return (one, one.mirrored())
    away = one if one.nodes[0].x == 0 else one.backwards()
    return (Curve(away.mirrored().backwards().nodes + away.nodes[1:]),)


def between(one: Curve, other: Curve, share: float) -> Curve:
    """Return the curve that lies a share of the way from one to the other.

    Raises:
        InputError: If the curves have different numbers of points.
    """
    if len(one.nodes) != len(other.nodes):
        raise InputError(
            f"one border has {len(one.nodes)} points, the other {len(other.nodes)}.",
            mending="Give both borders the same number of points.",
        )
    nodes = tuple(
        Node(_mix(a.x, b.x, share), _mix(a.y, b.y, share), a.corner and b.corner)
        for a, b in zip(one.nodes, other.nodes, strict=True)
    )
    return Curve(nodes, one.closed)


def across(sections: Sequence[Curve], count: int) -> list[Curve]:
    """Return so many curves through the same shares of the length of each section."""
    shares = [number / (count + 1) for number in range(1, count + 1)]
    divided = [section.divided(shares) for section in sections]
    return [
        Curve(tuple(Node(x, y) for x, y in places))
        for places in zip(*divided, strict=True)
    ]


def _after(length: float, places: Sequence[XY], reached: Sequence[float]) -> XY:
    """Return the place after a length, between the two places around it."""
    end = min(bisect(reached, length), len(places) - 1)
    span = reached[end] - reached[end - 1]
    share = (length - reached[end - 1]) / span if span else 0.0
    (x1, y1), (x2, y2) = places[end - 1], places[end]
    return (_mix(x1, x2, share), _mix(y1, y2, share))


def pieces(bezier: Bezier) -> tuple[XY, ...]:
    """Return the ends of the straight pieces of a Bezier, its start left out."""
    return tuple(_on(bezier, step / STEPS) for step in range(1, STEPS + 1))


def _on(bezier: Bezier, t: float) -> XY:
    u = 1 - t
    weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
    x = sum(w * p[0] for w, p in zip(weights, bezier, strict=True))
    y = sum(w * p[1] for w, p in zip(weights, bezier, strict=True))
    return (x, y)


def path(curves: Sequence[Curve]) -> str:
    """Return SVG path data: M, C and Z only, absolute, whole units."""
    return " ".join(_subpath(one) for one in curves)


def _subpath(one: Curve) -> str:
    words = [f"M{_number(one.nodes[0].x)} {_number(one.nodes[0].y)}"]
    for _, first, last, there in one.beziers():
        numbers = [*first, *last, *there]
        words.append("C" + " ".join(_number(number) for number in numbers))
    return " ".join(words) + (" Z" if one.closed else "")


def _node(part: str, where: str) -> Node:
    found = _NODE.fullmatch(part)
    if found is None:
        raise InputError(
            f'"{part}" is no point.',
            where=where,
            mending="Write x and y, with ! for a corner: 12 -40!",
        )
    return Node(float(found[1]), float(found[2]), corner=bool(found[3]))


def _unit(start: XY, end: XY) -> XY:
    length = math.dist(start, end)
    if length == 0:
        return (0.0, 0.0)
    return ((end[0] - start[0]) / length, (end[1] - start[1]) / length)


def _mix(one: float, other: float, share: float) -> float:
    return one + (other - one) * share


def _number(value: float) -> str:
    """Return a number to a tenth of a unit, a hundredth of a millimetre."""
    rounded = round(value, 1) + 0.0
    return f"{rounded:g}" if rounded != int(rounded) else str(int(rounded))
