"""A practice with one outlet and its lead; files stay in a folder of the test."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.booking import actions as booking
from glabella.clinic.booking.models import Service
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet, Practice
from tests import world
from tests.clinic.imports.runs import Desk
from tests.clinic.pages import client_of


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.GLABELLA_FILES = tmp_path / "files"


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
def desk(lead: User, place: Outlet) -> Desk:
    return Desk(lead, place)


@pytest.fixture
def card(desk: Desk) -> Patient:
    return world.patient(desk.place)


@pytest.fixture
def service(desk: Desk) -> Service:
    names = ("Review", "Kontrolle")
    return booking.add_service("review", names, minutes=15, by=desk.by, at=world.AT)
