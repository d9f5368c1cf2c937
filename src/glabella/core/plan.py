"""The injection plan: points, totals, what to draw, and what stands in its way.

A plan is *proposed* only where every number was read in a source and nothing stands in
its way. Otherwise it says what must be confirmed by name, or gives no dose at all.
The sum of points that nobody has vouched for stands in `arithmetic_units`; it is
arithmetic, not a recommendation, and `total_units` stays empty.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from itertools import combinations

import attrs

from glabella.core.eligibility import Assessment, Verdict
from glabella.core.ledger import Ledger
from glabella.core.merge import Replacement, merge, muscle_totals, total
from glabella.core.plan_drawing import fill_of, vials_of
from glabella.core.plan_limits import limit_warnings
from glabella.core.plan_text import (
    blocked_by_ledger,
    combination_unstudied,
    entered_by_hand,
    facts_missing,
    no_combination,
    not_met,
    over_remaining,
    suicide_item_open,
    too_early,
    unverified_scheme,
)
from glabella.core.practice import Practice
from glabella.core.product import Preparation
from glabella.core.protocol import Protocol
from glabella.core.quantity import Dose, DrawableVolume
from glabella.core.schemes import Bench, Choice, Pattern, PlannedSite, pattern_of
from glabella.core.sources import Text
from glabella.core.syringe import FillPlan, VialsToOpen, total_drawn_ml


class PlanStatus(Enum):
    """How far a plan may be relied on."""

    PROPOSED = "proposed"
    NEEDS_CONFIRMATION = "needs_confirmation"
    NO_DOSE = "no_dose"
    BLOCKED = "blocked"
    DEFERRED = "deferred"


@attrs.frozen
class Needed:
    """Something a clinician must confirm by name, and why."""

    what: str
    why: Text


@attrs.frozen
class Warned:
    """Something the plan must say; a stopping one keeps it from being proposed."""

    id: str
    text: Text
    stops: PlanStatus | None = None


@attrs.frozen
class Order:
    """One protocol with the clinician's choice and its assessment."""

    protocol: Protocol
    choice: Choice
    assessment: Assessment


@attrs.frozen
class Plan:
    """An injection plan with everything a person needs to judge it."""

    status: PlanStatus
    product: str
    sites: tuple[PlannedSite, ...]
    total_units: Decimal | None
    arithmetic_units: Decimal
    muscle_units: Mapping[str, Decimal]
    group_units: Mapping[str, Decimal]
    replacements: tuple[Replacement, ...]
    fill: FillPlan | None
    vials: VialsToOpen | None
    ledger: Ledger | None
    needed: tuple[Needed, ...]
    warnings: tuple[Warned, ...]
    unsigned: tuple[str, ...]

    @property
    def volume_ml(self) -> Decimal | None:
        """Return the millilitres of all draws, or None if nothing can be drawn."""
        return total_drawn_ml(self.fill) if self.fill else None

    @property
    def volumes(self) -> tuple[DrawableVolume, ...]:
        """Return the volume of each draw."""
        return tuple(draw.volume for draw in self.fill.draws) if self.fill else ()


@attrs.frozen
class Desk:
    """What a plan is made with: product, country, sources, muscles, practice, stock.

    The first ledger is the product's own; narrower ones (a condition's cap) follow.
    """

    bench: Bench
    part_of: Mapping[str, str]
    practice: Practice
    preparation: Preparation | None = None
    ledgers: tuple[Ledger, ...] = ()


# Groups whose joint strength matters: the brow hangs on forehead and frown together,
# the head on neck and shoulder. DERIVED: what this project shows side by side.
GROUPS = {
    "frontalis_with_glabella": ("frontalis", "corrugator_supercilii", "procerus"),
    "neck_with_shoulder": ("cervical_paraspinal", "trapezius"),
}


@attrs.frozen
class Maps:
    """The maps of some orders, and the points that count.

    `full` are all points, which limits and ledger look at; `shown` are those without
    the maps that a verdict refuses. `asked` is what must be confirmed beside.
    """

    orders: tuple[Order, ...]
    patterns: tuple[Pattern, ...]
    full: tuple[PlannedSite, ...]
    shown: tuple[PlannedSite, ...]
    replacements: tuple[Replacement, ...] = ()
    asked: tuple[Needed, ...] = ()
    said: tuple[Warned, ...] = ()


