"""Side effects of the muscles that are really treated, with rates as they are printed.

A rate that is only recalled is never printed; the name of the effect still is. Rates of
another product are left out: its units are others, and so may be its effects.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

import attrs

from glabella.clinic.consent.texts import ConsentText
from glabella.core.protocol import Protocol, SideEffect
from glabella.core.sources import Text


@attrs.frozen
class Effect:
    """One side effect under one plain name.

    Args:
        low: Lowest rate that a study prints, in percent; None: no rate was read.
        high: The highest one.
        control: Rate under placebo beside it, as printed; "" if none is.
        sources: Ids of the publications.
    """

    id: str
    name: Text
    low: Decimal | None
    high: Decimal | None
    control: str
    sources: tuple[str, ...]


def effects_of(
    protocols: Iterable[Protocol],
    *,
    muscles: Collection[str],
    product: str,
    text: ConsentText,
    part_of: Mapping[str, str],
) -> tuple[Effect, ...]:
    """Return the side effects of a plan, the most frequent first.

    Args:
        muscles: Those that the plan treats.
        part_of: The whole muscle of each part.
    """
    treated = {*muscles, *(part_of[one] for one in muscles if one in part_of)}
    groups: dict[str, list[SideEffect]] = {}
    for one in _fitting(protocols, treated, product=product, text=text):
        named = text.effect_of(one.id)
        groups.setdefault(named.id if named else one.id, []).append(one)
    found = [_effect(key, rows, text) for key, rows in groups.items()]
    return tuple(sorted(found, key=lambda each: -(each.high or Decimal(-1))))


def _fitting(
    protocols: Iterable[Protocol],
    treated: Collection[str],
    *,
    product: str,
    text: ConsentText,
) -> Iterator[SideEffect]:
    for protocol in protocols:
        for one in protocol.side_effects:
            products = text.studies.get(one.study, ())
            is_here = not one.muscles or not set(one.muscles).isdisjoint(treated)
            if is_here and (not products or product in products):
                yield one


def _effect(key: str, rows: list[SideEffect], text: ConsentText) -> Effect:
    read = [row for row in rows if not row.basis.is_recalled]
    rates = [row.percent for row in read if row.percent is not None]
    controls = [
        row.control_percent for row in read if row.control_percent and row.percent
    ]
    named = text.effects.get(key)
    return Effect(
        id=key,
        name=named.name if named else rows[0].name,
        low=min(rates, default=None),
        high=max(rates, default=None),
        control=controls[0] if controls else "",
        sources=tuple(dict.fromkeys(s for row in read for s in row.basis.sources)),
    )
