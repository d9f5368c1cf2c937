"""The app, as Django needs to know it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may sign in, in which role, at which outlet; and who broke the glass."""

    name = "glabella.clinic.accounts"
    label = "accounts"