def plan(orders: Sequence[Order], *, desk: Desk) -> Plan:
    """Return the plan of one session for one product.

    Args:
        orders: The protocols of the session, the main one first; each assessed already.
        desk: Product, country, sources, muscles, practice, preparation and ledger.

    Raises:
        UnknownNameError: If a scheme or an option does not exist.
        InputError: If entered units lie outside a published range.
    """
    patterns = patterns_of(orders, desk=desk)
    full = merge(patterns, part_of=desk.part_of).sites
    merged = merge(_shown(orders, patterns), part_of=desk.part_of)
    maps = Maps(tuple(orders), patterns, full, merged.sites, merged.replacements)
    return counted(maps, desk=desk)


def patterns_of(orders: Sequence[Order], *, desk: Desk) -> tuple[Pattern, ...]:
    """Return the map of each order.

    Raises:
        UnknownNameError: If a scheme or an option does not exist.
        InputError: If entered units lie outside a published range.
    """
    return tuple(pattern_of(o.protocol, o.choice, bench=desk.bench) for o in orders)


def counted(maps: Maps, *, desk: Desk) -> Plan:
    """Return the plan that these points make: status, limits, draws, vials, ledger."""
    orders, sites = maps.orders, maps.shown
    warnings = (*_warnings(maps, desk), *maps.said)
    needed = _needed(maps, desk)
    units = total(sites)
    status = _status(sites, warnings, needed)
    fill = fill_of(sites, desk.bench.product, desk.preparation)
    return Plan(
        status=status,
        product=desk.bench.product,
        sites=_with_read_landmarks(sites, desk.practice),
        total_units=units if status is PlanStatus.PROPOSED else None,
        arithmetic_units=units,
        muscle_units=muscle_totals(sites, part_of=desk.part_of),
        group_units=_groups(sites, desk.part_of),
        replacements=maps.replacements,
        fill=fill,
        vials=vials_of(fill, desk.preparation),
        ledger=desk.ledgers[0] if desk.ledgers else None,
        needed=needed,
        warnings=warnings,
        unsigned=tuple(o.protocol.id for o in orders if o.assessment.signed_by is None),
    )


REFUSED = frozenset({Verdict.BLOCKED, Verdict.DEFERRED, Verdict.NOT_INDICATED})


def _shown(orders: Sequence[Order], patterns: Sequence[Pattern]) -> list[Pattern]:
    """Return the maps with no points where the verdict is a refusal.

    A map beside a refusal would read like a plan. Limits and ledger still count the
    full map, so that every reason is said at once.
    """
    return [
        attrs.evolve(pattern, sites=(), by_hand=())
        if order.assessment.verdict in REFUSED
        else pattern
        for order, pattern in zip(orders, patterns, strict=True)
    ]


def _with_read_landmarks(
    sites: Sequence[PlannedSite], practice: Practice
) -> tuple[PlannedSite, ...]:
    """Return the points without the landmarks that nobody has read or vouched for.

    A distance in centimetres that is only recalled would place a needle. A clinician
    confirms the landmarks of a protocol by name as "PROTOCOL/landmarks".
    """
    return tuple(
        attrs.evolve(site, landmark=None)
        if site.landmark_unverified and not _vouched(site, practice)
        else site
        for site in sites
    )


def _vouched(site: PlannedSite, practice: Practice) -> bool:
    names = [f"{owner}/landmarks" for owner in site.protocols]
    return any(practice.confirmation(name) is not None for name in names)


def _groups(
    sites: Sequence[PlannedSite], part_of: Mapping[str, str]
) -> dict[str, Decimal]:
    by_muscle = muscle_totals(sites, part_of=part_of)
    return {
        name: sum((by_muscle.get(muscle, Decimal(0)) for muscle in muscles), Decimal(0))
        for name, muscles in GROUPS.items()
        if any(muscle in by_muscle for muscle in muscles)
    }


def _status(
    sites: Sequence[PlannedSite],
    warnings: tuple[Warned, ...],
    needed: tuple[Needed, ...],
) -> PlanStatus:
    """Return the gravest status: blocked, deferred, no dose, needs confirmation."""
    stops = {warning.stops for warning in warnings}
    for status in (PlanStatus.BLOCKED, PlanStatus.DEFERRED, PlanStatus.NO_DOSE):
        if status in stops:
            return status
    if not sites:
        return PlanStatus.NO_DOSE
    asks = needed or PlanStatus.NEEDS_CONFIRMATION in stops
    return PlanStatus.NEEDS_CONFIRMATION if asks else PlanStatus.PROPOSED


# ---- what stands in the way ---------------------------------------------------------


