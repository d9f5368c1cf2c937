"""The app, as Django needs to know it."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Consent as a talk: texts, talks, signatures, confirmations and withdrawals."""

    name = "glabella.clinic.consent"
    label = "consent"
