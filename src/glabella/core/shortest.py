"""The fewest missing facts that could settle a criterion as wished.

For "red flags asked and none present, or else each flag by name" one screening answer
may do; the forty single questions are asked only after it has failed.
"""

from collections.abc import Iterable
from itertools import islice

from glabella.core.criteria import All, AnyOf, AtLeast, Known, Node, Not
from glabella.core.facts import FactSet
from glabella.core.truth import Truth

Needed = tuple[str, ...]


def facts_needed(node: Node, wish: Truth, facts: FactSet) -> Needed | None:
    """Return the fewest missing facts that could give the wished truth.

    An empty answer means that nothing is needed; None means that no answer to what is
    missing could still give it. Of equally short ways the first in the tree is taken.
    """
    if isinstance(node, Not):
        return facts_needed(node.part, ~wish, facts)
    if isinstance(node, All | AnyOf | AtLeast):
        return _of_parts(node, wish, facts)
    if isinstance(node, Known):
        return _of_known(node, wish, facts)
    answer = facts.answer(node)
    if answer.truth is Truth.UNKNOWN:
        return tuple(missing.id for missing in answer.missing)
    return () if answer.truth is wish else None


def _of_known(node: Known, wish: Truth, facts: FactSet) -> Needed | None:
    """A fact can become known; what is known cannot become unknown."""
    if facts.answer(node).truth is wish:
        return ()
    return (node.fact,) if wish is Truth.YES else None


def _of_parts(
    node: All | AnyOf | AtLeast, wish: Truth, facts: FactSet
) -> Needed | None:
    """Take the shortest ways of as many parts as the wish asks for."""
    ways = [facts_needed(part, wish, facts) for part in node.parts]
    open_ways = sorted((way for way in ways if way is not None), key=len)
    count = _parts_wanted(node, wish)
    if len(open_ways) < count:
        return None
    return _union(islice(open_ways, count))


def _parts_wanted(node: All | AnyOf | AtLeast, wish: Truth) -> int:
    """Return how many parts must have the wished truth for the whole to have it."""
    if isinstance(node, AtLeast):
        wanted = node.least
    else:
        wanted = len(node.parts) if isinstance(node, All) else 1
    return wanted if wish is Truth.YES else len(node.parts) - wanted + 1


def _union(ways: Iterable[Needed]) -> Needed:
    return tuple(dict.fromkeys(name for way in ways for name in way))
