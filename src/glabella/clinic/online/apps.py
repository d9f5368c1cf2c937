"""The app, as Django needs to know it."""

from django.apps import AppConfig


class OnlineConfig(AppConfig):
    """See the first words of the package."""

    name = "glabella.clinic.online"
    label = "online"
