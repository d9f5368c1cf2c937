"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.rules import PUBLIC, Rule

ACCESS: dict[str, Rule] = {
    "online:ask": PUBLIC,
    "online:days": PUBLIC,
    "online:details": PUBLIC,
    "online:confirm": PUBLIC,
    "online:again": PUBLIC,
    "online:give_up": PUBLIC,
    "online:booked": PUBLIC,
}
