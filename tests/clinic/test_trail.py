import pytest

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.actions import digest_of, record, seal_of
from glabella.clinic.audit.models import Event, Head
from tests import world

pytestmark = pytest.mark.django_db


def test_event_links_to_the_one_before() -> None:
    outlet = world.outlet()
    by = world.actor(world.member(Role.CLINICIAN, outlet), outlet)

    first = record("test.one", by=by, at=world.AT)
    second = record("test.two", by=by, at=world.AT)

    assert (second.sequence, second.previous) == (first.sequence + 1, first.digest)
    stored = Event.objects.get(sequence=second.sequence)
    assert digest_of(stored) == second.digest
    head = Head.objects.get()
    assert head.seal == seal_of(second.sequence, second.digest)
