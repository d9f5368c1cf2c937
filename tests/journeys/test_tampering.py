"""An auditor checks the trail before and after somebody went at the database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.anchors import write_anchor
from glabella.clinic.audit.models import Event
from glabella.clinic.people.models import Patient
from tests import world
from tests.clinic.audit.trail import tamper
from tests.journeys.walking import Walk

pytestmark = pytest.mark.django_db

STOP = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def test_the_auditor_sees_which_events_were_changed_and_removed(
    walk: Walk, lead: User, patient: Patient, settings: Settings, tmp_path: Path
) -> None:
    settings.GLABELLA_ANCHORS = tmp_path / "anchors"
    reader = walk.page_as(lead)
    for part in ("", "card/", "history/"):
        reader.goto(f"/desk/patients/{patient.id}/{part}")
    write_anchor(STOP)
    changed, removed = Event.objects.order_by("sequence").values_list(
        "sequence", flat=True
    )[:2]
    auditor = walk.page_as(world.member(Role.AUDITOR, None))
    auditor.goto("/staff/trail/")
    auditor.get_by_role("link", name="Check that the trail is whole").click()
    expect(auditor.get_by_text("The trail is whole", exact=True)).to_be_visible()

    tamper(
        f"UPDATE audit_event SET deed = 'nothing' WHERE sequence = {changed}",  # noqa: S608 a number of ours
        f"DELETE FROM audit_event WHERE sequence = {removed}",  # noqa: S608 a number of ours
    )
    auditor.reload()

    broken = auditor.locator(".notice").filter(has_text="The trail is not whole")
    expect(broken.get_by_role("listitem")).to_have_text(
        [
            f"events changed after they were written: {changed}",
            f"events removed: {removed}",
        ]
    )
