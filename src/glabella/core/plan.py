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
from glabella.core.merge import Merged, Replacement, merge, muscle_totals, total
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
from glabella.core.syringe import (
    FillPlan,
    SiteDose,
    VialsToOpen,
    fill_plan,
    total_drawn_ml,
    vials_to_open,
)


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


def plan(orders: Sequence[Order], *, desk: Desk) -> Plan:
    """Return the plan of one session for one product.

    Args:
        orders: The protocols of the session, the main one first; each assessed already.
        desk: Product, country, sources, muscles, practice, preparation and ledger.

    Raises:
        UnknownNameError: If a scheme or an option does not exist.
        InputError: If entered units lie outside a published range.
    """
    patterns = [pattern_of(o.protocol, o.choice, bench=desk.bench) for o in orders]
    warnings = _warnings(orders, patterns, merge(patterns, part_of=desk.part_of), desk)
    patterns = _shown(orders, patterns)
    merged = merge(patterns, part_of=desk.part_of)
    units = total(merged.sites)
    needed = _needed(orders, patterns, desk)
    status = _status(merged, warnings, needed)
    fill = _fill(merged.sites, desk) if merged.sites else None
    return Plan(
        status=status,
        product=desk.bench.product,
        sites=_with_read_landmarks(merged.sites, desk.practice),
        total_units=units if status is PlanStatus.PROPOSED else None,
        arithmetic_units=units,
        muscle_units=muscle_totals(merged.sites, part_of=desk.part_of),
        group_units=_groups(merged, desk.part_of),
        replacements=merged.replacements,
        fill=fill,
        vials=_vials(units, desk) if fill else None,
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


def _groups(merged: Merged, part_of: Mapping[str, str]) -> dict[str, Decimal]:
    by_muscle = muscle_totals(merged.sites, part_of=part_of)
    return {
        name: sum((by_muscle.get(muscle, Decimal(0)) for muscle in muscles), Decimal(0))
        for name, muscles in GROUPS.items()
        if any(muscle in by_muscle for muscle in muscles)
    }


def _status(
    merged: Merged, warnings: tuple[Warned, ...], needed: tuple[Needed, ...]
) -> PlanStatus:
    """Return the gravest status: blocked, deferred, no dose, needs confirmation."""
    stops = {warning.stops for warning in warnings}
    for status in (PlanStatus.BLOCKED, PlanStatus.DEFERRED, PlanStatus.NO_DOSE):
        if status in stops:
            return status
    if not merged.sites:
        return PlanStatus.NO_DOSE
    asks = needed or PlanStatus.NEEDS_CONFIRMATION in stops
    return PlanStatus.NEEDS_CONFIRMATION if asks else PlanStatus.PROPOSED


# ---- what stands in the way ---------------------------------------------------------


def _warnings(
    orders: Sequence[Order], patterns: Sequence[Pattern], merged: Merged, desk: Desk
) -> tuple[Warned, ...]:
    found = [warning for order in orders for warning in _verdict_warnings(order)]
    found += [
        Warned(f"{pattern.protocol}_no_dose", pattern.reason, PlanStatus.NO_DOSE)
        for pattern in patterns
        if pattern.reason is not None
    ]
    found += _merge_warnings(orders)
    for order in orders:
        for limit, text, over in limit_warnings(
            order.protocol, merged.sites, bench=desk.bench, part_of=desk.part_of
        ):
            found.append(Warned(limit, text, PlanStatus.BLOCKED if over else None))
    for book in desk.ledgers:
        found += _ledger_warnings(total(merged.sites), book)
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


def _needed(
    orders: Sequence[Order], patterns: Sequence[Pattern], desk: Desk
) -> tuple[Needed, ...]:
    found = [item for pattern in patterns for item in _scheme_needs(pattern)]
    if len(orders) > 1 and not _is_studied(orders):
        ids = [order.protocol.id for order in orders]
        found.append(Needed("+".join(sorted(ids)), combination_unstudied(ids)))
    return tuple(
        item for item in found if desk.practice.confirmation(item.what) is None
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


# ---- what to draw -------------------------------------------------------------------


def _fill(sites: Sequence[PlannedSite], desk: Desk) -> FillPlan | None:
    if desk.preparation is None:
        return None
    doses = [
        SiteDose(f"{s.muscle}/{s.side}/{s.point}", Dose(s.units, desk.bench.product))
        for s in sites
    ]
    return fill_plan(doses, concentration=desk.preparation.concentration)


def _vials(units: Decimal, desk: Desk) -> VialsToOpen | None:
    if desk.preparation is None or not desk.preparation.vial_sizes:
        return None
    sizes = desk.preparation.vial_sizes
    return vials_to_open(Dose(units, desk.bench.product), sizes=sizes)
