"""The app, as Django needs to know it."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The practice, its outlets, rooms and staff, and the protocols it has signed."""

    name = "glabella.clinic.practice"
    label = "practice"
