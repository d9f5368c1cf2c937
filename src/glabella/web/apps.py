"""The app of the project itself: base templates, style, translations, page tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Found by the dotted name in the settings."""

    name = "glabella.web"
    label = "web"
