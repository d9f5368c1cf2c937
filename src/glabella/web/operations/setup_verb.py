"""`glabella setup`: tables, practice, outlets and the first administrator."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import attrs
from django.db import transaction

from glabella.cli.printing import print_json, print_page
from glabella.clinic.accounts.actions import create_account, grant
from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.values import NewAccount
from glabella.clinic.audit.actor import system
from glabella.clinic.audit.anchors import write_anchor
from glabella.clinic.practice.actions import enrol_staff, open_outlet, open_practice
from glabella.clinic.practice.models import Practice
from glabella.clinic.practice.values import NewOutlet
from glabella.clinic.public.queries import without_crisis_line
from glabella.core.errors import InputError
from glabella.protocols.loader import load
from glabella.web.operations.asking import ask, read_password
from glabella.web.operations.migrate_verb import apply_migrations
from glabella.web.operations.readiness import check_answers, check_known, where

OUTLET_PARTS = 3  # name, country, zone
ORIGIN = "glabella setup"


@attrs.frozen
class Wanted:
    """All that has to be known before anything is written.

    Args:
        password: Of the administrator; it meets the rules only when it is set.
    """

    practice: str
    language: str
    outlets: tuple[NewOutlet, ...]
    account: NewAccount
    password: str


def set_up(asked: Namespace, home: Path) -> int:
    """Make the tables and the practice, all of it or nothing."""
    check_answers()
    check_known()
    apply_migrations()
    _refuse_a_second_time()
    wanted = _wanted(asked)
    at = datetime.now(UTC)
    open_house(wanted, at=at)
    write_anchor(at)
    if asked.json:
        print_json("setup", {"home": str(home), "practice": wanted.practice})
    else:
        print_page(
            f"The practice is set up in {home}.\n"
            f"  keys      {home / 'keys'}: keep a copy of them apart from the backups\n"
            f"  database  {where()}\n"
            f"  start it  glabella serve --home {home}\n" + _missing_help()
        )
    return 0


def _missing_help() -> str:
    """Say for which countries the public pages know nobody to call in a crisis."""
    missing = ", ".join(without_crisis_line())
    if not missing:
        return ""
    return (
        f"  missing   a crisis line for {missing}: read its number at the official\n"
        "            source and enter it under Public pages before you open\n"
    )


@transaction.atomic
def open_house(wanted: Wanted, *, at: datetime) -> None:
    """Open practice and outlets, and give the administrator the whole practice.

    Raises:
        DeedRefusedError: A country or zone is unknown, or the password is too weak.
    """
    by = system(ORIGIN)
    profiles = load().profiles
    open_practice(wanted.practice, language=wanted.language, demo=False, by=by, at=at)
    for outlet in wanted.outlets:
        open_outlet(outlet, profiles=profiles, by=by, at=at)
    user = create_account(wanted.account, password=wanted.password, by=by, at=at)
    enrol_staff(user.id, by=by, at=at)
    grant(user.id, Role.ADMINISTRATOR, outlet=None, by=by, at=at)


def _refuse_a_second_time() -> None:
    if Practice.objects.exists():
        raise InputError(
            "there is a practice already; nothing was changed.",
            where=where(),
            mending="`glabella serve` starts it; --home names another folder.",
        )


def _wanted(asked: Namespace) -> Wanted:
    """Return what was given, and ask for the rest."""
    practice = asked.practice or ask("Name of the practice")
    texts = asked.outlet or [
        ";".join(
            [
                ask("Name of the first outlet"),
                ask("Its country profile, such as CH"),
                ask("Its time zone, such as Europe/Zurich"),
            ]
        )
    ]
    outlets = tuple(_outlet(text, asked.language) for text in texts)
    email = asked.email or ask("E-mail address of the administrator")
    name = asked.name or ask("Name of the administrator")
    account = NewAccount(email, name, asked.language)
    password = read_password(from_stdin=asked.password_stdin, stream=sys.stdin)
    return Wanted(practice, asked.language, outlets, account, password)


def _outlet(text: str, language: str) -> NewOutlet:
    parts = [part.strip() for part in text.split(";")]
    if len(parts) != OUTLET_PARTS or not all(parts):
        raise InputError(
            f'"{text}" is not name, country and time zone.',
            where="--outlet",
            mending='Write "Zurich;CH;Europe/Zurich".',
        )
    name, profile, zone = parts
    return NewOutlet(name=name, profile=profile, time_zone=zone, language=language)
