"""The part of the demo that needs the tables: fill them once, say how to sign in."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from glabella.cli.printing import print_page
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.anchors import write_anchor
from glabella.clinic.demo.house import PASSWORD, STAFF
from glabella.clinic.demo.making import make_demo
from glabella.clinic.practice.models import Outlet, Practice
from glabella.web.operations.migrate_verb import apply_migrations

STALE = timedelta(days=2)  # then nobody comes "today" any more
WORDS = {
    Role.FRONT_DESK: "front desk",
    Role.ASSISTANT: "assistant",
    Role.CLINICIAN: "clinician, Zurich only",
    Role.LEAD_CLINICIAN: "lead clinician",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
}


def fill(home: Path, *, count: int) -> None:
    """Make the tables and the synthetic practice, unless they are there.

    Args:
        home: The folder of the demo, with its keys.
        count: How many synthetic people.
    """
    now = datetime.now(UTC)
    apply_migrations()
    if not Practice.objects.exists():
        _say("Making a synthetic practice; this takes some seconds ...")
        make_demo(at=now, count=count, say=_say)
        write_anchor(now)
    made = datetime.fromtimestamp((home / "keys").stat().st_mtime, UTC)
    if now - made > STALE:
        _say("This demo is some days old: `./dev demo --fresh` makes it anew.")


def explain(port: int) -> None:
    """Print the address and a sign-in for each role."""
    outlets = " and ".join(Outlet.objects.values_list("name", flat=True))
    rows = "\n".join(f"  {WORDS[role]:<24} {email}" for role, email, _ in STAFF)
    _say(
        f"""
A practice with two outlets ({outlets}).
Every person in it is synthetic. Never enter a real one here.

  open      http://127.0.0.1:{port}/
  password  {PASSWORD}

{rows}

Relaxed in the demo: no second factor is asked for, and there is no TLS.
No message leaves this machine: the worker writes them into messages.txt of the demo.
"""
    )


def _say(line: str) -> None:
    print_page(f"{line}\n")
    sys.stdout.flush()
