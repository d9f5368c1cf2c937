"""Four typed readers of the environment; a bad value stops the start and says why."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from glabella.core.errors import InputError

PREFIX = "GLABELLA_"


def read_text(name: str, default: str, *, env: Mapping[str, str] = os.environ) -> str:
    """Return a setting as it stands."""
    return env.get(PREFIX + name, default)


def read_flag(name: str, *, default: bool, env: Mapping[str, str] = os.environ) -> bool:
    """Return a yes or no.

    Raises:
        InputError: If it is neither "yes" nor "no".
    """
    value = env.get(PREFIX + name, "yes" if default else "no").lower()
    if value not in {"yes", "no"}:
        raise InputError(
            f'"{value}" is neither "yes" nor "no".',
            where=PREFIX + name,
            mending='Set it to "yes" or "no", or leave it out.',
        )
    return value == "yes"


def read_choice(
    name: str, choices: tuple[str, ...], *, env: Mapping[str, str] = os.environ
) -> str:
    """Return one of the choices, the first if nothing is set.

    Raises:
        InputError: If it is none of them.
    """
    value = env.get(PREFIX + name, choices[0])
    if value not in choices:
        raise InputError(
            f'"{value}" is not known.',
            where=PREFIX + name,
            mending=f"Use one of {', '.join(choices)}.",
        )
    return value


def read_folder(
    name: str, default: Path, *, env: Mapping[str, str] = os.environ
) -> Path:
    """Return a folder, absolute."""
    return Path(env.get(PREFIX + name, str(default))).expanduser().absolute()


def read_database(
    home: Path, *, env: Mapping[str, str] = os.environ
) -> dict[str, object]:
    """Return Django's entry for the database: SQLite in `home`, or PostgreSQL by URL.

    Raises:
        InputError: If the address is not one of PostgreSQL.
    """
    address = env.get(PREFIX + "DATABASE", "")
    if not address:
        return sqlite(home / "practice.sqlite3")
    if not address.startswith(("postgresql://", "postgres://")):
        raise InputError(
            "this is not the address of a PostgreSQL database.",
            where=PREFIX + "DATABASE",
            mending="Write postgresql://user:password@host:port/name, or leave it out "
            "for SQLite.",
        )
    return postgresql(address)


def sqlite(file: Path) -> dict[str, object]:
    """Return the entry for a SQLite file that several workers may write."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        # FULL: what was acknowledged is on the disk, also after a power cut.
        # WAL: readers never wait. IMMEDIATE: a writer takes its lock when it begins,
        # so it waits its turn instead of failing in the middle.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA foreign_keys=ON;PRAGMA cache_size=-32000;",
        },
    }


def postgresql(address: str) -> dict[str, object]:
    """Return the entry for a PostgreSQL address."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
