"""Deeds of the door: opened and closed, walked through, and what passes through it."""

from glabella.clinic.portal.actions.doors import (
    check_identity,
    close_door,
    open_door,
    open_own_door,
)
from glabella.clinic.portal.actions.proxies import end_proxy, grant_proxy
from glabella.clinic.portal.actions.ways import (
    make_link,
    remember_device,
    revoke_device,
    use_device,
    use_link,
)

__all__ = [
    "check_identity",
    "close_door",
    "end_proxy",
    "grant_proxy",
    "make_link",
    "open_door",
    "open_own_door",
    "remember_device",
    "revoke_device",
    "use_device",
    "use_link",
]
