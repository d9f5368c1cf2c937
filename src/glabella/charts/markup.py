"""A small writer of SVG: elements in, text out, and nothing that a strict policy bans.

No style, no script, no reference to anything outside or inside the file: only the few
shapes and attributes below exist, so that a forbidden one cannot be written at all.
"""

import re
from html import escape
from typing import TypeAlias

import attrs

from glabella.core.errors import GlabellaError

TAGS = frozenset(
    ("svg", "g", "title", "desc", "rect", "line", "path", "circle", "text", "tspan")
)
ATTRIBUTES = frozenset(
    (
        *("class", "cx", "cy", "d", "dx", "dy", "fill", "fill-opacity", "font-family"),
        *("font-size", "font-style", "font-weight", "height", "lang", "paint-order"),
        *("r", "role", "rx", "stroke", "stroke-dasharray", "stroke-linecap"),
        *("stroke-linejoin", "stroke-opacity", "stroke-width", "text-anchor"),
        *("transform", "viewBox", "width", "x", "x1", "x2", "xmlns", "y", "y1", "y2"),
    )
)
# XML has no way to write these characters, not even escaped.
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Attribute: TypeAlias = str | float | None


class MarkupError(GlabellaError):
    """A tag or attribute that no chart of this house may have."""


@attrs.frozen
class Element:
    """One element of a drawing."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: "tuple[Element | str, ...]" = ()

    def __str__(self) -> str:
        """Return the element as SVG text."""
        head = "".join(f' {name}="{escape(v)}"' for name, v in self.attributes)
        if not self.children:
            return f"<{self.tag}{head}/>"
        inner = "".join(_written(child) for child in self.children)
        return f"<{self.tag}{head}>{inner}</{self.tag}>"


def element(tag: str, *children: Element | str, **attributes: Attribute) -> Element:
    """Return an element; `stroke_width=2` is written `stroke-width="2"`.

    Args:
        tag: One of `TAGS`.
        children: Elements or text, which is escaped.
        attributes: Numbers are rounded to hundredths; None is left out.

    Raises:
        MarkupError: If the tag or an attribute is none of those allowed.
    """
    named = {n.rstrip("_").replace("_", "-"): v for n, v in attributes.items()}
    named = {_respelled(name): value for name, value in named.items()}
    unknown = ({tag} - TAGS) | (named.keys() - ATTRIBUTES)
    if unknown:
        raise MarkupError(
            f"{', '.join(sorted(unknown))}: not among the tags and attributes of "
            "charts. Use a class, a presentation attribute or a shape."
        )
    pairs = tuple((n, _value(v)) for n, v in named.items() if v is not None)
    return Element(tag, pairs, children)


def group(*children: Element, **attributes: Attribute) -> Element:
    """Return the elements as one group."""
    return element("g", *children, **attributes)


def number(value: float) -> str:
    """Return a coordinate with at most two decimal places and no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _value(value: str | float) -> str:
    return _legal(value) if isinstance(value, str) else number(value)


def _written(child: Element | str) -> str:
    return str(child) if isinstance(child, Element) else escape(_legal(child))


def _legal(text: str) -> str:
    return NOT_IN_XML.sub("\ufffd", text)


def _respelled(name: str) -> str:
    return "viewBox" if name == "viewbox" else name
