"""The accessible twin of a chart: the same data as rows of plain text."""

from collections.abc import Iterable

import attrs


@attrs.frozen
class Table:
    """A caption, a header and rows, all of plain text in the reader's language."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """Return the table for a terminal, in columns as wide as their content."""
        lines = (self.header, *self.rows)
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        rule = tuple("-" * width for width in widths)
        shown = (self.header, rule, *self.rows)
        return "\n".join((self.caption, *_aligned(shown, widths)))


def _aligned(lines: Iterable[tuple[str, ...]], widths: list[int]) -> Iterable[str]:
    for line in lines:
        cells = (cell.ljust(w) for cell, w in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()
