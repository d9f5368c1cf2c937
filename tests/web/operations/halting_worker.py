"""The real worker, standing still at one step until somebody kills it. A script."""

import sys
import time
from collections.abc import Callable
from typing import Any

from glabella.web import verbs

HALT = "standing still"


def stand_still() -> None:
    """Say so, and wait for the end."""
    sys.stdout.write(f"{HALT}\n")
    sys.stdout.flush()
    time.sleep(600)


def before(deed: Callable[..., Any]) -> Callable[..., Any]:
    """Return a deed that is never reached."""

    def halted(*said: Any, **named: Any) -> Any:
        stand_still()
        return deed(*said, **named)

    return halted


def after(deed: Callable[..., Any]) -> Callable[..., Any]:
    """Return a deed that is done, and from which nobody returns."""

    def halted(*said: Any, **named: Any) -> Any:
        done = deed(*said, **named)
        stand_still()
        return done

    return halted


def main(where: str) -> int:
    """Work as `glabella work` does, up to a step."""
    run = verbs._run  # noqa: SLF001 the tables can be loaded only behind the home

    def halting(place: str, *arguments: object) -> int:
        halt_at(where)
        return run(place, *arguments)

    verbs._run = halting  # noqa: SLF001 as above
    return verbs.work([])


def halt_at(where: str) -> None:
    """Put the halt where it is asked for."""
    from glabella.clinic.messages import steps  # noqa: PLC0415 needs Django

    if where == "before the claim":
        steps.claim = before(steps.claim)
    if where == "after the claim":
        steps.claim = after(steps.claim)
    if where == "after the hand-over":
        steps.note_handed_over = before(steps.note_handed_over)
    if where == "after the note":
        steps.note_handed_over = after(steps.note_handed_over)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
