"""Whom a form offers."""

import pytest

from glabella.clinic.accounts.roles import Role
from glabella.clinic.folder.fields import ClinicianField, ColleagueField
from tests import world

pytestmark = pytest.mark.django_db


def offered(field: ColleagueField) -> list[str]:
    assert field.queryset is not None
    return [field.label_from_instance(row) for row in field.queryset]


def test_people_who_treat_are_offered_and_nobody_else() -> None:
    outlet = world.outlet()
    names = {}
    for role in (Role.CLINICIAN, Role.ASSISTANT, Role.FRONT_DESK, Role.AUDITOR):
        user = world.member(role, outlet)
        names[role] = user.name
    gone = world.member(Role.CLINICIAN, outlet)
    gone.memberships.update(ended_at=world.AT, ended_by=gone)

    treat = offered(ClinicianField(label=""))
    work = offered(ColleagueField(label=""))

    assert treat == sorted([names[Role.CLINICIAN], names[Role.ASSISTANT]])
    assert work == sorted([*names.values(), gone.name])
