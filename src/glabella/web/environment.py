"""Typed readers of the environment; a bad value stops the start and says why."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from glabella.core.errors import InputError

PREFIX = "GLABELLA_"
# How a connection to a mail server is kept secret, and the port that goes with it.
MAIL_SCHEMES = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
MAIL_TIMEOUT = 30  # seconds until a silent mail server is given up


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


def read_mail(*, env: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Return Django's settings for e-mail: an SMTP server by URL, "console", or none.

    "smtp://" begins plainly and goes on under TLS before anything is said; "smtps://"
    is under TLS from the first byte. "smtp+plain://" has none and reaches a relay on
    the own machine alone.

    Raises:
        InputError: If the address cannot be used, or nobody is named as the sender.
    """
    address = env.get(PREFIX + "MAIL", "")
    if not address:
        return {"EMAIL_BACKEND": "glabella.clinic.messages.gateways.NoMail"}
    if address == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if "@" not in env.get(PREFIX + "MAIL_FROM", ""):
        raise InputError(
            "mail needs a sender.",
            where=PREFIX + "MAIL_FROM",
            mending="Write the address that people see, such as desk@practice.example.",
        )
    return smtp(address)


def smtp(address: str) -> dict[str, object]:
    """Return Django's settings for the URL of an SMTP server.

    Raises:
        InputError: If it is none, or its words would travel openly over a network.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or MAIL_SCHEMES.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    if not port or not parts.hostname:
        raise InputError(
            "this is not the address of a mail server.",
            where=PREFIX + "MAIL",
            mending="Write smtp://user:password@host:587, signs such as @ in a "
            "password as %40, or leave it out.",
        )
    if parts.scheme == "smtp+plain" and parts.hostname not in OWN_MACHINE:
        raise InputError(
            "without TLS everybody on the way could read along.",
            where=PREFIX + "MAIL",
            mending="Use smtp:// or smtps://; smtp+plain:// is for the own machine.",
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": MAIL_TIMEOUT,
    }


def read_address(
    hosts: str, *, https: bool, env: Mapping[str, str] = os.environ
) -> str:
    """Return the address of the practice on the web, without a slash at its end.

    Left out, it is made of the first name that the server answers to.

    Raises:
        InputError: If it is no address, or has no TLS where TLS is on.
    """
    scheme = "https" if https else "http"
    first = hosts.partition(",")[0]
    address = env.get(PREFIX + "ADDRESS", "") or f"{scheme}://{first}"
    parts = urlsplit(address)
    if parts.scheme not in {"https", scheme} or not parts.netloc:
        raise InputError(
            f'"{address}" is not where people reach the practice.',
            where=PREFIX + "ADDRESS",
            mending="Write https://practice.example, as people type it.",
        )
    return address.rstrip("/")
