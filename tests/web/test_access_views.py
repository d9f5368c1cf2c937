"""Every page as it really is opens for a role of its row, and says whom it shows."""

import pytest

from glabella.clinic.accounts.roles import Role
from glabella.web.access_table import ACCESS
from tests import world
from tests.web import probe

pytestmark = pytest.mark.django_db

# Shown, sent on, no such thing of this patient, or a form that is only sent.
ANSWERS = {200, 302, 404, 405}
STAFF = sorted(
    name for name, rule in ACCESS.items() if rule.scope in {"outlet", "list", "patient"}
)


@pytest.mark.parametrize("name", STAFF)
def test_page_opens_for_a_role_of_its_row(name: str) -> None:
    """A list that does not call `shown` fails here, with an error of the door."""
    outlet = world.outlet()
    patient = world.patient(outlet)
    rule = ACCESS[name]
    role = next(one for one in Role if one in rule.roles)
    client = probe.signed_in(world.member(role, outlet))

    answer = client.get(probe.url_of(name, patient))

    assert answer.status_code in ANSWERS
