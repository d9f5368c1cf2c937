"""The access table, URL x role, against the middleware that runs."""

import uuid

import pytest
from django.test import Client
from pytest_django import Settings

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.page_words import PAGES
from glabella.clinic.accounts.roles import Role
from glabella.clinic.accounts.rules import Rule
from glabella.clinic.people.models import Patient
from glabella.clinic.practice.models import Outlet
from glabella.web.access_table import ACCESS
from tests import world
from tests.web import probe

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST")
WHOLE_PRACTICE = (Role.AUDITOR, Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def _probe(settings: Settings) -> None:
    settings.MIDDLEWARE = probe.middleware_with_probe()


def in_words(rule: Rule, *, role: Role, is_stranger: bool, method: str) -> bool:
    """Say what a row means for one who is signed in, apart from the code it tests."""
    if rule.scope in {"public", "signed_in"}:
        return True
    if rule.scope == "portal":
        return False
    if rule.scope == "patient" and is_stranger:
        return False
    if method == "GET":
        return role in rule.roles
    writers = rule.roles if rule.writers is None else rule.writers
    return role in writers and role is not Role.AUDITOR


def differences(
    client: Client, patient: Patient, *, role: Role, is_stranger: bool = False
) -> dict[tuple[str, str], bool]:
    """Return where the door opens and should not, or the other way round."""
    found = {}
    for name, rule in probe.rows().items():
        url = probe.url_of(name, patient)
        for method in METHODS:
            opens = probe.is_let_through(client, method, url)
            if opens != in_words(
                rule, role=role, is_stranger=is_stranger, method=method
            ):
                found[name, method] = opens
    return found


def place() -> tuple[Outlet, Patient]:
    outlet = world.outlet()
    return outlet, world.patient(outlet)


def test_every_address_has_a_row() -> None:
    assert sorted(set(probe.addresses()) - set(ACCESS)) == []


def test_every_row_has_an_address() -> None:
    assert sorted(set(ACCESS) - set(probe.addresses())) == []


def test_every_address_of_a_patient_names_them_by_an_opaque_id() -> None:
    wrong = {
        name: rule.scope
        for name, rule in probe.rows().items()
        if (rule.scope == "patient") != ("patient" in probe.addresses()[name])
    }

    assert wrong == {}


@pytest.mark.parametrize("role", list(Role))
def test_owner_gets_what_the_row_says(role: Role) -> None:
    outlet, patient = place()
    client = probe.signed_in(world.member(role, outlet))

    assert differences(client, patient, role=role) == {}


@pytest.mark.parametrize("role", list(Role))
def test_colleague_gets_what_the_owner_gets(role: Role) -> None:
    outlet, patient = place()
    world.member(role, outlet)
    client = probe.signed_in(world.member(role, outlet))

    assert differences(client, patient, role=role) == {}


@pytest.mark.parametrize("role", list(Role))
def test_stranger_gets_no_patient(role: Role) -> None:
    _outlet, patient = place()
    client = probe.signed_in(world.member(role, world.outlet()))

    assert differences(client, patient, role=role, is_stranger=True) == {}


@pytest.mark.parametrize("role", WHOLE_PRACTICE)
def test_role_in_the_whole_practice_holds_at_every_outlet(role: Role) -> None:
    _outlet, patient = place()
    client = probe.signed_in(world.member(role, None))

    assert differences(client, patient, role=role) == {}


def test_anonymous_gets_public_addresses_only() -> None:
    _outlet, patient = place()
    client = Client()

    opened = {
        (name, method)
        for name in probe.rows()
        for method in METHODS
        if probe.is_let_through(client, method, probe.url_of(name, patient))
    }

    public = {name for name, rule in probe.rows().items() if rule.scope == "public"}
    assert opened == {(name, method) for name in public for method in METHODS}


def test_account_without_a_role_gets_its_own_pages_only() -> None:
    _outlet, patient = place()
    user = User.objects.create(
        email="nobody@example.org", name="Synthetic Nobody", created_at=world.AT
    )
    client = probe.signed_in(user)

    opened = {
        name
        for name in probe.rows()
        if probe.is_let_through(client, "GET", probe.url_of(name, patient))
    }

    own = {"public", "signed_in"}
    assert opened == {name for name, rule in probe.rows().items() if rule.scope in own}


def test_closed_account_is_nobody() -> None:
    outlet, patient = place()
    user = world.member(Role.LEAD_CLINICIAN, outlet)
    client = probe.signed_in(user)
    User.objects.filter(id=user.id).update(is_active=False)

    opened = {
        name
        for name in probe.rows()
        if probe.is_let_through(client, "GET", probe.url_of(name, patient))
    }

    assert opened == {
        name for name, rule in probe.rows().items() if rule.scope == "public"
    }


def test_ended_role_opens_nothing_more() -> None:
    outlet, patient = place()
    user = world.member(Role.CLINICIAN, outlet)
    client = probe.signed_in(user)
    user.memberships.update(ended_at=world.AT, ended_by=user)

    opened = {
        name
        for name, rule in probe.rows().items()
        if rule.scope in {"outlet", "list", "patient"}
        and probe.is_let_through(client, "GET", probe.url_of(name, patient))
    }

    assert opened == set()


def test_auditor_writes_nowhere() -> None:
    outlet, patient = place()
    client = probe.signed_in(world.member(Role.AUDITOR, outlet))

    written = {
        name
        for name, rule in probe.rows().items()
        if rule.scope in {"outlet", "list", "patient"}
        and probe.is_let_through(client, "POST", probe.url_of(name, patient))
    }

    assert written == set()


def test_only_public_pages_may_be_kept_by_a_browser() -> None:
    outlet, patient = place()
    client = probe.signed_in(world.member(Role.LEAD_CLINICIAN, outlet))

    kept = {
        name
        for name in probe.rows()
        if "no-store"
        not in client.get(probe.url_of(name, patient)).headers.get("Cache-Control", "")
    }

    assert kept == {
        name for name, rule in probe.rows().items() if rule.scope == "public"
    }


def test_unknown_patient_is_not_found() -> None:
    outlet, _patient = place()
    client = probe.signed_in(world.member(Role.CLINICIAN, outlet))
    nobody = Patient(id=uuid.uuid4())

    codes = {
        client.get(probe.url_of(name, nobody)).status_code
        for name, rule in probe.rows().items()
        if rule.scope == "patient"
    }

    assert codes <= {404}


def test_every_page_about_people_has_words_for_the_trail() -> None:
    about_people = {"patient", "portal", "list"}
    named = {name for name, rule in ACCESS.items() if rule.scope in about_people}

    assert sorted(named - set(PAGES)) == []
