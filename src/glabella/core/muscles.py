"""Muscles and other targets of an injection, by name."""

from collections.abc import Mapping

import attrs

from glabella.core.sources import Text


@attrs.frozen
class Muscle:
    """A target: a muscle, a part of one, an area of skin, or an organ.

    `part_of` is the whole muscle a part belongs to: when protocols meet, the whole
    decides. `aliases` are names of the same muscle in the sources.
    """

    id: str
    name: Text
    region: str
    kind: str
    part_of: str | None = None
    aliases: tuple[str, ...] = ()
    depth: str | None = None
    figure: str | None = None


def wholes(muscles: Mapping[str, Muscle]) -> dict[str, str]:
    """Return the whole muscle of each part."""
    return {m.id: m.part_of for m in muscles.values() if m.part_of is not None}
