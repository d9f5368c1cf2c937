"""The words that the verbs of a practice take. Nothing here needs Django."""

import argparse
import os
from pathlib import Path

from glabella.cli.arguments import LANGUAGES, Parser
from glabella.core.errors import InputError

CODES = """
exit code: 0 if all went well, 1 if there are findings, 2 if the words, the folder or
the database cannot be used.
"""
PORTS = range(1, 65536)


def _parser(verb: str, summary: str, examples: str, *, json: bool = True) -> Parser:
    parser = Parser(
        prog=f"glabella {verb}",
        description=summary,
        epilog=f"examples:\n{examples}{CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _take_home(parser)
    if json:
        _take_json(parser)
    return parser


def _take_home(parser: Parser) -> None:
    parser.add_argument(
        "--home",
        metavar="FOLDER",
        help="the home of the practice; default: GLABELLA_HOME, else ./glabella-home",
    )


def _take_json(parser: Parser) -> None:
    parser.add_argument(
        "--json", action="store_true", help="one JSON document instead of a page"
    )


def _take_password(parser: Parser) -> None:
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from standard input; else it is asked for",
    )


def setup_parser() -> Parser:
    """Return the parser of `setup`."""
    parser = _parser(
        "setup",
        "Make the home of a practice: keys, tables, outlets, first administrator. What "
        "is not given is asked for. Nothing that exists is overwritten.",
        "  glabella setup --home /srv/glabella\n"
        "  glabella setup --practice 'Example Practice' \\\n"
        "      --outlet 'Zurich;CH;Europe/Zurich' --email admin@example.org \\\n"
        "      --name 'Example Administrator' --password-stdin < password.txt\n",
    )
    say = parser.add_argument
    say("--practice", metavar="NAME", help="the name of the practice")
    say("--language", choices=LANGUAGES, default="en", help="of the screens")
    say(
        "--outlet",
        action="append",
        metavar="NAME;COUNTRY;ZONE",
        help="name, country profile and time zone; may be given several times",
    )
    say(
        "--crisis-line",
        action="append",
        metavar="COUNTRY;NAME;NUMBER;SOURCE;DAY",
        help="number to call in a crisis, as read at its official source; needed where "
        "none is on file for the country of an outlet",
    )
    say("--email", metavar="ADDRESS", help="the administrator signs in with it")
    say("--name", metavar="NAME", help="of the administrator")
    _take_password(parser)
    return parser


def serve_parser() -> Parser:
    """Return the parser of `serve`."""
    parser = _parser(
        "serve",
        "Serve the practice until Ctrl-C or SIGTERM. Put a server that speaks TLS "
        "before it; /health/ answers monitoring.",
        "  glabella serve\n  glabella serve --port 8080 --workers 4\n",
        json=False,
    )
    say = parser.add_argument
    say("--host", default="127.0.0.1", metavar="ADDRESS", help="default 127.0.0.1")
    say("--port", type=_port, default=8000, metavar="N", help="default 8000")
    say(
        "--workers",
        type=_count,
        default=max(2, min(4, os.cpu_count() or 1)),
        metavar="N",
        help="processes that answer; default: one for each core, 2 to 4",
    )
    say("--quiet", action="store_true", help="no line for each request")
    parser.set_defaults(has_worker=False)
    return parser


def migrate_parser() -> Parser:
    """Return the parser of `migrate`."""
    parser = _parser(
        "migrate",
        "Bring the tables up to this version of the program. Make a backup first.",
        "  glabella migrate\n  glabella migrate --check\n",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="change nothing; 1 if the tables are behind",
    )
    return parser


def user_parser() -> Parser:
    """Return the parser of `user`."""
    parser = _parser(
        "user",
        "List accounts, make one, set a password, grant a role, end a lock-out.",
        "  glabella user list\n"
        "  glabella user create nurse@example.org --name 'Example Nurse' \\\n"
        "      --role assistant --outlet Zurich\n"
        "  glabella user password nurse@example.org\n"
        "  glabella user grant nurse@example.org auditor\n"
        "  glabella user unlock nurse@example.org\n",
    )
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    _deed(deeds, "list", "list all accounts and their roles", email=False)
    create = _deed(deeds, "create", "make an account")
    create.add_argument(
        "--name", required=True, metavar="NAME", help="as colleagues know it"
    )
    create.add_argument("--language", choices=LANGUAGES, default="en")
    create.add_argument("--role", metavar="ROLE", help="such as clinician")
    create.add_argument("--outlet", metavar="NAME", help="where the role is held")
    _take_password(create)
    _take_password(_deed(deeds, "password", "set a password for one sign-in"))
    grant = _deed(deeds, "grant", "give an account a role")
    grant.add_argument("role", metavar="ROLE", help="such as clinician")
    grant.add_argument("--outlet", metavar="NAME", help="where; else everywhere")
    _deed(deeds, "unlock", "end the lock-out after wrong passwords")
    return parser


