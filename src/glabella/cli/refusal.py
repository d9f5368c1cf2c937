"""How a refusal is told: in words on standard error, as an object where asked."""

import sys
from collections.abc import Iterator

from glabella.cli.printing import print_json
from glabella.core.errors import FindingsError, GlabellaError, InputError
from glabella.interop.mistakes import SeveralMistakesError

Mistake = dict[str, str]


def refuse(error: GlabellaError, *, as_json: bool) -> None:
    """Say what is wrong, where, and how to mend it; nothing else is printed."""
    mistakes = list(_mistakes(error))
    for mistake in mistakes:
        print(_line(mistake), file=sys.stderr)
    if as_json:
        print_json("error", {"errors": mistakes})


def _mistakes(error: GlabellaError) -> Iterator[Mistake]:
    match error:
        case SeveralMistakesError(errors=errors):
            for one in errors:
                yield from _mistakes(one)
        case FindingsError(findings=findings):
            for found in findings:
                where = f"{found.file}, {found.place}"
                yield {"what": found.law, "where": where, "mending": found.mending}
        case InputError(what=what, where=where, mending=mending):
            yield {"what": what, "where": where, "mending": mending}
        case _:
            yield {"what": str(error), "where": "", "mending": ""}


def _line(mistake: Mistake) -> str:
    start = f"{mistake['where']}: " if mistake["where"] else ""
    return f"glabella: {start}{mistake['what']} {mistake['mending']}".rstrip()
