"""The app, as Django needs to know it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "glabella.clinic.audit"
    label = "audit"
