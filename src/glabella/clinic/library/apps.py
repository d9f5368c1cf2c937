"""The app, as Django needs to know it."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Protocols on screen: read, compare, sign for the practice."""

    name = "glabella.clinic.library"
    label = "library"
