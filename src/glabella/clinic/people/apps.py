"""The app, as Django needs to know it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people treated: names, contacts, relations, alerts, holds and merges."""

    name = "glabella.clinic.people"
    label = "people"
