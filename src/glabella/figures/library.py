"""All figures, and which of them show a muscle."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from glabella.core.errors import InputError, UnknownNameError
from glabella.core.sources import Text
from glabella.figures.reader import read_figures
from glabella.figures.values import Figure

DATA = Path(__file__).parent / "data"

SHARED = ("line", "landmark", "zone", "placing")

Table = Mapping[str, Any]

UNDRAWN: Mapping[str, Text] = {}
"""Muscles that protocols name and no figure shows, each with its reason."""


def load(folder: Path = DATA) -> dict[str, Figure]:
    """Return all figures by id, in the order in which they are shown.

    Raises:
        InputError: If a file cannot be read, or two figures have one id.
    """
    tables = {
        file.stem: tomllib.loads(file.read_text("utf-8"))
        for file in sorted(folder.glob("*.toml"))
    }
    found: dict[str, Figure] = {}
    for name, table in tables.items():
        for figure in read_figures(_based(table, tables), file=f"{name}.toml"):
            if figure.id in found:
                raise InputError(
                    f'"{figure.id}" is a figure already.',
                    where=f"{name}.toml",
                    mending="Give it another id.",
                )
            found[figure.id] = figure
    ordered = sorted(found.values(), key=lambda figure: (figure.order, figure.id))
    return {figure.id: figure for figure in ordered}


def _based(table: Table, tables: Mapping[str, Table]) -> Table:
    """Return a figure's table, with the lines and some muscles of its base before it.

    A detail is the same drawing in a smaller window: `base` names the file, `take` the
    muscles that come along with their points, `context` those that come without.
    """
    if "base" not in table:
        return table
    base = tables[table["base"]]
    shared = {key: [*base.get(key, ()), *table.get(key, ())] for key in SHARED}
    muscles = [
        {**part, "context": part["id"] in table.get("context", ())}
        for part in base.get("muscle", ())
        if part["id"] in (*table.get("take", ()), *table.get("context", ()))
    ]
    own = [*muscles, *table.get("muscle", ())]
    named = {part["id"] for part in own if not part.get("context")}
    shared["placing"] = [part for part in shared["placing"] if part["muscle"] in named]
    return {**table, **shared, "muscle": own}


def figures_for(
    figures: Mapping[str, Figure], muscles: Iterable[str]
) -> tuple[str, ...]:
    """Return the fewest figures that show all the muscles, in order.

    A view of one side comes with its twin. Muscles of `UNDRAWN` are skipped.

    Raises:
        UnknownNameError: If no figure shows a muscle and no reason is on file.
    """
    missing = set(muscles) - set(UNDRAWN)
    chosen: set[str] = set()
    while missing:
        best = max(figures.values(), key=lambda one: _gain(one, missing))
        gained = missing & set(best.muscles)
        if not gained:
            raise UnknownNameError(
                f"no figure shows {', '.join(sorted(missing))}.",
                mending="Draw it, or give a reason in UNDRAWN.",
            )
        missing -= gained
        chosen |= {best.id} | ({best.twin} if best.twin else set())
    return tuple(figure for figure in figures if figure in chosen)


def _gain(figure: Figure, missing: set[str]) -> tuple[int, int]:
    """Return what a figure adds; of equals, the one that shows less else is better."""
    return (len(missing & set(figure.muscles)), -len(figure.muscles))
