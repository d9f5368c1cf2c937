"""The app, as Django needs to know it."""

from django.apps import AppConfig


class PhotosConfig(AppConfig):
    """Photographs that a person agreed to: kept encrypted, shown side by side."""

    name = "glabella.clinic.photos"
    label = "photos"
