"""A home is opened: its keys are there, and the settings are read from it."""

import os
from collections.abc import Sequence
from pathlib import Path

import django

from glabella.core.errors import InputError
from glabella.web.operations.folder import (
    DATABASE,
    KEYS,
    VARIABLE,
    make_keys,
    missing_keys,
)

PRIVATE = 0o077  # what is taken from others: every file of a practice is private
SETTINGS = "glabella.web.settings"


def prepare_process() -> None:
    """Let every file that this process makes be readable by its owner alone."""
    os.umask(PRIVATE)


def open_home(home: Path, *, keys: Sequence[str] = KEYS) -> Path:
    """Read the settings from a home.

    Args:
        home: The folder of the practice.
        keys: Those which must be there.

    Raises:
        InputError: There is no practice in the folder, or a key is missing.
    """
    if not (home / "keys").is_dir():
        raise InputError(
            "there is no practice in this folder.",
            where=str(home),
            mending="Name its home with --home or GLABELLA_HOME; `glabella setup` "
            "makes a new one.",
        )
    missing = [name for name in missing_keys(home) if name in keys]
    if missing:
        raise InputError(
            f"{', '.join(f'{name}.key' for name in missing)} is missing.",
            where=str(home / "keys"),
            mending="Put it back from the place where the keys are kept apart; a new "
            "one would not open what the old one closed.",
        )
    _read_settings(home)
    return home


def open_new_home(home: Path) -> Path:
    """Make the keys of a new home and read the settings from it.

    Raises:
        InputError: The folder holds a database without the keys that belong to it, or
            cannot be written.
    """
    lost = missing_keys(home)
    if lost and (home / DATABASE).exists():
        raise InputError(
            f"there is a database, but {', '.join(f'{name}.key' for name in lost)} is "
            "missing.",
            where=str(home),
            mending="Put the keys back from the place where they are kept apart, or "
            "set up in another folder.",
        )
    make_keys(home / "keys")
    _read_settings(home)
    return home


def _read_settings(home: Path) -> None:
    os.environ[VARIABLE] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
