"""A person with several cards: the newest of all counts, whichever card holds it."""

import pytest

from glabella.clinic.accounts.models import User
from glabella.clinic.desk.progress import Progress, progress_of_all
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from tests import world
from tests.clinic.desk.test_way import agreed, decided, planned, treated

pytestmark = pytest.mark.django_db


def progress(kept: Patient, merged: Patient) -> Progress:
    groups = {kept.id: (kept.id, merged.id)}
    return progress_of_all(groups, on=world.TODAY)[kept.id]


def test_last_session_is_the_newest_of_all_cards(place: Outlet) -> None:
    kept, merged = world.patient(place), world.patient(place)
    treated(kept, place, days_ago=300)
    newest = treated(merged, place, days_ago=10)

    assert progress(kept, merged).last == newest


def test_verdict_against_it_counts_from_any_card(place: Outlet) -> None:
    kept, merged = world.patient(place), world.patient(place)
    decided(kept, "indicated")
    newest = decided(merged, "blocked", decided_at=world.AT.replace(hour=10))
    found = progress(kept, merged)

    assert (found.decisions, found.permits) == ((newest,), None)


def test_consent_of_either_card_covers_the_plan(place: Outlet, lead: User) -> None:
    kept, merged = world.patient(place), world.patient(place)
    agreed(planned(merged, place, lead), lead)
    found = progress(kept, merged)

    assert found.is_agreed
