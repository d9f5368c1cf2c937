"""The app, as Django needs to know it."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """See the first words of the package."""

    name = "glabella.clinic.public"
    label = "public"
