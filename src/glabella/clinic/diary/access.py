"""The rows of this app in the access table: address by name, and who may ask for it."""

from glabella.clinic.accounts.rules import Rule

ACCESS: dict[str, Rule] = {}
