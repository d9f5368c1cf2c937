"""A script: write some messages into the practice in GLABELLA_HOME, long ago."""

import os
import sys
from datetime import UTC, datetime

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "glabella.web.settings"
django.setup()

from glabella.clinic.audit.actor import system  # noqa: E402 Django must be set up first
from glabella.clinic.messages.actions import write  # noqa: E402 as above
from glabella.clinic.messages.values import NewMessage  # noqa: E402 as above
from glabella.clinic.practice.models import Outlet  # noqa: E402 as above

# Long enough ago for the clockwork to miss those that fell out of line.
AT = datetime(2020, 1, 1, 12, 0, tzinfo=UTC)


def main(count: int) -> None:
    """Write messages that heed no quiet hours."""
    outlet = Outlet.objects.get()
    for number in range(count):
        write(
            NewMessage(
                outlet=outlet.id,
                kind="booked",
                channel="email",
                address=f"canary{number}@example.org",
                language="en",
                subject=outlet.name,
                text="Monday, 9:00",
                key=f"booked:{number}",
            ),
            by=system("test"),
            at=AT,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
