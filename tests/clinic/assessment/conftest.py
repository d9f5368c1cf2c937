"""A practice with one outlet, its lead clinician and one patient."""

import pytest
from django.test import Client

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet, Practice
from tests import world
from tests.clinic.pages import client_of


@pytest.fixture
def place() -> Outlet:
    Practice.objects.create(id=1, name="Synthetic", created_at=world.AT)
    return world.outlet("Seeblick")


@pytest.fixture
def lead(place: Outlet) -> User:
    return world.member(Role.LEAD_CLINICIAN, place, name="Lead Synthetic")


@pytest.fixture
def doctor(lead: User) -> Client:
    return client_of(lead)


@pytest.fixture
def desk(place: Outlet) -> Client:
    return client_of(world.member(Role.FRONT_DESK, place))


@pytest.fixture
def patient(place: Outlet) -> Patient:
    return world.patient(place)
