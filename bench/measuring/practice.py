"""An empty practice in a folder of its own, for what is measured inside one."""

import os
from pathlib import Path

import django
from django.core.management import call_command

from glabella.web.operations.folder import make_keys


def open_practice(home: Path) -> None:
    """Make keys and tables in a folder, and let this process work there."""
    make_keys(home / "keys")
    os.environ |= {
        "GLABELLA_HOME": str(home),
        "GLABELLA_HTTPS": "no",
        "GLABELLA_SECOND_FACTOR": "relaxed",
        "DJANGO_SETTINGS_MODULE": "glabella.web.settings",
    }
    django.setup()
    call_command("migrate", verbosity=0)
