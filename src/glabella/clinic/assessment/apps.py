"""The app, as Django needs to know it."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Facts, examination and verdicts of one person: which protocol speaks, and why."""

    name = "glabella.clinic.assessment"
    label = "assessment"