def _warnings(maps: Maps, desk: Desk) -> tuple[Warned, ...]:
    orders = maps.orders
    found = [warning for order in orders for warning in _verdict_warnings(order)]
    found += [
        Warned(f"{pattern.protocol}_no_dose", pattern.reason, PlanStatus.NO_DOSE)
        for pattern in maps.patterns
        if pattern.reason is not None
    ]
    found += _merge_warnings(orders)
    for order in orders:
        for limit, text, over in limit_warnings(
            order.protocol, maps.full, bench=desk.bench, part_of=desk.part_of
        ):
            found.append(Warned(limit, text, PlanStatus.BLOCKED if over else None))
    for book in desk.ledgers:
        found += _ledger_warnings(total(maps.full), book)
    return tuple(found)


_BY_VERDICT = {
    Verdict.BLOCKED: PlanStatus.BLOCKED,
    Verdict.DEFERRED: PlanStatus.DEFERRED,
    Verdict.NOT_INDICATED: PlanStatus.NO_DOSE,
    Verdict.NEEDS_FACTS: PlanStatus.NEEDS_CONFIRMATION,
}


def _verdict_warnings(order: Order) -> list[Warned]:
    assessment, name = order.assessment, order.protocol.name
    found: list[Warned] = []
    stops = _BY_VERDICT.get(assessment.verdict)
    if stops is PlanStatus.NEEDS_CONFIRMATION:
        found.append(
            Warned(f"{order.protocol.id}_needs_facts", facts_missing(name), stops)
        )
    elif stops is not None:
        verdict = assessment.verdict.value
        found.append(
            Warned(f"{order.protocol.id}_{verdict}", not_met(name, verdict), stops)
        )
    for judgement in assessment.cautions:
        is_open = judgement.criterion.id == "suicide_item_unacknowledged"
        if is_open:
            asks = PlanStatus.NEEDS_CONFIRMATION
            found.append(
                Warned("suicide_item_unacknowledged", suicide_item_open(), asks)
            )
        else:
            found.append(Warned(judgement.criterion.id, judgement.criterion.text))
    return found


def _merge_warnings(orders: Sequence[Order]) -> list[Warned]:
    ids = [order.protocol.id for order in orders]
    return [
        Warned(
            f"{order.protocol.id}+{other}",
            no_combination(order.protocol.id, other),
            PlanStatus.NO_DOSE,
        )
        for order in orders
        for other in order.protocol.never_merges_with
        if other in ids
    ]


def _ledger_warnings(units: Decimal, book: Ledger) -> list[Warned]:
    found = [
        Warned("other_toxin", blocked_by_ledger(block.text), PlanStatus.BLOCKED)
        for block in book.blocks
        if block.is_open
    ]
    if not book.is_interval_over and book.interval_ends is not None:
        text = too_early(book.interval_ends)
        found.append(Warned("interval", text, PlanStatus.DEFERRED))
    if book.remaining is not None and units > book.remaining:
        text = over_remaining(Dose(units, book.product), book.remaining)
        found.append(Warned("over_cap", text, PlanStatus.BLOCKED))
    found += [Warned(note.kind.value, note.text) for note in book.cautions]
    return found


# ---- what must be confirmed ---------------------------------------------------------


def _needed(maps: Maps, desk: Desk) -> tuple[Needed, ...]:
    orders = maps.orders
    shown = _shown(orders, maps.patterns)
    found = [item for pattern in shown for item in _scheme_needs(pattern)]
    if len(orders) > 1 and not _is_studied(orders):
        ids = [order.protocol.id for order in orders]
        found.append(Needed("+".join(sorted(ids)), combination_unstudied(ids)))
    return tuple(
        item
        for item in (*found, *maps.asked)
        if desk.practice.confirmation(item.what) is None
    )


def _is_studied(orders: Sequence[Order]) -> bool:
    """Return whether a source prints each pair of these protocols together."""
    return all(
        second.id in first.studied_with or first.id in second.studied_with
        for first, second in combinations((order.protocol for order in orders), 2)
    )


def _scheme_needs(pattern: Pattern) -> list[Needed]:
    """Name a scheme whose total or split rests on memory or on our arithmetic."""
    scheme = pattern.scheme
    if scheme is None or not pattern.sites:
        return []
    if pattern.by_hand:
        text = entered_by_hand(", ".join(pattern.by_hand))
        return [Needed(f"{pattern.protocol}/{scheme.id}", text)]
    bases = [scheme.basis, *([scheme.split_basis] if scheme.split_basis else [])]
    if all(basis.status.value == "SEEN" for basis in bases):
        return []
    return [Needed(f"{pattern.protocol}/{scheme.id}", unverified_scheme(scheme.name))]