def _deed(
    deeds: "argparse._SubParsersAction[Parser]",
    name: str,
    summary: str,
    *,
    email: bool = True,
) -> Parser:
    parser = deeds.add_parser(
        name, help=summary, description=summary, allow_abbrev=False
    )
    # What stands before the deed may stand after it too.
    parser.add_argument("--home", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help=argparse.SUPPRESS,
    )
    if email:
        parser.add_argument("email", metavar="EMAIL", help="of the account")
    return parser


def backup_parser() -> Parser:
    """Return the parser of `backup`."""
    parser = _parser(
        "backup",
        "Write database, files and anchors into one file, consistent also while the "
        "practice is being served. Keys are left out unless you ask for them: keep "
        "them apart, or a thief of the backup can read and forge everything.",
        "  glabella backup /backups/today.glabella\n"
        "  glabella backup /backups/today.glabella --passphrase-file phrase.txt\n",
    )
    say = parser.add_argument
    say("file", type=Path, metavar="FILE", help="a file that does not exist yet")
    say("--with-keys", action="store_true", help="put the keys in as well")
    _take_passphrase(parser, "encrypt the backup")
    return parser


def restore_parser() -> Parser:
    """Return the parser of `restore`."""
    parser = Parser(
        prog="glabella restore",
        description="Make a home from a backup and prove it: hashes, database, "
        "counts, head of the trail, every event, every anchor.",
        epilog="examples:\n"
        "  glabella restore today.glabella --into /srv/restored --keys /safe/keys\n"
        + CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _take_json(parser)
    say = parser.add_argument
    say("file", type=Path, metavar="FILE", help="written by `glabella backup`")
    say("--into", required=True, metavar="FOLDER", help="the new home; empty or absent")
    say(
        "--keys",
        type=Path,
        metavar="FOLDER",
        help="where the keys are kept, if the backup does not hold them",
    )
    _take_passphrase(parser, "the backup is encrypted")
    return parser


def verify_parser() -> Parser:
    """Return the parser of `verify`."""
    parser = _parser(
        "verify",
        "Read the whole trail and name each event that was changed, removed, put in or "
        "cut off, and a chain that was made anew without the key.",
        "  glabella verify\n  glabella verify --anchors /elsewhere/anchors.jsonl\n",
    )
    parser.add_argument(
        "--anchors",
        type=Path,
        metavar="FILE",
        help="a copy of the anchors that was kept on another machine",
    )
    return parser


def work_parser() -> Parser:
    """Return the parser of `work`."""
    parser = _parser(
        "work",
        "Hand messages over and do what the clock asks for (reminders, offers that "
        "lapse, what is overdue) until Ctrl-C or SIGTERM. Run one beside the server; "
        "a second one does no harm.",
        "  glabella work\n  glabella work --once\n",
        json=False,
    )
    parser.add_argument(
        "--once", action="store_true", help="go round once and stop, as cron would"
    )
    return parser


def mail_parser() -> Parser:
    """Return the parser of `mail`."""
    parser = _parser(
        "mail",
        "Send a test message to an address of your own, and say what came of it. It "
        "names an outlet and nobody.",
        "  glabella mail you@example.org\n"
        "  glabella mail +41000000000 --outlet Zurich --language de\n",
        json=False,
    )
    say = parser.add_argument
    say("address", metavar="ADDRESS", help="an e-mail address, or a number with +")
    say("--outlet", metavar="NAME", help="who writes; default: the first by name")
    say("--language", choices=LANGUAGES, default="en", help="of the message")
    return parser


def _take_passphrase(parser: Parser, purpose: str) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help=f"{purpose}, with the first line of this file",
    )


def _port(text: str) -> int:
    if text.isdecimal() and int(text) in PORTS:
        return int(text)
    raise InputError(f'"{text}" is no port.', where="--port", mending="Write 8000.")


def _count(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise InputError(f'"{text}" is no number of workers.', mending="Write 2.")
