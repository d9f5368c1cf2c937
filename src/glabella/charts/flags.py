"""Flags on an axis of time: a stem at a day, and words that keep clear of the others.

Words stand right of their stem, or left of it near the right edge. A flag whose words
reach over another stem is lifted above that flag, so that no stem crosses words.
Short words in a crowd stand centred on their stems instead.
"""

from collections.abc import Sequence
from enum import Enum

import attrs

from glabella.charts.lettering import shortened, width_of, write_over
from glabella.charts.marks import line, polygon
from glabella.charts.markup import Element, element
from glabella.charts.paints import paint
from glabella.charts.words import NO_BREAK_SPACE

LANE = 17
_GAP = 5
_HEAD = 4


class FlagKind(Enum):
    """What a stem marks; the name of its look."""

    INJECTION = "injection"
    CHANGE = "change"
    NOW = "now"


@attrs.frozen
class Flag:
    """A stem with words: `strong` in full weight, then `light`."""

    x: float
    kind: FlagKind
    strong: str
    light: str = ""

    @property
    def width(self) -> float:
        """About how wide the words are, in px."""
        between = 4 if self.strong and self.light else 0
        strong = width_of(self.strong, "number-strong")
        return strong + between + width_of(self.light, "label")


@attrs.frozen
class PlacedFlag:
    """A flag with the left end of its words and its lane; lane 0 is the lowest."""

    flag: Flag
    left: float
    lane: int = 0
    is_centred: bool = False

    @property
    def right(self) -> float:
        """The right end of the words."""
        return self.left + self.flag.width

    @property
    def stem_top(self) -> float:
        """Where the stem starts, from the top of its lane: beside or under words."""
        return 16 if self.left <= self.flag.x <= self.right else 3


def placed(
    flags: Sequence[Flag], *, left: float, right: float
) -> tuple[PlacedFlag, ...]:
    """Return the flags in order of time, in as few lanes as keep words clear."""
    fitting = (_fitted(flag, right - left) for flag in flags)
    beside = _beside_their_stems(sorted(fitting, key=lambda f: f.x), left, right)
    lanes = [0] * len(beside)
    # Each round lifts flags over those they reach across; the longest chain has all.
    for _ in beside:
        lanes = [_lane(n, beside, lanes) for n in range(len(beside))]
    lifted = [
        attrs.evolve(flag, lane=lane) for flag, lane in zip(beside, lanes, strict=True)
    ]
    # Two flags that each reach over the other's stem cannot both be lifted; then it
    # is enough that no words lie on words.
    return tuple(lifted) if is_clear(lifted) else _apart(beside)


def is_clear(flags: Sequence[PlacedFlag]) -> bool:
    """Whether every flag stands above all flags whose stem or words it reaches."""
    numbers = range(len(flags))
    return all(
        flags[one].lane > flags[two].lane
        for one in numbers
        for two in numbers
        if one != two and _must_lie_above(flags, one, two)
    )


def centred(
    flags: Sequence[Flag], *, left: float, right: float
) -> tuple[PlacedFlag, ...]:
    """Return the flags with their words centred above the stems, for short words."""
    found = []
    for flag in sorted(flags, key=lambda one: one.x):
        start = min(max(flag.x - flag.width / 2, left), right - flag.width)
        found.append(PlacedFlag(flag, start, is_centred=True))
    return _apart(found)


def lanes_of(flags: Sequence[PlacedFlag]) -> int:
    """Return how many lanes the flags take."""
    return max((flag.lane + 1 for flag in flags), default=0)


def stems(flags: Sequence[PlacedFlag], *, top: float, bottom: float) -> list[Element]:
    """Return the stems from each flag down to the bottom."""
    lanes = lanes_of(flags)
    return [
        line(
            (one.flag.x, top + (lanes - 1 - one.lane) * LANE + one.stem_top),
            (one.flag.x, bottom),
            one.flag.kind.value,
        )
        for one in flags
    ]


