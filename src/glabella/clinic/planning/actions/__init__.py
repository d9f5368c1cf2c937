"""Deeds of planning: draft, change, copy, confirm, approve, withdraw."""

from glabella.clinic.planning.actions.approving import approve, confirm, withdraw
from glabella.clinic.planning.actions.drafts import (
    change_orders,
    change_sites,
    copy_session,
    draft,
)

__all__ = [
    "approve",
    "change_orders",
    "change_sites",
    "confirm",
    "copy_session",
    "draft",
    "withdraw",
]
