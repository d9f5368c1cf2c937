"""Deeds of the door: opened and closed, walked through, and what passes through it."""

from glabella.clinic.portal.actions.asking import (
    answer_asks,
    ask_for_link,
    send_link,
    tell_outside,
)
from glabella.clinic.portal.actions.doors import (
    check_identity,
    close_door,
    open_door,
    open_own_door,
)
from glabella.clinic.portal.actions.passing import (
    answer_line,
    release,
    withdraw_release,
    write_line,
)
from glabella.clinic.portal.actions.proxies import end_proxy, grant_proxy
from glabella.clinic.portal.actions.ways import (
    make_link,
    remember_device,
    revoke_device,
    unlock,
    use_device,
    use_link,
)

__all__ = [
    "answer_asks",
    "answer_line",
    "ask_for_link",
    "check_identity",
    "close_door",
    "end_proxy",
    "grant_proxy",
    "make_link",
    "open_door",
    "open_own_door",
    "release",
    "remember_device",
    "revoke_device",
    "send_link",
    "tell_outside",
    "unlock",
    "use_device",
    "use_link",
    "withdraw_release",
    "write_line",
]
