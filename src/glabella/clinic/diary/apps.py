"""The app, as Django needs to know it."""

from django.apps import AppConfig


class DiaryConfig(AppConfig):
    """See the first words of the package."""

    name = "glabella.clinic.diary"
    label = "diary"
