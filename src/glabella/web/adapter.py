"""How the sign-in library behaves in a practice: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator or on the command line."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 named by the library
        """Refuse to open an account from outside."""
        return False
