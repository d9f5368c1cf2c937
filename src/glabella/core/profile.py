"""A country's profile: what its label and law say, and which guideline speaks."""

from collections.abc import Iterable, Sequence

import attrs

from glabella.core.course import Place, minimum_interval
from glabella.core.ledger import LedgerRule
from glabella.core.protocol import Interval, Protocol
from glabella.core.sources import Basis, Text


@attrs.frozen
class Role:
    """Who may do a deed (diagnose, decide, prescribe, inject, supervise)."""

    deed: str
    who: Text
    basis: Basis
    conditions: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@attrs.frozen
class Profile:
    """What holds in one country or region.

    `full_labels` are the products whose whole label text is on file and may therefore
    carry an override. `guideline` speaks by default; `guidelines_shown` beside it.
    """

    id: str
    name: Text
    guideline: str | None
    guidelines_shown: tuple[str, ...]
    ledger_rules: tuple[LedgerRule, ...]
    roles: tuple[Role, ...]
    full_labels: tuple[str, ...] = ()
    diary_demanded: bool = False

    def roles_for(self, protocol: Protocol) -> tuple[Role, ...]:
        """Return who may do what for a condition here."""
        return tuple(
            role
            for role in self.roles
            if (not role.conditions or protocol.id in role.conditions)
            and (not role.uses or protocol.use in role.uses)
        )


def ledger_rules(
    profile: Profile, protocols: Sequence[Protocol], *, product: str
) -> tuple[LedgerRule, ...]:
    """Return the rules that count a session: the product's own first, then narrower.

    The conditions' own interval stands before the product's; of several the longest.
    Cap and window stay the product's.
    """
    ids = {protocol.id for protocol in protocols}
    own = [
        rule
        for rule in profile.ledger_rules
        if rule.product == product
        and (not rule.conditions or ids & set(rule.conditions))
    ]
    general_first = sorted(own or [LedgerRule(product=product)], key=_is_narrow)
    longest = _longest_interval(protocols, Place(product, profile.id, {}))
    if longest is None:
        return tuple(general_first)
    return tuple(
        rule.with_interval(longest.days, months=longest.months)
        for rule in general_first
    )


def _is_narrow(rule: LedgerRule) -> bool:
    return bool(rule.conditions)


def _longest_interval(protocols: Iterable[Protocol], place: Place) -> Interval | None:
    found = (minimum_interval(protocol, place) for protocol in protocols)
    known = (interval for interval in found if interval is not None)
    return max(known, key=lambda interval: interval.days, default=None)
