"""`glabella migrate`: the tables as this version of the program wants them."""

from argparse import Namespace

from django.core.management import call_command

from glabella.cli.printing import print_json, print_page
from glabella.web.operations.readiness import check_answers, check_known, pending

BEHIND = 1


def migrate(asked: Namespace) -> int:
    """Apply what is pending, or only say it."""
    check_answers()
    check_known()
    steps = pending()
    if steps and not asked.check:
        apply_migrations()
    if asked.json:
        print_json("migrate", {"applied": not asked.check, "migrations": steps})
    else:
        _print(steps, only_checked=asked.check)
    return BEHIND if steps and asked.check else 0


def apply_migrations() -> None:
    """Bring the tables up to the program; silent."""
    call_command("migrate", interactive=False, verbosity=0)


def _print(steps: tuple[str, ...], *, only_checked: bool) -> None:
    word = "pending" if only_checked else "applied"
    lines = [f"{word}  {step}\n" for step in steps]
    print_page("".join(lines) or "The tables are those of this program.\n")
