"""The app, as Django needs to know it."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Appointments, and the cells of time that make a double booking impossible."""

    name = "glabella.clinic.booking"
    label = "booking"
