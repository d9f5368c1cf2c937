"""The table of sites as a form: read row by row, with what is wrong beside each row.

The map in the browser writes into these fields and has no way of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

import attrs
from django.utils.translation import gettext as _

from glabella.clinic.planning.values import SIDES, NewSite
from glabella.clinic.planning.words import place

MOST_ROWS = 400
LONGEST = 6  # figures of a number of rows that is worth reading
MOST_UNITS = Decimal(9999)
FARTHEST = Decimal(99999)

Posted = Mapping[str, str]


@attrs.frozen
class Row:
    """One row as typed.

    Args:
        wrong: What cannot be used of it; "" if all is well.
    """

    muscle: str
    side: str
    point: str
    units: str
    figure: str = ""
    x: str = ""
    y: str = ""
    depth: str = ""
    remove: bool = False
    schematic: bool = True
    wrong: str = ""

    @property
    def key(self) -> str:
        """What the map calls the row."""
        return f"{self.muscle}/{self.side}/{self.point}"

    @property
    def name(self) -> str:
        """Where it is, in words."""
        return place(self.muscle, self.side)


@attrs.frozen
class Sites:
    """What a table said: the rows as typed, and the sites that it leaves."""

    rows: tuple[Row, ...]
    sites: tuple[NewSite, ...]

    @property
    def is_valid(self) -> bool:
        """Whether every row can be used."""
        return not any(row.wrong for row in self.rows)

    @property
    def wrong(self) -> tuple[str, ...]:
        """What is wrong, row by row, in words."""
        return tuple(
            f"{row.name} {row.point}: {row.wrong}" for row in self.rows if row.wrong
        )


def rows_of(sites: Sequence[NewSite]) -> Sites:
    """Return sites on file as the table shows them."""
    rows = tuple(
        Row(
            muscle=one.muscle,
            side=one.side,
            point=str(one.point),
            units=_typed(one.units),
            figure=one.figure,
            x=_typed(one.x),
            y=_typed(one.y),
            depth=one.depth,
            schematic=one.is_schematic,
        )
        for one in sites
    )
    return Sites(rows, tuple(sites))


def read(posted: Posted, before: Sequence[NewSite]) -> Sites:
    """Return what a sent table says.

    Args:
        posted: The fields `sites-0-muscle` and so on.
        before: The sites on file: they know whose point it is, which no field says.
    """
    known = {one.key: one for one in before}
    rows: list[Row] = []
    sites: list[NewSite] = []
    for row in _rows(posted):
        try:
            site = None if row.remove else _site(row, known)
        except ValueError as wrong:
            rows.append(attrs.evolve(row, wrong=str(wrong)))
        else:
            rows.append(row)
            sites += [site] if site else []
    return Sites(tuple(rows), tuple(sites))


def added(posted: Posted) -> NewSite | None:
    """Return the site that the last row of the table adds; None if none was asked for.

    Raises:
        ValueError: If it cannot be used, in words.
    """
    muscle = posted.get("add-muscle", "")
    if not muscle:
        return None
    row = Row(
        muscle=muscle,
        side=posted.get("add-side", ""),
        point="1",
        units=posted.get("add-units", ""),
        figure=posted.get("add-figure", ""),
        x=posted.get("add-x", ""),
        y=posted.get("add-y", ""),
        schematic=not posted.get("add-x"),
    )
    return _site(row, {})


def _rows(posted: Posted) -> Iterator[Row]:
    total = posted.get("sites-TOTAL", "0")
    number = int(total) if total.isdecimal() and len(total) < LONGEST else 0
    for index in range(min(number, MOST_ROWS)):
        start = f"sites-{index}-"
        if f"{start}muscle" not in posted:
            continue
        yield Row(
            muscle=posted[f"{start}muscle"],
            side=posted.get(f"{start}side", ""),
            point=posted.get(f"{start}point", ""),
            units=posted.get(f"{start}units", ""),
            figure=posted.get(f"{start}figure", ""),
            x=posted.get(f"{start}x", ""),
            y=posted.get(f"{start}y", ""),
            depth=posted.get(f"{start}depth", ""),
            remove=bool(posted.get(f"{start}remove")),
            schematic=posted.get(f"{start}schematic") != "no",
        )


def _site(row: Row, known: Mapping[tuple[str, str, int], NewSite]) -> NewSite:
    if row.side not in SIDES:
        raise ValueError(_("choose a side."))
    if not row.point.isdecimal() or not 0 < int(row.point) <= MOST_ROWS:
        raise ValueError(_("the number of the point is missing."))
    units = _number(row.units, most=MOST_UNITS, places=2)
    if units is None or units <= 0:
        raise ValueError(_("enter units above 0, or take the point out."))
    site = NewSite(row.muscle, row.side, int(row.point), units)
    own = known.get(site.key)
    x, y = _place(row.x), _place(row.y)
    has_moved = own is not None and (x, y) != (own.x, own.y)
    return attrs.evolve(
        site,
        figure=row.figure if x is not None and y is not None else "",
        figure_version=own.figure_version if own and not has_moved else "",
        x=x,
        y=y,
        depth=row.depth,
        protocols=own.protocols if own else (),
        # Whoever types a place, or moves a point, says where it is.
        is_schematic=row.schematic and not has_moved,
        note=own.note if own else "",
    )


def _place(text: str) -> Decimal | None:
    return _number(text, most=FARTHEST, places=1)


def _number(text: str, *, most: Decimal, places: int) -> Decimal | None:
    if not text.strip():
        return None
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > most:
        raise ValueError(_("“%(text)s” is no number.") % {"text": text[:20]})
    rounded = round(value, places)
    if rounded != value:
        raise ValueError(
            _("“%(text)s” has more than %(places)d decimal places.")
            % {"text": text, "places": places}
        )
    return rounded.normalize() + 0


def _typed(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize() + 0:f}"
