"""Where a person stands: the roles they hold now, and at which outlets."""

import uuid
from collections.abc import Iterable

import attrs

from glabella.clinic.accounts.models import Membership
from glabella.clinic.accounts.roles import Role


@attrs.frozen
class Standing:
    """The running memberships of one account.

    Args:
        user: Opaque id of the account.
        held: Pairs of role and outlet; without an outlet, the whole practice.
    """

    user: uuid.UUID
    held: tuple[tuple[Role, uuid.UUID | None], ...]

    def roles_at(self, outlets: Iterable[uuid.UUID | None]) -> frozenset[Role]:
        """Return the roles that hold at any of the outlets."""
        wanted = set(outlets) | {None}
        return frozenset(role for role, outlet in self.held if outlet in wanted)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held anywhere."""
        return frozenset(role for role, _ in self.held)

    @property
    def outlets(self) -> frozenset[uuid.UUID]:
        """The outlets named in a membership."""
        return frozenset(outlet for _, outlet in self.held if outlet is not None)

    def reach(self, roles: frozenset[Role]) -> frozenset[uuid.UUID] | None:
        """Return the outlets where any of some roles is held; None: everywhere.

        Whoever administers an outlet reaches none of its patients by that.
        """
        held = [outlet for role, outlet in self.held if role in roles]
        if None in held:
            return None
        return frozenset(outlet for outlet in held if outlet is not None)

    @property
    def is_practice_wide(self) -> bool:
        """Whether some role holds in the whole practice."""
        return any(outlet is None for _, outlet in self.held)


def standing_of(user: uuid.UUID) -> Standing:
    """Return where an account stands; one query."""
    rows = Membership.objects.filter(user_id=user, ended_at__isnull=True)
    pairs = rows.order_by("role", "outlet_id").values_list("role", "outlet_id")
    return Standing(
        user=user, held=tuple((Role(role), outlet) for role, outlet in pairs)
    )
