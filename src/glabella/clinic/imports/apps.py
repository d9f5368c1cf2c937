"""The app, as Django needs to know it."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Day one: patients, treatments, appointments and stock from other systems."""

    name = "glabella.clinic.imports"
    label = "imports"
