"""The app, as Django needs to know it."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """What is true of a patient in time; no screens, other apps show it."""

    name = "glabella.clinic.record"
    label = "record"
