"""The app, as Django needs to know it."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    """Lots, vials and their movements; a count is never negative."""

    name = "glabella.clinic.stock"
    label = "stock"
