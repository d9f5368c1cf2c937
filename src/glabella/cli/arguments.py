"""The words after a verb: one parser for all, whose refusals are ours."""

import argparse
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn

from glabella.core.errors import InputError
from glabella.core.protocol import Phase

LANGUAGES = ("en", "de")

SCHEMAS = Path(__file__).parent / "schemas"

Words = Sequence[str]


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        """Refuse the words of a verb."""
        raise InputError(
            f"{message}.",
            where=self.prog,
            mending=f"`{self.prog} --help` shows how it is called.",
        )


def verb_parser(verb: str, summary: str, *, examples: str = "") -> Parser:
    """Return the parser of a verb, with what every verb takes."""
    parser = Parser(
        prog=f"glabella {verb}",
        description=summary,
        epilog=f"examples:\n{examples}" if examples else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    say = parser.add_argument
    say("--json", action="store_true", help="one JSON document instead of a page")
    say(
        "--schema", action="store_true", help="print the JSON Schema of --json and stop"
    )
    say("--language", choices=LANGUAGES, default="en", help="of the texts; default en")
    return parser


def parse(parser: Parser, words: Words) -> argparse.Namespace:
    """Return the words by name; answer `--schema` at once.

    Raises:
        InputError: If the words do not fit.
    """
    if "--schema" in words:
        verb = parser.prog.split()[-1]
        print((SCHEMAS / f"{verb}.json").read_text("utf-8"), end="")
        raise SystemExit(0)
    return parser.parse_args(list(words))


def take_patient(parser: Parser) -> None:
    """Let a verb take a patient, the day, the country and the practice."""
    say = parser.add_argument
    say(
        "patient",
        nargs="+",
        metavar="PATIENT",
        help="a facts file (TOML or JSON), a FHIR R4 bundle, both, or - for standard "
        "input",
    )
    say(
        "--on",
        type=day,
        metavar="DATE",
        help="the day of the question; default: the "
        "day the facts file names, else today",
    )
    take_setting(parser)


def take_setting(parser: Parser) -> None:
    """Let a verb take the country and the practice."""
    say = parser.add_argument
    say(
        "--profile",
        metavar="COUNTRY",
        help="whose labels and guidelines count; default: "
        "the profile of the practice, else UK",
    )
    say(
        "--practice",
        metavar="FILE",
        help="signatures, confirmations and other decisions of the practice (TOML)",
    )


def take_protocols(parser: Parser, *, required: bool) -> None:
    """Let a verb take one protocol or several."""
    parser.add_argument(
        "--protocol",
        action="append",
        metavar="ID",
        required=required,
        default=None,
        help="may be given several times"
        + ("" if required else "; default: all protocols"),
    )


def take_product(parser: Parser, *, required: bool = False) -> None:
    """Let a verb take a product."""
    ending = "" if required else "; default: the protocol's own"
    parser.add_argument(
        "--product",
        metavar="NAME",
        required=required,
        help=f"the active substance, such as onabotulinumtoxinA{ending}",
    )


def take_phase(parser: Parser) -> None:
    """Let a verb take the phase."""
    parser.add_argument(
        "--phase",
        choices=[phase.value for phase in Phase],
        help="default: continue while a course runs, else start",
    )


def day(text: str) -> date:
    """Return a calendar day from its ISO form."""
    try:
        if len(text) == len("2026-03-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError(
        f'"{text}" is no day of the calendar.', mending="Write 2026-03-31."
    )


def number(text: str) -> Decimal:
    """Return an exact number, finite, not negative, of a size that a person writes."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if value.is_finite() and value >= 0 and _is_short(value, text):
        return value.copy_abs()
    raise InputError(f'"{text}" is no number that can be used.', mending="Write 2.5.")


def _is_short(value: Decimal, text: str) -> bool:
    return len(text) <= LONGEST_NUMBER and abs(value.adjusted()) <= LONGEST_NUMBER


# More digits than any clinical number has; it keeps a slip such as 1e999999 out.
LONGEST_NUMBER = 20
