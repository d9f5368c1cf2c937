"""What is handed to the deeds of planning, and how it is kept."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import attrs

from glabella.clinic.planning.models import PlanSite
from glabella.core.planning import Wish
from glabella.core.protocol import Protocol
from glabella.core.recount import EnteredSite
from glabella.core.schemes import Choice
from glabella.protocols.loader import Library

SIDES = ("left", "right", "middle")
CHOSEN_SIDES = ("", "both", "left", "right")
# The word of the record for the midline, and that of the core.
MIDDLE, MIDLINE = "middle", "midline"


@attrs.frozen
class Order:
    """One protocol of a plan with what the clinician chose of it.

    Args:
        scheme: Its id; "" for the only default.
        sides: One of `CHOSEN_SIDES`; "" means both, and asks where a side is affected.
        units: Units per side by muscle, where the scheme prints a range.
        points: Points per side by muscle, for these.
        extra_points: Points to add by muscle for an option, both sides together.
    """

    protocol: str
    scheme: str = ""
    options: tuple[str, ...] = ()
    sides: str = attrs.field(default="", validator=attrs.validators.in_(CHOSEN_SIDES))
    units: Mapping[str, Decimal] = attrs.field(factory=dict)
    points: Mapping[str, int] = attrs.field(factory=dict)
    extra_points: Mapping[str, int] = attrs.field(factory=dict)

    @property
    def choice(self) -> Choice:
        """What was chosen, as the core takes it."""
        return Choice(
            scheme=self.scheme or None,
            options=self.options,
            sides=self.sides or None,
            units=self.units,
            points=self.points,
            extra_points=self.extra_points,
        )


@attrs.frozen
class NewPlan:
    """A plan as somebody begins it: where, for which day, of which product."""

    outlet: UUID
    on: date
    product: str
    orders: tuple[Order, ...]
    note: str = ""


@attrs.frozen
class NewSite:
    """One needle entry as a clinician leaves it.

    Args:
        side: "left", "right" or "middle".
        point: Its number within muscle and side, from 1.
        figure: Id of the drawing it stands on; "" where none shows it.
        x: Tenths of a millimetre from the midline, as figures count; with `y`.
        protocols: Whose point it is; empty means the main one.
        is_schematic: Whether the place shows the muscle, not a spot to inject.
    """

    muscle: str
    side: str
    point: int
    units: Decimal
    figure: str = ""
    figure_version: str = ""
    x: Decimal | None = None
    y: Decimal | None = None
    depth: str = ""
    protocols: tuple[str, ...] = ()
    is_schematic: bool = True
    note: str = ""

    @property
    def key(self) -> tuple[str, str, int]:
        """What names the point within a plan."""
        return (self.muscle, self.side, self.point)

    @property
    def entered(self) -> EnteredSite:
        """The point as the core counts it."""
        return EnteredSite(
            muscle=self.muscle,
            side=core_side(self.side),
            point=self.point,
            units=self.units,
            protocols=self.protocols,
            depth=self.depth or None,
        )


def core_side(side: str) -> str:
    """Return the word of the core and of the figures for a side."""
    return MIDLINE if side == MIDDLE else side


def record_side(side: str) -> str:
    """Return the word of the record for a side."""
    return MIDDLE if side == MIDLINE else side


def site_of(row: PlanSite) -> NewSite:
    """Return a site on file as it is handed to a deed."""
    return NewSite(
        muscle=row.muscle,
        side=row.side,
        point=row.point,
        units=row.units,
        figure=row.figure,
        figure_version=row.figure_version,
        x=row.x,
        y=row.y,
        depth=row.depth,
        protocols=tuple(row.protocols),
        is_schematic=row.is_schematic,
        note=row.note,
    )


def order_row(order: Order, protocol: Protocol) -> dict[str, Any]:
    """Return an order as the plan keeps it, with the version it was made of."""
    return {
        "protocol": order.protocol,
        "version": protocol.version,
        "digest": protocol.digest,
        "scheme": order.scheme,
        "options": list(order.options),
        "sides": order.sides,
        "units": {muscle: str(units) for muscle, units in order.units.items()},
        "points": dict(order.points),
        "extra_points": dict(order.extra_points),
    }


def order_of(row: Mapping[str, Any]) -> Order:
    """Return an order as a plan keeps it."""
    return Order(
        protocol=row["protocol"],
        scheme=row["scheme"],
        options=tuple(row["options"]),
        sides=row["sides"],
        units={muscle: Decimal(units) for muscle, units in row["units"].items()},
        points=dict(row["points"]),
        extra_points=dict(row["extra_points"]),
    )


def wishes(orders: tuple[Order, ...], library: Library) -> tuple[Wish, ...]:
    """Return the orders as the core takes them.

    Raises:
        UnknownNameError: If there is no such protocol.
    """
    return tuple(Wish(library.protocol(one.protocol), one.choice) for one in orders)
