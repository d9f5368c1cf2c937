"""`glabella setup`: tables, practice, outlets and the first administrator."""

import sys
from argparse import Namespace
from datetime import UTC, date, datetime
from pathlib import Path

import attrs
from django.db import transaction

from glabella.cli.printing import print_json, print_page
from glabella.clinic.accounts.actions import create_account, grant
from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.values import NewAccount
from glabella.clinic.audit.actor import Actor, system
from glabella.clinic.audit.anchors import write_anchor
from glabella.clinic.practice.actions import enrol_staff, open_outlet, open_practice
from glabella.clinic.practice.models import Practice
from glabella.clinic.practice.values import NewOutlet
from glabella.clinic.public.actions import enter_help_line
from glabella.clinic.public.content import countries
from glabella.clinic.public.values import NewHelpLine
from glabella.core.errors import InputError
from glabella.protocols.loader import load
from glabella.web.operations.asking import ask, read_password
from glabella.web.operations.migrate_verb import apply_migrations
from glabella.web.operations.readiness import check_answers, check_known, where

OUTLET_PARTS = 3  # name, country, zone
LINE_PARTS = 5  # country, name, number, source, day of reading
ORIGIN = "glabella setup"


@attrs.frozen
class Wanted:
    """All that has to be known before anything is written.

    Args:
        password: Of the administrator; it meets the rules only when it is set.
        lines: Numbers to call in a crisis where none is on file for a country.
    """

    practice: str
    language: str
    outlets: tuple[NewOutlet, ...]
    account: NewAccount
    password: str
    lines: tuple[NewHelpLine, ...] = ()


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
            f"  start it  glabella serve --home {home}\n"
        )
    return 0


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
    named = Actor(user=user.id, origin=ORIGIN, purpose="administration")
    for line in wanted.lines:
        enter_help_line(line, by=named, at=at)


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
    lines = tuple(_line(text) for text in asked.crisis_line or ())
    _check_help(outlets, lines)
    password = read_password(from_stdin=asked.password_stdin, stream=sys.stdin)
    return Wanted(practice, asked.language, outlets, account, password, lines)


def _check_help(outlets: tuple[NewOutlet, ...], lines: tuple[NewHelpLine, ...]) -> None:
    """Refuse to open where nobody would be named to somebody in a crisis."""
    known = {key for key, one in countries().items() if one.lines}
    known |= {line.country for line in lines}
    missing = sorted({one.profile for one in outlets if one.profile in countries()})
    missing = [key for key in missing if key not in known]
    if missing:
        raise InputError(
            f"no crisis line is on file for {', '.join(missing)}, and the public pages "
            "would name nobody to somebody in a crisis.",
            where="--crisis-line",
            mending="Read the number at its official source and give it: "
            f'"{missing[0]};NAME;NUMBER;https://SOURCE;YYYY-MM-DD".',
        )


def _line(text: str) -> NewHelpLine:
    parts = [part.strip() for part in text.split(";")]
    mending = 'Write "COUNTRY;NAME;NUMBER;https://SOURCE;YYYY-MM-DD".'
    where = "--crisis-line"
    if len(parts) != LINE_PARTS or not all(parts) or parts[0] not in countries():
        raise InputError(
            f'"{text}" is not country, name, number, source and day of reading.',
            where=where,
            mending=mending,
        )
    country, name, number, source, day = parts
    try:
        read_on = date.fromisoformat(day)
    except ValueError as error:
        raise InputError(f'"{day}" is no day.', where=where, mending=mending) from error
    if not set(number) <= set("+0123456789 -/"):
        raise InputError(f'"{number}" is no number.', where=where, mending=mending)
    return NewHelpLine(country, name, number, source, read_on)


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
