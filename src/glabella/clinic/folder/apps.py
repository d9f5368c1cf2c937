"""The app of the folder."""

from django.apps import AppConfig


class FolderConfig(AppConfig):
    """What the pages about a patient share."""

    name = "glabella.clinic.folder"
    label = "folder"
