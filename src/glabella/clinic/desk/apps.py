"""The app, as Django needs to know it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """What staff see across stages: search, patient page, timeline, boards, inbox."""

    name = "glabella.clinic.desk"
    label = "desk"