def words(flags: Sequence[PlacedFlag], *, top: float) -> list[Element]:
    """Return heads and words, to be drawn over all stems."""
    lanes = lanes_of(flags)
    return [
        part
        for one in flags
        for part in _head_and_words(one, top + (lanes - 1 - one.lane) * LANE)
    ]


def _fitted(flag: Flag, room: float) -> Flag:
    if flag.width <= room or flag.kind is FlagKind.INJECTION:
        return flag  # a dose is never cut
    return attrs.evolve(flag, light=shortened(flag.light, "label", room))


def _beside_their_stems(
    flags: Sequence[Flag], left: float, right: float
) -> tuple[PlacedFlag, ...]:
    found: list[PlacedFlag] = []
    first_turned = right
    for flag in reversed(flags):
        end = flag.x + _GAP + flag.width
        if end <= first_turned:
            found.append(PlacedFlag(flag, flag.x + _GAP))
            continue
        found.append(PlacedFlag(flag, max(flag.x - _GAP - flag.width, left)))
        first_turned = min(first_turned, flag.x)
    return tuple(reversed(found))


def _apart(flags: Sequence[PlacedFlag]) -> tuple[PlacedFlag, ...]:
    found = []
    ends: list[float] = []
    for one in flags:
        free = (n for n, end in enumerate(ends) if end + _GAP <= one.left)
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [one.right]
        found.append(attrs.evolve(one, lane=lane))
    return tuple(found)


def _lane(index: int, flags: Sequence[PlacedFlag], lanes: list[int]) -> int:
    below = (
        lanes[other] + 1
        for other in range(len(flags))
        if other != index and _must_lie_above(flags, index, other)
    )
    return min(max(below, default=0), len(flags) - 1)


def _must_lie_above(flags: Sequence[PlacedFlag], upper: int, lower: int) -> bool:
    """Whether the words of one flag reach over the stem or words of another."""
    one, two = flags[upper], flags[lower]
    if one.flag.x == two.flag.x:
        return upper < lower
    if one.left - _GAP < two.flag.x < one.right + _GAP:
        return True
    meets = one.left < two.right + _GAP and two.left < one.right + _GAP
    crossed = two.left - _GAP < one.flag.x < two.right + _GAP
    return meets and not crossed and upper > lower


def _head_and_words(one: PlacedFlag, top: float) -> list[Element]:
    x, look = one.flag.x, one.flag.kind.value
    drawn = []
    if one.is_centred:
        top_of_lowest = top + one.lane * LANE
        corners = tuple((x + n * _HEAD, top_of_lowest + 16) for n in (-1, 1))
        drawn.append(polygon((*corners, (x, top_of_lowest + 23)), f"{look}-head"))
    elif one.flag.kind is FlagKind.INJECTION:
        corners = ((x - _HEAD, top + 3), (x + _HEAD, top + 3), (x, top + 10))
        drawn.append(polygon(corners, f"{look}-head"))
    elif one.flag.kind is FlagKind.CHANGE and one.stem_top < LANE / 2:
        corners = ((x, top + 3), (x + 7, top + 6.5), (x, top + 10))
        drawn.append(polygon(corners, f"{look}-head"))
    return [*drawn, _words(one, (one.left + _shift(one), top + 12))]


def _shift(one: PlacedFlag) -> float:
    return 4 if one.flag.kind is FlagKind.CHANGE and one.left > one.flag.x else 0


def _words(one: PlacedFlag, at: tuple[float, float]) -> Element:
    flag = one.flag
    if not flag.strong:
        return write_over(flag.light, at, "label")
    base = write_over(
        f"{flag.strong}{NO_BREAK_SPACE}" if flag.light else flag.strong, at, "label"
    )
    strong = element("tspan", *base.children, **paint("number-strong"))
    light = (element("tspan", flag.light, **paint("label")),) if flag.light else ()
    return attrs.evolve(base, children=(strong, *light))
